"""A proposal finds what is plain, and leaves what is not to a person."""

import tomllib
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.intake.dates import guess_dates
from evaluation.intake.profile_io import read_profile
from evaluation.intake.propose import Proposal, propose_table
from evaluation.intake.take import take_table
from evaluation.intake.words import fit, meaning, slug, words
from evaluation.texts import keys
from tests.intake.making import KEY, NOW, initiative, raw_table

at = datetime.fromisoformat
START = at("2025-03-04 10:00")
HEADER = ("Billetnr", "Lokation", "Ankomst", "Kaldt", "Afsluttet", "Kanal", "Status", "Navn", "Bemærkning")


def stamps(style: str, count: int = 30, minutes: int = 0) -> list[str]:
    return [(START + timedelta(days=n, minutes=minutes)).strftime(style) for n in range(count)]


def log(style: str = "%d-%m-%Y %H:%M", sites: Sequence[str] = ("Farsø", "Aars")) -> list[tuple[str, ...]]:
    arrived, called, ended = (stamps(style, minutes=late) for late in (0, 5, 20))
    return [
        (
            f"B{n}",
            sites[n % len(sites)],
            arrived[n],
            called[n],
            ended[n],
            ("Fremmøde", "Telefon")[n % 2],
            ("Afsluttet", "Gået igen", "Ny")[n % 3],
            f"Ida Nielsen {n}",
            f"Borgeren {n} ringede om sin gamle mors pension og vil gerne ringes op igen",
        )
        for n in range(30)
    ]


def whys(proposal: Proposal) -> dict[str, str]:
    return {entry.column: entry.why for entry in proposal.unmapped}


def test_a_danish_queue_export() -> None:
    proposal = propose_table(raw_table(log(), HEADER), "køudtræk-2025-03.csv", initiative())
    found = proposal.profile
    assert found is not None
    assert (found.id, found.source) == ("koeudtraek", "koe")
    assert {target: spec.column[0] for target, spec in found.columns.items()} == {
        "arrived_at": "Ankomst",
        "called_at": "Kaldt",
        "ended_at": "Afsluttet",
        "site": "Lokation",
        "channel": "Kanal",
        "outcome": "Status",
    }
    assert found.columns["arrived_at"].format == "%d-%m-%Y %H:%M"
    assert found.columns["site"].values == {"Farsø": "farsoe", "Aars": "aars"}
    assert found.columns["outcome"].values == {"Afsluttet": "resolved", "Gået igen": "left", "Ny": "open"}
    assert found.identity.columns == ("Billetnr",)
    assert whys(proposal) == {"Navn": "personal", "Bemærkning": "personal"}
    assert read_profile(tomllib.loads(proposal.toml), "x.toml").model_dump() == found.model_dump()


def test_a_proposal_takes_the_rows_it_was_made_from() -> None:
    raw = raw_table(log(), HEADER)
    found = propose_table(raw, "a.csv", initiative()).profile
    assert found is not None
    assert take_table(raw, "a.csv", found, initiative(), KEY, now=NOW).rows["used"] == 30


@pytest.mark.parametrize(
    ("style", "found"),
    [
        ("%Y-%m-%d %H:%M:%S", "auto-iso"),
        ("%Y-%m-%dT%H:%M:%S+0100", "auto-iso"),
        ("%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M"),
        ("%d.%m.%Y %H.%M", "%d.%m.%Y %H.%M"),
        ("%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %I:%M:%S %p"),
        ("%d-%m-%y %H:%M", "%d-%m-%y %H:%M"),
        ("%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M"),
    ],
)
def test_date_styles_are_found(style: str, found: str) -> None:
    proposal = propose_table(raw_table(log(style), HEADER), "a.csv", initiative())
    assert proposal.profile is not None
    assert proposal.profile.columns["arrived_at"].format == found


@given(st.lists(st.datetimes(at("2000-01-01"), at("2029-12-31")), min_size=1))
def test_a_guessed_style_is_never_another_day(times: list[datetime]) -> None:
    guess = guess_dates([time.strftime("%d-%m-%Y %H:%M") for time in times])
    assert guess is not None
    tells = any(time.day > 12 for time in times)
    assert guess.style == ("%d-%m-%Y %H:%M" if tells else None)
    assert guess.why == (None if tells else "ambiguous_dates")


