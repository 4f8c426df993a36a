-- Every row of a case in its turn, with the unit that worked on it and what came before: contacts that count, and all
-- steps. An end that nobody noted is not used.
WITH turns AS (
    SELECT
        e.row_no,
        e.case_id,
        COALESCE(e.served_by, e.site) AS unit,
        e.outcome,
        e.case_closed_s,
        e.arrived_s AS begins_s,
        e.called_s,
        CASE WHEN COALESCE(e.unclosed, FALSE) THEN NULL ELSE e.ended_s END AS ends_s,
        ROW_NUMBER() OVER (
            PARTITION BY e.case_id
            ORDER BY e.arrived_at, e.step_no NULLS LAST, e.enquiry_id NULLS LAST, e.row_hash NULLS LAST, e.row_no
        ) AS turn
    FROM enquiries e
    WHERE e.case_id IS NOT NULL AND (e.record = 'step' OR (e.record = 'contact' AND e.is_enquiry))
)
SELECT
    t.*,
    LAG(t.unit) OVER (PARTITION BY t.case_id ORDER BY t.turn) AS unit_before,
    LAG(t.ends_s) OVER (PARTITION BY t.case_id ORDER BY t.turn) AS ended_before_s
FROM turns t
