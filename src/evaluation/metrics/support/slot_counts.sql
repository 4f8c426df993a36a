-- Enquiries that count by opening, or by covered day, and quarter of an hour since 1970, in which every time zone's
-- clock is whole.
SELECT
    {e.dims}
    e.source,
    e.time_precision,
    CAST(FLOOR(e.arrived_s / 900.0) AS BIGINT) AS quarter_no,
    CAST(SUM(e.quantity) AS BIGINT) AS enquiries
FROM enquiries e
WHERE e.in_exposure AND {total_rows} AND {e.where}
GROUP BY {e.cols} e.source, e.time_precision, FLOOR(e.arrived_s / 900.0)
