"""Asking for measures: what lacks a column says so, what nobody can answer is refused in words."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from evaluation.engine import Engine, QueryError, data_through
from evaluation.errors import UserError
from evaluation.initiative.calendar import Opening
from evaluation.metrics import METRICS, compute, opening_counts, waits_by_opening
from tests.spec.world import START, World, arrow, initiative, opening, row, utc

SITES = ("farsoe", "aalestrup", "aars")
WHOLE = [("queue", site, START, date(2025, 3, 31), "complete") for site in SITES]
DAY = date(2025, 3, 5)


def _world(*rows: dict[str, Any], **config: object) -> World:
    openings = [opening("f1", "farsoe", DAY, 10, 14), opening("a1", "aalestrup", DAY, 10, 12)]
    return World(initiative(**config), list(rows), openings, WHOLE, date(2025, 3, 7))


def _bare(minute: int = 0, **given: Any) -> dict[str, Any]:
    return row(datetime(2025, 3, 5, 10, minute), **({"site": "farsoe", "channel": None} | given))


@pytest.fixture(scope="module")
def bare() -> Engine:
    return _world(_bare()).engine()


@pytest.mark.parametrize(
    ("key", "missing"),
    [
        ("served", ("outcome",)),
        ("target_group_per_open_hour", ("target_group",)),
        ("target_group_share", ("target_group",)),
        ("wait_median", ("called_at", "served_at", "channel")),
        ("walk_away_share", ("outcome", "channel")),
        ("first_contact_resolution", ("outcome",)),
        ("misdirected_share", ("outcome", "topic")),
        ("unbooked_share", ("booked_at", "appointment_at", "channel")),
        ("displaced_share", ("otherwise_site",)),
        ("satisfaction", ("satisfaction",)),
        ("cost_per_enquiry", ("costs", "outcome")),
        ("reach_per_1000", ("home_area",)),
        ("booking_lead_days", ("booked_at", "appointment_at")),
        ("no_show_share", ("booked_at", "appointment_at", "outcome")),
        ("wait_booked_median", ("called_at", "served_at", "appointment_at", "channel")),
        ("handovers_per_case", ("case_id",)),
        ("case_duration", ("case_id",)),
        ("step_wait", ("case_id", "ended_at")),
        ("repeated_information_share", ("repeated_information",)),
        ("utilisation", ("service_min", "staff_minutes")),
        ("transfers_per_call", ("transfers", "channel")),
        ("robot_share", ("outcome", "channel")),
        ("anonymity", ("anonymity",)),
        ("enquiries_per_exposure", ("exposure",)),
    ],
)
def test_a_log_without_a_column_gives_no_figure_but_its_name(
    bare: Engine, key: str, missing: tuple[str, ...]
) -> None:
    found = compute(bare, key)
    assert found.missing == missing
    assert found.rows == ()


def test_a_log_that_knows_hours_only_has_no_waits_and_one_that_knows_days_no_hours() -> None:
    given = {"called_at": datetime(2025, 3, 5, 11), "channel": "in_person"}
    hourly = _world(_bare(time_precision="hour", **given)).engine()
    assert compute(hourly, "wait_p90").missing == ("minute",)
    assert compute(hourly, "enquiries", ["hour"]).missing == ()
    daily = _world(_bare(time_precision="day")).engine()
    assert compute(daily, "enquiries", ["hour"]).missing == ("hour",)
    assert compute(daily, "enquiries", [], {"hour": "10"}).missing == ("hour",)


def test_without_a_calendar_its_measures_say_so_and_rates_are_per_day() -> None:
    world = World(initiative(schedule=[]), [_bare()], [], WHOLE, date(2025, 3, 7))
    engine = world.engine()
    assert compute(engine, "openings_held").missing == ("openings",)
    assert compute(engine, "arrivals_at_cancelled").missing == ("openings",)
    assert compute(engine, "enquiries_per_open_hour").unit == "per_day"
    assert compute(_world(_bare()).engine(), "enquiries_per_open_hour").unit == "per_hour"


def test_without_a_case_id_first_contacts_are_noted() -> None:
    without = compute(_world(_bare(outcome="resolved")).engine(), "first_contact_resolution")
    assert without.notes == ("no_case_id",)
    with_case = _bare(outcome="resolved", case_id="k")
    assert compute(_world(with_case).engine(), "first_contact_resolution").notes == ()


def test_a_cost_of_the_whole_initiative_is_not_split_by_site() -> None:
    cost = {"from": DAY, "to": DAY, "kind": "running", "kr": 10.0}
    engine = _world(_bare(outcome="resolved"), costs=[cost]).engine()
    assert compute(engine, "cost_per_enquiry", ["site"]).notes == ("cost_not_by_site",)
    assert compute(engine, "cost_per_enquiry", [], {"site": "farsoe"}).rows == ()
    assert [row.numerator for row in compute(engine, "cost_per_enquiry").rows] == [10.0]


def test_reach_says_what_it_counts_where_the_log_tells_less() -> None:
    told: dict[tuple[str, ...], dict[str, Any]] = {
        (): {"age_65plus": True, "first_visit": True},
        ("reach_enquiries",): {"age_65plus": True},
        ("reach_everyone",): {"first_visit": True},
        ("reach_enquiries_of_everyone",): {},
    }
    thousands = {}
    for notes, given in told.items():
        found = compute(_world(_bare(home_area="west", **given)).engine(), "reach_per_1000", ["home_area"])
        assert found.notes == notes
        thousands[notes] = next(row.denominator for row in found.rows if row.dims == ("west",))
    assert list(thousands.values()) == [1.0, 1.0, 4.0, 4.0]  # residents of 65 and more, or all


def test_a_log_of_steps_alone_answers_on_cases_and_has_an_end() -> None:
    steps = [
        _bare(n, record="step", case_id="k", served_by=unit) for n, unit in enumerate(("aars", "farsoe"))
    ]
    engine = _world(*steps).engine()
    assert compute(engine, "first_contact_resolution").missing == ("outcome",)
    to_midnight = 62 * 60  # after 7 March
    assert compute(engine, "case_duration").rows[0].histogram == ((to_midnight, 0, 1),)
    assert compute(engine, "handovers_per_case").rows == ()  # no case is closed
    world = _world(*steps)
    assert data_through(arrow(world.rows), world.initiative) == DAY


def test_a_question_nobody_answered_is_missing_and_another_is_not() -> None:
    world = _world(_bare())
    answer = {"local_date": DAY, "site": "farsoe", "question": "atmosphere", "score": 4, "answers": 2}
    world.survey = [answer]
    engine = world.engine()
    assert compute(engine, "anonymity").missing == ("anonymity",)
    assert [(r.numerator, r.n) for r in compute(engine, "atmosphere").rows] == [(2.0, 2)]


def test_what_cannot_be_asked_is_refused_by_name() -> None:
    engine = _world(_bare()).engine()
    refused = {
        "metrics.unknown_metric": lambda: compute(engine, "happiness"),
        "metrics.unknown_dimension": lambda: compute(engine, "enquiries", ["shoe_size"]),
        "metrics.dimension_not_here": lambda: compute(engine, "openings_held", ["channel"]),
        "metrics.bad_value": lambda: compute(engine, "enquiries", [], {"hour": "ten"}),
    }
    for key, ask in refused.items():
        with pytest.raises(UserError) as failed:
            ask()
        assert failed.value.key == key
        assert failed.value.what
        assert failed.value.fix
    with pytest.raises(UserError):
        compute(engine, "enquiries", [], {"openings.status": "held"})
    with pytest.raises(UserError):
        compute(engine, "enquiries", [], {"digital_exempt": "perhaps"})


@pytest.mark.parametrize("value", ["farsoe' OR '1'='1", "farsoe; DROP TABLE enquiries", "{e.where}", "?"])
def test_values_never_become_sql(value: str) -> None:
    engine = _world(_bare()).engine()
    assert compute(engine, "enquiries", ["source"], {"site": value}).rows == ()
    assert [row.numerator for row in compute(engine, "enquiries").rows] == [1.0]


def test_a_failing_measure_names_itself_and_shows_its_sql() -> None:
    engine = _world(_bare()).engine()
    engine.execute("DROP TABLE covered_days")
    with pytest.raises(QueryError, match=r"-- enquiries by \['site'\]") as failed:
        compute(engine, "enquiries", ["site"])
    assert "FROM covered_days c" in str(failed.value)


def test_filters_take_several_values_and_denominators_keep_what_they_do_not_know() -> None:
    phone = _bare(channel="phone")
    engine = _world(_bare(channel="in_person"), phone, _bare(site="aalestrup", channel="phone")).engine()
    both = {"site": ("farsoe", "aalestrup")}
    assert [r.numerator for r in compute(engine, "enquiries", [], both).rows] == [3]
    rate = compute(engine, "enquiries_per_open_hour", ["site"], {"channel": "phone"}).rows
    assert [(r.dims, r.numerator, r.denominator) for r in rate] == [
        (("aalestrup",), 1.0, 2.0),
        (("farsoe",), 1.0, 4.0),
    ]
    assert rate[1].ratio == 0.25


def test_a_wait_row_that_is_empty_is_not_a_zero() -> None:
    called = {"called_at": datetime(2025, 3, 5, 10, 30), "channel": "in_person"}
    engine = _world(_bare(**called)).engine()
    assert compute(engine, "wait_median", [], {"site": "aalestrup"}).rows == ()
    assert compute(engine, "wait_median").rows[0].ratio is None


def _odd_hours(site: str, day: date) -> Opening:
    """As many minutes as the day's number and a hundred: most are no fraction that a float can hold."""
    minutes = timedelta(minutes=100 + day.toordinal() % 89)
    ends, hours = utc(datetime.combine(day, time(9)) + minutes), minutes / timedelta(hours=1)
    return opening(f"{site}{day}", site, day, 9, 12, trip_id="bus", ends_at=ends, open_hours=hours)


