-- Of the ISO weeks with a promised opening, those in which every one was held. A week with openings to come waits.
WITH weeks AS (
    SELECT
        {o.keys}
        o.week AS open_week,
        MIN(CASE WHEN o.status = 'held' THEN 1 ELSE 0 END) AS kept
    FROM openings o
    WHERE o.past AND o.week_done AND o.promised AND o.status IN ('held', 'cancelled') AND {o.where}
    GROUP BY {o.cols} o.week
)
SELECT
    {dims}
    CAST(SUM(kept) AS DOUBLE) AS numerator,
    CAST(COUNT(*) AS DOUBLE) AS denominator,
    COUNT(*) AS n
FROM weeks
{group}
