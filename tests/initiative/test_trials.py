"""The registry of trials: locked by a chain of hashes, changed as versions, never losing an entry."""

import json
import threading
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.errors import UserError
from evaluation.initiative import config_hash, load_initiative
from evaluation.initiative.create import Additions, extend, reopen
from evaluation.initiative.happened import ActualOpening
from evaluation.initiative.models import Topic
from evaluation.initiative.trial_checks import faults_at_entry, opposes
from evaluation.initiative.trial_files import hash_of, raw_entries, record_of, sealed, trial_file
from evaluation.initiative.trial_models import TrialDecision, TrialRecord
from evaluation.initiative.trials import decide, fits, read_decision, read_typed, register
from tests.initiative.build import rule
from tests.initiative.trials import BEFORE, DEFAULT, LATER, home, trial


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return home(tmp_path)


def decision(**keys: object) -> TrialDecision:
    given = {"action": "extend", "decided_on": date(2025, 9, 20), "by": "Udvalget", "verdict": "too_early"}
    return TrialDecision.model_validate(given | keys)


def one(folder: Path) -> TrialRecord:
    (record,) = load_initiative(folder).trials
    return record


def refused(folder: Path, **changes: object) -> UserError:
    before = sorted(folder.rglob("*"))
    with pytest.raises(UserError) as caught:
        register(folder, trial(**changes), BEFORE, "Anna", Path("proeve.toml"))
    assert sorted(folder.rglob("*")) == before
    return caught.value


# ------------------------------------------------------------------------------------------- entering


def test_a_trial_is_registered_and_read_back(folder: Path) -> None:
    entered = register(folder, trial(), BEFORE, "Anna")
    assert entered.what == "registered"
    assert entered.record == one(folder)
    record = one(folder)
    assert (record.trial, record.registered_at) == (trial(), BEFORE)
    assert (record.sound, record.late, record.decisions) == (True, False, ())
    assert [path.name for path in (folder / "trials").iterdir()] == ["flyt.json"]


def test_the_hash_can_be_worked_out_by_hand(folder: Path) -> None:
    """SHA-256 of the entry as JSON: keys sorted, no blanks, UTF-8, without its own hash."""
    from hashlib import sha256

    register(folder, trial(), BEFORE, "Anna")
    (entry,) = json.loads(trial_file(folder, "flyt").read_text(encoding="utf-8"))["entries"]
    printed = entry.pop("hash")
    plain = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert sha256(plain.encode()).hexdigest() == printed == one(folder).hash


def test_the_same_again_changes_nothing(folder: Path) -> None:
    register(folder, trial(), BEFORE, "Anna")
    before = trial_file(folder, "flyt").read_bytes()
    entered = register(
        folder, trial(attainable={"detectable": 1.5, "no_difference": True, "openings": 9}), LATER, "B"
    )
    assert (entered.what, entered.changed) == ("unchanged", ())
    assert trial_file(folder, "flyt").read_bytes() == before


def test_a_change_is_a_new_version_and_the_old_one_stays(folder: Path) -> None:
    first = register(folder, trial(), BEFORE, "Anna").record
    entered = register(folder, trial(smallest_change=0.5, name="Nyt navn"), BEFORE + timedelta(1), "Bo")
    assert (entered.what, entered.changed) == ("changed", ("name", "smallest_change"))
    record = one(folder)
    assert [entry.by for entry in record.entries] == ["Anna", "Bo"]
    assert record.versions[0].content == trial()
    assert record.trial.smallest_change == 0.5
    assert record.entries[1].previous == first.hash != record.hash
    assert (record.registered_at, record.late, record.sound) == (BEFORE, False, True)


@pytest.mark.parametrize(
    ("moment", "late"),
    [
        (datetime(2025, 8, 31, 21, 59), False),  # 23.59 in Denmark, the day before
        (datetime(2025, 8, 31, 22, 0), True),  # midnight
        (datetime(2025, 10, 1), True),
    ],
)
def test_registered_when_it_has_begun_is_late(folder: Path, moment: datetime, late: bool) -> None:
    assert register(folder, trial(), moment, "Anna").record.late is late


