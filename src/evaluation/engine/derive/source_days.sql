-- Days on which a source is known to be whole at a site, and whether it counts there: what lets two sources be held
-- against each other. Clipped to the source's own first and last row, and to the time the site has existed. A source
-- of nothing but the steps of cases tells of nobody who came: it has no such days.
WITH told AS (
    SELECT r.source, MIN(r.local_date) AS first_row, MAX(r.local_date) AS last_row
    FROM given_rows r
    GROUP BY r.source
    HAVING SUM(CASE WHEN r.record = 'step' THEN 0 ELSE 1 END) > 0
)
SELECT DISTINCT
    p.source,
    p.site,
    d.local_date,
    c.source IS NOT NULL AS counting
FROM given_spans p
JOIN told t ON t.source = p.source
JOIN given_sites s ON s.site = p.site
JOIN given_days d
    ON d.local_date >= p.from_date AND d.local_date <= p.to_date
    AND d.local_date >= t.first_row AND d.local_date <= t.last_row
    AND d.local_date >= s.from_date AND d.local_date <= s.to_date
LEFT JOIN given_counting c
    ON c.source = p.source AND c.site = p.site
    AND d.local_date >= c.from_date AND d.local_date <= c.to_date
WHERE p.status = 'complete'
