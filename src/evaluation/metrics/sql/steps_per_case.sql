-- The links of the chain: changes of unit and one, of closed cases by their beginning.
SELECT
    {s.dims}
    CAST(SUM(s.handovers + 1) AS DOUBLE) AS numerator,
    CAST(COUNT(*) AS DOUBLE) AS denominator,
    COUNT(*) AS n
FROM cases s
WHERE s.closed AND {s.where}
{s.group}
