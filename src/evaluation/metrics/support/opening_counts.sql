-- Enquiries, target group and unknown by opening that counts; those without enquiries are 0.
WITH counts AS (
    SELECT
        e.opening_id,
        SUM(CASE WHEN {total_rows} THEN e.quantity ELSE 0 END) AS all_enquiries,
        SUM(CASE WHEN e.in_target AND {own_rows} THEN e.quantity ELSE 0 END) AS yes,
        SUM(CASE WHEN e.in_target IS NOT NULL AND {own_rows} THEN e.quantity ELSE 0 END) AS known
    FROM enquiries e
    WHERE e.in_exposure AND {e.where}
    GROUP BY e.opening_id
)
SELECT
    {o.dims}
    o.opening_id,
    o.site,
    o.local_date,
    o.week_start,
    o.open_hours,
    CAST(COALESCE(n.all_enquiries, 0) AS BIGINT) AS enquiries,
    CAST(COALESCE(n.yes, 0) AS BIGINT) AS target,
    CAST(GREATEST(COALESCE(n.all_enquiries - n.known, 0), 0) AS BIGINT) AS unknown
FROM openings o
LEFT JOIN counts n ON n.opening_id = o.opening_id
WHERE o.counted AND {o.where}
ORDER BY o.local_date, o.starts_s, o.opening_id
