"""Record, SQL and Danish words belong together: none without the others."""

from importlib.resources import files

import pytest

from evaluation import texts
from evaluation.metrics import DIMENSIONS, METRICS
from evaluation.store.schema import COLUMNS, SENSITIVE

SQL = {file.name for file in files("evaluation.metrics").joinpath("sql").iterdir()}
ASKED = [
    "enquiries",
    "served",
    "enquiries_per_open_hour",
    "target_group_per_open_hour",
    "target_group_share",
    "wait_median",
    "wait_p90",
    "walk_away_share",
    "first_contact_resolution",
    "misdirected_share",
    "unbooked_share",
    "openings_held",
    "openings_cancelled",
    "openings_planned",
    "openings_held_share",
    "weekly_openings_share",
    "places_open",
    "arrivals_at_cancelled",
    "outside_opening",
    "staff_hours",
    "staff_hours_per_week",
    "cost_per_enquiry",
    "displaced_share",
    "satisfaction",
    "reach_per_1000",
    "booking_lead_days",
    "no_show_share",
    "wait_booked_median",
    "handovers_per_case",
    "steps_per_case",
    "case_duration",
    "step_wait",
    "contact_place_share",
    "repeated_information_share",
    "utilisation",
    "transfers_per_call",
    "robot_share",
    "anonymity",
    "atmosphere",
    "overall",
    "enquiries_per_exposure",
]
#: What a measure may need beside columns: of the initiative, and the survey's questions.
GIVEN = ("openings", "costs", "areas", "exposure", "anonymity", "atmosphere", "overall")


def test_every_measure_has_its_sql_and_every_sql_its_measure() -> None:
    assert {metric.file for metric in METRICS.values()} == SQL
    assert set(METRICS) == set(ASKED)
    assert all(key == metric.key for key, metric in METRICS.items())


@pytest.mark.parametrize("key", METRICS)
@pytest.mark.parametrize("part", ["label", "definition", "not_counted"])
def test_every_measure_has_its_words(key: str, part: str) -> None:
    found = texts.text(f"metrics.{key}.{part}")
    assert found[0].isupper() or found[0].isdigit()
    assert found.endswith(".") == (part != "label")


@pytest.mark.parametrize("metric", METRICS.values(), ids=lambda metric: metric.key)
def test_units_and_needs_have_words_and_exist(metric: object) -> None:
    assert isinstance(metric, type(METRICS["served"]))
    assert texts.has(f"metrics.units.{metric.unit}")
    for name in (one for need in metric.needs for one in need.split("|")):
        assert name in COLUMNS or name in GIVEN
        assert texts.has(f"metrics.columns.{name}")


def test_per_day_and_precisions_have_words() -> None:
    for key in (
        "units.per_day",
        "columns.minute",
        "columns.hour",
        "notes.no_case_id",
        "notes.cost_not_by_site",
        "notes.reach_enquiries",
        "notes.reach_everyone",
        "notes.reach_enquiries_of_everyone",
    ):
        assert texts.has(f"metrics.{key}")


def test_every_dimension_has_a_word_and_is_classified() -> None:
    assert all(texts.has(f"metrics.dimensions.{key}") for key in DIMENSIONS)
    assert set(SENSITIVE) <= {key for key, found in DIMENSIONS.items() if not found.public}


def test_measures_that_read_a_sensitive_column_are_sensitive() -> None:
    readers = (
        "in_target",
        "not_offered",
        "home_area",
        "digital_exempt",
        "life_event",
        "e.topic",
        "otherwise_site",
        "satisfaction",
        "reached",
        "repeated_information",
        "score",
    )
    for metric in METRICS.values():
        sql = files("evaluation.metrics").joinpath("sql", metric.file).read_text(encoding="utf-8")
        assert metric.sensitive == any(name in sql for name in readers), metric.key