def test_the_same_question_has_the_same_answer_to_the_last_bit() -> None:
    """Whatever the order in which rows lie and threads add up fractions of hours and kroner."""
    days = [START + timedelta(days=n) for n in range(89)]
    held = [_odd_hours(site, day) for site in SITES for day in days]
    costs = [
        {"site": site, "from": START + timedelta(days=n), "to": days[-1], "kind": "wages", "kr": 1000.1}
        for n, site in enumerate(SITES * 9)
    ]
    rows = [
        row(datetime.combine(day, time(9)), site=site, outcome="resolved") for site in SITES for day in days
    ]
    spans = [("queue", site, START, days[-1], "complete") for site in SITES]
    worlds = [
        World(
            initiative(costs=costs[::way], transport_hours=2 / 3), rows[::way], held[::way], spans, days[-1]
        )
        for way in (1, -1)
    ]
    engines = [world.engine() for world in worlds]
    for key in ("staff_hours", "staff_hours_per_week", "enquiries_per_open_hour", "cost_per_enquiry"):
        assert len({repr(compute(engine, key).rows) for engine in engines for _ in range(20)}) == 1, key
    (rate,) = compute(engines[0], "enquiries_per_open_hour").rows
    assert rate.denominator == 640.8  # three times 89 days of 100 to 188 minutes: 3 x 89 x 144 / 60


