-- Days on which a site's counting source is known to be whole: without rows they are 0, all others are no data.
SELECT DISTINCT
    v.site,
    s.site_kind,
    s.has_openings,
    v.local_date,
    d.week,
    d.month,
    d.quarter,
    d.year,
    d.weekday_iso
FROM source_days v
JOIN given_sites s ON s.site = v.site
JOIN given_days d ON d.local_date = v.local_date
WHERE v.counting
