"""Periods, what may be asked, the plan of an initiative, and that every status has its words."""

from collections.abc import Sequence
from datetime import date

import pytest

from evaluation.disclosure import (
    ALL_SITES,
    GROUP_TABLE,
    POPUPS,
    Role,
    Status,
    allowed,
    completed,
    plan_for,
    plan_periods,
    quarter_key,
)
from evaluation.initiative.calendar import Quarter
from evaluation.initiative.models import Group, Initiative, Site, SiteKind, Source
from evaluation.stats import Reason
from evaluation.texts import table, text

# 52 ISO weeks from 3 March 2025, counted by hand.
YEAR = (
    Quarter(1, date(2025, 3, 3), date(2025, 6, 1)),
    Quarter(2, date(2025, 6, 2), date(2025, 8, 31)),
    Quarter(3, date(2025, 9, 1), date(2025, 11, 30)),
    Quarter(4, date(2025, 12, 1), date(2026, 3, 1)),
)
PERIODS = plan_periods(YEAR)


def _initiative(*kinds: SiteKind) -> Initiative:
    return Initiative(
        id="trial",
        name="Trial",
        municipality="0820",
        municipality_name="Somewhere",
        starts_on=date(2025, 3, 3),
        evaluation_ends_on=date(2026, 3, 1),
        sites=tuple(Site(id=f"s{i}", name=f"Site {i}", kind=kind) for i, kind in enumerate(kinds)),
        groups=(Group(id="old", name="Old", target=True), Group(id="other", name="Other", target=False)),
        sources=(Source(id="queue", name="Queue"),),
    )


@pytest.mark.parametrize(
    ("data_through", "done"),
    [
        (None, 0),
        (date(2025, 6, 14), 0),
        (date(2025, 6, 15), 1),
        (date(2026, 3, 14), 3),
        (date(2026, 3, 15), 4),
    ],
)
def test_a_quarter_is_complete_fourteen_days_after_its_end(data_through: date | None, done: int) -> None:
    assert completed(YEAR, data_through) == (YEAR[:done], YEAR[done:])


def test_periods_are_quarters_and_whole_years() -> None:
    assert [p.key for p in PERIODS] == ["q1", "q2", "q3", "q4", "year1"]
    year = PERIODS[-1]
    assert (year.starts_on, year.ends_on) == (date(2025, 3, 3), date(2026, 3, 1))
    assert year.quarters == ("q1", "q2", "q3", "q4") == tuple(map(quarter_key, YEAR))
    assert [p.key for p in plan_periods(YEAR[:3])] == ["q1", "q2", "q3"]


def _ask(by: Sequence[str], sensitive: bool = True, role: Role = Role.UDVALG, **limits: object) -> Status:
    through = limits.pop("through", date(2025, 9, 14))
    return allowed(sensitive, by, role=role, periods=PERIODS, data_through=through, **limits)


@pytest.mark.parametrize("role", [Role.UDVALG, Role.LEDER])
@pytest.mark.parametrize("by", [(), ("site", "hour"), ("iso_week", "channel", "outcome"), ("year",)])
def test_what_says_nothing_of_a_citizen_is_live(role: Role, by: tuple[str, ...]) -> None:
    assert _ask(by, sensitive=False, role=role) is Status.VALUE
    assert _ask(by, sensitive=False, role=role, start=date(2025, 3, 5), end=date(2025, 3, 6)) is Status.VALUE


@pytest.mark.parametrize(
    "column", ["target_group", "topic", "home_area", "life_event", "satisfaction", "anything"]
)
def test_any_other_dimension_is_not_published(column: str) -> None:
    assert _ask(("site", column), sensitive=False) is Status.NOT_PUBLISHED
    assert _ask(("quarter",), sensitive=False, where=(column,)) is Status.NOT_PUBLISHED


@pytest.mark.parametrize("by", [("quarter",), ("site", "year"), ("quarter", "site")])
def test_a_sensitive_measure_is_given_by_site_and_period(by: tuple[str, ...]) -> None:
    assert _ask(by) is Status.VALUE


@pytest.mark.parametrize("by", [(), ("site",), ("site", "iso_week"), ("quarter", "hour"), ("month",)])
def test_a_sensitive_measure_is_not_given_otherwise(by: tuple[str, ...]) -> None:
    assert _ask(by) is Status.NOT_PUBLISHED


@pytest.mark.parametrize(
    ("start", "end", "status"),
    [
        (date(2025, 3, 3), date(2025, 6, 1), Status.VALUE),
        (date(2025, 6, 2), date(2025, 8, 31), Status.VALUE),
        (date(2025, 9, 1), date(2025, 11, 30), Status.PENDING),
        (date(2025, 3, 3), date(2026, 3, 1), Status.PENDING),
        (date(2025, 3, 3), date(2025, 8, 31), Status.NOT_PUBLISHED),  # two quarters are no period of the plan
        (date(2025, 3, 4), date(2025, 6, 1), Status.NOT_PUBLISHED),
        (None, date(2025, 6, 1), Status.NOT_PUBLISHED),
        (date(2025, 3, 3), None, Status.NOT_PUBLISHED),
    ],
)
def test_a_sensitive_measure_has_whole_periods(start: date | None, end: date | None, status: Status) -> None:
    assert _ask(("site",), start=start, end=end) is status
    assert _ask((), where=("site",), start=start, end=end) is status


def test_without_data_every_period_is_pending() -> None:
    found = _ask(("site",), through=None, start=date(2025, 3, 3), end=date(2025, 6, 1))
    assert found is Status.PENDING


def test_the_data_steward_may_ask_for_anything() -> None:
    assert _ask(("topic", "hour"), role=Role.DATAANSVARLIG) is Status.VALUE


def test_the_plan_of_an_initiative() -> None:
    plan = plan_for(_initiative(SiteKind.POPUP, SiteKind.POPUP, SiteKind.HEAD_OFFICE))
    groups, *others = plan.tables
    assert groups.name == GROUP_TABLE
    assert groups.sums == (("target", ("old",)), ("other", ("other",)), ("unknown", ("unknown",)))
    assert {t.leading for t in others} == {"", "head_office"}
    assert {t.name: t.yearly for t in others} == {
        "digital_exempt": False,
        "age_65plus": False,
        "otherwise_site": False,
        "home_area": True,
        "life_event": True,
        "topic": True,
    }
    assert plan.margins == ((POPUPS, ("s0", "s1")), (ALL_SITES, (POPUPS, "s2")))
    assert plan.periods == PERIODS


@pytest.mark.parametrize("kind", list(SiteKind))
def test_sites_of_one_kind_have_one_margin(kind: SiteKind) -> None:
    kinds = (kind, kind) if kind is SiteKind.POPUP else (SiteKind.UNIT, SiteKind.HEAD_OFFICE)
    assert plan_for(_initiative(*kinds)).margins == ((ALL_SITES, ("s0", "s1")),)


def test_another_plan_has_another_hash() -> None:
    one, same = (plan_for(_initiative(SiteKind.POPUP)) for _ in range(2))
    other = plan_for(_initiative(SiteKind.POPUP, SiteKind.POPUP))
    assert one.hash == same.hash != other.hash


def test_every_status_and_reason_has_danish_words() -> None:
    assert set(table("disclosure.status")) == {status.value for status in Status}
    assert set(table("stats.reasons")) == {reason.value for reason in Reason}
    assert "topic" in text("disclosure.status.missing_field", field="topic")