def test_opening_counts_hold_every_counted_opening_zeros_too() -> None:
    rows = (
        _bare(1, target_group="elder"),
        _bare(2, target_group="young"),
        _bare(3),
        _bare(4, source="bookings"),
    )
    engine = _world(*rows).engine()
    found = {
        one.opening_id: (one.enquiries, one.target, one.unknown, one.open_hours)
        for one in opening_counts(engine)
    }
    assert found == {"a1": (0, 0, 0, 2.0), "f1": (3, 1, 1, 4.0)}
    assert [one.opening_id for one in opening_counts(engine, sites=["farsoe"])] == ["f1"]
    assert opening_counts(engine, start=date(2025, 3, 6)) == []
    assert opening_counts(engine)[0].week_start == START


def test_day_counts_stand_in_where_there_are_no_openings() -> None:
    world = World(initiative(schedule=[]), [_bare(), _bare(site="aars")], [], WHOLE, date(2025, 3, 5))
    found = opening_counts(world.engine())
    assert [(one.local_date, one.site, one.enquiries, one.open_hours) for one in found] == [(DAY, "", 2, 1.0)]
    only = opening_counts(world.engine(), sites=["farsoe"])
    assert [(one.site, one.enquiries) for one in only] == [("farsoe", 1)]


def test_waits_by_opening_are_one_histogram_an_opening() -> None:
    def called(minute: int, site: str) -> dict[str, Any]:
        at = datetime(2025, 3, 5, 10, minute + 5)
        return _bare(minute, site=site, channel="in_person", called_at=at)

    engine = _world(called(0, "farsoe"), called(1, "farsoe"), called(0, "aalestrup")).engine()
    assert sorted(waits_by_opening(engine)) == [((5, 1, 0),), ((5, 2, 0),)]
    assert waits_by_opening(engine, {"site": "aalestrup"}) == [((5, 1, 0),)]


@pytest.fixture(scope="module")
def empty() -> Engine:
    return World(initiative(), [], through=None).engine()


@pytest.mark.parametrize("key", METRICS)
def test_every_measure_answers_on_an_empty_log(empty: Engine, key: str) -> None:
    assert compute(empty, key).rows == ()
