-- Everyone who turned up, called or wrote, and the strokes of counting tally sheets; not those who stayed away, and no
-- batches. Those who left and those who came to the wrong place are included. Zero where covered without rows.
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
    'base' AS part, {c.dims}
    CAST(NULL AS DOUBLE) AS numerator,
    CAST(NULL AS DOUBLE) AS denominator,
    COUNT(*) AS n
FROM covered_days c
WHERE {c.where}
{c.group}
