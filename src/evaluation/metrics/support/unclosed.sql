-- Contacts of every source by day, those whose end the system told, and those that still stand open.
SELECT
    e.source,
    e.local_date,
    CAST(SUM(CASE WHEN COALESCE(e.unclosed, FALSE) THEN 1 ELSE 0 END) AS BIGINT) AS not_closed,
    CAST(SUM(CASE WHEN e.outcome = 'open' AND NOT COALESCE(e.unclosed, FALSE) THEN 1 ELSE 0 END) AS BIGINT) AS still_open,
    COUNT(*) AS contacts
FROM enquiries e
WHERE e.record = 'contact'
GROUP BY e.source, e.local_date
ORDER BY e.source, e.local_date
