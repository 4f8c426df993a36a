-- Minutes, to the nearest whole one, from arrival to first call, for those who came in person without a booking to a
-- log that knows minutes. called: also those called without response, at the call. left: those who left at a known
-- time, then; and those whom nobody called before the opening closed, at closing. excluded: left at an unknown time, or
-- served without a time, or called or left on a later date than they came: nobody waits overnight, the ticket was
-- forgotten. An end that nobody noted (an unclosed ticket) is never used.
WITH waits AS (
    SELECT
        {e.keys}
        CASE
            WHEN e.called_later THEN 'excluded'
            WHEN e.wait_min IS NOT NULL THEN 'called'
            WHEN e.outcome = 'left' AND e.ended_later THEN 'excluded'
            WHEN e.outcome = 'left' AND e.ended_at IS NOT NULL AND NOT COALESCE(e.unclosed, FALSE) THEN 'left'
            WHEN COALESCE(e.outcome, 'open') = 'open'
                AND e.called_at IS NULL
                AND e.served_at IS NULL
                AND (e.ended_at IS NULL OR COALESCE(e.unclosed, FALSE))
                AND o.status = 'held' THEN 'waiting'
            ELSE 'excluded'
        END AS fate,
        e.wait_min,
        CAST(FLOOR((e.ended_s - e.arrived_s) / 60.0 + 0.5) AS INTEGER) AS left_min,
        CAST(FLOOR((o.ends_s - e.arrived_s) / 60.0 + 0.5) AS INTEGER) AS closing_min
    FROM enquiries e
    LEFT JOIN openings o ON o.opening_id = e.opening_id
    WHERE e.record = 'contact'
        AND e.is_enquiry
        AND e.in_person
        AND NOT e.booked
        AND e.time_precision = 'minute'
        AND {e.where}
),
timed AS (
    SELECT
        w.*,
        CASE w.fate
            WHEN 'called' THEN w.wait_min
            WHEN 'left' THEN CASE WHEN w.left_min > 0 THEN w.left_min ELSE 0 END
            WHEN 'waiting' THEN CASE WHEN w.closing_min > 0 THEN w.closing_min ELSE 0 END
        END AS minute
    FROM waits w
)
SELECT
    {dims}
    t.minute AS bin,
    CAST(SUM(CASE WHEN t.fate = 'called' THEN 1 ELSE 0 END) AS BIGINT) AS answered,
    CAST(SUM(CASE WHEN t.fate IN ('left', 'waiting') THEN 1 ELSE 0 END) AS BIGINT) AS gone,
    CAST(SUM(CASE WHEN t.fate = 'excluded' THEN 1 ELSE 0 END) AS BIGINT) AS excluded
FROM timed t
GROUP BY {keys} t.minute
