-- Residents of a place's own areas who came there, of 65 and more and for the first time as far as the log tells these,
-- and the thousands of such residents. Unknown where there are rows and none tells what is needed; `unknown` beside it.
SELECT
    'count' AS part, {e.dims}
    CASE WHEN COUNT(CASE WHEN {own_rows} THEN e.reached END) > 0 OR SUM(e.quantity) = 0 THEN CAST(SUM(
        CASE WHEN e.reached AND {own_rows} THEN e.quantity ELSE 0 END
    ) AS DOUBLE) END AS numerator,
    CAST(NULL AS DOUBLE) AS denominator,
    CAST(SUM(CASE WHEN e.reached AND {own_rows} THEN e.quantity ELSE 0 END) AS BIGINT) AS n,
    CAST(GREATEST(
        SUM(CASE WHEN {total_rows} THEN e.quantity ELSE 0 END)
        - SUM(CASE WHEN e.reached IS NOT NULL AND {own_rows} THEN e.quantity ELSE 0 END),
        0
    ) AS DOUBLE) AS unknown
FROM enquiries e
WHERE e.is_enquiry AND ({total_rows} OR {own_rows}) AND {e.where}
{e.group}
UNION ALL
SELECT
    'base' AS part, {dims}
    CAST(NULL AS DOUBLE) AS numerator,
    CAST(SUM(CAST(thousands AS DECIMAL(28, 12))) AS DOUBLE) AS denominator,
    COUNT(*) AS n,
    CAST(NULL AS DOUBLE) AS unknown
FROM (
    SELECT DISTINCT {a.keys} a.home_area, a.thousands
    FROM residents a
    WHERE {a.where}
) places
{group}
