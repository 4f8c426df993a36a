-- Of first contacts that were resolved or passed on, those resolved at once. What is first is settled over the whole
-- table, so that a filter on dates never makes a second visit a first one. No figure where of more than one in ten
-- nobody knows: no outcome is told, or only that they were served.
WITH firsts AS (
    SELECT
        {e.keys}
        SUM(CASE WHEN e.outcome = 'resolved' THEN e.quantity ELSE 0 END) AS at_once,
        SUM(CASE WHEN e.outcome IN ('resolved', 'resolved_later', 'handed_over', 'transferred', 'booked')
            THEN e.quantity ELSE 0 END) AS told,
        SUM(CASE WHEN COALESCE(e.outcome, 'served') = 'served' THEN e.quantity ELSE 0 END) AS untold
    FROM enquiries e
    WHERE e.first_contact AND {e.where}
    {e.group}
)
SELECT
    {dims}
    CASE WHEN told > 0 AND told >= 9 * untold THEN CAST(at_once AS DOUBLE) END AS numerator,
    CAST(told AS DOUBLE) AS denominator,
    CAST(CASE WHEN told >= 9 * untold THEN told ELSE told + untold END AS BIGINT) AS n
FROM firsts
