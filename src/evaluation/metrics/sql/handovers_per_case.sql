-- Changes of unit from one row of a case to the next, of closed cases by their beginning.
SELECT
    {s.dims}
    CAST(SUM(s.handovers) AS DOUBLE) AS numerator,
    CAST(COUNT(*) AS DOUBLE) AS denominator,
    COUNT(*) AS n
FROM cases s
WHERE s.closed AND {s.where}
{s.group}
