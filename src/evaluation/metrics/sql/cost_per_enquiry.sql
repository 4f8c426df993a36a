-- Running cost by days, and the enquiries served at the places it concerns; one-off costs and savings stand beside it.
-- No cost where a place was open on days that no running cost concerns: then the account is not whole. No figure either
-- where at one of the places more than one in ten has no known outcome: its costs would stand there without its people.
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
        0 AS unpriced_units
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
        0 AS unpriced_units
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
        1 AS unpriced_units
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
        CASE WHEN 10 * SUM(known) < 9 * SUM(came) THEN 1 ELSE 0 END AS silent,
        SUM(unpriced_units) AS days_without_cost
    FROM parts
    GROUP BY {keys} place
)
SELECT
    {dims}
    CASE WHEN SUM(days_without_cost) = 0 THEN CAST(SUM(spent) AS DOUBLE) END AS numerator,
    CASE WHEN SUM(silent) = 0 THEN CAST(SUM(helped) AS DOUBLE) END AS denominator,
    CAST(SUM(helped) AS BIGINT) AS n,
    CAST(SUM(spent_once) AS DOUBLE) AS one_off,
    CAST(SUM(saved) AS DOUBLE) AS saving
FROM places
{group}
