-- Openings cancelled; a moved one is cancelled at its first place and time.
SELECT
    {o.dims}
    CAST(SUM(CASE WHEN o.status = 'cancelled' THEN 1 ELSE 0 END) AS DOUBLE) AS numerator,
    CAST(NULL AS DOUBLE) AS denominator,
    COUNT(*) AS n
FROM openings o
WHERE o.past AND o.status IN ('held', 'cancelled') AND {o.where}
{o.group}
