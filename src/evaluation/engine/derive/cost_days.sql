-- Costs by day, from the first covered day to data through.
SELECT
    k.site,
    k.site_kind,
    k.kind,
    k.kr_per_day,
    d.local_date,
    d.week,
    d.month,
    d.quarter,
    d.year
FROM given_costs k
CROSS JOIN given_settings g
JOIN given_days d ON d.local_date >= k.from_date AND d.local_date <= k.to_date
WHERE d.local_date <= g.through AND d.local_date >= (SELECT MIN(c.local_date) FROM covered_days c)
