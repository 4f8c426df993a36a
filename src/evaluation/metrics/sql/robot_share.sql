-- Of the enquiries by telephone or robot whose outcome is known, those that the robot answered. That the robot served
-- somebody does not tell whether it answered.
SELECT
    {e.dims}
    CAST(SUM(CASE WHEN e.outcome = 'answered_by_robot' THEN e.quantity ELSE 0 END) AS DOUBLE) AS numerator,
    CAST(SUM(e.quantity) AS DOUBLE) AS denominator,
    CAST(SUM(e.quantity) AS BIGINT) AS n
FROM enquiries e
WHERE e.is_enquiry
    AND (e.channel = 'phone' OR (e.channel = 'robot' AND e.outcome <> 'served'))
    AND e.outcome <> 'open'
    AND {own_rows}
    AND {e.where}
{e.group}
