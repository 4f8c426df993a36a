-- What a rate is divided by: the open hours of openings that count or, where the initiative has none, covered days.
-- `unit_id` tells the units apart, so that a day on which several places are covered is one day for all of them.
-- `unpriced`: a site whose costs are meant to be known was open on a day that no running cost concerns.
WITH units AS (
    SELECT
        h.opening_id AS unit_id, h.hour, h.hours AS amount, h.staffed_hours,
        h.site, h.site_kind, h.local_date, h.week, h.month, h.quarter, h.year, h.weekday_iso
    FROM opening_hours h
    CROSS JOIN given_settings g
    WHERE g.has_openings AND h.counted
    UNION ALL
    SELECT
        CAST(c.local_date AS STRING) AS unit_id, CAST(NULL AS SMALLINT) AS hour, CAST(1 AS DOUBLE) AS amount,
        CAST(NULL AS DOUBLE) AS staffed_hours,
        c.site, c.site_kind, c.local_date, c.week, c.month, c.quarter, c.year, c.weekday_iso
    FROM covered_days c
    CROSS JOIN given_settings g
    WHERE NOT g.has_openings AND c.local_date <= g.through
),
priced AS (
    SELECT DISTINCT d.local_date, p.site
    FROM given_priced p
    JOIN given_days d ON d.local_date >= p.from_date AND d.local_date <= p.to_date
)
SELECT
    u.*,
    s.in_cost_scope AND p.site IS NULL AS unpriced
FROM units u
JOIN given_sites s ON s.site = u.site
LEFT JOIN priced p ON p.site = u.site AND p.local_date = u.local_date
