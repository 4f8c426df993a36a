-- Minutes, to the nearest whole one, from arrival or appointment, whichever is later, to first call, for those who came
-- in person to a time of their own, in a log that knows minutes. Fates as in wait; excluded too: booked, and nobody
-- knows for when.
WITH waits AS (
    SELECT
        {e.keys}
        CASE
            WHEN e.called_later OR e.booked_for_s IS NULL THEN 'excluded'
            WHEN e.called_s IS NOT NULL THEN 'called'
            WHEN e.outcome = 'left' AND e.ended_later THEN 'excluded'
            WHEN e.outcome = 'left' AND e.ended_at IS NOT NULL AND NOT COALESCE(e.unclosed, FALSE) THEN 'left'
            WHEN COALESCE(e.outcome, 'open') = 'open'
                AND (e.ended_at IS NULL OR COALESCE(e.unclosed, FALSE))
                AND o.status = 'held' THEN 'waiting'
            ELSE 'excluded'
        END AS fate,
        CASE WHEN e.booked_for_s > e.arrived_s THEN e.booked_for_s ELSE e.arrived_s END AS from_s,
        e.called_s,
        e.ended_s,
        o.ends_s
    FROM enquiries e
    LEFT JOIN openings o ON o.opening_id = e.opening_id
    WHERE e.record = 'contact'
        AND e.is_enquiry
        AND e.in_person
        AND e.booked
        AND e.time_precision = 'minute'
        AND {e.where}
),
timed AS (
    SELECT
        w.*,
        CAST(FLOOR((
            CASE w.fate WHEN 'called' THEN w.called_s WHEN 'left' THEN w.ended_s WHEN 'waiting' THEN w.ends_s END
            - w.from_s
        ) / 60.0 + 0.5) AS INTEGER) AS span_min
    FROM waits w
)
SELECT
    {dims}
    CASE WHEN t.span_min < 0 THEN 0 ELSE t.span_min END AS bin,
    CAST(SUM(CASE WHEN t.fate = 'called' THEN 1 ELSE 0 END) AS BIGINT) AS answered,
    CAST(SUM(CASE WHEN t.fate IN ('left', 'waiting') THEN 1 ELSE 0 END) AS BIGINT) AS gone,
    CAST(SUM(CASE WHEN t.fate = 'excluded' THEN 1 ELSE 0 END) AS BIGINT) AS excluded
FROM timed t
GROUP BY {keys} CASE WHEN t.span_min < 0 THEN 0 ELSE t.span_min END
