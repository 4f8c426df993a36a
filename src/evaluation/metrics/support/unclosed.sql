-- Contacts of every source, and those whose end is unknown because nobody closed them in time.
SELECT
    e.source,
    CAST(SUM(CASE WHEN e.unclosed THEN 1 ELSE 0 END) AS BIGINT) AS left_open,
    COUNT(*) AS contacts
FROM enquiries e
WHERE e.record = 'contact'
GROUP BY e.source
ORDER BY e.source
