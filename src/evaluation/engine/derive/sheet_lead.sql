-- A tally sheet may count the same people twice, by topic and by group. Its total is taken from one dimension: lines
-- without any where there are some, else the dimension with most strokes. Also of sheets that do not count, which are
-- held against those that do. `several_channels`: somebody on the sheet did not come in person.
WITH sheets AS (
    SELECT
        r.source,
        r.site,
        r.local_date,
        COALESCE(p.opening_id, '') AS opening_key,
        m.tally_dim,
        SUM(r.quantity) AS strokes,
        MAX(CASE WHEN r.channel <> 'in_person' THEN 1 ELSE 0 END) AS elsewhere
    FROM given_rows r
    JOIN marks m ON m.row_no = r.row_no
    LEFT JOIN row_opening p ON p.row_no = r.row_no
    WHERE r.record = 'tally' AND COALESCE(r.outcome, '') <> 'no_show' AND COALESCE(r.channel, '') <> 'batch'
    GROUP BY r.source, r.site, r.local_date, COALESCE(p.opening_id, ''), m.tally_dim
),
ranked AS (
    SELECT
        h.*,
        ROW_NUMBER() OVER (
            PARTITION BY h.source, h.site, h.local_date, h.opening_key
            ORDER BY CASE WHEN h.tally_dim = 'total' THEN 0 ELSE 1 END, h.strokes DESC, h.tally_dim
        ) AS choice,
        MAX(h.elsewhere) OVER (PARTITION BY h.source, h.site, h.local_date, h.opening_key) = 1 AS several_channels
    FROM sheets h
)
SELECT k.source, k.site, k.local_date, k.opening_key, k.tally_dim AS lead_dim, k.several_channels
FROM ranked k
WHERE k.choice = 1
