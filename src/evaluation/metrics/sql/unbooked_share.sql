-- Of contacts in person, those without a booking of their own or, by their case, in another source that day.
SELECT
    {e.dims}
    CAST(SUM(CASE WHEN e.booked THEN 0 ELSE e.quantity END) AS DOUBLE) AS numerator,
    CAST(SUM(e.quantity) AS DOUBLE) AS denominator,
    CAST(SUM(e.quantity) AS BIGINT) AS n
FROM enquiries e
WHERE e.record = 'contact' AND e.is_enquiry AND e.in_person AND {e.where}
{e.group}
