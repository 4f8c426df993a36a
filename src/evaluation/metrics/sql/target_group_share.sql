-- Of the enquiries whose target group is known, those that the offer is meant for; `unknown` beside it.
SELECT
    {e.dims}
    CAST(SUM(CASE WHEN e.in_target AND {own_rows} THEN e.quantity ELSE 0 END) AS DOUBLE) AS numerator,
    CAST(SUM(CASE WHEN e.in_target IS NOT NULL AND {own_rows} THEN e.quantity ELSE 0 END) AS DOUBLE) AS denominator,
    CAST(SUM(CASE WHEN {total_rows} THEN e.quantity ELSE 0 END) AS BIGINT) AS n,
    CAST(GREATEST(
        SUM(CASE WHEN {total_rows} THEN e.quantity ELSE 0 END)
        - SUM(CASE WHEN e.in_target IS NOT NULL AND {own_rows} THEN e.quantity ELSE 0 END),
        0
    ) AS DOUBLE) AS unknown
FROM enquiries e
WHERE e.is_enquiry AND ({total_rows} OR {own_rows}) AND {e.where}
{e.group}
