-- Whom a place is there for: the residents of its areas, in thousands, where the place has data at all.
SELECT a.home_area, a.thousands, s.site, s.site_kind
FROM given_areas a
JOIN given_sites s ON s.site = a.site
WHERE s.site IN (SELECT c.site FROM covered_days c CROSS JOIN given_settings g WHERE c.local_date <= g.through)
