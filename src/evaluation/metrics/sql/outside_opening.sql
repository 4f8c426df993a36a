-- Enquiries at places with openings that belong to none of them.
SELECT
    'count' AS part, {e.dims}
    CAST(SUM(e.quantity) AS DOUBLE) AS numerator,
    CAST(NULL AS DOUBLE) AS denominator,
    CAST(SUM(e.quantity) AS BIGINT) AS n
FROM enquiries e
WHERE e.is_enquiry AND e.at_open_site AND e.opening_id IS NULL AND {total_rows} AND {e.where}
{e.group}
UNION ALL
SELECT
    'base' AS part, {c.dims}
    CAST(NULL AS DOUBLE) AS numerator,
    CAST(NULL AS DOUBLE) AS denominator,
    COUNT(*) AS n
FROM covered_days c
WHERE c.has_openings AND {c.where}
{c.group}
