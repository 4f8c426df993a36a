"""Which days files speak for: from one row date to the next, if it is not too far."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.intake.coverage import CoverageSpan, Told, joined, spans
from evaluation.intake.profile import Coverage
from tests.intake.making import profile, row, take_rows

FIRST = date(2025, 1, 1)
LONGEST = {"day": 1, "week": 7, "month": 31}
UNITS = st.sampled_from(sorted(LONGEST))


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def covered(periods: Sequence[Told]) -> set[date]:
    """Every day within, counted out one by one."""
    return {a + timedelta(days=n) for *_, a, b, _ in periods for n in range((b - a).days + 1)}


def by_the_rule(days: set[date], longest: int) -> set[date]:
    """The rule as it is said: a day counts if the row dates round it are at most so far apart."""
    found = set(days)
    for n in range(130):
        before = [d for d in days if d < day(n)]
        after = [d for d in days if d > day(n)]
        if before and after and (min(after) - max(before)).days <= longest:
            found.add(day(n))
    return found


DAYS = st.lists(st.integers(0, 120).map(day), max_size=25)


def of_one_file(days: Sequence[date], unit: str, site: str = "farsoe") -> tuple[CoverageSpan, ...]:
    return spans("koe", [site], days, Coverage.model_validate({"unit": unit}))


@given(DAYS, UNITS)
def test_a_file_covers_the_days_between_its_row_dates(days: list[date], unit: str) -> None:
    found = of_one_file(days, unit)
    assert covered(joined(found)) == by_the_rule(set(days), LONGEST[unit])
    assert {span.gap_days for span in found} <= {LONGEST[unit]}
    assert list(found) == sorted(found, key=lambda span: span.from_date)


@given(DAYS, UNITS, st.lists(st.integers(0, 4), min_size=25, max_size=25), st.randoms(use_true_random=False))
def test_joined_files_cover_what_one_file_with_all_their_rows_covers(
    days: list[date], unit: str, places: list[int], chance: object
) -> None:
    """However a log is cut: rows may lie in any file, and in several."""
    parts = [[d for d, place in zip(days, places, strict=False) if place in (n, 4)] for n in range(4)]
    cut = [span for part in parts for span in of_one_file(part, unit)]
    chance.shuffle(cut)  # type: ignore[attr-defined]
    assert joined(cut) == joined(of_one_file(days, unit))
    assert covered(joined(cut)) == by_the_rule(set(days), LONGEST[unit])


SPANS = st.builds(
    lambda a, n, gap, site, status: CoverageSpan("koe", site, day(a), day(a + n), status, gap),
    st.integers(0, 60),
    st.integers(0, 9),
    st.sampled_from([1, 7, 31]),
    st.sampled_from(["aars", "farsoe"]),
    st.sampled_from(["complete", "partial"]),
)


@given(st.lists(SPANS, max_size=8), st.randoms(use_true_random=False))
def test_two_spans_are_joined_by_the_smaller_of_their_gaps(
    spans_: list[CoverageSpan], chance: object
) -> None:
    expected: dict[tuple[str, str], set[date]] = {}
    for one in spans_:
        for other in spans_:
            near, far = sorted([one, other], key=lambda s: s.from_date)
            alike = (one.site, one.status) == (other.site, other.status)
            if alike and (far.from_date - near.to_date).days <= min(one.gap_days, other.gap_days):
                hull = ("koe", one.site, near.from_date, max(near.to_date, far.to_date), one.status)
                expected.setdefault((one.site, one.status), set()).update(covered([hull]))
    shuffled = list(spans_)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    found = joined(shuffled)
    assert found == joined(spans_)
    for site, status in {(s.site, s.status) for s in spans_}:
        mine = [told for told in found if (told[1], told[4]) == (site, status)]
        assert covered(mine) == expected[site, status]


def at(number: str, day_: str) -> Sequence[str | None]:
    return row(number, arrived=f"{day_}-2025 10:00", called=None, ended=None)


def test_the_week_is_the_default_and_every_site_is_covered() -> None:
    rows = [at("1", "04-03"), at("2", "11-03"), at("3", "19-03"), at("4", "26-03")]
    rows.append(row("5", site="Hobro", arrived="22-03-2025 10:00"))  # rejected: tells of no day
    found = [(s.site, s.from_date, s.to_date, s.status, s.gap_days) for s in take_rows(rows).coverage]
    periods = [(date(2025, 3, 4), date(2025, 3, 11)), (date(2025, 3, 19), date(2025, 3, 26))]
    assert found == [(site, a, b, "complete", 7) for site in ("farsoe", "aars") for a, b in periods]


def test_a_repeated_row_tells_of_its_day() -> None:
    rows = [at("1", "11-03"), at("1", "04-03")]
    assert [
        (s.from_date, s.to_date) for s in take_rows(rows, profile(coverage={"sites": ["aars"]})).coverage
    ] == [(date(2025, 3, 4), date(2025, 3, 11))]


def test_a_missing_month_between_overlapping_exports_is_not_covered() -> None:
    """Each export repeats the last days of the month before: two overlap days are no October."""
    september = [day(n) for n in range(30)]
    november = [day(n) for n in range(58, 90)]
    found = joined([*of_one_file(september, "week"), *of_one_file(november, "week")])
    assert [(a, b) for _, _, a, b, _ in found] == [(day(0), day(29)), (day(58), day(89))]


@pytest.mark.parametrize(
    ("coverage", "first", "last", "gap"),
    [
        ({"unit": "day"}, date(2025, 3, 4), date(2025, 3, 4), 1),
        ({"unit": "month"}, date(2025, 3, 4), date(2025, 3, 4), 31),
        ({"unit": "stated", "from": "2025-03-03", "to": "2025-04-06"}, date(2025, 3, 3), date(2025, 4, 6), 1),
    ],
)
def test_one_row_covers_its_day_and_a_stated_period_is_what_it_says(
    coverage: dict[str, str], first: date, last: date, gap: int
) -> None:
    given_ = profile(coverage={**coverage, "sites": ["farsoe"], "partial": True})
    (span,) = take_rows([row()], given_).coverage
    assert span == CoverageSpan("koe", "farsoe", first, last, "partial", gap)
