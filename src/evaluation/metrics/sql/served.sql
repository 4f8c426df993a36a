-- Enquiries that ended with help. No figure where more than one in ten has no known outcome. A tally sheet's outcomes
-- stand on lines of their own: those of its total that they do not account for are unknown.
SELECT
    'count' AS part, {e.dims}
    CASE WHEN
        10 * SUM(CASE WHEN e.outcome IS NOT NULL AND {own_rows} THEN e.quantity ELSE 0 END)
            >= 9 * SUM(CASE WHEN {total_rows} THEN e.quantity ELSE 0 END)
        THEN CAST(SUM(
            CASE WHEN e.outcome IN ('resolved', 'resolved_later', 'served', 'handed_over', 'answered_by_robot')
                AND {own_rows} THEN e.quantity ELSE 0 END
        ) AS DOUBLE)
    END AS numerator,
    CAST(NULL AS DOUBLE) AS denominator,
    CAST(SUM(CASE WHEN {total_rows} THEN e.quantity ELSE 0 END) AS BIGINT) AS n
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
