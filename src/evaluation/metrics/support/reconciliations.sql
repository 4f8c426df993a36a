-- Tally sheets of a source that does not count beside the source that does, by opening (else by day), only where both
-- cover the day: covered without a stroke is 0.
WITH totals AS (
    SELECT e.source, e.site, e.local_date, COALESCE(e.opening_id, '') AS opening_key, SUM(e.quantity) AS strokes
    FROM enquiries e
    WHERE e.record = 'tally'
        AND NOT e.counting
        AND e.in_total
        AND COALESCE(e.outcome, '') <> 'no_show'
        AND COALESCE(e.channel, '') <> 'batch'
    GROUP BY e.source, e.site, e.local_date, COALESCE(e.opening_id, '')
),
came AS (
    SELECT e.site, e.local_date, COALESCE(e.opening_id, '') AS opening_key, SUM(e.quantity) AS people
    FROM enquiries e
    WHERE e.is_enquiry AND e.in_total
    GROUP BY e.site, e.local_date, COALESCE(e.opening_id, '')
),
tallying AS (
    SELECT DISTINCT e.source
    FROM enquiries e
    WHERE e.record = 'tally'
),
shared_days AS (
    SELECT a.source AS other, b.source AS counted_by, a.site, a.local_date
    FROM source_days a
    JOIN tallying t ON t.source = a.source
    JOIN source_days b ON b.site = a.site AND b.local_date = a.local_date AND b.counting
    WHERE NOT a.counting
),
units AS (
    SELECT v.other, v.counted_by, v.site, v.local_date, o.opening_id AS opening_key
    FROM shared_days v
    JOIN openings o ON o.site = v.site AND o.local_date = v.local_date
    WHERE o.counted
    UNION
    SELECT v.other, v.counted_by, v.site, v.local_date, h.opening_key
    FROM shared_days v
    JOIN totals h ON h.source = v.other AND h.site = v.site AND h.local_date = v.local_date
)
SELECT
    NULLIF(u.opening_key, '') AS opening_id,
    u.site,
    u.local_date,
    u.counted_by,
    CAST(COALESCE(n.people, 0) AS BIGINT) AS counted,
    u.other,
    CAST(COALESCE(h.strokes, 0) AS BIGINT) AS others
FROM units u
LEFT JOIN came n ON n.site = u.site AND n.local_date = u.local_date AND n.opening_key = u.opening_key
LEFT JOIN totals h
    ON h.source = u.other AND h.site = u.site AND h.local_date = u.local_date AND h.opening_key = u.opening_key
ORDER BY u.local_date, u.site, u.opening_key, u.other
