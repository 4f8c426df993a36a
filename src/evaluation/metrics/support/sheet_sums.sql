-- Strokes of every tally sheet by what they count, whether its source counts or not.
SELECT
    e.source,
    e.site,
    e.local_date,
    e.tally_dim,
    CAST(SUM(e.quantity) AS BIGINT) AS strokes
FROM enquiries e
WHERE e.record = 'tally'
GROUP BY e.source, e.site, e.local_date, e.tally_dim
ORDER BY e.source, e.local_date, e.site, e.tally_dim
