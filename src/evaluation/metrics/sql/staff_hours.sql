-- Hours of all staff in the openings held, and their transport, once per trip and day.
SELECT
    {o.dims}
    CAST(SUM(CAST(
        CASE WHEN o.status = 'held' THEN o.open_hours * o.staff_total + o.transport_staff_hours ELSE 0 END
    AS DECIMAL(28, 12))) AS DOUBLE) AS numerator,
    CAST(NULL AS DOUBLE) AS denominator,
    COUNT(*) AS n
FROM openings o
WHERE o.past AND o.status IN ('held', 'cancelled') AND {o.where}
{o.group}
