-- Running cost by days, and the enquiries served at the places it concerns; one-off costs and savings stand beside it.
-- No cost where a place was open on days that no running cost concerns: then the account is not whole. No figure either
-- where one of the places was open and of none of those days has data: its costs would stand there without its people;
-- or where of all who came, whatever the place, more than one in ten has no known outcome.
WITH parts AS (
    SELECT
        {k.keys}
        k.site AS place,
        CASE WHEN k.kind = 'running' THEN k.kr_per_day ELSE 0 END AS running,
        CASE WHEN k.kind = 'one_off' THEN k.kr_per_day ELSE 0 END AS one_off_kr,
        CASE WHEN k.kind = 'saving' THEN k.kr_per_day ELSE 0 END AS saving_kr,
        0 AS served,
        0 AS known,
        0 AS came,
        0 AS unpriced_units,
        CASE WHEN k.kind = 'open_told' THEN 1 ELSE 0 END AS told_days,
        CASE WHEN k.kind = 'open_untold' THEN 1 ELSE 0 END AS untold_days
    FROM cost_days k
    WHERE {k.where}
    UNION ALL
    SELECT
        {e.keys}
        e.site AS place,
        0 AS running,
        0 AS one_off_kr,
        0 AS saving_kr,
        CASE WHEN e.outcome IN ('resolved', 'resolved_later', 'served', 'handed_over', 'answered_by_robot')
            AND {own_rows} THEN e.quantity ELSE 0 END AS served,
        CASE WHEN e.outcome IS NOT NULL AND {own_rows} THEN e.quantity ELSE 0 END AS known,
        CASE WHEN {total_rows} THEN e.quantity ELSE 0 END AS came,
        0 AS unpriced_units,
        0 AS told_days,
        0 AS untold_days
    FROM enquiries e
    WHERE e.is_enquiry AND e.in_cost_scope AND ({total_rows} OR {own_rows}) AND {e.where}
    UNION ALL
    SELECT
        {x.keys}
        x.site AS place,
        0 AS running,
        0 AS one_off_kr,
        0 AS saving_kr,
        0 AS served,
        0 AS known,
        0 AS came,
        1 AS unpriced_units,
        0 AS told_days,
        0 AS untold_days
    FROM exposure x
    WHERE x.unpriced AND {x.where}
),
places AS (
    SELECT
        {keys}
        SUM(CAST(running AS DECIMAL(28, 12))) AS spent,
        SUM(CAST(one_off_kr AS DECIMAL(28, 12))) AS spent_once,
        SUM(CAST(saving_kr AS DECIMAL(28, 12))) AS saved,
        SUM(served) AS helped,
        SUM(known) AS told,
        SUM(came) AS everyone,
        SUM(unpriced_units) AS days_without_cost,
        CASE WHEN SUM(untold_days) > 0 AND SUM(told_days) = 0 THEN 1 ELSE 0 END AS untold
    FROM parts
    GROUP BY {keys} place
)
SELECT
    {dims}
    CASE WHEN SUM(days_without_cost) = 0 THEN CAST(SUM(spent) AS DOUBLE) END AS numerator,
    CASE WHEN SUM(untold) = 0 AND 10 * SUM(told) >= 9 * SUM(everyone) THEN CAST(SUM(helped) AS DOUBLE) END AS denominator,
    CAST(SUM(helped) AS BIGINT) AS n,
    CAST(SUM(spent_once) AS DOUBLE) AS one_off,
    CAST(SUM(saved) AS DOUBLE) AS saving,
    CAST(SUM(untold) AS DOUBLE) AS without_data
FROM places
{group}
