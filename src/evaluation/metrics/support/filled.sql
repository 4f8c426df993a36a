-- How many contacts and steps of every source tell each field. A tally line tells one field by design, and a day or a
-- quantity is never missing.
SELECT
    e.source,
    COUNT(*) AS records,
    COUNT(e.case_id) AS has_case_id,
    COUNT(e.site) AS has_site,
    COUNT(e.served_by) AS has_served_by,
    COUNT(e.channel) AS has_channel,
    COUNT(e.called_at) AS has_called_at,
    COUNT(e.served_at) AS has_served_at,
    COUNT(e.ended_at) AS has_ended_at,
    COUNT(e.booked_at) AS has_booked_at,
    COUNT(e.appointment_at) AS has_appointment_at,
    COUNT(e.updated_at) AS has_updated_at,
    COUNT(e.case_closed_at) AS has_case_closed_at,
    COUNT(e.topic) AS has_topic,
    COUNT(e.outcome) AS has_outcome,
    COUNT(e.handed_over_to) AS has_handed_over_to,
    COUNT(e.transfers) AS has_transfers,
    COUNT(e.step_no) AS has_step_no,
    COUNT(e.target_group) AS has_target_group,
    COUNT(e.age_65plus) AS has_age_65plus,
    COUNT(e.digitally_challenged) AS has_digitally_challenged,
    COUNT(e.digital_exempt) AS has_digital_exempt,
    COUNT(e.vulnerable) AS has_vulnerable,
    COUNT(e.first_visit) AS has_first_visit,
    COUNT(e.accompanied) AS has_accompanied,
    COUNT(e.life_event) AS has_life_event,
    COUNT(e.repeated_information) AS has_repeated_information,
    COUNT(e.satisfaction) AS has_satisfaction,
    COUNT(e.otherwise_site) AS has_otherwise_site,
    COUNT(e.home_area) AS has_home_area,
    COUNT(e.staff_minutes) AS has_staff_minutes
FROM enquiries e
WHERE e.record IN ('contact', 'step')
GROUP BY e.source
ORDER BY e.source
