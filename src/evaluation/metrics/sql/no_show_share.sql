-- Of appointments until data through whose outcome is known, those to which nobody came.
SELECT
    {e.dims}
    CAST(SUM(CASE WHEN e.outcome = 'no_show' THEN 1 ELSE 0 END) AS DOUBLE) AS numerator,
    CAST(COUNT(*) AS DOUBLE) AS denominator,
    COUNT(*) AS n
FROM enquiries e
WHERE e.is_appointment AND e.outcome <> 'open' AND {e.where}
{e.group}
