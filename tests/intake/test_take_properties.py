"""Whatever a table holds: every row is accounted for, order does not matter, and nothing leaks."""

import random
from collections import Counter
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.intake.profile import Profile
from evaluation.intake.raw import RawTable
from evaluation.intake.take import Taken, take_table
from tests.intake.making import HEADER, KEY, NOW, Row, initiative, profile, raw_table

# All words are rare enough to be found again if they were kept anywhere.
SECRETS = ("010190-1234", "0101901234", "3112991234", "Xylofon Quistgaard", "xyl@quist.dk", "40 41 42 43")
JUNK = st.one_of(st.none(), st.text(max_size=12), st.sampled_from(SECRETS))
TIMES = st.one_of(
    JUNK,
    st.sampled_from(["04-03-2025 10:00", "04-03-2025 10:30", "31-02-2025 10:00", "30-03-2025 02:30"]),
    st.dates().map(lambda day: day.strftime("%d-%m-%Y 11:00")),
)
SITES = st.one_of(JUNK, st.sampled_from(["Farsø", "AARS", "andet", "Hobro"]))
OUTCOMES = st.one_of(JUNK, st.sampled_from(["Løst", "gået"]))
NUMBERS = st.one_of(JUNK, st.integers(1, 9).map(str))
ROWS = st.lists(st.tuples(NUMBERS, SITES, TIMES, TIMES, TIMES, OUTCOMES), max_size=25)
PROFILES = st.sampled_from(
    [
        profile(),
        profile(identity="replace_day"),
        profile(identity={"columns": ["Nr", "local_date"], "numeric_id": False}),
        profile({"quantity": {"column": "Nr"}, "case_id": {"column": "Udfald"}}, identity="replace_day"),
        profile({"vulnerable": {"column": "Nr"}, "satisfaction": {"column": "Udfald"}}),
    ]
)


def taken_from(table: RawTable, using: Profile) -> Taken:
    return take_table(table, "a.csv", using, initiative(), KEY, now=NOW)


@given(ROWS, PROFILES, st.integers(0, 5))
def test_every_row_is_accounted_for(rows: Sequence[Row], using: Profile, blank: int) -> None:
    taken = taken_from(raw_table(rows, blank=blank), using)
    parts = Counter(taken.rows)
    assert parts.pop("read") == len(rows) + blank == sum(parts.values())
    assert taken.accepted.num_rows == taken.rows["used"]
    assert taken.rejections.num_rows == taken.rows["rejected"] == sum(taken.reasons.values())
    assert len(set(taken.accepted["enquiry_id"].to_pylist())) == taken.rows["used"]


@given(ROWS, PROFILES)
def test_no_secret_is_kept(rows: Sequence[Row], using: Profile) -> None:
    taken = taken_from(raw_table(rows), using)
    for table in (taken.accepted, taken.rejections):
        kept = [str(value) for column in table.columns for value in column.to_pylist()]
        assert not any(secret in value for secret in SECRETS for value in kept)
    assert not any(secret in warning for secret in SECRETS for warning in taken.warnings)


def content(taken: Taken) -> list[tuple[object, ...]]:
    columns = [name for name in taken.accepted.column_names if name != "source_row"]
    rows = zip(*(taken.accepted[name].to_pylist() for name in columns), strict=True)
    return sorted(rows, key=repr)


def unique(rows: Sequence[Row]) -> list[Row]:
    """No two different rows of one number: which of them counts is the later one's right."""
    first: dict[object, Row] = {}
    return [row for row in rows if first.setdefault(str(row[0]).strip(), row) == row]


@given(ROWS, PROFILES, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(
    rows: Sequence[Row], using: Profile, chance: random.Random
) -> None:
    kept = unique(rows)
    shuffled = list(kept)
    chance.shuffle(shuffled)
    first, second = taken_from(raw_table(kept), using), taken_from(raw_table(shuffled), using)
    assert (first.rows, first.reasons, first.coverage) == (second.rows, second.reasons, second.coverage)
    assert content(first) == content(second)


@given(st.lists(st.dictionaries(st.text(min_size=1, max_size=8), JUNK, max_size=4), max_size=5))
@settings(max_examples=30)
def test_columns_that_are_not_taken_are_never_looked_at(extra: Sequence[dict[str, str | None]]) -> None:
    row = ("1", "Farsø", "04-03-2025 10:00", None, None, "Løst")
    names = sorted({f"x{name}" for one in extra for name in one})
    rows = [(*row, *(one.get(name[1:]) for name in names)) for one in extra] or [row]
    taken = taken_from(raw_table(rows, (*HEADER, *names)), profile())
    assert (taken.rows["used"], taken.reasons) == (1, {})
    assert taken.rows["duplicate"] == len(rows) - 1
