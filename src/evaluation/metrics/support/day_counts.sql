-- Enquiries, target group and unknown by covered day, for an initiative without openings.
WITH counts AS (
    SELECT
        e.local_date,
        SUM(CASE WHEN {total_rows} THEN e.quantity ELSE 0 END) AS all_enquiries,
        SUM(CASE WHEN e.in_target AND {own_rows} THEN e.quantity ELSE 0 END) AS yes,
        SUM(CASE WHEN e.in_target IS NOT NULL AND {own_rows} THEN e.quantity ELSE 0 END) AS known
    FROM enquiries e
    WHERE e.in_exposure AND {e.where}
    GROUP BY e.local_date
),
units AS (
    SELECT x.local_date, MIN(x.site) AS one_site, COUNT(*) AS site_count
    FROM exposure x
    WHERE {x.where}
    GROUP BY x.local_date
)
SELECT
    CAST(u.local_date AS STRING) AS opening_id,
    CASE WHEN u.site_count = 1 THEN u.one_site ELSE '' END AS site,
    u.local_date,
    d.week_start,
    CAST(1 AS DOUBLE) AS open_hours,
    CAST(COALESCE(n.all_enquiries, 0) AS BIGINT) AS enquiries,
    CAST(COALESCE(n.yes, 0) AS BIGINT) AS target,
    CAST(GREATEST(COALESCE(n.all_enquiries - n.known, 0), 0) AS BIGINT) AS unknown
FROM units u
JOIN days d ON d.local_date = u.local_date
LEFT JOIN counts n ON n.local_date = u.local_date
ORDER BY u.local_date
