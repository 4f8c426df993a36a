"""What the committee and the manager get from the command line: released figures, or none. Never a small one."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evaluation.metrics import DIMENSIONS, METRICS
from tests.cli.command import done, run
from tests.cli.opened import opened_once

Row = dict[str, Any]
READERS = ("udvalg", "leder")
TRIED = ("gedsted", "loegstoer_bibliotek")
SMALLEST = {"udvalg": 5, "leder": 3}
SENSITIVE_MEASURES = sorted(key for key, metric in METRICS.items() if metric.sensitive)
#: Clock hours of an opening, from the initiative's rules: 10-14 at a pop-up, 10-15 in Aars.
HOURS = {"aars": 5}
#: Named by hand, so that a dimension made public by mistake is found.
SENSITIVE = {
    *("target_group", "topic", "home_area", "digital_exempt", "life_event", "otherwise_site"),
    *("age_65plus", "digitally_challenged", "vulnerable", "first_visit", "accompanied"),
}
VALUES = {"digital_exempt": "true", "age_65plus": "true", "digitally_challenged": "true"} | {
    "vulnerable": "true",
    "first_visit": "true",
    "accompanied": "true",
}


@pytest.fixture(autouse=True, scope="module")
def fast() -> Iterator[None]:
    with opened_once():
        yield


def ask(store: Path, *question: str, role: str = "") -> list[Row]:
    given = ("--role", role) if role else ()
    rows: list[Row] = done("query", *question, *given, "--store", store)["rows"]
    return rows


def figures(row: Row) -> tuple[object, ...]:
    return row["value"], row["n"], row["low"], row["high"]


def unpublished(rows: list[Row]) -> bool:
    (row,) = rows
    return row["status"] == "not_published" and figures(row) == (None,) * 4


def test_the_sensitive_dimensions_are_those_of_the_design() -> None:
    assert {name for name, found in DIMENSIONS.items() if not found.public} == SENSITIVE
    assert [
        *("anonymity", "atmosphere", "displaced_share", "misdirected_share", "overall"),
        *("reach_per_1000", "repeated_information_share", "satisfaction"),
        *("target_group_per_open_hour", "target_group_share"),
    ] == SENSITIVE_MEASURES


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("dimension", sorted(SENSITIVE))
def test_nothing_is_split_or_filtered_by_a_sensitive_column(
    demo_store: Path, role: str, dimension: str
) -> None:
    for measure in ("enquiries", "enquiries_per_open_hour", "walk_away_share", "target_group_share"):
        assert unpublished(ask(demo_store, measure, "--by", dimension, role=role))
        kept = f"{dimension}={VALUES.get(dimension, 'pas')}"
        assert unpublished(ask(demo_store, measure, "--where", kept, role=role))
        assert unpublished(ask(demo_store, measure, "--by", f"site,{dimension}", role=role))


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("measure", SENSITIVE_MEASURES)
@pytest.mark.parametrize(
    "question",
    [
        ("--by", "month"),
        ("--by", "site,iso_week"),
        ("--by", "quarter,weekday"),
        ("--by", "quarter,hour"),
        ("--by", "quarter,channel"),
        ("--by", "quarter,outcome"),
        ("--by", "quarter", "--where", "outcome=left"),
        ("--from", "2025-03-03", "--to", "2025-03-09"),
        ("--from", "2025-03-03", "--to", "2025-06-02"),
        ("--from", "2025-03-04", "--to", "2025-06-01"),
        ("--from", "2025-03-03"),
        ("--to", "2025-06-01"),
    ],
    ids=" ".join,
)
def test_sensitive_measures_come_for_the_plans_periods_only(
    demo_store: Path, role: str, measure: str, question: tuple[str, ...]
) -> None:
    assert unpublished(ask(demo_store, measure, *question, role=role))


def released(store: Path, role: str) -> dict[tuple[str, str], tuple[Row, Row]]:
    """(site, quarter) → the share's and the rate's cell."""
    share, rate = (
        {(r["site"], r["quarter"]): r for r in ask(store, measure, "--by", "site,quarter", role=role)}
        for measure in ("target_group_share", "target_group_per_open_hour")
    )
    assert share.keys() == rate.keys()
    return {key: (share[key], rate[key]) for key in share}


@pytest.mark.parametrize("role", READERS)
def test_no_released_figure_tells_a_small_count(demo_store: Path, role: str) -> None:
    """The counts behind a figure are 0 or at least the role's threshold: yes and no of a share, yes of a rate."""
    cells, hidden = released(demo_store, role), 0
    for (site, _), (share, rate) in cells.items():
        behind: list[float] = []
        if share["value"] is not None:
            behind += [share["value"] * share["n"], (1 - share["value"]) * share["n"]]
        if rate["value"] is not None:
            behind.append(rate["value"] * rate["n"] * HOURS.get(site, 4))
        for count in behind:
            assert count == pytest.approx(round(count), abs=1e-6)
            assert round(count) == 0 or round(count) >= SMALLEST[role]
        for row in (share, rate):
            hidden += row["status"] == "suppressed"
            if row["status"] not in ("value", "zero"):
                assert figures(row) == (None,) * 4
    assert len([1 for share, _ in cells.values() if share["value"] is not None]) >= 8
    assert hidden or role == "leder"  # the demo year has something to hide from the committee


