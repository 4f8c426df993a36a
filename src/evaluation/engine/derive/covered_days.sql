-- Days on which a site's counting source is known to be whole: without rows they are 0, all others are no data.
-- Spans are clipped to the source's own first and last row, and to the time the site has existed.
WITH told AS (
    SELECT r.source, MIN(r.local_date) AS first_row, MAX(r.local_date) AS last_row
    FROM given_rows r
    GROUP BY r.source
)
SELECT DISTINCT
    c.site,
    s.site_kind,
    s.has_openings,
    d.local_date,
    d.week,
    d.month,
    d.quarter,
    d.year,
    d.weekday_iso
FROM given_spans p
JOIN given_counting c ON c.source = p.source AND c.site = p.site
JOIN told t ON t.source = p.source
JOIN given_sites s ON s.site = c.site
JOIN given_days d
    ON d.local_date >= p.from_date AND d.local_date <= p.to_date
    AND d.local_date >= t.first_row AND d.local_date <= t.last_row
    AND d.local_date >= c.from_date AND d.local_date <= c.to_date
    AND d.local_date >= s.from_date AND d.local_date <= s.to_date
WHERE p.status = 'complete'
