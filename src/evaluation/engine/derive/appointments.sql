-- The appointments that have passed, each once: the queue's and the appointment system's line for the same case, place
-- and day are one. Of them the line counts that knows how it went; the days from booking are known from either.
WITH lines AS (
    SELECT
        r.row_no,
        r.lead_days,
        r.booked_s,
        r.outcome,
        r.source,
        r.enquiry_id,
        r.row_hash,
        COALESCE(r.case_id, CONCAT('row ', CAST(r.row_no AS STRING))) AS visit,
        r.site,
        r.local_date
    FROM given_rows r
    CROSS JOIN given_settings g
    WHERE r.record = 'contact'
        AND (r.booked_at IS NOT NULL OR r.appointment_at IS NOT NULL)
        AND r.local_date <= g.through
),
ranked AS (
    SELECT
        l.row_no,
        MIN(l.lead_days) OVER (PARTITION BY l.visit, l.site, l.local_date) AS waited_days,
        ROW_NUMBER() OVER (
            PARTITION BY l.visit, l.site, l.local_date
            ORDER BY
                CASE WHEN COALESCE(l.outcome, 'open') = 'open' THEN 1 ELSE 0 END,
                CASE WHEN l.booked_s IS NULL THEN 1 ELSE 0 END,
                l.source,
                l.enquiry_id NULLS LAST,
                l.row_hash NULLS LAST,
                l.row_no
        ) AS choice
    FROM lines l
)
SELECT k.row_no, k.waited_days
FROM ranked k
WHERE k.choice = 1