def test_days_up_to_12_are_not_guessed() -> None:
    rows = [(*r[:2], "04/05/2025 10:00", *r[3:]) for r in log()]
    proposal = propose_table(raw_table(rows, HEADER), "a.csv", initiative())
    assert proposal.profile is None
    (entry,) = [e for e in proposal.unmapped if e.column == "Ankomst"]
    assert entry.why == "ambiguous_dates"
    assert entry.candidates == ("%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M")


def test_two_styles_in_one_column_are_warned_of() -> None:
    rows = [(*r[:2], "2025-03-04 10:00" if n == 3 else r[2], *r[3:]) for n, r in enumerate(log())]
    raw = raw_table(rows, HEADER)
    proposal = propose_table(raw, "a.csv", initiative())
    assert proposal.profile is not None
    assert len(proposal.warnings) == 1 and "Ankomst" in proposal.warnings[0]
    taken = take_table(raw, "a.csv", proposal.profile, initiative(), KEY, now=NOW)
    assert taken.reasons == {"bad_time": 1}


def test_mixed_styles_are_left() -> None:
    other = stamps("%Y-%m-%d %H:%M")
    rows = [(*r[:2], other[n] if n % 2 else r[2], *r[3:]) for n, r in enumerate(log())]
    proposal = propose_table(raw_table(rows, HEADER), "a.csv", initiative())
    assert proposal.profile is None
    assert whys(proposal)["Ankomst"] == "mixed_dates"
    mixed = guess_dates(["13/05/2025", "05/13/2025", "14/05/2025", "05/14/2025"])
    assert mixed is not None and (mixed.style, mixed.why) == (None, "mixed_dates")


def test_date_and_clock_in_two_columns() -> None:
    header = ("Nr", "Sted", "Dato", "Ankomst kl.", "Kaldt kl.")
    dates = stamps("%d-%m-%Y")
    rows = [(f"{n}", "Aars", dates[n], "10.30", "10.41" if n else None) for n in range(30)]
    raw = raw_table(rows, header)
    found = propose_table(raw, "a.csv", initiative()).profile
    assert found is not None
    assert found.columns["arrived_at"].column == ("Dato", "Ankomst kl.")
    assert found.columns["called_at"].format == "%d-%m-%Y %H.%M"
    taken = take_table(raw, "a.csv", found, initiative(), KEY, now=NOW)
    assert taken.accepted["wait_min"].to_pylist() == [None] + [11] * 29


