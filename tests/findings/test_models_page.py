"""Modeller: sentences, tables and charts that agree with the answers they are made from."""

from dataclasses import replace
from datetime import date, time

import pytest

from evaluation.findings import models_tables as tables
from evaluation.findings import models_words as words
from evaluation.findings.model import IntervalChart, KnownChart, Run, TableTwin
from evaluation.findings.models_case import Case
from evaluation.findings.models_charts import charts
from evaluation.findings.models_download import download
from evaluation.findings.models_page import today
from evaluation.initiative.model_hours import hours_of
from tests.findings.whatif_answers import case, changed, demand, shipped, year

THROUGH = date(2025, 10, 26)


def plain(said: str) -> str:
    return said.replace("\u2060", "").replace("\xa0", " ")


def spoken(parts: tuple[Run, ...]) -> str:
    return plain("".join(part.text for part in parts))


def row_of(table: TableTwin, name: str) -> dict[str, list[str]]:
    (found,) = [row for row in table.rows if row[0].split("\n")[0] == name]
    return {head: plain(cell).split("\n") for head, cell in zip(table.head, found, strict=True)}


def without(given: Case, *ids: str) -> Case:
    return replace(given, answers=tuple(a for a in given.answers if a.model.id not in ids))


def test_the_answer_names_who_serves_most_what_it_takes_and_who_keeps_the_budget() -> None:
    found = words.answer(case())
    assert found[0] == Run("Flest betjenes med »Ændringsforslag, 2 medarbejdere«:", bold=True)
    said = spoken(found)
    assert "sandsynligvis mellem 1.820 og 2.200 om året, men det tager 20 timer om ugen fra Aars" in said
    assert (
        "»Ændringsforslag, 1 medarbejder« tager 6 timer og kræver ifølge Vesthimmerlands sag tidsbestilling"
        in said
    )
    assert "Uden den går 18 % igen uden hjælp (sandsynligvis 16–20 %)." in said
    assert said.endswith("Kun »Forslag 2« og »Forslag 3« holder rammen på 225.000 kr.")


def test_a_column_named_by_a_head_office_without_a_name_begins_with_a_capital() -> None:
    given = case()
    nobody = given.initiative.model_copy(update={"sites": ()})
    assert tables.side_by_side(replace(given, initiative=nobody)).head[-1] == "Hovedkontoret mister pr. uge"


def test_models_that_cannot_be_told_apart_are_not_ranked_alone() -> None:
    # As many on the whole, in other worlds: the difference goes both ways.
    mirrored = year(2000, 0.06)
    mirrored = replace(mirrored, served=mirrored.served[::-1])
    said = spoken(words.answer(changed(case(), "forslag_1", year=mirrored)))
    assert "Den kan ikke skilles fra »Forslag 1«." in said
    assert "kan ikke skilles fra" not in spoken(words.answer(case()))


def test_without_a_log_only_hours_and_kroner_are_told() -> None:
    bare, none = case(log=False), demand(log=False)
    said = spoken(words.answer(bare))
    assert said.startswith("Der er ingen henvendelser at regne ud fra.")
    assert "Uden den" not in said
    assert "Kun »Forslag 2« og »Forslag 3« holder rammen" in said
    assert words.scope(bare, none, None).startswith("Kun timer og kroner.")
    assert tables.more(bare) is None
    assert "Ekspederede pr. år" not in tables.side_by_side(bare).head
    assert [type(chart) for chart in charts(bare)] == [KnownChart, KnownChart]
    assert words.gathering(none) == ""


def test_the_scope_says_what_it_rests_on_and_that_it_is_no_measurement() -> None:
    said = words.scope(case(), demand(), THROUGH)
    assert said == (
        "Beregnet ud fra 34 åbninger til og med 26. oktober 2025. Det er en fremskrivning, ikke en måling. "
        "Siden følger ikke den valgte periode."
    )
    assert "ingen til alle" in words.gathering(demand())


