-- Of those who came in person without a booking and whose outcome is known, those who left before they were served. No
-- figure where more than one in ten has no known outcome: of a tally sheet, those its outcomes do not account for, and all if
-- others than those in person stand on it and its outcomes do not tell whose they are.
WITH known AS (
    SELECT
        {e.keys}
        SUM(CASE WHEN e.outcome = 'left' AND e.channel_known AND {own_rows} THEN e.quantity ELSE 0 END) AS gone,
        SUM(CASE WHEN e.outcome <> 'open' AND e.channel_known AND {own_rows} THEN e.quantity ELSE 0 END) AS told,
        SUM(CASE WHEN {total_rows} THEN e.quantity ELSE 0 END)
            - SUM(CASE WHEN e.outcome = 'open' AND e.channel_known AND {own_rows} THEN e.quantity ELSE 0 END) AS asked
    FROM enquiries e
    WHERE e.is_enquiry AND e.in_person AND NOT e.booked AND ({total_rows} OR {own_rows}) AND {e.where}
    {e.group}
)
SELECT
    {dims}
    CASE WHEN told > 0 AND 10 * told >= 9 * asked THEN CAST(gone AS DOUBLE) END AS numerator,
    CAST(told AS DOUBLE) AS denominator,
    CAST(CASE WHEN 10 * told >= 9 * asked THEN told ELSE asked END AS BIGINT) AS n
FROM known
