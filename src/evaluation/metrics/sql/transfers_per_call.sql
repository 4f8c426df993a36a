-- Of telephone calls whose number of transfers is known, the transfers.
SELECT
    {e.dims}
    CAST(SUM(e.transfers) AS DOUBLE) AS numerator,
    CAST(COUNT(*) AS DOUBLE) AS denominator,
    COUNT(*) AS n
FROM enquiries e
WHERE e.record = 'contact' AND e.is_enquiry AND e.channel = 'phone' AND e.transfers IS NOT NULL AND {e.where}
{e.group}
