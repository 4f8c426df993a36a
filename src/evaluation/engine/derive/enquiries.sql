-- Every row with what depends on openings, on other rows and on the configuration.
SELECT
    r.*,
    s.site_kind,
    s.has_openings AS at_open_site,
    s.in_cost_scope,
    d.week,
    d.month,
    d.quarter,
    COALESCE(r.called_s >= d.over_s, FALSE) AS called_later,
    COALESCE(r.ended_s >= d.over_s, FALSE) AS ended_later,
    p.opening_id,
    p.status AS opening_status,
    COALESCE(p.status = 'held', FALSE) AS within_opening,
    m.counting,
    m.is_enquiry,
    m.booked,
    m.booked_for_s,
    m.in_person,
    m.used_staff,
    CASE
        WHEN COALESCE(r.unclosed, FALSE) OR r.ended_s >= d.over_s THEN r.staff_minutes
        ELSE COALESCE(r.staff_minutes, r.service_min)
    END AS desk_min,
    q.row_no IS NOT NULL AS is_appointment,
    q.waited_days,
    m.tally_dim,
    r.record <> 'tally' OR COALESCE(l.lead_dim = m.tally_dim, FALSE) AS in_total,
    r.channel_told OR NOT COALESCE(l.several_channels, FALSE) AS channel_known,
    m.is_enquiry AND CASE
        WHEN g.has_openings THEN COALESCE(o.counted, FALSE)
        ELSE c.site IS NOT NULL AND r.local_date <= g.through
    END AS in_exposure,
    f.row_no IS NOT NULL AS first_contact,
    t.target AS in_target,
    n.topic IS NOT NULL AS not_offered,
    m.is_enquiry AND b.site IS NOT NULL AS in_amounts,
    CASE
        WHEN r.home_area IS NULL THEN NULL
        WHEN a.home_area IS NULL THEN FALSE
        WHEN g.knows_age AND r.age_65plus IS NULL THEN NULL
        WHEN g.knows_first_visit AND r.first_visit IS NULL THEN NULL
        ELSE (r.age_65plus OR NOT g.knows_age) AND (r.first_visit OR NOT g.knows_first_visit)
    END AS reached
FROM given_rows r
CROSS JOIN given_settings g
JOIN marks m ON m.row_no = r.row_no
LEFT JOIN given_sites s ON s.site = r.site
LEFT JOIN given_days d ON d.local_date = r.local_date
LEFT JOIN row_opening p ON p.row_no = r.row_no
LEFT JOIN openings o ON o.opening_id = p.opening_id
LEFT JOIN covered_days c ON c.site = r.site AND c.local_date = r.local_date
LEFT JOIN first_contacts f ON f.row_no = r.row_no
LEFT JOIN given_groups t ON t.target_group = r.target_group
LEFT JOIN appointments q ON q.row_no = r.row_no
LEFT JOIN residents a ON a.home_area = r.home_area AND a.site = r.site
LEFT JOIN (SELECT DISTINCT x.site, x.local_date FROM amounts x) b ON b.site = r.site AND b.local_date = r.local_date
LEFT JOIN given_not_offered n ON n.site = r.site AND n.topic = r.topic
LEFT JOIN sheet_lead l
    ON r.record = 'tally' AND l.source = r.source AND l.site = r.site AND l.local_date = r.local_date
    AND l.opening_key = COALESCE(p.opening_id, '')
