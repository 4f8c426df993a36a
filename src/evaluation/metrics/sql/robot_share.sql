-- Of the enquiries by telephone or robot whose outcome is known, those that the robot answered. That the robot served
-- somebody does not tell whether it answered. No figure where more than one in ten has no known outcome.
WITH known AS (
    SELECT
        {e.keys}
        SUM(CASE WHEN e.outcome = 'answered_by_robot' AND {own_rows} THEN e.quantity ELSE 0 END) AS answered,
        SUM(CASE WHEN e.outcome <> 'open' AND (e.channel = 'phone' OR e.outcome <> 'served') AND {own_rows}
            THEN e.quantity ELSE 0 END) AS told,
        SUM(CASE WHEN {total_rows} THEN e.quantity ELSE 0 END)
            - SUM(CASE WHEN e.outcome = 'open' AND {own_rows} THEN e.quantity ELSE 0 END) AS asked
    FROM enquiries e
    WHERE e.is_enquiry AND e.channel IN ('phone', 'robot') AND ({total_rows} OR {own_rows}) AND {e.where}
    {e.group}
)
SELECT
    {dims}
    CASE WHEN told > 0 AND 10 * told >= 9 * asked THEN CAST(answered AS DOUBLE) END AS numerator,
    CAST(told AS DOUBLE) AS denominator,
    CAST(CASE WHEN 10 * told >= 9 * asked THEN told ELSE asked END AS BIGINT) AS n
FROM known
