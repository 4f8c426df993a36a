"""What `profile` proposes for an event log nobody has described, and that it then reads the log."""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from evaluation.intake.fold import fold
from evaluation.intake.profile import Profile
from evaluation.intake.propose import Proposal, propose, propose_table
from evaluation.intake.shapes import shape
from evaluation.intake.take import take_table
from evaluation.intake.trial import open_file
from tests.intake.event_logs import HEADER, event
from tests.intake.making import KEY, NOW, Row, initiative, raw_table

ENDS = {"Afsluttet": 20, "Kaldt op": 5, "Betjening begyndt": 6}


def queue(days: Sequence[str] = ("14", "15"), sites: Sequence[str] = ("Farsø",), first: int = 1) -> list[Row]:
    """A day's tickets from number 1 at each site, one served every five minutes."""
    words = {"Billet trukket": 0} | ENDS
    return [
        event(
            word,
            f"{10 + (n * 5 + wait) // 60}:{(n * 5 + wait) % 60:02}",
            str(first + n),
            day=f"{day}-03-2025",
            site=site,
        )
        for day in days
        for site in sites
        for n in range(20)
        for word, wait in words.items()
    ]


def proposed(rows: Sequence[Row], header: Sequence[str] = HEADER, **other: Any) -> Proposal:
    return propose_table(raw_table(rows, header), "log.csv", initiative(**other))


def ready(found: Proposal) -> Profile:
    assert found.profile is not None and found.profile.events is not None
    return found.profile


def test_a_queue_s_event_log_is_proposed_and_the_proposal_reads_it() -> None:
    rows = queue()
    proposal = proposed(rows)
    found = ready(proposal)
    assert (found.record, found.identity.columns) == ("contact", ("Billetnr", "local_date"))
    assert "finished" not in tomllib.loads(proposal.toml)["events"]  # an end does not say: settled
    (said,) = [one for one in proposal.warnings if "finished" in one]
    assert "betjent" in said and f"# {said}" in proposal.toml
    assert found.events is not None
    assert set(found.events.values.values()) == {"issued", "called", "served", "finished"}
    assert not {"called_at", "served_at", "ended_at"} & set(found.columns)
    taken = take_table(raw_table(rows, HEADER), "log.csv", found, initiative(), KEY, now=NOW)
    assert taken.rows["used"] == len(rows)
    tickets = fold(taken.accepted).rows.to_pylist()
    assert len(tickets) == 40
    assert {(one["wait_min"], one["service_min"], one["outcome"]) for one in tickets} == {(5, 14, "served")}


@pytest.mark.parametrize(
    ("sites", "first", "identity"),
    [
        (["Farsø", "Aars"], 1, ("Billetnr", "site", "local_date")),  # each site has its own numbers
        (["Farsø"], 1, ("Billetnr", "local_date")),
        (["Farsø"], 70_001, ("Billetnr", "local_date")),  # long, and yet they start again
    ],
)
def test_what_stands_beside_a_number_that_starts_again(
    sites: list[str], first: int, identity: tuple[str, ...]
) -> None:
    assert ready(proposed(queue(sites=sites, first=first))).identity.columns == identity


def on_days_of_their_own() -> list[Row]:
    """Numbers that start again at each place; the places are never open on the same day."""
    return [
        row
        for day, site in (("14", "Farsø"), ("15", "Aars"), ("17", "Farsø"))
        for row in queue([day], [site])
    ]


def test_places_that_were_never_open_on_the_same_day_may_be_so_next_month() -> None:
    rows = on_days_of_their_own()
    found = ready(proposed(rows))
    assert found.identity.columns == ("Billetnr", "site", "local_date")
    later = [*rows, *queue(["18"], ["Farsø", "Aars"])]
    taken = take_table(raw_table(later, HEADER), "log.csv", found, initiative(), KEY, now=NOW)
    assert fold(taken.accepted).rows.num_rows == 5 * 20


def test_a_ticket_that_moves_between_places_is_not_torn_apart() -> None:
    rows = [
        (number, "Aars" if (number, word) == ("7", "Afsluttet") else site, at, word, *more)
        for number, site, at, word, *more in on_days_of_their_own()
    ]
    assert ready(proposed(rows)).identity.columns == ("Billetnr", "local_date")


def test_a_letter_before_a_short_number_makes_it_no_longer() -> None:
    rows = [(f"A{int(str(number)):03}", *more) for number, *more in queue(days=["14"])]
    assert ready(proposed(rows)).identity.columns == ("Billetnr", "local_date")


def test_running_numbers_stand_alone_unless_they_are_so_short_that_they_may_start_again() -> None:
    assert ready(proposed(queue(days=["14"], first=70_001))).identity.columns == ("Billetnr",)
    assert ready(proposed(queue(days=["14"]))).identity.columns == ("Billetnr", "local_date")


