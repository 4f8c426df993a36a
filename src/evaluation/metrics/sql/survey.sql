-- Of the answers to one question of the questionnaire, those with 4 or 5 of 5; the `mean` score beside it.
SELECT
    {v.dims}
    CAST(SUM(CASE WHEN v.score >= 4 THEN v.answers ELSE 0 END) AS DOUBLE) AS numerator,
    CAST(SUM(v.answers) AS DOUBLE) AS denominator,
    CAST(SUM(v.answers) AS BIGINT) AS n,
    CAST(SUM(v.score * v.answers) AS DOUBLE) / NULLIF(SUM(v.answers), 0) AS mean
FROM survey v
WHERE v.question = '{metric}' AND {v.where}
{v.group}
