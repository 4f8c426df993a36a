-- Of all enquiries, those that came to one place or through one channel; every other dimension keeps its own whole.
SELECT
    'count' AS part, {e.dims}
    CAST(SUM(e.quantity) AS DOUBLE) AS numerator,
    CAST(NULL AS DOUBLE) AS denominator,
    CAST(SUM(e.quantity) AS BIGINT) AS n
FROM enquiries e
WHERE e.is_enquiry AND {total_rows} AND {e.where}
{e.group}
UNION ALL
SELECT
    'base' AS part, {p.dims}
    CAST(NULL AS DOUBLE) AS numerator,
    CAST(SUM(p.quantity) AS DOUBLE) AS denominator,
    COUNT(*) AS n
FROM (
    SELECT e.*
    FROM enquiries e
    WHERE e.is_enquiry AND {total_rows}
) p
WHERE {p.where}
{p.group}
