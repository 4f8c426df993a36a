-- Enquiries that ended with help. Unknown where there are rows and none of them tells its outcome.
SELECT
    'count' AS part, {e.dims}
    CASE WHEN COUNT(CASE WHEN {own_rows} THEN e.outcome END) > 0 OR SUM(e.quantity) = 0 THEN CAST(SUM(
        CASE WHEN e.outcome IN ('resolved', 'resolved_later', 'handed_over', 'answered_by_robot') AND {own_rows}
            THEN e.quantity ELSE 0 END
    ) AS DOUBLE) END AS numerator,
    CAST(NULL AS DOUBLE) AS denominator,
    CAST(CASE WHEN COUNT(CASE WHEN {own_rows} THEN e.outcome END) > 0
        THEN SUM(CASE WHEN {own_rows} THEN e.quantity ELSE 0 END)
        ELSE SUM(CASE WHEN {total_rows} THEN e.quantity ELSE 0 END)
    END AS BIGINT) AS n
FROM enquiries e
WHERE e.is_enquiry AND ({total_rows} OR {own_rows}) AND {e.where}
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
