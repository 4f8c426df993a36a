-- Of those who answered where they would otherwise have gone, those who named another place.
SELECT
    {e.dims}
    CAST(SUM(
        CASE WHEN e.otherwise_site <> 'none' AND e.otherwise_site <> e.site THEN e.quantity ELSE 0 END
    ) AS DOUBLE) AS numerator,
    CAST(SUM(e.quantity) AS DOUBLE) AS denominator,
    CAST(SUM(e.quantity) AS BIGINT) AS n
FROM enquiries e
WHERE e.is_enquiry AND e.otherwise_site IS NOT NULL AND {own_rows} AND {e.where}
{e.group}
