-- Towns with at least one opening held and covered, of all towns that the calendar names.
SELECT
    {o.dims}
    CASE WHEN COUNT(*) > 0 THEN CAST(COUNT(DISTINCT CASE WHEN o.counted THEN o.town END) AS DOUBLE) END AS numerator,
    CAST(COUNT(DISTINCT o.town) AS DOUBLE) AS denominator,
    COUNT(*) AS n
FROM openings o
WHERE {o.where}
{o.group}
