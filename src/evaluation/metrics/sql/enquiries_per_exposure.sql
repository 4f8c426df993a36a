-- Enquiries on the covered days and at the sites of what was offered, and its amount on those days. Amounts of several
-- kinds have no sum.
SELECT
    'count' AS part, {e.dims}
    CAST(SUM(e.quantity) AS DOUBLE) AS numerator,
    CAST(NULL AS DOUBLE) AS denominator,
    CAST(SUM(e.quantity) AS BIGINT) AS n
FROM enquiries e
WHERE e.in_amounts AND {total_rows} AND {e.where}
{e.group}
UNION ALL
SELECT
    'base' AS part, {m.dims}
    CAST(NULL AS DOUBLE) AS numerator,
    CASE WHEN COUNT(DISTINCT m.kind) = 1 THEN CAST(SUM(CAST(m.per_day AS DECIMAL(28, 12))) AS DOUBLE) END
        AS denominator,
    COUNT(*) AS n
FROM amounts m
WHERE {m.where}
{m.group}
