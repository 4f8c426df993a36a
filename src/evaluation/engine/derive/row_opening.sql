-- The opening a row belongs to: the one that contains it, else the next within 30 minutes, else the previous within
-- 15 minutes after closing. A row that knows only its opening or day belongs to one of that day.
-- Of two that fit alike the held one, then the planned one: a cancelled one may have been replaced at the same place.
WITH fits AS (
    SELECT
        r.row_no,
        o.opening_id,
        o.status,
        o.starts_s,
        CASE
            WHEN r.arrived_s >= o.starts_s AND r.arrived_s < o.ends_s THEN 1
            WHEN r.arrived_s < o.starts_s AND r.arrived_s >= o.starts_s - 30 * 60 THEN 2
            WHEN r.arrived_s >= o.ends_s AND r.arrived_s <= o.ends_s + 15 * 60 THEN 3
            WHEN r.time_precision IN ('opening', 'day') THEN 4
        END AS fit,
        CASE o.status WHEN 'held' THEN 1 WHEN 'planned' THEN 2 ELSE 3 END AS standing,
        CASE WHEN r.arrived_s < o.starts_s THEN o.starts_s - r.arrived_s ELSE r.arrived_s - o.starts_s END AS distance
    FROM given_rows r
    JOIN openings o ON o.site = r.site AND o.local_date = r.local_date
),
ranked AS (
    SELECT
        f.row_no,
        f.opening_id,
        f.status,
        ROW_NUMBER() OVER (
            PARTITION BY f.row_no ORDER BY f.fit, f.standing, f.distance, f.starts_s, f.opening_id
        ) AS choice
    FROM fits f
    WHERE f.fit IS NOT NULL
)
SELECT k.row_no, k.opening_id, k.status
FROM ranked k
WHERE k.choice = 1
