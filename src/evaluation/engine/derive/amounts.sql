-- What an initiative without openings has offered (participants, hours, visits), by site and covered day.
SELECT
    x.kind,
    x.per_day,
    c.site,
    c.site_kind,
    c.local_date,
    c.week,
    c.month,
    c.quarter,
    c.year,
    c.weekday_iso
FROM given_offers x
CROSS JOIN given_settings g
JOIN covered_days c ON c.site = x.site AND c.local_date >= x.from_date AND c.local_date <= x.to_date
WHERE c.local_date <= g.through
