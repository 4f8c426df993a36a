-- Of those who were asked whether they had to give the same information again, those who had.
SELECT
    {e.dims}
    CAST(SUM(CASE WHEN e.repeated_information THEN e.quantity ELSE 0 END) AS DOUBLE) AS numerator,
    CAST(SUM(e.quantity) AS DOUBLE) AS denominator,
    CAST(SUM(e.quantity) AS BIGINT) AS n
FROM enquiries e
WHERE e.record = 'contact' AND e.is_enquiry AND e.repeated_information IS NOT NULL AND {e.where}
{e.group}
