"""Logs that Hypothesis makes: small, and crowded with edges (openings' ends, clock change, nulls, ties)."""

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.spec.compare import dimensions_of
from tests.spec.spec_tables import Question
from tests.spec.world import CONFIG, Record, World, initiative, opening, row

#: Three weeks round the clock change of 30 March 2025, the last of them in the next quarter of the year.
FIRST = date(2025, 3, 17)
DAYS = 21
SITES = ("farsoe", "aalestrup", "library", "aars")
SOURCES = ("queue", "queue", "sheet", "bookings")
MINUTES = st.sampled_from([-45, -31, -30, -1, 0, 1, 14, 59, 60, 119, 120, 135, 136, 200])
OUTCOMES = (None, "resolved", "resolved_later", "handed_over", "transferred", "booked", "left", "no_show")
OUTCOMES += ("misdirected", "open", "answered_by_robot", "served")
_DAYS = st.integers(0, DAYS - 1).map(lambda n: FIRST + timedelta(days=n))


def _maybe(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from((None, *values))


@st.composite
def _rows(draw: st.DrawFn) -> Record:
    base = datetime.combine(draw(_DAYS), datetime.min.time()) + timedelta(hours=10)
    arrived = base + timedelta(minutes=draw(MINUTES))
    record = draw(st.sampled_from(["contact"] * 6 + ["tally", "tally", "step", "step"]))
    outcome = draw(st.sampled_from(OUTCOMES))
    minutes = {name: draw(_maybe(*minutes)) for name, minutes in _MOMENTS.items()}
    minutes |= {name: None for name in _SELDOM if draw(st.booleans())}
    given: dict[str, Any] = {
        name: arrived + timedelta(minutes=after) for name, after in minutes.items() if after is not None
    }
    given |= {name: draw(values) for name, values in _FIELDS.items()}
    if record == "tally":
        only = draw(_maybe("topic", "target_group", "outcome", "home_area"))
        names = ("topic", "target_group", "otherwise_site", "home_area")
        given |= {name: None for name in names if name != only}
        outcome = outcome if only == "outcome" else None
    return row(arrived, record=record, outcome=outcome, **given)


_MOMENTS: dict[str, tuple[int, ...]] = {
    "called_at": (0, 1, 7, 24 * 60),
    "ended_at": (9, 30, 24 * 60),
    "appointment_at": (5,),
    "booked_at": (-24 * 60, -11 * 60, 10 * 60),
    "case_closed_at": (-60, 48 * 60),
}
#: Half as often as the others: a closed case hides how its last row ends.
_SELDOM = ("case_closed_at", "booked_at")
_FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "site": st.sampled_from(SITES),
    "source": st.sampled_from(SOURCES),
    "channel": _maybe("in_person", "in_person", "in_person", "phone", "phone", "robot", "batch"),
    "time_precision": st.sampled_from(["minute"] * 5 + ["hour", "opening", "day"]),
    "quantity": st.sampled_from([1, 1, 1, 3, 0]),
    "unclosed": st.booleans(),
    "case_id": _maybe("k1", "k2"),
    "enquiry_id": st.uuids().map(str),
    "topic": _maybe("pas", "mitid"),
    "target_group": _maybe("elder", "elder", "young", "martian"),
    "otherwise_site": _maybe("aars", "none", "farsoe"),
    "satisfaction": _maybe(1, 3, 4, 5),
    "digital_exempt": _maybe(True, False),
    "served_by": _maybe("aars", "farsoe"),
    "step_no": _maybe(1, 2),
    "transfers": _maybe(0, 1, 3),
    "service_min": st.sampled_from([None, 5, 5, 30, 200]),
    "staff_minutes": _maybe(10),
    "repeated_information": _maybe(True, False),
    "home_area": _maybe("west", "north", "wide", "apart", "far", "elsewhere"),
}
#: What a whole log knows or does not know: the measure of reach is then another one.
_PER_LOG: dict[str, st.SearchStrategy[Any]] = {
    "age_65plus": _maybe(True, True, False),
    "first_visit": _maybe(True, True, False),
}


@st.composite
def _openings(draw: st.DrawFn, number: int) -> Any:
    day, site = draw(_DAYS), draw(st.sampled_from(SITES))
    start = draw(st.sampled_from([9, 10, 11]))
    return opening(
        f"o{number}",
        site,
        day,
        start,
        start + draw(st.sampled_from([1, 2])),
        status=draw(st.sampled_from(["held", "held", "held", "cancelled", "planned"])),
        staff_total=draw(st.integers(1, 3)),
        staff_serving=draw(st.integers(0, 2)),
        trip_id=draw(_maybe("bus")),
        transport=draw(st.booleans()),
        replaces=draw(_maybe("x")),
        by_arrangement=draw(st.booleans()),
        added=draw(st.booleans()),
    )


