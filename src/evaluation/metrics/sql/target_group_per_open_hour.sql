-- As enquiries_per_open_hour, those of the target group only. Unknown where there are rows and none tells its group.
SELECT
    'count' AS part, {e.dims}
    CASE WHEN COUNT(CASE WHEN {own_rows} THEN e.in_target END) > 0 OR SUM(e.quantity) = 0 THEN CAST(SUM(
        CASE WHEN e.in_target AND {own_rows} THEN e.quantity ELSE 0 END
    ) AS DOUBLE) END AS numerator,
    CAST(NULL AS DOUBLE) AS denominator,
    CAST(SUM(CASE WHEN e.in_target AND {own_rows} THEN e.quantity ELSE 0 END) AS BIGINT) AS n,
    CAST(GREATEST(
        SUM(CASE WHEN {total_rows} THEN e.quantity ELSE 0 END)
        - SUM(CASE WHEN e.in_target IS NOT NULL AND {own_rows} THEN e.quantity ELSE 0 END),
        0
    ) AS DOUBLE) AS unknown
FROM enquiries e
WHERE e.in_exposure AND ({total_rows} OR {own_rows}) AND {e.where}
{e.group}
UNION ALL
SELECT
    'base' AS part, {dims}
    CAST(NULL AS DOUBLE) AS numerator,
    CAST(SUM(CAST(amount AS DECIMAL(28, 12))) AS DOUBLE) AS denominator,
    COUNT(*) AS n,
    CAST(NULL AS DOUBLE) AS unknown
FROM (
    SELECT DISTINCT {x.keys} x.unit_id, x.hour, x.amount
    FROM exposure x
    WHERE {x.where}
) units
{group}
