-- Whole days from the day of booking to the day of the appointment, of appointments until data through. excluded: booked
-- after their day, or nobody knows when.
SELECT
    {e.dims}
    CASE WHEN e.waited_days >= 0 THEN e.waited_days END AS bin,
    CAST(SUM(CASE WHEN e.waited_days >= 0 THEN 1 ELSE 0 END) AS BIGINT) AS answered,
    CAST(0 AS BIGINT) AS gone,
    CAST(SUM(CASE WHEN e.waited_days >= 0 THEN 0 ELSE 1 END) AS BIGINT) AS excluded
FROM enquiries e
WHERE e.is_appointment AND {e.where}
GROUP BY {e.cols} CASE WHEN e.waited_days >= 0 THEN e.waited_days END