def test_the_table_counts_as_the_case_and_by_the_calendar() -> None:
    table = tables.side_by_side(case())
    first = row_of(table, "Forslag 1")
    assert first["Åbent pr. uge"][0] == "4,5 t"
    assert first["Medarbejdertimer pr. uge"][0] == "13 t"
    assert first["Kroner pr. år"][0] == "345.000–366.000"
    assert first["Ekspederede pr. år"] == ["970", "880–1.060"]
    assert first["Aars mister pr. uge"] == ["5 t"]
    third = row_of(table, "Forslag 3")
    assert third["Åbent pr. uge"][1] == "12 t pr. md."
    assert third["Medarbejdertimer pr. uge"][:2] == ["6,5 t", "24 t ekspedition pr. md."]
    assert third["Aars mister pr. uge"] == ["0 t", "frigiver 1,5 t"]
    taken = {a.model.id: a.difference for a in case().answers}
    assert (taken["aendring_1"], taken["aendring_2"]) == (6, 20)


def test_who_gets_no_time_is_told_beside_who_would_leave() -> None:
    booked = row_of(tables.side_by_side(case()), "Ændringsforslag, 1 medarbejder")
    assert booked["Går igen"] == ["6 %", "5–7 %", "får ingen tid", "18 % uden bestilling"]
    assert booked["Halvdelen venter højst"][-1] == "på stedet"


def test_what_one_member_of_staff_means_is_said_as_the_case_says_it() -> None:
    case_says, walks, books, beside = map(plain, words.alone(case()))
    assert "Én person kan ikke praktisk administrere henvendelserne alene" in case_says
    assert "bryder løftet om, at man kan komme uden tidsbestilling" in case_says
    assert "uden tidsbestilling: halvdelen venter højst 19 min., og 18 % går igen" in walks
    assert "6 % får ingen tid" in books
    assert "betjener omkring 350 flere om året" in beside
    assert words.alone(without(case(), "aendring_1")) == ()


def test_two_that_serve_alike_are_not_told_apart() -> None:
    alike = changed(case(), "aendring_2", year=year(1660, 0.06))
    assert words.alone(alike)[-1].endswith("kan ikke skilles ad.")
    assert charts(alike)[0].title == "To medarbejdere og én kan ikke skilles ad"


def test_the_charts_titles_are_their_findings() -> None:
    served, taken, left, kroner = charts(case())
    assert isinstance(served, IntervalChart)
    assert isinstance(kroner, KnownChart)
    assert served.title == "To medarbejdere giver omkring 350 flere end én"
    assert taken.title == "… og koster Aars 14 timer mere om ugen"
    assert plain(left.title) == "Med én medarbejder går 18 % igen uden hjælp"
    assert kroner.title == "Kun »Forslag 2« og »Forslag 3« holder rammen"
    assert kroner.budget == 225
    assert [plain(row.words) for row in kroner.rows][:2] == ["345–366", "212–225"]


def test_a_lone_model_has_no_pair_and_plain_titles() -> None:
    served, taken, *_ = charts(without(case(), "aendring_1"))
    assert served.title == "Hvor mange bliver betjent?"
    assert taken.title == "Hvor mange timer tages fra Aars?"


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        (("forslag_2", "forslag_3"), "Ingen af dem holder rammen"),
        (("forslag_1", "aendring_1", "aendring_2"), "Alle holder rammen"),
        (("forslag_1", "aendring_1", "aendring_2", "forslag_3"), "»Forslag 2« holder rammen"),
        (("forslag_2", "forslag_3", "aendring_1", "aendring_2"), "»Forslag 1« holder ikke rammen"),
    ],
)
def test_who_keeps_the_budget(ids: tuple[str, ...], said: str) -> None:
    assert words.frame(without(case(), *ids)) == said


def test_a_budget_that_depends_on_the_weeks_is_said_to() -> None:
    known = shipped()
    between = known.economy.model_copy(update={"budget_per_year": 350_000.0})
    unsure = case(known.model_copy(update={"economy": between}))
    said = spoken(words.answer(unsure))
    assert "Kun »Forslag 2« og »Forslag 3« holder med sikkerhed rammen på 350.000 kr." in said
    assert said.endswith("Om »Forslag 1« gør, kommer an på, hvor mange uger man regner med.")
    assert (
        words.frame(without(unsure, "forslag_2", "forslag_3")) == "Ingen af dem holder med sikkerhed rammen"
    )
    (board,) = [judged for name, judged in tables.board(unsure).rows if name == "Forslag 1"]
    assert board[-1].standing == "partly"