def test_a_day_s_tickets_that_start_again_take_the_date() -> None:
    header = ("Billetnr", "Sted", "Ankomst")
    rows = [(str(n % 3), "Aars", stamps("%Y-%m-%d %H:%M")[n // 3]) for n in range(30)]
    found = propose_table(raw_table(rows, header), "a.csv", initiative()).profile
    assert found is not None
    assert found.identity.columns == ("Billetnr", "local_date")


def test_two_equally_good_columns_fill_nothing() -> None:
    header = ("Nr", "Sted", "Sted (2)", "Ankomst")
    rows = [(str(n), "Aars", "Farsø", stamps("%Y-%m-%d %H:%M")[n]) for n in range(5)]
    proposal = propose_table(raw_table(rows, header), "a.csv", initiative())
    assert proposal.profile is not None
    assert proposal.profile.columns["site"].column == ("Sted",)
    same = ("Nr", "Sted A", "Sted B", "Ankomst")
    proposal = propose_table(raw_table(rows, same), "a.csv", initiative())
    assert proposal.profile is None
    assert ("site", "two_candidates") in whys(proposal).items()


def test_unknown_sites_are_listed_not_guessed() -> None:
    rows = log(sites=("Farsø", "Farsø bibliotek"))
    proposal = propose_table(raw_table(rows, HEADER), "a.csv", initiative())
    assert proposal.profile is not None
    assert proposal.profile.columns["site"].values == {"Farsø": "farsoe"}
    (entry,) = [e for e in proposal.unmapped if e.column == "Lokation"]
    assert (entry.why, entry.candidates) == ("values", ("Farsø bibliotek",))


def test_without_an_initiative_the_sites_are_suggested() -> None:
    proposal = propose_table(raw_table(log(), HEADER), "a.csv", None)
    assert proposal.profile is not None
    blocks = tomllib.loads(proposal.sites_toml)
    assert [site["id"] for site in blocks["sites"]] == ["aars", "farsoe"]
    assert blocks["sources"][0]["counts"] == ["aars", "farsoe"]


def test_several_sources_are_asked_for() -> None:
    two = initiative(sources=[{"id": "koe", "name": "Kø"}, {"id": "tid", "name": "Tidsbestilling"}])
    raw = raw_table(log(), HEADER)
    assert whys(propose_table(raw, "a.csv", two))["source"] == "which_source"
    told = propose_table(raw, "a.csv", two, source="tid").profile
    named = propose_table(raw, "tidsbestilling-marts.csv", two).profile
    assert told is not None and told.source == "tid"
    assert named is not None and named.source == "tid"


def test_cpr_numbers_and_free_text_are_never_proposed_or_shown() -> None:
    header = ("Id", "Sted", "Ankomst", "Emne")
    rows = [
        (f"010190{n:04d}", "Aars", stamps("%Y-%m-%d %H:%M")[n], f"Jeg hedder Ida {n} og bor på Nørregade")
        for n in range(30)
    ]
    proposal = propose_table(raw_table(rows, header), "a.csv", initiative())
    assert proposal.profile is None
    assert whys(proposal) == {"Id": "cpr", "Emne": "free_text", "identity": "no_identity"}
    assert "Ida" not in repr(proposal) and "010190" not in repr(proposal)


def test_cases_that_last_for_days_keep_their_ends() -> None:
    rows = [(*r[:4], stamps("%d-%m-%Y %H:%M", minutes=3000)[n], *r[5:]) for n, r in enumerate(log())]
    found = propose_table(raw_table(rows, HEADER), "a.csv", initiative()).profile
    assert found is not None and found.unclosed_after_hours == 0
    night = [(*r[:4], r[2][:10] + " 23:59" if n < 3 else r[4], *r[5:]) for n, r in enumerate(log())]
    found = propose_table(raw_table(night, HEADER), "a.csv", initiative()).profile
    assert found is not None and (found.closing_time, found.unclosed_after_hours) == ("23:59", 16)


def test_excel_s_day_numbers_need_a_header_that_names_a_time() -> None:
    rows = [(str(n), "Aars", f"{45720 + n}.4375", str(45720 + n)) for n in range(30)]
    raw = raw_table(rows, ("Nr", "Sted", "Ankomst", "Postnr"), sheet="Ark1")
    found = propose_table(raw, "a.xlsx", initiative()).profile
    assert found is not None and found.columns["arrived_at"].format == "excel"
    assert "Postnr" not in repr(found.columns)


def test_an_empty_table_gives_an_empty_proposal() -> None:
    proposal = propose_table(raw_table([], HEADER), "a.csv", initiative())
    assert proposal.profile is None
    assert ("arrived_at", "not_found") in whys(proposal).items()


@given(
    st.lists(st.lists(st.text(max_size=8), min_size=3, max_size=3), max_size=20),
    st.lists(st.text(), min_size=3, max_size=3, unique=True),
)
def test_no_table_is_too_strange(rows: list[list[str]], header: list[str]) -> None:
    proposal = propose_table(raw_table(rows, header), "a.csv", initiative())
    tomllib.loads(proposal.toml)
    assert {f"intake.why.{entry.why}" for entry in proposal.unmapped} <= set(keys())
    assert all(entry.sentence for entry in proposal.unmapped)


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("SRRecordID", ("sr", "record", "id")),
        ("Senest_ændret:", ("senest", "ændret")),
        ("ÆrindeType", ("ærinde", "type")),
        ("65+", ("65+",)),
        ("case:startdate", ("case", "startdate")),
        ("Ankomst kl. 10", ("ankomst", "kl", "10")),
    ],
)
def test_words_of_a_header(header: str, found: tuple[str, ...]) -> None:
    assert words(header) == found


def test_an_exact_name_fits_best() -> None:
    assert (
        fit("Ankomst", "arrived_at")
        > fit("Ankomst (borger)", "arrived_at")
        > fit("Ankomstfelt", "arrived_at")
    )
    assert fit("Postnr", "arrived_at") == (0, 0)
    assert fit("case:startdate", "arrived_at")[0] == fit("Start date", "arrived_at")[0] - 1


def test_meanings_and_slugs() -> None:
    assert (meaning("channel", "Walk-in"), meaning("outcome", "No Show")) == ("in_person", "no_show")
    assert meaning("outcome", "Closed (Duplicate)") is None
    assert slug("Løgstør Rådhus") == "loegstoer_raadhus"
    assert slug("a b", ["a_b"]) == "a_b_2"
    assert slug("???") == "x"