def test_words_that_nobody_knows_are_left_to_a_person_and_their_rows_refused() -> None:
    rows = [*queue(), *(event("Skærm tændt", "09:00", str(n)) for n in range(1, 6))]
    found = proposed(rows)
    (asked,) = [one for one in found.unmapped if one.why == "event_values"]
    assert asked.needed and asked.candidates == ("Skærm tændt",) and "ignore" in asked.sentence
    taken = take_table(raw_table(rows, HEADER), "log.csv", ready(found), initiative(), KEY, now=NOW)
    assert taken.reasons == {"unmapped_value": 5}


def test_a_column_that_is_called_something_else_is_known_by_its_words() -> None:
    header = (*HEADER[:3], "Status", *HEADER[4:])
    found = ready(proposed(queue(), header))
    assert found.events is not None and found.events.column == "Status"
    assert "outcome" not in found.columns


def test_a_number_may_have_any_name_and_be_blank_where_it_is_nobody_s_turn() -> None:
    """Else each event would be proposed as an enquiry of its own, named by the event's own number."""
    header = ("Bonnummer", "Lokation", "Tidspunkt", "Handling", *HEADER[4:], "Hændelses-id")
    pauses = [event("Frokostpause", "12:30", "", day=f"{day}-03-2025") for day in (14, 15)]
    rows = [(*row, str(880_000 + place)) for place, row in enumerate([*queue(), *pauses])]
    found = proposed(rows, header)
    assert found.profile is not None and found.profile.events is not None
    assert found.profile.identity.columns == ("Bonnummer", "local_date")


def test_rows_of_enquiries_with_such_words_as_their_state_are_no_event_log() -> None:
    """Numbers that start again each day, one row each: whatever its status is called."""
    states = ("Billet trukket", "Kaldt op", "Afsluttet")
    header = (*HEADER[:3], "Status", *HEADER[4:])
    rows = [
        event(states[(n + day) % 3], f"10:{n:02}", str(n), day=f"{day}-03-2025")
        for day in range(13, 19)
        for n in range(1, 15)
    ]
    found = proposed(rows, header)
    assert found.profile is not None and found.profile.events is None


def test_the_night_s_closing_is_seen() -> None:
    late = [event("Billet trukket", "15:00", str(n), day="14-03-2025") for n in range(90, 95)]
    late += [event("Afsluttet", "23:59", str(n), day="14-03-2025") for n in range(90, 95)]
    assert ready(proposed([*queue(), *late])).closing_time == "23:59"
    assert ready(proposed(queue())).closing_time is None


def test_the_time_of_a_step_is_the_one_that_changes_within_the_case() -> None:
    rows = [
        (f"S-{case}", step, "01-03-2025 08:00", f"{case % 20 + 1:02}-03-2025 1{n}:00", "Aars")
        for case in range(40)
        for n, step in enumerate(("Modtaget", "Vurderet", "Afgjort")[: 2 + case % 2])
    ]
    header = ("Sagsnr", "Aktivitet", "Startdato", "Registreret", "Sted")
    found = proposed(rows, header).profile
    assert found is not None
    assert (found.record, found.columns["arrived_at"].column) == ("step", ("Registreret",))


@pytest.mark.parametrize("rows", [queue(days=["04", "05"]), queue(days=["04"])])
def test_a_date_that_may_be_day_or_month_is_still_asked_for(rows: list[Row]) -> None:
    found = proposed(rows)
    assert found.profile is None
    assert [one.target for one in found.unmapped if one.why == "ambiguous_dates"] == ["arrived_at"]
    assert "[events.values]" in found.toml


def test_a_possible_cpr_number_never_binds_rows_together() -> None:
    rows = [
        (f"{case % 28 + 1:02}0190-{1000 + case}", step, f"{case % 20 + 1:02}-03-2025 1{n}:00", "Aars")
        for case in range(40)
        for n, step in enumerate(("Modtaget", "Vurderet"))
    ]
    found = proposed(rows, ("Sagsnr", "Aktivitet", "Tidspunkt", "Sted"))
    assert found.profile is None
    assert "0190" not in found.toml


def test_a_person_named_in_an_event_is_not_proposed() -> None:
    rows = queue()
    rows += [(*one[:3], "Kaldt af Ida Holm", *one[4:]) for one in rows if one[3] == "Kaldt op"]
    rows += [(*one[:3], "Flyttet til kø B", *one[4:]) for one in rows if one[3] == "Kaldt op"]
    told = proposed(rows).toml
    assert "Ida" not in told
    assert shape("Kaldt af Ida Holm") in told
    assert "Flyttet til kø B" in told


def test_blanks_around_a_word_make_no_other_word() -> None:
    rows = [(*one[:3], f"{one[3]}{' ' * (place % 3)}", *one[4:]) for place, one in enumerate(queue())]
    assert ready(proposed(rows)) == ready(proposed(queue()))


