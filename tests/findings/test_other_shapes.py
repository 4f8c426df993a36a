"""Logs of every shape: each page gives a sentence that the log carries, for every role, and never fails."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from evaluation.disclosure import Role
from evaluation.findings.dataset import Dataset
from evaluation.findings.groups import groups
from evaluation.findings.hours import hours
from evaluation.findings.method import method
from evaluation.findings.model import Opening as Answered
from evaluation.findings.news import baselines, news
from evaluation.findings.overview import overview
from evaluation.findings.period import find, periods
from evaluation.findings.places import places
from evaluation.initiative.calendar import Opening
from evaluation.metrics import compute
from tests.findings.test_hours import came, days
from tests.spec.world import START, Record, World, initiative, opening, row

THROUGH = date(2025, 12, 31)
OPEN = [opening(f"f{d}", "farsoe", d, 10, 14) for d in days(20)]
CAME = [one for d in days(20) for one in came(d, 10, 9)]


def dataset(
    rows: list[Record], openings: list[Opening], through: date | None = THROUGH, **config: object
) -> Dataset:
    spans = [("queue", site, START, through or START, "complete") for site in ("farsoe", "aalestrup", "aars")]
    made = World(initiative(**config), rows, openings, spans if through else [], through)
    return Dataset(
        initiative=made.initiative,
        engine=made.engine(),
        openings=tuple(openings),
        imports=(),
        data_through=through,
        settled_through=through,
        data_version="",
    )


def steps(**given: Any) -> list[Record]:
    return [one | {"record": "step", "case_id": f"c{n // 3}"} | given for n, one in enumerate(CAME)]


def tallies() -> list[Record]:
    given: dict[str, Any] = {"record": "tally", "quantity": 7, "topic": "mitid", "time_precision": "opening"}
    return [one for d in days(20) for one in came(d, 10, 1, **given)]


UNITS = [
    {"id": "farsoe", "name": "Fødsel", "kind": "unit"},
    {"id": "aalestrup", "name": "Skat", "kind": "unit"},
    {"id": "aars", "name": "Pas", "kind": "unit"},
]
UNITS_COUNT = [{"id": "queue", "name": "Queue", "counts": ["farsoe", "aalestrup", "aars"]}]

SHAPES: Mapping[str, Callable[[], Dataset]] = {
    "without groups": lambda: dataset(CAME, OPEN, groups=[]),
    "groups that nobody wrote down": lambda: dataset(CAME, OPEN),
    "without openings": lambda: dataset(CAME, [], schedule=[]),
    "one opening": lambda: dataset(came(START, 10, 3), OPEN[:1], START + timedelta(days=30)),
    "one enquiry": lambda: dataset(came(START, 10, 1), OPEN[:1], START + timedelta(days=30)),
    "tally sheets": lambda: dataset(tallies(), OPEN),
    "steps of cases": lambda: dataset(steps(), [], schedule=[]),
    "steps nowhere": lambda: dataset(steps(site=None), [], schedule=[]),
    "nothing": lambda: dataset([], OPEN, None),
    "units": lambda: dataset(CAME, [], schedule=[], sites=UNITS, sources=UNITS_COUNT, areas=[], groups=[]),
}


def words(opening: Answered) -> str:
    said = "".join(run.text for run in opening.answer) + " " + opening.scope
    return said.replace("\u2060", "").replace("\xa0", " ")


def answers(of: Dataset) -> Iterator[str]:
    """Every page for every role and period; those that are the same for all of them once."""
    for period in periods(of)[:2]:
        yield words(hours(of, period).opening)
        for role in Role:
            for page in (groups, places, overview):
                yield words(page(of, role, period).opening)
    for role in Role:
        yield words(method(of, role).opening)
        yield from (news(of, role, kind, day).headline for kind, day in baselines(of, date(2025, 4, 1)))


@pytest.mark.parametrize("shape", list(SHAPES))
def test_every_page_answers_with_a_sentence(shape: str) -> None:
    told = list(answers(SHAPES[shape]()))
    assert len(told) > len(Role)
    for said in told:
        assert said.strip()
        assert not {"None", "nan", "KeyError"} & set(said.split())


def test_a_log_without_age_has_no_table_of_the_elderly() -> None:
    of = SHAPES["without groups"]()
    assert groups(of, Role.UDVALG, find(of, "hele")).reach is None


# --- claims that the log does not carry


def test_with_many_unknown_nothing_but_the_span_is_claimed() -> None:
    every = days(30)
    rows = [
        one
        for d in every
        for hour, count, group in ((10, 5, "elder"), (11, 4, "young"), (12, 7, None))
        for one in came(d, hour, count, target_group=group)
    ]
    of = dataset(rows, [opening(f"f{d}", "farsoe", d, 10, 14) for d in every])
    found = groups(of, Role.UDVALG, find(of, "K1"))
    assert words(found.opening).startswith("Mellem 31 og 75 %")
    assert "største" not in words(found.opening)
    assert found.lead is not None
    assert "største" not in found.lead.title
    assert "95 %" not in found.lead.subtitle
    assert found.figures[0].detail.startswith("muligt spænd")


def test_no_group_is_the_largest_by_chance() -> None:
    rows = [one for d in days(14) for one in came(d, 10, 3, target_group="elder")]
    rows += [one for d in days(13) for one in came(d, 11, 3, target_group="young")]
    of = dataset(rows, [opening(f"f{d}", "farsoe", d, 10, 14) for d in days(14)])
    found = groups(of, Role.DATAANSVARLIG, find(of, "K1"))
    assert found.lead is not None
    assert "største" not in words(found.opening) + found.lead.title


def test_who_waits_before_the_door_opens_is_in_the_waits() -> None:
    rows = []
    for d in days(20):
        for hour, minute, called in ((9, 40, time(10, 15)), (10, 30, time(10, 35))):
            moment = datetime.combine(d, time(hour, minute))
            rows += [row(moment, site="farsoe", called_at=datetime.combine(d, called)) for _ in range(3)]
    of = dataset(rows, [opening(f"f{d}", "farsoe", d, 10, 14) for d in days(20)])
    [chart] = hours(of, find(of, "hele")).parts[0].behind
    told = [(one.label, one.cell.value) for one in chart.rows if one.cell.shown]
    assert told == [("Før kl. 10", 35), ("Kl. 10–11", 5)]


def test_two_days_at_each_place_are_not_called_one_day_each() -> None:
    """Three weeks are too few to compare weekdays, but the places do have the same two."""
    both = [d for start in (START, START + timedelta(days=2)) for d in days(3, start)]
    made = [opening(f"{site}{d}", site, d, 10, 14) for d in both for site in ("farsoe", "aalestrup")]
    rows = [one for o in made for one in came(o.local_date, 10, 4, site=o.site)]
    of = dataset(rows, made, START + timedelta(days=30))
    scope = words(hours(of, find(of, "hele")).opening)
    assert "én fast ugedag" not in scope
    assert "Ugedagene er ikke sammenlignet" in scope


def test_a_rate_that_only_a_busy_place_has_does_not_contradict_the_answer() -> None:
    """Aalestrup is quiet and closes at noon: over both places the afternoon's rate is higher, in no place it is."""
    made = [opening(f"f{d}", "farsoe", d, 10, 14) for d in days(20)]
    made += [opening(f"a{d}", "aalestrup", d, 10, 12) for d in days(20, START + timedelta(days=1))]
    rows = [one for d in days(20) for hour, n in ((10, 30), (12, 22)) for one in came(d, hour, n)]
    rows += [one for d in days(20, START + timedelta(days=1)) for one in came(d, 10, 2, site="aalestrup")]
    of = dataset(rows, made)
    found = hours(of, find(of, "hele"))
    slots = found.parts[0].slots
    assert slots is not None
    assert [row.cell.value for row in slots.rows] == [8.0, 11.0]
    assert words(found.opening).startswith(
        "I de samme åbninger kommer der flest kl. 10–12. Gennemsnittet er højere kl. 12–14"
    )
    assert slots.title == "I de samme åbninger er kl. 10–12 travlest"