def test_a_change_after_the_first_day_is_late_though_it_moves_the_first_day(folder: Path) -> None:
    register(folder, trial(to_site="by"), BEFORE, "Anna")
    later = trial(to_site="by", starts_on=date(2025, 10, 6))
    assert register(folder, later, LATER, "Anna").record.late
    assert one(folder).late


def test_two_who_enter_at_once_lose_nothing(folder: Path) -> None:
    register(folder, trial(), BEFORE, "Anna")
    threads = [
        threading.Thread(target=register, args=(folder, trial(name=f"Navn {n}"), BEFORE, f"P{n}"))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    record = one(folder)
    assert {entry.by for entry in record.entries} == {"Anna", *(f"P{n}" for n in range(8))}
    assert record.sound


def test_a_folder_that_cannot_be_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    register(folder, trial(), BEFORE, "Anna")
    before = trial_file(folder, "flyt").read_bytes()
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(UserError, match="kunne ikke gemmes"):
        register(folder, trial(name="Nyt"), BEFORE, "Anna")
    assert trial_file(folder, "flyt").read_bytes() == before
    assert one(folder).sound


# -------------------------------------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("changes", "path", "allowed"),
    [
        ({"to_site": "herning"}, "to_site:", '"gedsted"'),
        ({"from_site": "herning"}, "from_site:", '"gedsted"'),
        ({"to_site": "farso"}, "to_site:", "to forskellige steder"),
        ({"measure": "wait_median"}, "measure:", '"target_group_per_open_hour" og "enquiries_per_open_hour"'),
        ({"last_date": date(2025, 9, 1), "looks": (date(2025, 9, 1),)}, "last_date:", "2. september 2025"),
        ({"looks": (date(2025, 9, 1),)}, "looks[0]:", "fra 2. september 2025 til 27. februar 2026"),
        ({"looks": (date(2025, 10, 1), date(2026, 2, 28))}, "looks[1]:", "27. februar 2026"),
        ({"looks": (date(2025, 11, 4), date(2025, 10, 1))}, "looks[1]:", "5. november 2025 eller senere"),
        ({"looks": (date(2025, 11, 4), date(2025, 11, 4))}, "looks[1]:", "5. november 2025 eller senere"),
        ({"starts_on": date(2025, 1, 1)}, "starts_on:", "fra 3. marts 2025 til 1. marts 2026"),
        ({"last_date": date(9026, 2, 27)}, "last_date:", "eller tidligere"),
    ],
)
def test_what_cannot_be_a_trial(folder: Path, changes: dict[str, object], path: str, allowed: str) -> None:
    problem = refused(folder, **changes)
    assert problem.what.startswith(f"proeve.toml, {path}")
    assert allowed in problem.fix
    assert problem.got


@pytest.mark.parametrize("design", ["move", "concurrent"])
@pytest.mark.parametrize(
    ("opens", "listed", "first"),
    [
        (date(2025, 9, 9), [], None),
        (date(2025, 9, 2), [], "2. september 2025"),
        (date(2025, 9, 2), [{"action": "cancel", "site": "gedsted", "date": date(2025, 9, 2)}], None),
        (
            date(2025, 9, 9),
            [
                {
                    "action": "add",
                    "site": "gedsted",
                    "date": date(2025, 5, 2),
                    "opens": time(9),
                    "closes": time(12),
                }
            ],
            "2. maj 2025",
        ),
    ],
)
def test_the_new_place_is_new(
    tmp_path: Path, design: str, opens: date, listed: list[dict[str, Any]], first: str | None
) -> None:
    """Else what it held before the trial would be judged, and sums that were released would change."""
    schedule = [rule("mon"), rule("tue", "gedsted", starts_on=opens)]
    folder = home(tmp_path, schedule=schedule, changes=listed)
    wanted = {"design": design, "starts_on": date(2025, 9, 3)}
    if first is None:
        assert register(folder, trial(**wanted), BEFORE, "Anna").what == "registered"
        return
    problem = refused(folder, **wanted)
    assert problem.what.startswith("proeve.toml, to_site:")
    assert (first in problem.what, problem.got) == (True, 'Fandt: "gedsted".')
    assert "initiative.toml" in problem.fix
    assert "flytter tilbage" in problem.fix


