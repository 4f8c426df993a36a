-- Answers to the questionnaire, one row a line of it, with the names of their days.
SELECT
    v.question,
    v.score,
    v.answers,
    v.site,
    s.site_kind,
    v.local_date,
    d.week,
    d.month,
    d.quarter,
    d.year,
    d.weekday_iso
FROM given_survey v
LEFT JOIN given_sites s ON s.site = v.site
JOIN given_days d ON d.local_date = v.local_date
