-- Contacts of every source, and those whose end nobody told: the system closed them, or they still stand open. Those
-- of the source's last day, or of days with no data yet (after the parameter), may be closed still.
WITH newest AS (
    SELECT e.source, MAX(e.local_date) AS last_day
    FROM enquiries e
    WHERE e.record = 'contact'
    GROUP BY e.source
)
SELECT
    e.source,
    CAST(SUM(
        CASE WHEN e.unclosed OR (e.outcome = 'open' AND e.local_date < n.last_day AND e.local_date <= ?)
            THEN 1 ELSE 0 END
    ) AS BIGINT) AS not_closed,
    COUNT(*) AS contacts
FROM enquiries e
JOIN newest n ON n.source = e.source
WHERE e.record = 'contact'
GROUP BY e.source
ORDER BY e.source
