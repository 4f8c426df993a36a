-- One row a case, known by its first row: place, channel and date are those of its beginning, so that no filter cuts a
-- case. closed: its source says so, or its last row's outcome ends it. An open case runs until the end of data
-- through, or until its last row if that is later.
WITH whole AS (
    SELECT
        t.case_id,
        COUNT(*) AS step_count,
        SUM(CASE WHEN t.unit <> t.unit_before THEN 1 ELSE 0 END) AS handovers,
        MAX(GREATEST(t.begins_s, COALESCE(t.called_s, t.begins_s), COALESCE(t.ends_s, t.begins_s))) AS last_s,
        MAX(t.case_closed_s) AS closed_s
    FROM case_steps t
    GROUP BY t.case_id
),
judged AS (
    SELECT
        w.*,
        f.row_no,
        f.begins_s,
        w.closed_s IS NOT NULL
            OR COALESCE(z.outcome, '') IN ('resolved', 'resolved_later', 'answered_by_robot', 'left', 'misdirected')
            AS closed
    FROM whole w
    JOIN case_steps f ON f.case_id = w.case_id AND f.turn = 1
    JOIN case_steps z ON z.case_id = w.case_id AND z.turn = w.step_count
)
SELECT
    j.case_id,
    j.step_count,
    j.handovers,
    j.closed,
    CAST(FLOOR((
        CASE
            WHEN j.closed THEN COALESCE(j.closed_s, j.last_s)
            ELSE GREATEST(COALESCE(g.through_s, j.last_s), j.last_s)
        END - j.begins_s
    ) / 60.0) AS INTEGER) AS lasted_min,
    e.site,
    e.site_kind,
    e.served_by,
    e.channel,
    e.outcome,
    e.source,
    e.local_date,
    e.week,
    e.month,
    e.quarter,
    e.year,
    e.weekday_iso,
    e.hour,
    e.target_group,
    e.topic,
    e.home_area,
    e.digital_exempt,
    e.life_event,
    e.otherwise_site,
    e.age_65plus,
    e.digitally_challenged,
    e.vulnerable,
    e.first_visit,
    e.accompanied
FROM judged j
JOIN enquiries e ON e.row_no = j.row_no
CROSS JOIN given_settings g