@pytest.mark.parametrize("shape", ["steps of cases", "steps nowhere"])
def test_steps_of_cases_are_no_proof_that_nobody_came(shape: str) -> None:
    of = SHAPES[shape]()
    assert compute(of.engine, "enquiries").rows == ()
    period = find(of, "hele")
    assert words(hours(of, period).opening).startswith("Der er ingen tal for perioden.")
    assert "flest" not in words(places(of, Role.UDVALG, period).opening)
    assert "Der kommer" not in words(overview(of, Role.UDVALG, period).opening)


def test_one_opening_each_does_not_say_where_most_come() -> None:
    made = [
        opening("f", "farsoe", START, 10, 14),
        opening("a", "aalestrup", START + timedelta(days=1), 10, 14),
    ]
    rows = came(START, 10, 6) + came(START + timedelta(days=1), 10, 2, site="aalestrup")
    of = dataset(rows, made, START + timedelta(days=30))
    said = words(places(of, Role.UDVALG, find(of, "hele")).opening)
    assert said.startswith("Det er for tidligt at sige, hvor der kommer flest.")


def test_where_nobody_came_no_place_has_most() -> None:
    made = [opening(f"{site}{d}", site, d, 10, 14) for d in days(8) for site in ("farsoe", "aalestrup")]
    edge = came(START, 3, 1, site="aars") + came(THROUGH, 3, 1, site="aars")
    of = dataset(edge, made)
    said = words(places(of, Role.UDVALG, find(of, "hele")).opening)
    assert said.startswith("Ingen har henvendt sig på stederne i perioden.")


def test_a_place_where_somebody_came_is_above_those_where_nobody_did() -> None:
    made = [opening(f"{site}{d}", site, d, 10, 14) for d in days(12) for site in ("farsoe", "aalestrup")]
    of = dataset([one for d in days(12) for one in came(d, 10, 9)] + came(THROUGH, 3, 1, site="aars"), made)
    assert words(places(of, Role.UDVALG, find(of, "hele")).opening).startswith("Farsø når flest:")


def test_a_new_place_has_no_rank_beside_the_others() -> None:
    new = days(2, START + timedelta(days=1))
    made = [opening(f"{site}{d}", site, d, 10, 14) for d in days(12) for site in ("farsoe", "aars")]
    rows = [one for d in days(12) for one in came(d, 10, 9)]
    rows += [one for d in new for one in came(d, 10, 30, site="aalestrup")]
    of = dataset(rows, [*made, *(opening(f"a{d}", "aalestrup", d, 10, 14) for d in new)])
    said = words(places(of, Role.UDVALG, find(of, "hele")).opening)
    assert said.startswith("Farsø: 2,3")
    assert "Aalestrup er det for tidligt at vurdere, fordi der er for få åbninger." in said