def test_a_queue_with_words_of_its_own_is_no_case_log() -> None:
    own = {"Kaldt op": "Kaldt ind", "Betjening begyndt": "Skranke åbner", "Afsluttet": "Skranke klar"}
    rows = [(*one[:3], own.get(str(one[3]), one[3]), *one[4:]) for one in queue()]
    rows += [(*one[:3], "Skærm skiftet", *one[4:]) for one in rows if one[3] == "Kaldt ind"]
    found = proposed(rows)
    assert "[events.values]" in found.toml
    assert '"Kaldt ind" = "called"' in found.toml
    (asked,) = [one for one in found.unmapped if one.column == "Hændelse"]
    assert {*asked.candidates} == {"Skranke åbner", "Skranke klar", "Skærm skiftet"}


def test_numbers_that_begin_again_each_day_are_no_cases() -> None:
    own = {"Billet trukket": "CREATED", "Kaldt op": "CALL", "Betjening begyndt": "START", "Afsluttet": "STOP"}
    rows = [(*one[:3], own[str(one[3])], *one[4:]) for one in queue(days=[str(day) for day in range(10, 15)])]
    found = proposed(rows)
    assert found.profile is None
    assert 'record = "step"\n' not in found.toml
    assert {"enquiry_id", "arrived_at"} <= {one.target for one in found.unmapped if one.needed}


NAMES = [f"{first} {last}" for first in ("Ida", "BO", "Jean-Luc") for last in ("Holm", "van der Berg")]


@pytest.mark.parametrize(
    ("words", "header"),
    [
        (("Billet trukket", "Kaldt op", "Afsluttet"), HEADER),
        (("Bon printet", "Fremme", "Væk"), ("Nr", "Lokation", "Tid", "Hvad", *HEADER[4:])),
    ],
    ids=["words that are known", "known by their order"],
)
def test_who_serves_is_never_shown_as_an_event(
    tmp_path: Path, words: Sequence[str], header: Sequence[str]
) -> None:
    """However often they come; and before anything is chosen."""
    shown = ["Kaldt ind", "Ved bordet", "Videre til kollega", "Bon udskrevet"]
    more = [*shown, *NAMES, *(f"Flyttet: {name}" for name in NAMES), *(f"{name} kalder" for name in NAMES)]
    rows = [
        event(word, f"{9 + n // 3}:{n % 3 * 20 + 4 * step:02}", str(n), day=f"{day}-03-2025")
        for day in range(14, 19)
        for n in range(1, 21)
        for step, word in enumerate((*words[:2], more[(n + day * 20) % len(more)], words[2]))
    ]
    path = tmp_path / "log.csv"
    lines = [";".join(str(cell or "") for cell in row) for row in (header, *rows)]
    path.write_text("\n".join(lines), encoding="utf-8")
    found, opened = propose(path, initiative()), open_file(path, initiative())
    said = found.toml + repr(found.unmapped) + repr(found.warnings) + repr(opened)
    assert not [part for part in ("Ida", "Jean", "Holm", "Berg") if part in said]
    assert all(word in said for word in shown)
    assert any(f"{len(more) - len(shown)} værdier vises ikke" in one for one in found.warnings)
    (column,) = [one for one in opened.columns if one.header == header[3]]
    assert column.hidden == len(more) - len(shown)


@pytest.mark.parametrize(
    ("days", "styles"),
    [(("14", "15"), ["%d-%m-%Y %H:%M"]), (("04", "05"), ["%d-%m-%Y %H:%M", "%m-%d-%Y %H:%M"])],
)
def test_of_an_unknown_log_the_day_is_suggested_with_its_clock(
    days: Sequence[str], styles: list[str]
) -> None:
    words = {"Billet trukket": "Træk", "Kaldt op": "Kald", "Betjening begyndt": "Bord", "Afsluttet": "Ud"}
    rows = [
        (str(number), *str(time).split(), words[str(word)], site)
        for number, site, time, word, *_ in queue(days)
    ]
    found = propose_table(
        raw_table(rows, ("Billetnr", "Dato", "Kl", "Hændelse", "Sted")), "log.csv", initiative()
    )
    (asked,) = [entry for entry in found.unmapped if entry.target == "arrived_at"]
    assert asked.candidates == ("Dato", "Kl")
    assert "Kl" not in [entry.column for entry in found.unmapped]
    lines = found.toml.splitlines()
    shown = [tomllib.loads(line[2:])["format"] for line in lines if line.startswith("# format =")]
    assert shown == styles
    assert lines.count('# column = ["Dato", "Kl"]') == len(styles)
    assert "time_precision" not in found.toml or tomllib.loads(found.toml)["time_precision"] == "minute"
