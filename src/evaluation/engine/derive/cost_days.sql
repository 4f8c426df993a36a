-- Costs by day until data through. Running costs begin with the week of the first covered day, since what was spent
-- before it served nobody that the log knows; one-off costs and savings stand beside them from their own first day.
-- Beside the costs, at 0 kr., the days since then on which a place that running costs concern was open, and whether its
-- data are told. Without a calendar it was open when its own costs ran, if it is counted, and when it offered something.
WITH begun AS (
    SELECT MIN(w.week_start) AS first_day
    FROM covered_days c
    JOIN given_days w ON w.local_date = c.local_date
),
open_days AS (
    SELECT o.site, o.local_date
    FROM openings o
    WHERE o.past AND o.status <> 'cancelled'
    UNION
    SELECT x.site, d.local_date
    FROM given_offers x
    JOIN given_days d ON d.local_date >= x.from_date AND d.local_date <= x.to_date
    WHERE x.per_day > 0
    UNION
    SELECT k.site, d.local_date
    FROM given_costs k
    CROSS JOIN given_settings g
    JOIN given_days d ON d.local_date >= k.from_date AND d.local_date <= k.to_date
    JOIN given_counting n ON n.site = k.site AND d.local_date >= n.from_date AND d.local_date <= n.to_date
    WHERE k.kind = 'running' AND NOT g.has_openings
)
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
CROSS JOIN begun b
JOIN given_days d ON d.local_date >= k.from_date AND d.local_date <= k.to_date
WHERE d.local_date <= g.through AND (k.kind <> 'running' OR d.local_date >= b.first_day)
UNION ALL
SELECT
    s.site,
    s.site_kind,
    CASE WHEN c.site IS NULL THEN 'open_untold' ELSE 'open_told' END AS kind,
    0 AS kr_per_day,
    d.local_date,
    d.week,
    d.month,
    d.quarter,
    d.year
FROM open_days o
CROSS JOIN given_settings g
CROSS JOIN begun b
JOIN given_days d ON d.local_date = o.local_date
JOIN given_sites s
    ON s.site = o.site AND s.in_cost_scope AND d.local_date >= s.from_date AND d.local_date <= s.to_date
LEFT JOIN covered_days c ON c.site = o.site AND c.local_date = o.local_date
WHERE d.local_date <= g.through AND d.local_date >= b.first_day
