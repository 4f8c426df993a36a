-- What a row is good for: counting (its source counts at that site on that day), an enquiry (counting, nobody stayed
-- away, no batch), booked and for when, in person, served by staff, and which dimension a tally counts.
WITH appointments AS (
    SELECT r.case_id, r.site, r.local_date, MIN(r.appointment_s) AS due_s
    FROM given_rows r
    WHERE r.record = 'contact'
        AND r.case_id IS NOT NULL
        AND (r.booked_at IS NOT NULL OR r.appointment_at IS NOT NULL)
        AND COALESCE(r.outcome, '') <> 'no_show'
    GROUP BY r.case_id, r.site, r.local_date
)
SELECT
    r.row_no,
    c.source IS NOT NULL AND r.record IN ('contact', 'tally') AS counting,
    c.source IS NOT NULL
        AND r.record IN ('contact', 'tally')
        AND COALESCE(r.outcome, '') <> 'no_show'
        AND COALESCE(r.channel, '') <> 'batch' AS is_enquiry,
    r.booked_at IS NOT NULL OR r.appointment_at IS NOT NULL OR a.case_id IS NOT NULL AS booked,
    COALESCE(r.appointment_s, a.due_s) AS booked_for_s,
    COALESCE(r.channel, '') = 'in_person' AS in_person,
    COALESCE(r.channel, '') <> 'robot' AND CASE
        WHEN r.outcome IS NULL
            THEN r.record = 'tally' OR r.called_s IS NOT NULL OR COALESCE(r.staff_minutes, r.service_min) IS NOT NULL
        ELSE r.outcome NOT IN ('left', 'no_show', 'open', 'answered_by_robot')
    END AS used_staff,
    CASE
        WHEN r.record <> 'tally' THEN NULL
        WHEN r.topic IS NOT NULL THEN 'topic'
        WHEN r.target_group IS NOT NULL THEN 'target_group'
        WHEN r.outcome IS NOT NULL THEN 'outcome'
        WHEN r.home_area IS NOT NULL THEN 'home_area'
        WHEN r.life_event IS NOT NULL THEN 'life_event'
        WHEN r.digital_exempt IS NOT NULL THEN 'digital_exempt'
        WHEN r.otherwise_site IS NOT NULL THEN 'otherwise_site'
        ELSE 'total'
    END AS tally_dim
FROM given_rows r
LEFT JOIN given_counting c
    ON c.source = r.source AND c.site = r.site
    AND r.local_date >= c.from_date AND r.local_date <= c.to_date
LEFT JOIN appointments a
    ON a.case_id = r.case_id AND a.site = r.site AND a.local_date = r.local_date AND r.record = 'contact'
