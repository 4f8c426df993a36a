-- Openings that the fixed calendar promised until data through: no replacements, none added for once, none by
-- arrangement.
SELECT
    {o.dims}
    CAST(SUM(CASE WHEN o.promised THEN 1 ELSE 0 END) AS DOUBLE) AS numerator,
    CAST(NULL AS DOUBLE) AS denominator,
    COUNT(*) AS n
FROM openings o
WHERE o.past AND o.status IN ('held', 'cancelled') AND {o.where}
{o.group}
