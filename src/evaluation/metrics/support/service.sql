-- What became of those who came in person to openings that count, by place. Minutes of: service, of those served.
-- present: from arrival to the call of those who were still there, without a booking; missing: of those who were not;
-- left: until they were seen to leave; waiting: until closing, where nobody called them. Without minutes: helped, and
-- stayed: all whose outcome is known but those missing or seen to leave. Times as the measures of waits have them.
WITH known AS (
    SELECT
        {e.keys}
        e.quantity,
        CASE WHEN e.used_staff THEN e.desk_min END AS desk_min,
        e.outcome,
        CASE
            WHEN e.booked OR e.time_precision <> 'minute' OR e.called_later THEN NULL
            WHEN e.wait_min IS NOT NULL AND e.outcome = 'left' THEN 'missing'
            WHEN e.wait_min IS NOT NULL THEN 'present'
            WHEN e.outcome = 'left' AND NOT e.ended_later AND e.ended_at IS NOT NULL
                AND NOT COALESCE(e.unclosed, FALSE) THEN 'left'
            WHEN COALESCE(e.outcome, 'open') = 'open' AND e.called_at IS NULL AND e.served_at IS NULL
                AND (e.ended_at IS NULL OR COALESCE(e.unclosed, FALSE)) THEN 'waiting'
        END AS fate,
        e.wait_min,
        CAST(FLOOR((e.ended_s - e.arrived_s) / 60.0 + 0.5) AS INTEGER) AS left_min,
        CAST(FLOOR((o.ends_s - e.arrived_s) / 60.0 + 0.5) AS INTEGER) AS closing_min
    FROM enquiries e
    JOIN openings o ON o.opening_id = e.opening_id
    WHERE e.record = 'contact'
        AND e.in_exposure
        AND COALESCE(e.channel, 'in_person') = 'in_person'
        AND {e.where}
),
counted AS (
    SELECT k.*, 'service' AS part, k.desk_min AS minute
    FROM known k
    WHERE k.desk_min IS NOT NULL
    UNION ALL
    SELECT
        k.*,
        k.fate AS part,
        GREATEST(CASE k.fate WHEN 'left' THEN k.left_min WHEN 'waiting' THEN k.closing_min ELSE k.wait_min END, 0) AS minute
    FROM known k
    WHERE k.fate IS NOT NULL
    UNION ALL
    SELECT k.*, 'helped' AS part, CAST(NULL AS INTEGER) AS minute
    FROM known k
    WHERE k.outcome IN ('resolved', 'resolved_later', 'served', 'handed_over')
    UNION ALL
    SELECT k.*, 'stayed' AS part, CAST(NULL AS INTEGER) AS minute
    FROM known k
    WHERE k.outcome <> 'open' AND COALESCE(k.fate, '') NOT IN ('missing', 'left')
)
SELECT {dims} c.part, c.minute, CAST(SUM(c.quantity) AS BIGINT) AS n
FROM counted c
GROUP BY {keys} c.part, c.minute
