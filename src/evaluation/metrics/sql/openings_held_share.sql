-- Of the openings that the fixed calendar promised, those held where and when it said.
SELECT
    {o.dims}
    CAST(SUM(CASE WHEN o.status = 'held' THEN 1 ELSE 0 END) AS DOUBLE) AS numerator,
    CAST(COUNT(*) AS DOUBLE) AS denominator,
    COUNT(*) AS n
FROM openings o
WHERE o.past AND o.promised AND o.status IN ('held', 'cancelled') AND {o.where}
{o.group}