def test_neither_has_it_been_open_by_what_was_imported(folder: Path) -> None:
    """The openings as they were are known with the data: they are laid over the initiative."""
    row = {"site": "gedsted", "date": date(2025, 4, 1), "opens": time(10), "closes": time(12)}
    plain = load_initiative(folder)
    held, cancelled = (
        plain.model_copy(update={"actual": (ActualOpening.model_validate(row | {"status": status}),)})
        for status in ("held", "cancelled")
    )
    fits(trial(), cancelled, Path("proeve.toml"))
    with pytest.raises(UserError, match=r"1\. april 2025"):
        fits(trial(), held, Path("proeve.toml"))


@pytest.mark.parametrize(
    ("looks", "path", "allowed"),
    [
        ((date(2025, 9, 28), date(2026, 2, 27)), "looks[0]:", "29. september 2025"),
        ((date(2025, 9, 29), date(2025, 10, 26)), "looks[1]:", "27. oktober 2025"),
    ],
)
def test_looks_are_four_weeks_apart(folder: Path, looks: tuple[date, ...], path: str, allowed: str) -> None:
    problem = refused(folder, looks=looks)
    assert path in problem.what
    assert "28 dage" in problem.what
    assert allowed in problem.fix
    kept = trial(looks=(date(2025, 9, 29), date(2025, 10, 27)))
    assert register(folder, kept, BEFORE, "Anna").what == "registered"


@pytest.mark.parametrize(
    ("old", "new", "path", "allowed"),
    [
        ("smallest_change = 0.25", "smallest_change = 0", "smallest_change:", "over 0"),
        ("smallest_change = 0.25", "smallest_change = -0.1", "smallest_change:", "over 0"),
        ("smallest_change = 0.25", "smallest_change = 25", "smallest_change:", "højst 0"),
        ("smallest_change = 0.25", "smallest_change = true", "smallest_change:", "uden anførselstegn"),
        ("smallest_change = 0.25", "smallest_change = nan", "smallest_change:", "almindeligt tal"),
        ("smallest_change = 0.25", 'smallest_change = "25 %"', "smallest_change:", "punktum"),
        ("smallest_change = 0.25", "", "smallest_change:", "Tilføj den"),
        ('id = "flyt"', 'id = "../flyt"', "id:", "små bogstaver"),
        ('id = "flyt"', 'id = "Flyt"', "id:", "små bogstaver"),
        ('id = "flyt"', 'id = "nul"', "id:", "Vælg et andet navn"),
        ('id = "flyt"', f'id = "{"a" * 61}"', "id:", "højst 60"),
        ("looks = [", "looks = []\nold = [", "looks:", "mindst 1"),
        ("looks = [", "looks = [45000, ", "looks[0]:", "2025-03-03"),
        ("2025-11-04", '"4/11-2025"', "looks[0]:", "2025-03-03"),
        ("2025-11-04", "2025-11-04, " * 20 + "2025-11-04", "looks:", "højst 20"),
        ("decided_by", "minimum_openings = 5\ndecided_by", "minimum_openings:", "mindst 6"),
        ("decided_by", "minimum_openings = 6.5\ndecided_by", "minimum_openings:", "decimaler"),
        ("decided_by", 'if_better = "stay"\ndecided_by', "if_better:", '"weigh"'),
        ("decided_by", 'design = "swap"\ndecided_by', "design:", '"concurrent"'),
        ("decided_by", "decider", "decided_by:", "Tilføj den"),
        ("decided_by", "attainable = 1\ndecided_by", "attainable:", "Tilladt her: id, name"),
        ('question = "Skal vi blive?"', 'question = ""', "question:", "mindst 1 tegn"),
    ],
)
def test_what_is_typed_wrong(tmp_path: Path, old: str, new: str, path: str, allowed: str) -> None:
    lines = [f"{key} = {_toml(value)}" for key, value in DEFAULT.items()]
    good = "\n".join(lines) + "\n"
    assert old in good
    file = tmp_path / "proeve.toml"
    file.write_text(good, encoding="utf-8")
    assert read_typed(file) == trial()
    file.write_text(good.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(UserError) as caught:
        read_typed(file)
    assert f"proeve.toml, {path}" in caught.value.what
    assert allowed in caught.value.fix


def _toml(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(day.isoformat() for day in value)}]"
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize(
    ("keys", "measure", "why"),
    [
        ({"groups": []}, "target_group_per_open_hour", "ingen målgrupper"),
        ({"schedule": []}, "enquiries_per_open_hour", "ingen åbninger"),
    ],
)
def test_a_measure_that_the_log_cannot_give(
    tmp_path: Path, keys: dict[str, Any], measure: str, why: str
) -> None:
    problem = refused(home(tmp_path, **keys), measure=measure)
    assert "measure:" in problem.what
    assert why in problem.what


