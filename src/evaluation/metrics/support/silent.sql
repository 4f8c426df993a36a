-- Where there are enquiries and none of them tells a dimension that is asked for: there no value of it is a zero.
SELECT
    {e.dims}
    COUNT(*) AS n
FROM enquiries e
WHERE e.is_enquiry AND {e.where}
{e.group}
HAVING SUM(e.quantity) > 0 AND SUM(CASE WHEN {total_rows} AND {told} THEN 1 ELSE 0 END) = 0
