"""What a proposal says of identity, channel, staff and groups: rows are never merged by a guess."""

import tomllib
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import NAMESPACE_OID, uuid5

import pytest

from evaluation.initiative.models import Initiative
from evaluation.intake.profile_io import read_profile
from evaluation.intake.propose import Proposal, propose_table
from evaluation.intake.take import take_table
from tests.intake.making import KEY, NOW, initiative, raw_table

Columns = dict[str, Sequence[str | None]]
ROWS = 30
START = datetime.fromisoformat("2025-03-04 10:00")


def stamps(minutes: int = 0, style: str = "%d-%m-%Y %H:%M") -> list[str]:
    return [(START + timedelta(days=n, minutes=minutes)).strftime(style) for n in range(ROWS)]


def ids(first: int = 0) -> list[str]:
    return [f"C{first + n:05}" for n in range(ROWS)]


PHONES = [f"+45 {20000000 + 1234567 * n % 70000000:08}" for n in range(ROWS)]
BARE_PHONES = [phone.removeprefix("+45 ") for phone in PHONES]
SPACED_PHONES = [f"{p[:2]} {p[2:4]} {p[4:6]} {p[6:]}" for p in BARE_PHONES]
LOG: Columns = {"Sted": ["Aars", "Farsø"] * 15, "Ankomst": stamps()}


def proposed(columns: Columns, over: Initiative | None = None, *, alone: bool = False) -> Proposal:
    rows = list(zip(*columns.values(), strict=True))
    return propose_table(raw_table(rows, tuple(columns)), "a.csv", None if alone else over or initiative())


def identity(proposal: Proposal) -> list[str] | None:
    found: list[str] | None = tomllib.loads(proposal.toml).get("identity", {}).get("columns")
    return found


def entry(proposal: Proposal, column: str) -> tuple[str, tuple[str, ...], bool]:
    (found,) = [one for one in proposal.unmapped if one.column == column]
    return found.why, found.candidates, found.needed


def column_of(proposal: Proposal, target: str) -> object:
    return tomllib.loads(proposal.toml).get("columns", {}).get(target, {}).get("column")


# ------------------------------------------------------ identity


@pytest.mark.parametrize("phones", [PHONES, BARE_PHONES, SPACED_PHONES], ids=["+45", "bare", "spaced"])
def test_a_callers_number_is_personal_and_no_identity(phones: list[str]) -> None:
    proposal = proposed(LOG | {"Opkalds-ID": ids(), "Nummer": phones})
    assert identity(proposal) == ["Opkalds-ID"]
    assert entry(proposal, "Nummer") == ("personal", (), False)
    alone = proposed(LOG | {"Nummer": phones})
    assert identity(alone) is None and alone.profile is None


def test_eight_digits_may_be_an_id() -> None:
    assert identity(proposed(LOG | {"Unique Key": BARE_PHONES})) == ["Unique Key"]
    running = [str(24000700 + 3 * n) for n in range(ROWS)]
    assert identity(proposed(LOG | {"Nummer": running})) == ["Nummer"]


def test_a_header_that_says_id_goes_before_one_that_says_number() -> None:
    numbers = [str(n + 500) for n in range(ROWS)]
    assert identity(proposed(LOG | {"Nummer": numbers, "Opkalds-ID": ids()})) == ["Opkalds-ID"]


def codes(count: int) -> list[str]:
    return [str(uuid5(NAMESPACE_OID, str(n))) for n in range(count)]


def test_long_random_ids_are_no_free_text() -> None:
    log = {"Ankomst": stamps() * 3, "Uid": codes(90)}
    assert identity(proposed(log)) == ["Uid"]