def test_a_place_is_in_one_trial_at_a_time(folder: Path) -> None:
    register(folder, trial(), BEFORE, "Anna")
    later = {"starts_on": date(2026, 1, 20), "looks": (date(2026, 2, 27),)}
    problem = refused(folder, id="igen", from_site="gedsted", to_site="aars", **later)
    assert "from_site:" in problem.what
    assert "»Fra Farsø til Gedsted«" in problem.what
    other = {"id": "anden", "from_site": "aars", "to_site": "by"}
    assert register(folder, trial(**other), BEFORE, "Anna").what == "registered"


@pytest.mark.parametrize(("action", "free"), [("stop", True), ("extend", False)])
def test_a_trial_that_is_ended_makes_room(folder: Path, action: str, free: bool) -> None:
    register(folder, trial(), BEFORE, "Anna")
    ended = decision(action=action, decided_on=date(2025, 11, 5), reason="Lokalet er væk")
    decide(folder, "flyt", ended, datetime(2025, 11, 6))
    later = {"id": "igen", "to_site": "by", "starts_on": date(2025, 11, 6), "looks": (date(2026, 2, 27),)}
    if free:
        assert register(folder, trial(**later), datetime(2025, 11, 5), "Anna").what == "registered"
    else:
        assert "»Fra Farsø til Gedsted«" in refused(folder, **later).what


# -------------------------------------------------------------------------------------------- deciding


def test_a_decision_stays_with_the_verdict_of_its_day(folder: Path) -> None:
    registered = register(folder, trial(), BEFORE, "Anna").record
    figures = {"verdict": "better", "effect": 1.4, "low": 1.1, "high": 1.8, "data_version": "0123abcd"}
    kept = decision(action="keep", **figures)
    assert decide(folder, "flyt", kept, LATER).what == "decided"
    assert decide(folder, "flyt", kept.model_copy(update={"effect": 1.5}), LATER).what == "unchanged"
    record = one(folder)
    assert record.decisions == (kept,)
    assert (record.hash, record.late, record.sound) == (registered.hash, False, True)
    assert record.ended_on == date(2025, 9, 20)


#: By the defaults better leads to keep, worse to go back, no difference is weighed; else one goes on.
LEADS = {"better": {"keep"}, "worse": {"go_back"}, "no_difference": {"keep", "go_back", "stop", "extend"}}


@pytest.mark.parametrize("verdict", ["better", "worse", "no_difference", "too_early", None])
@pytest.mark.parametrize("action", ["keep", "go_back", "stop", "extend"])
def test_against_the_verdict_needs_a_reason(folder: Path, verdict: str | None, action: str) -> None:
    register(folder, trial(), BEFORE, "Anna")
    against = action not in LEADS.get(verdict or "", {"extend"})
    bare = decision(action=action, verdict=verdict)
    assert opposes(trial(), bare) is against
    if against:
        with pytest.raises(UserError, match="--reason"):
            decide(folder, "flyt", bare.model_copy(update={"reason": "  "}), LATER)
        assert one(folder).decisions == ()
    decide(folder, "flyt", decision(action=action, verdict=verdict, reason="Lokalet er for lille"), LATER)
    assert one(folder).decisions[0].reason == "Lokalet er for lille"


