-- Openings that count and of which no row tells: held with nobody there, or cancelled without the calendar's knowledge.
-- A source of tickets writes nothing where nobody came; tally sheets that cover the day state their zero.
WITH tallying AS (
    SELECT DISTINCT e.source
    FROM enquiries e
    WHERE e.record = 'tally'
),
tallied_days AS (
    SELECT DISTINCT v.site, v.local_date
    FROM source_days v
    JOIN tallying t ON t.source = v.source
)
SELECT o.opening_id
FROM openings o
LEFT JOIN enquiries e ON e.opening_id = o.opening_id AND e.record <> 'step'
LEFT JOIN tallied_days t ON t.site = o.site AND t.local_date = o.local_date
WHERE o.counted AND e.record IS NULL AND t.site IS NULL
ORDER BY o.local_date, o.starts_s, o.opening_id
