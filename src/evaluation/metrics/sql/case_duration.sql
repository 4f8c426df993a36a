-- Whole minutes from a case's first row to its closing, by its beginning; an open case has lasted until data through at
-- least. excluded: closed before it began.
SELECT
    {s.dims}
    CASE WHEN s.lasted_min >= 0 THEN s.lasted_min END AS bin,
    CAST(SUM(CASE WHEN s.lasted_min >= 0 AND s.closed THEN 1 ELSE 0 END) AS BIGINT) AS answered,
    CAST(SUM(CASE WHEN s.lasted_min >= 0 AND NOT s.closed THEN 1 ELSE 0 END) AS BIGINT) AS gone,
    CAST(SUM(CASE WHEN s.lasted_min >= 0 THEN 0 ELSE 1 END) AS BIGINT) AS excluded
FROM cases s
WHERE {s.where}
GROUP BY {s.cols} CASE WHEN s.lasted_min >= 0 THEN s.lasted_min END