@pytest.mark.parametrize(
    ("day", "now", "said"),
    [
        (date(2025, 10, 2), LATER, "fra 1. september 2025 til 1. oktober 2025"),
        (date(2025, 10, 1), datetime(2025, 9, 30, 21, 59), "til 30. september 2025"),  # 23.59 in Denmark
        (date(2025, 8, 31), LATER, "begynder først 1. september 2025"),  # though it was registered by then
        (date(2025, 9, 1), BEFORE, "begynder først 1. september 2025"),
    ],
)
def test_a_decision_has_a_day_that_can_be(folder: Path, day: date, now: datetime, said: str) -> None:
    register(folder, trial(), BEFORE, "Anna")
    with pytest.raises(UserError) as caught:
        decide(folder, "flyt", decision(decided_on=day), now)
    assert said in str(caught.value)
    assert one(folder).decisions == ()


def test_a_decision_may_be_of_the_first_day_and_of_today(folder: Path) -> None:
    register(folder, trial(), BEFORE, "Anna")
    for day, now in ((date(2025, 9, 1), LATER), (date(2025, 10, 2), datetime(2025, 10, 1, 22))):
        assert decide(folder, "flyt", decision(decided_on=day), now).what == "decided"


@pytest.mark.parametrize("action", ["keep", "go_back", "stop"])
def test_a_trial_that_is_ended_takes_no_more(folder: Path, action: str) -> None:
    """Else one could look at what the decision let out, and go on."""
    register(folder, trial(), BEFORE, "Anna")
    ended = decision(action=action, reason="Lokalet er væk")
    decide(folder, "flyt", ended, LATER)
    before = trial_file(folder, "flyt").read_bytes()
    later = trial(last_date=date(2026, 3, 1), looks=(date(2025, 11, 4), date(2026, 3, 1)))
    for attempt in (
        lambda: decide(folder, "flyt", decision(action="extend"), LATER),
        lambda: decide(folder, "flyt", decision(action="keep", reason="Alligevel"), LATER),
        lambda: register(folder, later, LATER, "Anna"),
    ):
        with pytest.raises(UserError, match="med et andet id") as caught:
            attempt()
        assert caught.value.key == "registry.ended"
    assert register(folder, trial(), LATER, "Anna").what == "unchanged"
    assert decide(folder, "flyt", ended, LATER).what == "unchanged"
    assert trial_file(folder, "flyt").read_bytes() == before


def test_a_trial_that_is_extended_takes_a_new_version_and_a_decision(folder: Path) -> None:
    register(folder, trial(), BEFORE, "Anna")
    decide(folder, "flyt", decision(), LATER)
    later = trial(last_date=date(2026, 3, 1), looks=(date(2025, 11, 4), date(2026, 3, 1)))
    assert register(folder, later, LATER, "Anna").changed == ("last_date", "looks")
    assert decide(folder, "flyt", decision(action="stop", reason="Lokalet er væk"), LATER).what == "decided"


def test_a_trial_that_nobody_knows(folder: Path) -> None:
    register(folder, trial(), BEFORE, "Anna")
    with pytest.raises(UserError, match='Vælg blandt: "flyt"'):
        decide(folder, "../flyt", decision(), LATER)


def test_a_decision_by_nobody(folder: Path) -> None:
    with pytest.raises(UserError, match="mindst 1 tegn"):
        read_decision(folder, "flyt", {"action": "keep", "decided_on": date(2025, 9, 20), "by": ""})


def test_a_registration_by_nobody(folder: Path) -> None:
    with pytest.raises(UserError, match="by: Teksten er tom"):
        register(folder, trial(), BEFORE, "")
    assert load_initiative(folder).trials == ()


# ------------------------------------------------------------------------------------- edited by hand


