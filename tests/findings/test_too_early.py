"""Under six openings nothing is told but that it is too early; never a rate or a wait without its interval."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta

import pytest

from evaluation.disclosure import Cell, Role, Status
from evaluation.findings.dataset import Dataset
from evaluation.findings.groups import groups
from evaluation.findings.hours import hours
from evaluation.findings.model import KeyFigure
from evaluation.findings.overview import overview
from evaluation.findings.period import Period, find
from evaluation.findings.places import places
from evaluation.texts import text
from tests.findings.test_hours import came, days
from tests.findings.test_other_shapes import START, dataset, words
from tests.spec.world import Record, opening, row


def queue(day: date) -> list[Record]:
    """Four who waited four minutes each."""
    drawn = [datetime.combine(day, time(10, minute)) for minute in (0, 10, 20, 30)]
    return [
        row(one, site="farsoe", called_at=one + timedelta(minutes=4), outcome="resolved") for one in drawn
    ]


def one_place(openings: int, **config: object) -> Dataset:
    """One place, with four who waited four minutes each at every opening."""
    held = [opening(f"f{d}", "farsoe", d, 10, 14) for d in days(openings)]
    rows = [one for d in days(openings) for one in queue(d)]
    return dataset(rows, held, START + timedelta(weeks=openings), groups=[], **config)


def whole(of: Dataset) -> Period:
    return find(of, "hele")


def figures(of: Dataset) -> dict[str, KeyFigure]:
    return {one.label: one for one in overview(of, Role.UDVALG, whole(of)).figures}


@pytest.mark.parametrize("openings", [1, 5])
def test_one_place_with_few_openings_has_no_rate(openings: int) -> None:
    of = one_place(openings)
    found = places(of, Role.UDVALG, whole(of))
    assert words(found.opening).startswith("Det er for tidligt at sige, hvor mange der kommer.")
    assert "seks åbninger" in words(found.opening)
    assert [row.cell.status for row in found.lead.rows] == [Status.TOO_EARLY]
    assert [row.cell.value for row in found.lead.rows] == [None]
    rate = found.table.head.index("Alle pr. åbningstime")
    assert [row[rate] for row in found.table.rows] == ["for tidligt at sige"]
    first = overview(of, Role.UDVALG, whole(of))
    assert "for tidligt at sige, hvor mange der henvender sig pr. åbningstime" in words(first.opening)
    assert figures(of)["Henvendelser pr. åbningstime"].value == "For tidligt at sige"


def test_six_openings_are_enough() -> None:
    of = one_place(6)
    found = places(of, Role.UDVALG, whole(of))
    assert words(found.opening).startswith("Farsø: 1,0 henvendelser pr. åbningstime, sandsynligvis mellem")
    assert all(row.cell.low is not None for row in found.lead.rows)


def test_a_wait_of_few_openings_is_too_early() -> None:
    few, enough = (figures(one_place(n))["Halvdelen venter højst"] for n in (4, 8))
    assert (few.value, few.unit) == ("For tidligt at sige", "")
    assert "færre end seks åbninger" in few.detail
    assert enough.value == "4"


def test_days_stand_for_openings_where_there_are_none() -> None:
    rows = [one for d in range(3) for one in queue(START + timedelta(days=d))]
    of = dataset(rows, [], START + timedelta(days=2), schedule=[], groups=[])
    said = words(overview(of, Role.UDVALG, whole(of)).opening)
    assert "det kræver data for mindst seks dage" in said
    assert "dage" in figures(of)["Henvendelser pr. dag"].detail
    assert "åbning" not in words(places(of, Role.UDVALG, whole(of)).opening)


def said_by(found: object) -> Iterator[str]:
    """Every sentence of a finding: captions, caveats, definitions, and what a cell gives as its reason."""
    if isinstance(found, Cell):
        yield text(found.reason) if found.reason and found.status is not Status.MISSING_FIELD else ""
    elif isinstance(found, str):
        yield found
    elif is_dataclass(found):
        yield from (said for part in fields(found) for said in said_by(getattr(found, part.name)))
    elif isinstance(found, Iterable):
        yield from (said for part in found for said in said_by(part))


def cells_of(found: object) -> Iterator[Cell]:
    """Every figure of a finding that is drawn."""
    if isinstance(found, Cell):
        yield found
    elif is_dataclass(found):
        yield from (cell for part in fields(found) for cell in cells_of(getattr(found, part.name)))
    elif isinstance(found, Iterable) and not isinstance(found, str):
        yield from (cell for part in found for cell in cells_of(part))


@pytest.mark.parametrize("role", [Role.UDVALG, Role.DATAANSVARLIG])
@pytest.mark.parametrize(("openings", "rates"), [(5, 0), (6, 4)])
def test_no_page_has_the_interval_of_a_rate_or_a_wait_below_six_openings(
    role: Role, openings: int, rates: int
) -> None:
    """Of what is counted by opening. A share is of contacts: the openings are not its unit."""
    groups_of = ("elder", "elder", "young")
    rows = [
        one | {"target_group": group}
        for d in days(openings)
        for one, group in zip([*queue(d), *came(d, 11, 9)], groups_of * 5, strict=False)
    ]
    held = [opening(f"f{d}", "farsoe", d, 10, 14) for d in days(openings)]
    of = dataset(rows, held, START + timedelta(weeks=60))
    period = whole(of)
    found = (
        overview(of, role, period),
        places(of, role, period),
        hours(of, period),
        groups(of, role, period),
    )
    drawn = [cell for page in found for cell in cells_of(page) if cell.low is not None]
    contacts = 13 * openings
    assert sum(cell.n == contacts and (cell.value or 0) <= 1 for cell in drawn) >= 3  # shares
    others = [cell for cell in drawn if cell.n != contacts]
    assert len(others) >= rates if rates else others == []


@pytest.mark.parametrize("count", [1, 3, 120])
@pytest.mark.parametrize("page", ["overview", "places", "hours", "groups"])
def test_a_tender_of_days_never_speaks_of_open_hours(page: str, count: int) -> None:
    rows = [one for d in range(count) for one in came(START + timedelta(days=d), 10, 4, target_group="elder")]
    rows += [one for d in range(count) for one in queue(START + timedelta(days=d))]
    of = dataset(rows, [], START + timedelta(days=count - 1), schedule=[])
    role, period = Role.DATAANSVARLIG, whole(of)
    found: object = {
        "overview": lambda: overview(of, role, period),
        "places": lambda: places(of, role, period),
        "hours": lambda: hours(of, period),
        "groups": lambda: groups(of, role, period),
    }[page]()
    told = list(said_by(found))
    assert page == "groups" or any("pr. dag" in one for one in told)
    assert not [one for one in told if "åbning" in one.lower() or "åbent" in one]
    assert "lukket" not in told  # a weekday that no day has come of yet is not closed


def test_the_week_chart_explains_only_the_marks_that_it_has() -> None:
    few, enough, usual = (overview(of, Role.UDVALG, whole(of)).weeks for of in map(one_place, (3, 12, 20)))
    assert few is not None
    assert enough is not None
    assert usual is not None
    assert (few.level, "Stiplet" in few.subtitle) == (None, False)
    assert enough.level is not None
    assert "Stiplet linje: gennemsnittet" in enough.subtitle
    assert "Hul cirkel" not in enough.subtitle
    assert usual.level is None
    assert "Stiplet linje: det sædvanlige" in usual.subtitle


def test_outcomes_that_are_not_known_are_a_reason_not_a_gap() -> None:
    known = [one | {"case_id": f"c{n}"} for n, one in enumerate(queue(START))]
    rows = [one | {"outcome": None} for d in days(12)[1:] for one in queue(d)]
    of = dataset(known + rows, [opening(f"f{d}", "farsoe", d, 10, 14) for d in days(12)], groups=[])
    [solved] = [one for label, one in figures(of).items() if label.startswith("Afklaret")]
    assert solved.value == "Ingen tal"
    assert "ikke oplyst, om den blev afklaret" in solved.detail
