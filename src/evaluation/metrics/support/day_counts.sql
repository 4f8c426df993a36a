-- Enquiries, target group and unknown by covered day, for an initiative without openings; by place where it is asked.
WITH counts AS (
    SELECT
        {e.keys}
        e.local_date,
        SUM(CASE WHEN {total_rows} THEN e.quantity ELSE 0 END) AS all_enquiries,
        SUM(CASE WHEN e.in_target AND {own_rows} THEN e.quantity ELSE 0 END) AS yes,
        SUM(CASE WHEN e.in_target IS NOT NULL AND {own_rows} THEN e.quantity ELSE 0 END) AS known
    FROM enquiries e
    WHERE e.in_exposure AND {e.where}
    GROUP BY {e.cols} e.local_date
),
units AS (
    SELECT {x.keys} x.local_date, MIN(x.site) AS one_site, COUNT(*) AS site_count
    FROM exposure x
    WHERE {x.where}
    GROUP BY {x.cols} x.local_date
),
-- Put under each other, not joined: a key of counts and units would have to be equal where both are unknown, too.
both_parts AS (
    SELECT {keys} local_date, one_site, site_count, 0 AS all_enquiries, 0 AS yes, 0 AS known
    FROM units
    UNION ALL
    SELECT {keys} local_date, CAST(NULL AS STRING) AS one_site, 0 AS site_count, all_enquiries, yes, known
    FROM counts
)
SELECT
    {dims}
    CAST(u.local_date AS STRING) AS opening_id,
    CASE WHEN SUM(u.site_count) = 1 THEN MIN(u.one_site) ELSE '' END AS site,
    u.local_date,
    d.week_start,
    CAST(1 AS DOUBLE) AS open_hours,
    CAST(SUM(u.all_enquiries) AS BIGINT) AS enquiries,
    CAST(SUM(u.yes) AS BIGINT) AS target,
    CAST(GREATEST(SUM(u.all_enquiries) - SUM(u.known), 0) AS BIGINT) AS unknown
FROM both_parts u
JOIN days d ON d.local_date = u.local_date
GROUP BY {keys} u.local_date, d.week_start
HAVING SUM(u.site_count) > 0
ORDER BY u.local_date
