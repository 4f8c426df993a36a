-- Of first contacts that were resolved or passed on, those resolved at once. What is first is settled over the whole
-- table, so that a filter on dates never makes a second visit a first one.
SELECT
    {e.dims}
    CAST(SUM(CASE WHEN e.outcome = 'resolved' THEN e.quantity ELSE 0 END) AS DOUBLE) AS numerator,
    CAST(SUM(e.quantity) AS DOUBLE) AS denominator,
    CAST(SUM(e.quantity) AS BIGINT) AS n
FROM enquiries e
WHERE e.first_contact
    AND e.outcome IN ('resolved', 'resolved_later', 'handed_over', 'transferred', 'booked')
    AND {e.where}
{e.group}
