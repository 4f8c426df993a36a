-- Whole minutes from the end of a row of a case to the beginning of the next, 0 where they overlap. excluded: the end is
-- unknown.
WITH gaps AS (
    SELECT
        {s.keys}
        CAST(FLOOR(
            CASE WHEN t.begins_s > t.ended_before_s THEN t.begins_s - t.ended_before_s ELSE 0 END / 60.0
        ) AS INTEGER) AS gap_min,
        t.ended_before_s IS NOT NULL AS known
    FROM cases s
    JOIN case_steps t ON t.case_id = s.case_id AND t.turn > 1
    WHERE {s.where}
)
SELECT
    {dims}
    CASE WHEN known THEN gap_min END AS bin,
    CAST(SUM(CASE WHEN known THEN 1 ELSE 0 END) AS BIGINT) AS answered,
    CAST(0 AS BIGINT) AS gone,
    CAST(SUM(CASE WHEN known THEN 0 ELSE 1 END) AS BIGINT) AS excluded
FROM gaps
GROUP BY {keys} CASE WHEN known THEN gap_min END
