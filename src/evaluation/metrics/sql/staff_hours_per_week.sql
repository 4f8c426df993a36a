-- Staff hours per ISO week in which the calendar had an opening, held or cancelled. A week with openings to come waits.
WITH weeks AS (
    SELECT
        {o.keys}
        o.week AS open_week,
        SUM(CAST(
            CASE WHEN o.status = 'held' THEN o.open_hours * o.staff_total + o.transport_staff_hours ELSE 0 END
        AS DECIMAL(28, 12))) AS staff_hours
    FROM openings o
    WHERE o.past AND o.week_done AND o.status IN ('held', 'cancelled') AND {o.where}
    GROUP BY {o.cols} o.week
)
SELECT
    {dims}
    CAST(SUM(staff_hours) AS DOUBLE) AS numerator,
    CAST(COUNT(*) AS DOUBLE) AS denominator,
    COUNT(*) AS n
FROM weeks
{group}
