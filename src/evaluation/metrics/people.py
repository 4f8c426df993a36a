"""Measures of who came and what they thought of it: all sensitive, since each reads what a citizen has told."""

from evaluation.metrics.metric import Metric

PEOPLE = (
    Metric(
        "reach_per_1000",
        "first_visits",
        "residents",
        "per_1000",
        "higher",
        "ratio",
        ("areas", "home_area"),
        sensitive=True,
        base="a",
        tally="home_area",
    ),
    Metric(
        "repeated_information_share",
        "repeated",
        "answered",
        "share",
        "lower",
        "ratio",
        ("repeated_information",),
        sensitive=True,
    ),
    *(
        Metric(
            question,
            "score_4_or_5",
            "answered",
            "share",
            "higher",
            "ratio",
            (question,),
            sensitive=True,
            table="v",
            sql="survey",
        )
        for question in ("anonymity", "atmosphere", "overall")
    ),
)
