-- Costs by day until data through. Running costs begin with the week of the first covered day, since what was spent
-- before it served nobody that the log knows; one-off costs and savings stand beside them from their own first day.
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
WHERE d.local_date <= g.through
    AND (
        k.kind <> 'running'
        OR d.local_date >= (
            SELECT MIN(w.week_start) FROM covered_days c JOIN given_days w ON w.local_date = c.local_date
        )
    )