def test_the_board_says_kept_and_broken() -> None:
    found = {name: [one.standing for one in judged] for name, judged in tables.board(case()).rows}
    assert found["Forslag 1"] == ["kept", "kept", "not_kept"]
    assert found["Forslag 2"] == ["not_kept", "kept", "kept"]
    assert found["Ændringsforslag, 1 medarbejder"] == ["kept", "not_kept", "not_kept"]
    poor = shipped()
    poor = poor.model_copy(update={"economy": poor.economy.model_copy(update={"budget_per_year": None})})
    unknown = {one[-1].standing for _, one in tables.board(case(poor)).rows}
    assert unknown == {"not_measured"}
    assert words.frame(case(poor)) == ""


def test_what_is_assumed_and_where_a_model_comes_from_is_told() -> None:
    told = dict(words.definitions(case(), demand()))
    assert "Det er antaget" in told["Ugedage og klokkeslæt"]
    assert "ingen til alle" in told["Antaget, fordi registreringerne ikke siger det"]
    assert told["Forslag 1"].startswith("Sagen til byrådsmødet")
    assert "Timeprisen er afledt." in told["Kroner pr. år"]
    assert "Aars mister" in told


def test_the_file_has_every_model_and_no_answer_is_no_zero() -> None:
    rows = {(row[0], row[1]): row[2:] for row in download(case()).rows}
    assert rows["Forslag 1", "Medarbejdertimer pr. åben uge"] == (13.0, None, None)
    served = rows["Ændringsforslag, 2 medarbejdere", "Ekspederede pr. år"]
    assert served[0] == pytest.approx(2010)
    assert ("Ændringsforslag, 1 medarbejder", "Ekspederede pr. år, med tidsbestilling") in rows
    bare = {(row[0], row[1]): row[2:] for row in download(case(log=False)).rows}
    assert bare["Forslag 1", "Ekspederede pr. år"] == (None, None, None)
    assert bare["Forslag 1", "Medarbejdertimer pr. åben uge"] == (13.0, None, None)


def test_without_models_the_schedule_is_the_one_model() -> None:
    (found,) = today(shipped().model_copy(update={"models": ()}))
    assert {rule.site for rule in found.openings} == {"farsoe", "loegstoer_bibliotek", "gedsted"}
    assert all(rule.starts_on is None and rule.ends_on is None for rule in found.openings)
    assert today(shipped().model_copy(update={"schedule": ()})) == ()


def test_as_today_is_the_last_season_at_the_places_still_open() -> None:
    (now,) = today(shipped().model_copy(update={"models": ()}))
    tuesday, wednesday, thursday = now.openings
    spring = tuesday.model_copy(update={"ends_on": date(2025, 6, 1)})
    autumn = tuesday.model_copy(update={"starts_on": date(2025, 6, 2), "ends_on": date(2025, 12, 30)})
    late = wednesday.model_copy(update={"ends_on": date(2025, 12, 31), "opens": time(11)})
    sites = [
        site.model_copy(update={"open_to": date(2025, 5, 1)}) if site.id == thursday.site else site
        for site in shipped().sites
    ]
    of = shipped().model_copy(update={"schedule": (spring, autumn, late, thursday), "sites": tuple(sites)})
    (found,) = today(of)
    assert [(rule.site, rule.opens) for rule in found.openings] == [
        (tuesday.site, tuesday.opens),
        (late.site, time(11)),
    ]
    assert hours_of(found, of).openings_year > 0


@pytest.mark.parametrize("reason", ["few_openings", "no_minutes"])
def test_a_log_that_does_not_tell_demand_is_not_called_empty(reason: str) -> None:
    bare = case(log=False)
    for model in [a.model.id for a in bare.answers]:
        bare = changed(bare, model, reason=f"demand.reasons.{reason}")
    said = spoken(words.answer(bare))
    assert said.startswith("Det kan ikke siges, hvor mange der ville komme.")
    assert "ingen henvendelser" not in said
