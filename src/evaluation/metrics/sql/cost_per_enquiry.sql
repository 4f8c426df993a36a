-- Running cost by days, and the enquiries served at the places it concerns; one-off costs and savings stand beside it.
-- No cost where a place was open on days that no running cost concerns: then the account is not whole.
WITH parts AS (
    SELECT
        {k.keys}
        CASE WHEN k.kind = 'running' THEN k.kr_per_day ELSE 0 END AS running,
        CASE WHEN k.kind = 'one_off' THEN k.kr_per_day ELSE 0 END AS one_off_kr,
        CASE WHEN k.kind = 'saving' THEN k.kr_per_day ELSE 0 END AS saving_kr,
        0 AS served,
        0 AS known,
        0 AS unpriced_units
    FROM cost_days k
    WHERE {k.where}
    UNION ALL
    SELECT
        {e.keys}
        0 AS running,
        0 AS one_off_kr,
        0 AS saving_kr,
        CASE WHEN e.outcome IN ('resolved', 'resolved_later', 'handed_over', 'answered_by_robot')
            THEN e.quantity ELSE 0 END AS served,
        CASE WHEN e.outcome IS NULL THEN 0 ELSE 1 END AS known,
        0 AS unpriced_units
    FROM enquiries e
    WHERE e.is_enquiry AND e.in_cost_scope AND {own_rows} AND {e.where}
    UNION ALL
    SELECT
        {x.keys}
        0 AS running,
        0 AS one_off_kr,
        0 AS saving_kr,
        0 AS served,
        0 AS known,
        1 AS unpriced_units
    FROM exposure x
    WHERE x.unpriced AND {x.where}
)
SELECT
    {dims}
    CASE WHEN SUM(unpriced_units) = 0 THEN CAST(SUM(CAST(running AS DECIMAL(28, 12))) AS DOUBLE) END AS numerator,
    CASE WHEN SUM(known) > 0 THEN CAST(SUM(served) AS DOUBLE) END AS denominator,
    CAST(SUM(served) AS BIGINT) AS n,
    CAST(SUM(CAST(one_off_kr AS DECIMAL(28, 12))) AS DOUBLE) AS one_off,
    CAST(SUM(CAST(saving_kr AS DECIMAL(28, 12))) AS DOUBLE) AS saving
FROM parts
{group}