def test_roles_nest_and_agree(demo_store: Path) -> None:
    """What the committee sees the manager sees, with the same figures; and the steward."""
    committee, manager = (released(demo_store, role) for role in READERS)
    steward = {
        (r["site"], r["quarter"]): r["value"]
        for r in ask(demo_store, "target_group_per_open_hour", "--by", "site,quarter", role="dataansvarlig")
    }
    more = 0
    for key, pair in committee.items():
        for low, high in zip(pair, manager[key], strict=True):
            if low["value"] is not None:
                assert high == low
            more += low["value"] is None and high["value"] is not None
        if manager[key][1]["value"] is not None:
            assert manager[key][1]["value"] == pytest.approx(steward[key], rel=1e-12)
    assert more > 0


@pytest.mark.parametrize("role", READERS)
def test_a_place_on_trial_is_too_early(demo_store: Path, role: str) -> None:
    cells = released(demo_store, role)
    of = {site: [row for (at, _), pair in cells.items() if at == site for row in pair] for site in TRIED}
    assert {row["status"] for row in of["gedsted"]} == {"too_early"}
    assert {figures(row) for row in of["gedsted"]} == {(None,) * 4}
    # Løgstør's trial is decided: its new place is told of as any other.
    assert "value" in {row["status"] for row in of["loegstoer_bibliotek"]}


def test_the_committees_role_is_the_default(demo_store: Path) -> None:
    question = ("target_group_share", "--by", "site,quarter")
    assert ask(demo_store, *question) == ask(demo_store, *question, role="udvalg")
    assert ask(demo_store, *question) != ask(demo_store, *question, role="dataansvarlig")


@pytest.mark.parametrize("measure", sorted(set(METRICS) - set(SENSITIVE_MEASURES)))
def test_public_measures_are_exact_and_alike_for_all(demo_store: Path, measure: str) -> None:
    steward = ask(demo_store, measure, "--by", "site", role="dataansvarlig")
    assert steward
    for role in READERS:
        for row, seen in zip(steward, ask(demo_store, measure, "--by", "site", role=role), strict=True):
            assert (seen.get("site"), seen["status"]) == (row.get("site"), row["status"])
            # Hours and kroner are added in no fixed order: the last bit may differ.
            for one, other in zip(figures(seen), figures(row), strict=True):
                assert one == (None if other is None else pytest.approx(other, rel=1e-12))


def test_csv_tells_what_json_tells(demo_store: Path) -> None:
    question = ("target_group_share", "--by", "site,quarter")
    rows = ask(demo_store, *question)
    told = run("query", *question, "--format", "csv", "--store", demo_store).out
    lines = [line.split(";") for line in told.lstrip("\ufeff").splitlines()[1:]]
    assert [line[:2] for line in lines] == [[row["site"], row["quarter"]] for row in rows]
    for line, row in zip(lines, rows, strict=True):
        if row["value"] is None:
            assert line[2:6] == [""] * 4
            assert not re.search(r"\d", line[6])
        else:
            assert float(line[2].replace(",", ".")) == pytest.approx(row["value"], rel=1e-9)
            assert int(line[3]) == row["n"]


@pytest.mark.parametrize("role", READERS)
def test_dates_and_quarter_are_both_heeded(demo_store: Path, role: str) -> None:
    """A figure of the first quarter is no answer to a question about the second."""
    second = ("--from", "2025-06-02", "--to", "2025-08-31")
    for row in ask(demo_store, "target_group_share", "--by", "quarter", *second, role=role):
        assert row["value"] is None or row["quarter"] == "K2"
    for row in ask(demo_store, "target_group_share", "--where", "quarter=K1", *second, role=role):
        assert row["value"] is None


@pytest.mark.parametrize("role", READERS)
def test_a_calendar_year_is_no_period_of_the_plan(demo_store: Path, role: str) -> None:
    """The evaluation's year begins in March: a figure of it must not stand as one of 2025."""
    for question in (("--by", "year"), ("--by", "site,year"), ("--where", "year=2025")):
        assert unpublished(ask(demo_store, "target_group_share", *question, role=role))


@pytest.mark.parametrize("role", READERS)
def test_an_older_version_is_not_released(demo_store: Path, role: str) -> None:
    """Less a newer one it would give a late citizen away."""
    newest = max(int(p.stem) for p in (demo_store / "enquiries" / "_delta_log").glob("*.json"))
    older = ("--by", "quarter", "--version", str(newest - 1))
    rows = ask(demo_store, "target_group_share", *older, role=role)
    assert all(figures(row) == (None,) * 4 for row in rows)
