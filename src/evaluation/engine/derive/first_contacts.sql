-- The earliest contact of each case over the whole table, whatever is looked at later. Only contacts that count: the
-- appointment system's line for the same visit is not a contact of its own. A contact without a case is its own.
WITH ranked AS (
    SELECT
        r.row_no,
        r.case_id,
        ROW_NUMBER() OVER (
            PARTITION BY r.case_id
            ORDER BY r.arrived_at, r.source, r.enquiry_id NULLS LAST, r.row_hash NULLS LAST
        ) AS turn
    FROM given_rows r
    JOIN marks m ON m.row_no = r.row_no
    WHERE r.record = 'contact' AND m.is_enquiry AND r.case_id IS NOT NULL
)
SELECT k.row_no
FROM ranked k
WHERE k.turn = 1
UNION ALL
SELECT r.row_no
FROM given_rows r
JOIN marks m ON m.row_no = r.row_no
WHERE r.record = 'contact' AND m.is_enquiry AND r.case_id IS NULL
