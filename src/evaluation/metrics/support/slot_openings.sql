-- Openings that took place, whether they count or not, with the moments between which they were open.
SELECT
    o.opening_id AS unit_id,
    o.site,
    o.local_date,
    o.week_start,
    o.weekday_iso,
    o.counted,
    o.starts_s,
    o.ends_s
FROM openings o
WHERE o.past AND o.status = 'held' AND {o.where}
ORDER BY o.starts_s, o.opening_id
