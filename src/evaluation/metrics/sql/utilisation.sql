-- Minutes of service in the openings that count, and the minutes of the staff who serve there. No figure where more than
-- one in ten of those served has no minutes. Staff's own minutes go before the time from call to end.
SELECT
    'count' AS part, {e.dims}
    CASE
        WHEN 10 * SUM(CASE WHEN e.used_staff AND e.desk_min IS NOT NULL THEN e.quantity ELSE 0 END)
            >= 9 * SUM(CASE WHEN e.used_staff THEN e.quantity ELSE 0 END)
            THEN CAST(SUM(CASE WHEN e.used_staff THEN COALESCE(e.desk_min, 0) ELSE 0 END) AS DOUBLE)
    END AS numerator,
    CAST(NULL AS DOUBLE) AS denominator,
    CAST(SUM(CASE WHEN e.used_staff THEN e.quantity ELSE 0 END) AS BIGINT) AS n,
    CAST(SUM(CASE WHEN e.used_staff AND e.desk_min IS NULL THEN e.quantity ELSE 0 END) AS DOUBLE) AS unknown
FROM enquiries e
WHERE e.in_exposure AND {total_rows} AND {e.where}
{e.group}
UNION ALL
SELECT
    'base' AS part, {dims}
    CAST(NULL AS DOUBLE) AS numerator,
    60 * CAST(SUM(CAST(staffed_hours AS DECIMAL(28, 12))) AS DOUBLE) AS denominator,
    COUNT(*) AS n,
    CAST(NULL AS DOUBLE) AS unknown
FROM (
    SELECT DISTINCT {x.keys} x.unit_id, x.hour, x.staffed_hours
    FROM exposure x
    WHERE {x.where}
) units
{group}
