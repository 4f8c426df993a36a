-- Of contacts with a score from 1 to 5, those with 4 or 5; `mean` score and the number `asked` beside it.
SELECT
    {e.dims}
    CAST(SUM(CASE WHEN e.satisfaction >= 4 THEN 1 WHEN e.satisfaction IS NOT NULL THEN 0 END) AS DOUBLE) AS numerator,
    CAST(COUNT(e.satisfaction) AS DOUBLE) AS denominator,
    COUNT(e.satisfaction) AS n,
    CAST(SUM(e.satisfaction) AS DOUBLE) / NULLIF(COUNT(e.satisfaction), 0) AS mean,
    CAST(COUNT(*) AS DOUBLE) AS asked
FROM enquiries e
WHERE e.record = 'contact' AND e.is_enquiry AND {e.where}
{e.group}
