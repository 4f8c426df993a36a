-- Of enquiries known to belong here or elsewhere, those that belong elsewhere: so says the outcome, or the place does not
-- offer the topic. `by_outcome` counts the former alone. That somebody was served, left or waits does not tell where
-- they belonged.
SELECT
    {e.dims}
    CAST(SUM(CASE WHEN e.not_offered OR e.outcome = 'misdirected' THEN e.quantity ELSE 0 END) AS DOUBLE) AS numerator,
    CAST(SUM(e.quantity) AS DOUBLE) AS denominator,
    CAST(SUM(e.quantity) AS BIGINT) AS n,
    CAST(SUM(CASE WHEN e.outcome = 'misdirected' THEN e.quantity ELSE 0 END) AS DOUBLE) AS by_outcome
FROM enquiries e
WHERE e.is_enquiry
    AND (e.outcome NOT IN ('served', 'left', 'open') OR e.topic IS NOT NULL)
    AND {own_rows}
    AND {e.where}
{e.group}
