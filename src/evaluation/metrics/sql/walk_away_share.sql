-- Of those who came in person without a booking and whose outcome is known, those who left before they were served.
SELECT
    {e.dims}
    CAST(SUM(CASE WHEN e.outcome = 'left' THEN e.quantity ELSE 0 END) AS DOUBLE) AS numerator,
    CAST(SUM(e.quantity) AS DOUBLE) AS denominator,
    CAST(SUM(e.quantity) AS BIGINT) AS n
FROM enquiries e
WHERE e.is_enquiry AND e.in_person AND NOT e.booked AND e.outcome <> 'open' AND {own_rows} AND {e.where}
{e.group}