_SPAN = st.tuples(
    st.sampled_from(["queue", "sheet"]),
    st.sampled_from(SITES),
    _DAYS,
    _DAYS,
    st.sampled_from(["complete", "complete", "partial"]),
)
_OFFER = st.fixed_dictionaries(
    {
        "site": st.sampled_from(SITES),
        "from": _DAYS,
        "to": _DAYS,
        "kind": st.sampled_from(["participants", "participants", "staff_hours"]),
        "amount": st.sampled_from([0.0, 7.0, 100.0]),
    }
).filter(lambda offer: offer["from"] <= offer["to"])
_ANSWER = st.fixed_dictionaries(
    {
        "local_date": _DAYS,
        "site": st.sampled_from(SITES),
        "question": st.sampled_from(["anonymity", "atmosphere", "overall"]),
        "score": st.integers(1, 5),
        "answers": st.sampled_from([0, 1, 1, 4]),
    }
)
_COST = st.fixed_dictionaries(
    {
        "site": _maybe(*SITES),
        "from": _DAYS,
        "to": _DAYS,
        "kind": st.sampled_from(["wages", "transport", "one_off", "saving"]),
        "kr": st.sampled_from([0.0, 100.0, 3100.0]),
    }
).filter(lambda cost: cost["from"] <= cost["to"])


#: What a sheet's outcomes stand on, beside what it counts.
_OUTCOME_LINE = st.fixed_dictionaries(
    {
        "outcome": st.sampled_from(["left", "resolved", "open", "answered_by_robot"]),
        "channel": _maybe("in_person", "phone"),
    }
    | {name: st.none() for name in ("topic", "target_group", "otherwise_site", "home_area")}
)


@st.composite
def _logs(draw: st.DrawFn) -> list[Record]:
    rows: list[Record] = draw(st.lists(_rows(), min_size=1, max_size=30))
    if draw(st.booleans()):
        rows += [r | draw(_OUTCOME_LINE) for r in rows if r["record"] == "tally"]
    for name, values in _PER_LOG.items():
        if draw(st.booleans()):
            rows = [r if r["record"] == "tally" else r | {name: draw(values)} for r in rows]
    return rows


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A world of up to 30 rows and 10 openings, with or without a calendar."""
    calendar = draw(st.sampled_from([True, True, True, False]))
    openings = [draw(_openings(n)) for n in range(draw(st.integers(1, 10)))] if calendar else []
    config: dict[str, Any] = {"costs": draw(st.lists(_COST, max_size=4))}
    config |= {"exposure": draw(st.lists(_OFFER, max_size=3))}
    sources = [dict(source) for source in CONFIG["sources"]]
    sources[0] |= {"counts_to": draw(_maybe(FIRST + timedelta(days=10)))}
    config |= {"sources": [{k: v for k, v in s.items() if v is not None} for s in sources]}
    return World(
        initiative(**config, schedule=CONFIG["schedule"] if calendar else []),
        draw(_logs()),
        openings,
        draw(st.lists(_SPAN, max_size=6)) + _WHOLE[: draw(st.integers(0, 4))],
        draw(_DAYS),
        draw(st.lists(_ANSWER, max_size=5)),
    )


_WHOLE = [
    (source["id"], site, FIRST, FIRST + timedelta(days=DAYS), "complete")
    for source in CONFIG["sources"]
    for site in source["counts"]
]
_VALUES = {
    "site": list(SITES),
    "site_kind": ["popup", "head_office"],
    "channel": ["in_person", "phone"],
    "weekday": ["1", "3"],
    "month": ["2025-03"],
    "quarter": ["K1"],
    "topic": ["pas"],
    "target_group": ["elder"],
    "outcome": ["resolved", "left"],
    "hour": ["9", "10"],
    "digital_exempt": ["true"],
    "home_area": ["west", "wide"],
    "served_by": ["aars"],
}


@st.composite
def questions(draw: st.DrawFn, metric: str, costs_by_site: bool) -> Question:
    """A question on a measure: up to three dimensions, up to two filters, perhaps dates."""
    dims = [d for d in dimensions_of(metric) if d in _KNOWN]
    if metric == "cost_per_enquiry" and not costs_by_site:
        dims.remove("site")
    by = draw(st.lists(st.sampled_from(dims), max_size=3, unique=True))
    filtered = [d for d in dims if d in _VALUES]
    names = draw(st.lists(st.sampled_from(filtered), max_size=2, unique=True))
    where = {name: draw(st.sampled_from(_VALUES[name])) for name in names}
    start, end = draw(st.none() | _DAYS), draw(st.none() | _DAYS)
    return Question(metric, tuple(by), where, start, end)


_KNOWN = {"site", "site_kind", "channel", "outcome", "source", "weekday", "hour", "iso_week", "month"}
_KNOWN |= {"quarter", "year", "target_group", "topic", "otherwise_site", "digital_exempt"}
_KNOWN |= {"home_area", "served_by"}
