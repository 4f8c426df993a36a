-- Enquiries up to a day by the import that the stored row came from: the one that brought it, or last changed it.
SELECT
    e.import_id,
    CAST(SUM(e.quantity) AS BIGINT) AS n
FROM enquiries e
WHERE e.is_enquiry AND e.in_total AND e.local_date <= ?
GROUP BY e.import_id
