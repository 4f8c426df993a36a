-- Covered days, for an initiative without openings; a day of several places is one day.
SELECT DISTINCT
    CAST(x.local_date AS STRING) AS unit_id,
    x.local_date,
    d.week_start,
    d.weekday_iso
FROM exposure x
JOIN days d ON d.local_date = x.local_date
WHERE {x.where}
ORDER BY x.local_date
