"""What an import says of tickets whose beginning it does not have."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.intake.beginnings import left_out
from evaluation.intake.fold import fold
from evaluation.intake.importing import import_files
from evaluation.store import Store
from evaluation.texts import text
from tests.intake.event_logs import event, event_profile, take_events
from tests.intake.making import NOW, Row, initiative
from tests.intake.test_event_take import DAY_1, DAY_2, written

UNBEGUN = [event("called", "10:10", "7"), event("finished", "10:15", "8")]


def said(*files: list[Row]) -> list[tuple[str, ...]]:
    return left_out([take_events(rows).accepted for rows in files])


def lacking(count: int) -> str:
    return text("intake.warnings.without_ticket", count=count)


def test_a_file_says_what_it_lacks() -> None:
    ((without, before),) = said([event("called", "09:00", "9"), event("called", "09:59"), *DAY_1])
    assert without == lacking(1)
    assert before == text("intake.warnings.before_ticket", count=1)
    assert said(DAY_1) == [()]


def test_a_beginning_may_stand_in_another_file_of_the_same_import() -> None:
    assert said(DAY_1, [*DAY_1[:2], *DAY_2]) == [(), ()]
    assert said([*DAY_2, UNBEGUN[0]], DAY_1) == [(lacking(1),), ()]


def test_where_most_begin_nowhere_the_identity_is_doubted() -> None:
    ((doubt, without),) = said([DAY_1[0], *UNBEGUN])
    assert doubt == text("intake.warnings.wrong_identity", count=2, tickets=3)
    assert "billets hændelser har fælles" in doubt and without == lacking(2)
    assert said([*DAY_1, *UNBEGUN]) == [(lacking(2),)]  # half of them may have begun the day before


@pytest.mark.parametrize("dry_run", [True, False])
def test_an_import_of_two_months_in_one_command(tmp_path: Path, dry_run: bool) -> None:
    first, second = written(tmp_path, "1.csv", DAY_1), written(tmp_path, "2.csv", DAY_2)
    store, over = Store(tmp_path / "store"), initiative()
    alone = import_files([second], store, over, [event_profile()], now=NOW, dry_run=True)
    assert alone.files[0].warnings[-1] == lacking(2)
    both = import_files([first, second], store, over, [event_profile()], now=NOW, dry_run=dry_run)
    assert [one.warnings for one in both.files] == [(), ()]
    assert both.enquiries["new"] == 2


events = st.lists(
    st.builds(
        event,
        st.sampled_from(["issued", "called", "served", "finished"]),
        st.sampled_from(["10:00", "10:05", "10:10"]),
        st.sampled_from("123"),
    ),
    min_size=1,
    max_size=12,
)


@given(events)
def test_one_file_says_what_its_fold_leaves_out(rows: list[Row]) -> None:
    taken = take_events(rows).accepted
    lacking = [text(f"intake.warnings.{one.kind}", count=one.count) for one in fold(taken).remarks]
    (told,) = left_out([taken])
    assert sorted(one for one in told if "De fleste numre" not in one) == sorted(lacking)
