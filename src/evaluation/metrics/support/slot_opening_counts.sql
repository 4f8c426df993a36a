-- Enquiries that count by opening and quarter of an hour since 1970, in which every time zone's clock is whole.
SELECT
    e.opening_id AS unit_id,
    e.source,
    e.time_precision,
    CAST(FLOOR(e.arrived_s / 900.0) AS BIGINT) AS quarter_no,
    CAST(SUM(e.quantity) AS BIGINT) AS enquiries
FROM enquiries e
WHERE e.in_exposure AND {total_rows} AND {e.where}
GROUP BY e.opening_id, e.source, e.time_precision, FLOOR(e.arrived_s / 900.0)