def test_the_steps_of_cases_with_long_random_ids_are_asked_about() -> None:
    day = "%d-%m-%Y %H:%M"
    times = [
        (START + timedelta(days=n // 4, minutes=n % 4 * 60 + 5 * k)).strftime(day)
        for n in range(80)
        for k in range(3)
    ]
    rows = {"Uid": [code for code in codes(80) for _ in range(3)], "Tid": times}
    found = proposed(rows | {"Tilstand": ["oprettet", "tildelt", "lukket"] * 80})
    assert found.profile is None
    assert entry(found, "enquiry_id")[0] == "event_log"


def test_in_a_log_too_short_to_tell_a_number_that_comes_again_is_asked_about() -> None:
    rows = {"Nr": ["1", "1", "2", "2"] * 2, "Retning": ["Ind", "Ud"] * 4}
    found = proposed(rows | {"Tid": [f"{13 + n // 4}-03-2025 10:{n:02}" for n in range(8)]})
    assert entry(found, "identity") == ("number_again", ("Nr",), True)
    assert "hændelseslog" in found.toml


@pytest.mark.parametrize("spoiled", ["C00001", None], ids=["repeated", "missing"])
def test_one_repeated_or_missing_value_is_enough_to_be_no_identity(spoiled: str | None) -> None:
    spoilt = [*ids()[:-1], spoiled]
    same_day = {
        **LOG,
        "Ankomst": [f"04-03-2025 10:{n:02}" for n in range(12, 12 + ROWS)],
        "Sted": ["Aars"] * 30,
    }
    same_day["Ankomst"] = [stamp.replace("04-03", "14-03") for stamp in same_day["Ankomst"] if stamp]
    proposal = proposed(same_day | {"Billet-ID": spoilt})
    assert identity(proposal) is None and proposal.profile is None
    why, candidates, needed = entry(proposal, "identity")
    assert (why, needed) == ("no_identity", True)
    assert candidates == (("Billet-ID",) if spoiled else ())
    assert '# [identity]\n# mode = "replace_day"' in proposal.toml.split("# Mangler")[1]
    assert identity(proposed(same_day | {"Billet-ID": spoilt, "Løbenr.": ids(9)})) == ["Løbenr."]


@pytest.mark.parametrize(
    "header", ["Billetnr.", "Billet nr.", "Ticket no.", "Nr.", "Løbenr.:", "Sagsnr.", "Ref."]
)
def test_a_number_that_starts_again_at_each_site_takes_day_and_site(header: str) -> None:
    columns: Columns = {
        "Sted": ["Aars", "Farsø"] * 15,
        "Ankomst": [stamp for stamp in stamps()[9:14] for _ in range(6)],
        header: [str(n // 2 % 3 + 101) for n in range(ROWS)],
    }
    proposal = proposed(columns)
    assert identity(proposal) == [header, "local_date", "site"]
    assert proposal.profile is not None
    raw = raw_table(list(zip(*columns.values(), strict=True)), tuple(columns))
    taken = take_table(raw, "a.csv", proposal.profile, initiative(), KEY, now=NOW)
    assert (taken.rows["used"], taken.rows["duplicate"]) == (ROWS, 0)
    later = str(columns["Ankomst"][2]).replace("10:00", "10:30")  # else it would be a row said twice
    once_more = columns | {
        "Ankomst": [*columns["Ankomst"][:2], later, *columns["Ankomst"][3:]],
        header: ["101", *columns[header][1:2], "101", *columns[header][3:]],
    }
    assert identity(proposed(once_more)) is None  # number, day and site come twice


# ------------------------------------------------------ waits need a channel

QUEUE: Columns = LOG | {"Billetnr": ids(), "Kaldt": stamps(5)}


def test_call_times_without_a_channel_ask_for_one() -> None:
    proposal = proposed(QUEUE)
    assert entry(proposal, "channel") == ("needs_channel", (), True)
    block = '# [constants]\n# channel = "in_person"'
    assert block in proposal.toml.split("# Mangler")[1]
    finished = proposal.toml.replace(block, block.replace("# ", ""))
    assert read_profile(tomllib.loads(finished), "a.toml").constants == {"channel": "in_person"}


def test_the_table_of_constants_is_not_offered_twice() -> None:
    one = initiative(sites=[{"id": "aars", "name": "Aars", "kind": "head_office"}])
    proposal = proposed({name: cells for name, cells in QUEUE.items() if name != "Sted"}, one)
    assert tomllib.loads(proposal.toml)["constants"] == {"site": "aars"}
    assert "# [constants]" not in proposal.toml and '# channel = "in_person"' in proposal.toml


@pytest.mark.parametrize("more", [{"Kanal": ["Telefon"] * ROWS}, {"Kanal": ["Kvist"] * ROWS}])
def test_a_channel_column_is_enough(more: Columns) -> None:
    assert not [one for one in proposed(QUEUE | more).unmapped if one.why == "needs_channel"]


# ------------------------------------------------------ date and clock apart


def test_date_and_clock_are_joined_beside_other_dates_and_gaps() -> None:
    gaps = ["-" if n % 3 == 0 else "10:30" for n in range(ROWS)]
    columns: Columns = {
        "Løbenr.": ids(),
        "Dato": stamps(style="%d.%m.%y"),
        "Sted": ["Aars"] * ROWS,
        "Kanal": ["Video"] * ROWS,
        "Ankomst": ["10:05"] * ROWS,
        "Aftalt tid": gaps,
        "Bestilt den": ["-" if n % 3 == 0 else day for n, day in enumerate(stamps(-3000, "%d.%m.%y"))],
        "Samtale start": gaps,
        "Samtale slut": ["-" if gap == "-" else "10:45" for gap in gaps],
    }
    proposal = proposed(columns)
    found = proposal.profile
    assert found is not None and "# Mangler" not in proposal.toml
    for target, header in {
        "arrived_at": "Ankomst",
        "appointment_at": "Aftalt tid",
        "served_at": "Samtale start",
        "ended_at": "Samtale slut",
    }.items():
        assert (found.columns[target].column, found.columns[target].format) == (
            ("Dato", header),
            "%d.%m.%y %H:%M",
        )
    assert found.columns["booked_at"].column == ("Bestilt den",)
    raw = raw_table(list(zip(*columns.values(), strict=True)), tuple(columns))
    assert take_table(raw, "a.csv", found, initiative(), KEY, now=NOW).rows["used"] == ROWS


def test_an_offered_column_is_not_also_left_out() -> None:
    proposal = proposed({"Nr": ids(), "Ankomst": stamps(), "Desk": ["Aars", "Farsø"] * 15})
    missing, *left_out = proposal.toml.split("# Mangler")[1].split("# Ikke taget med")
    assert '# column = "Desk"' in missing and "Desk" not in "".join(left_out)


# ------------------------------------------------------ staff and groups


@pytest.mark.parametrize(
    "header", ["Agent", "Medarbejder", "Ekspedient", "Sagsbehandler", "Operator", "Handled by", "Agent:"]
)
def test_staff_are_personal_and_no_site(header: str) -> None:
    names = ["Åge Kjær", "Karin Bæk", "Poul Dam"] * 10
    proposal = proposed({"Nr": ids(), "Ankomst": stamps(), header: names, "Kø": ["Pas", "Skat"] * 15})
    assert entry(proposal, header) == ("personal", (), False)
    assert entry(proposal, "site") == ("which_site", ("Kø",), True)
    assert "Kjær" not in repr(proposal)


@pytest.mark.parametrize("header", ["Borgertype", "Kundetype", "Gruppe", "Segment"])
def test_a_type_of_citizen_is_a_group_of_the_initiative(header: str) -> None:
    columns = LOG | {"Nr": ids(), header: ["Ældre", "Erhverv", "Ældre"] * 10}
    proposal = proposed(columns)
    assert column_of(proposal, "target_group") == header
    assert tomllib.loads(proposal.toml)["columns"]["target_group"]["values"] == {
        "Ældre": "aeldre",
        "Erhverv": "",
    }
    assert entry(proposal, header) == ("values", ("Erhverv",), True)
    alone = proposed(columns, alone=True)
    groups = tomllib.loads(alone.sites_toml)["groups"]
    assert groups == [
        {"id": "erhverv", "name": "Erhverv", "target": False},
        {"id": "aeldre", "name": "Ældre", "target": False},
    ]
    assert "Det afgør kommunen" in alone.sites_toml


def test_groups_that_could_be_people_are_not_listed() -> None:
    names = [f"Ida {chr(65 + n % 15)}{'ou'[n // 15]}lmsen" for n in range(ROWS)]
    proposal = proposed(LOG | {"Nr": ids(), "Borgertype": names})
    assert "lmsen" not in repr(proposal)
    assert entry(proposal, "Borgertype") == ("people", (), False)


@pytest.mark.parametrize("values", [[f"{n / 7:.3f}" for n in range(ROWS)], [str(7 * n) for n in range(ROWS)]])
def test_an_amount_that_happens_to_be_unique_is_no_identity(values: list[str]) -> None:
    assert identity(proposed(LOG | {"Varighed (sek)": values})) is None


def test_two_unnamed_ids_are_both_offered() -> None:
    proposal = proposed(LOG | {"Alfa": ids(), "Beta": ids(500)})
    assert entry(proposal, "identity") == ("two_candidates", ("Alfa", "Beta"), True)
    assert '# [identity]\n# columns = ["Alfa"]\n# Eller:\n# columns = ["Beta"]' in proposal.toml


def test_a_row_that_the_export_says_twice_does_not_hide_the_id() -> None:
    whole = LOG | {"Sagsnr": ids()}
    twice = {name: [*cells, *cells[:4]] for name, cells in whole.items()}
    assert identity(proposed(twice)) == ["Sagsnr"]
    changed = twice | {"Sted": [*twice["Sted"][:-1], "Gedsted"]}  # the same number, but not the same row
    assert identity(proposed(changed)) != ["Sagsnr"]
