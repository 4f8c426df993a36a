-- Enquiries that belong to an opening held and covered, and the open hours of those openings; on covered days, and
-- those days, where the initiative has no openings.
SELECT
    'count' AS part, {e.dims}
    CAST(SUM(e.quantity) AS DOUBLE) AS numerator,
    CAST(NULL AS DOUBLE) AS denominator,
    CAST(SUM(e.quantity) AS BIGINT) AS n
FROM enquiries e
WHERE e.in_exposure AND {total_rows} AND {e.where}
{e.group}
UNION ALL
SELECT
    'base' AS part, {dims}
    CAST(NULL AS DOUBLE) AS numerator,
    CAST(SUM(CAST(amount AS DECIMAL(28, 12))) AS DOUBLE) AS denominator,
    COUNT(*) AS n
FROM (
    SELECT DISTINCT {x.keys} x.unit_id, x.hour, x.amount
    FROM exposure x
    WHERE {x.where}
) units
{group}