def chained() -> list[dict[str, Any]]:
    """Three entries: registered, changed, decided."""
    plain, changed = trial().model_dump(mode="json"), trial(name="Nyt navn").model_dump(mode="json")
    ended = decision(action="stop", reason="Lokalet er væk").model_dump(mode="json")
    entries: list[dict[str, Any]] = []
    for kind, content in (("registered", plain), ("changed", changed), ("decided", ended)):
        entries = sealed(
            entries, {"kind": kind, "at": "2025-08-18T09:00:00Z", "by": "Anna", "content": content}
        )
    return entries


CHAIN = chained()


def leaves(node: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where every single value stands."""
    if isinstance(node, dict | list):
        for key, below in node.items() if isinstance(node, dict) else enumerate(node):
            yield from leaves(below, (*path, key))
    else:
        yield path


LEAVES = list(leaves(CHAIN))
VALUES = st.one_of(
    st.text(max_size=5), st.integers(-3, 9), st.floats(0.01, 3), st.none(), st.dates().map(str)
)


@given(st.sampled_from(LEAVES), VALUES)
def test_any_single_edit_of_an_entry_is_found(path: tuple[str | int, ...], value: object) -> None:
    entries = deepcopy(CHAIN)
    *way, last = path
    node: Any = entries
    for step in way:
        node = node[step]
    if (type(node[last]), node[last]) == (type(value), value):
        return
    node[last] = value
    plain = home_initiative()
    try:
        record = record_of(entries, Path("flyt.json"), plain)
    except UserError as problem:
        assert "flyt.json" in problem.what
    else:
        assert not record.sound
        assert record.broken == int(path[0]) + 1 or (path[-1] == "hash" and record.broken)


def home_initiative() -> Any:
    from tests.initiative.build import initiative

    return initiative(sites=("farso", "gedsted"))


@pytest.mark.parametrize(
    "edit",
    [
        lambda e: e.pop(1),  # an entry taken out
        lambda e: e.insert(1, deepcopy(e[1])),
        lambda e: e.__setitem__(slice(1, 3), [e[2], e[1]]),
        lambda e: e[1].update(content={**e[1]["content"], "name": "Andet"}),
        lambda e: e[1].update(
            hash=hash_of({**e[1], "by": "Bo"}), by="Bo"
        ),  # its own hash mended: the next tells
    ],
)
def test_entries_moved_taken_out_or_mended_are_found(edit: Any) -> None:
    entries = deepcopy(CHAIN)
    edit(entries)
    assert not record_of(entries, Path("flyt.json"), home_initiative()).sound


@pytest.mark.parametrize(
    ("times", "broken"),
    [
        (("2025-08-18T09:00:00Z", "2025-08-18T09:00:00Z", "2025-08-18T11:00:00+02:00"), None),
        (("2025-08-18T09:00:00Z", "2025-08-18T08:59:59Z", "2025-08-19T09:00:00Z"), 2),
        (("2025-08-18T09:00:00Z", "2025-08-20T09:00:00Z", "2025-08-19T09:00:00Z"), 3),
    ],
)
def test_an_entry_of_before_its_predecessor_is_found(times: tuple[str, ...], broken: int | None) -> None:
    """Whoever makes all fingerprints anew must at least let the times fit."""
    entries: list[dict[str, Any]] = []
    for entry, at in zip(CHAIN, times, strict=True):
        entries = sealed(entries, {"kind": entry["kind"], "at": at, "by": "A", "content": entry["content"]})
    assert record_of(entries, Path("flyt.json"), home_initiative()).broken == broken


def test_a_clock_that_is_behind_makes_no_entry(folder: Path) -> None:
    """It would stand as one edited by hand for good."""
    register(folder, trial(), LATER, "Anna")
    before = trial_file(folder, "flyt").read_bytes()
    with pytest.raises(UserError, match=r"1\. oktober 2025") as caught:
        register(folder, trial(name="Nyt navn"), BEFORE, "Anna")
    assert caught.value.key == "registry.clock_behind"
    assert trial_file(folder, "flyt").read_bytes() == before


def test_a_file_edited_by_hand_is_read_and_told(folder: Path) -> None:
    register(folder, trial(), BEFORE, "Anna")
    before = config_hash(load_initiative(folder))
    file = trial_file(folder, "flyt")
    file.write_text(file.read_text(encoding="utf-8").replace("0.25", "0.1"), encoding="utf-8")
    record = one(folder)
    assert (record.sound, record.broken, record.trial.smallest_change) == (False, 1, 0.1)
    assert config_hash(load_initiative(folder)) != before
    register(folder, trial(), BEFORE, "Bo")  # going on does not mend it
    assert (one(folder).broken, one(folder).trial.smallest_change) == (1, 0.25)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        "nej",
        '{"entries": []}',
        '{"entries": [1]}',
        '{"entries": [{"kind": "decided"}]}',
        '{"entries": 3}',
        "[" * 100_000,
    ],
)
def test_a_file_that_is_no_record(folder: Path, content: str) -> None:
    register(folder, trial(), BEFORE, "Anna")
    trial_file(folder, "flyt").write_text(content, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        load_initiative(folder)
    assert "flyt.json" in caught.value.what


def test_a_key_that_stands_twice_is_no_record(folder: Path) -> None:
    register(folder, trial(), BEFORE, "Anna")
    file = trial_file(folder, "flyt")
    doubled = file.read_text(encoding="utf-8").replace('"by":', '"by": "Bo", "by":')
    file.write_text(doubled, encoding="utf-8")
    with pytest.raises(UserError, match="kan ikke læses som en prøvehandling"):
        load_initiative(folder)


def test_a_file_under_another_name(folder: Path) -> None:
    register(folder, trial(), BEFORE, "Anna")
    trial_file(folder, "flyt").rename(trial_file(folder, "andet"))
    with pytest.raises(UserError, match="hedder noget andet"):
        load_initiative(folder)


def test_a_place_that_the_initiative_no_longer_has(folder: Path) -> None:
    register(folder, trial(), BEFORE, "Anna")
    file = folder / "initiative.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("gedsted", "skive"), encoding="utf-8")
    with pytest.raises(UserError, match='Tilladt: "farso"') as caught:
        load_initiative(folder)
    assert "flyt.json, to_site" in caught.value.what


# ------------------------------------------------------------------------------- beside initiative.toml


def test_trials_in_the_toml_are_refused_with_the_way_out(folder: Path) -> None:
    file = folder / "initiative.toml"
    file.write_text(file.read_text(encoding="utf-8") + '\n[[trials]]\nid = "flyt"\n', encoding="utf-8")
    with pytest.raises(UserError, match="trial register"):
        load_initiative(folder)


def test_an_initiative_that_is_added_to_keeps_its_trials(folder: Path) -> None:
    record = register(folder, trial(), BEFORE, "Anna").record
    whole = extend(folder, Additions(topics=(Topic(id="pas", name="Pas"),)))
    assert whole == load_initiative(folder)
    assert whole.trials == (record,)
    assert reopen(folder, [rule("thu")], None).trials == (record,)
    assert "flyt" not in (folder / "initiative.toml").read_text(encoding="utf-8")


def test_a_trial_changes_the_data_version(folder: Path) -> None:
    seen = [config_hash(load_initiative(folder))]
    for name in ("Et", "To"):
        register(folder, trial(name=name), BEFORE, "Anna")
        seen.append(config_hash(load_initiative(folder)))
    decide(folder, "flyt", decision(), LATER)
    seen.append(config_hash(load_initiative(folder)))
    assert len(set(seen)) == 4


def test_the_shipped_trials_are_sound_and_were_registered_in_time() -> None:
    root = Path(__file__).resolve().parents[2] / "data/initiatives/vesthimmerland"
    shipped = load_initiative(root)
    records = shipped.trials
    assert [record.trial.id for record in records] == ["gedsted", "loegstoer_bibliotek"]
    for record in records:
        assert (record.sound, record.late) == (True, False)
        assert "opdigtet" in record.entries[0].by
        assert not list(faults_at_entry(record.trial, shipped))
        assert len(raw_entries(trial_file(root, record.trial.id))) == 1
