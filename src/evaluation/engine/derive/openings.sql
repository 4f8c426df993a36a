-- The calendar with the names of its days, whether an opening counts (held, covered, not after data through), and
-- its part of the transport: paid once per trip, day and member of staff, shared by the openings of the trip.
SELECT
    o.*,
    s.site_kind,
    s.town,
    d.week_start,
    d.week,
    d.month,
    d.quarter,
    d.year,
    d.weekday_iso,
    o.past AND o.status = 'held' AND c.site IS NOT NULL AS counted,
    MAX(o.transport_hours * o.staff_total) OVER (PARTITION BY o.trip, o.local_date, o.status)
        / COUNT(*) OVER (PARTITION BY o.trip, o.local_date, o.status) AS transport_staff_hours
FROM given_openings o
JOIN given_sites s ON s.site = o.site
JOIN given_days d ON d.local_date = o.local_date
LEFT JOIN covered_days c ON c.site = o.site AND c.local_date = o.local_date
