-- Openings split by clock hour; staffed: times those of the staff who serve.
SELECT
    h.opening_id,
    h.hour,
    h.hours,
    h.hours * o.staff_serving AS staffed_hours,
    o.site,
    o.site_kind,
    o.local_date,
    o.week,
    o.month,
    o.quarter,
    o.year,
    o.weekday_iso,
    o.status,
    o.counted
FROM given_hours h
JOIN openings o ON o.opening_id = h.opening_id
