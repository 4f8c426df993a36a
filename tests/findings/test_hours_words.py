"""Tidsrum's sentences on invented openings: none names a slot or a weekday as busiest against its own chart."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.findings.bands import Compared, Group
from evaluation.findings.hours_words import answer, slots_title, weekdays, weekdays_apart, weekdays_title
from evaluation.initiative.models import Site
from evaluation.metrics import Slot, SlotUnit
from evaluation.metrics.slots import State

MONDAY = date(2025, 3, 3)
NAMES = {"a": "Nørreby Bibliotek", "b": "Strandby Hallen", "c": "Bøgelund", "d": "Solby", "e": "Vester"}
TWELVE = range(12)
STATES: list[State] = ["counted", "counted", "counted", "counted", "untimed", "uncovered"]


def unit(site: str, week: int, weekday: int, counts: Mapping[int, int], state: State = "counted") -> SlotUnit:
    """An opening with so many enquiries in each whole hour."""
    monday = MONDAY + timedelta(weeks=week)
    told = state == "counted"
    slots = tuple(Slot(hour * 60, 60.0, n if told else None) for hour, n in sorted(counts.items()))
    total = None if state == "uncovered" else sum(counts.values())
    day = monday + timedelta(days=weekday - 1)
    return SlotUnit(f"{site}{day}", site, day, monday, weekday, state, slots, total)


def group(units: Sequence[SlotUnit], *, daily: bool = False) -> Group:
    ids = sorted({one.site for one in units})
    sites = tuple(Site(id=site, name=NAMES[site]) for site in ids)
    return Group(sites, tuple(units), 60, daily=daily)


def mornings(high: int, low: int, site: str = "a", weekday: int = 1) -> list[SlotUnit]:
    """Twelve openings at 10–14 with so many an hour before and after noon."""
    return [
        unit(site, week, weekday, {10: high + week % 2, 11: high, 12: low, 13: low + week % 3})
        for week in TWELVE
    ]


def evenings(each: int, site: str = "b", weekday: int = 2) -> list[SlotUnit]:
    return [unit(site, week, weekday, {16: each, 17: each + week % 2}) for week in TWELVE]


def test_a_slot_of_other_openings_with_more_is_said() -> None:
    found = group(mornings(6, 2) + evenings(20))
    assert found.by_hour.comparable == ("kl. 10–12", "kl. 12–14")
    assert answer(found).startswith(
        "**I de samme åbninger kommer der flest kl. 10–12.** Gennemsnittet er højere kl. 16–18, "
        "men åbningerne bag tallene er ikke ens."
    )
    assert slots_title(found) == "I de samme åbninger er kl. 10–12 travlest"


def test_a_slot_of_other_openings_with_fewer_is_not_beaten() -> None:
    found = group(mornings(6, 2) + evenings(1))
    said = answer(found)
    assert said.startswith("**Flest kommer kl. 10–12:** 6,3 henvendelser i timen")
    assert "Kl. 16–18 kan ikke sammenlignes med kl. 10–12 i de samme åbninger." in said
    assert slots_title(found) == "I de samme åbninger er kl. 10–12 travlest"


def test_slots_that_are_never_open_together_are_not_too_early() -> None:
    units = evenings(4) + [unit("a", week, 1, {10: 3, 11: 2}) for week in TWELVE]
    assert answer(group(units)).startswith("**Tidsrummene kan ikke sammenlignes:** der er for få åbninger")
    assert slots_title(group(units)) == "Tidsrummene kan ikke sammenlignes"


def test_two_leaders_of_different_openings_are_none() -> None:
    later = [unit("b", week, 2, {14: 9, 15: 9 + week % 2, 16: 1, 17: 2}) for week in TWELVE]
    found = group(mornings(6, 2) + later)
    assert found.by_hour.top is None
    assert "har med sikkerhed flest" in answer(found)
    assert slots_title(found) == "Det travleste tidsrum kan ikke udpeges"


def test_slots_exactly_alike_have_no_first() -> None:
    found = group([unit("a", week, 1, {10: week % 3, 11: 4, 12: 4, 13: week % 3}) for week in TWELVE])
    assert found.by_hour.top is None
    assert "Flest" not in answer(found)


def test_one_slot_alone_is_a_number_and_no_contest() -> None:
    found = group([unit("a", week, 1, {10: 3 + week % 2}) for week in TWELVE])
    assert answer(found).startswith("**Kl. 10–11:** 3,5 henvendelser i timen")
    assert slots_title(found) == "Der er kun ét tidsrum"


def test_one_slot_that_rests_on_two_openings() -> None:
    found = group([unit("a", week, 1, {10: 3}) for week in range(2)])
    assert "der er kun 2 åbninger at regne på" in answer(found)


def test_a_slot_counted_without_a_clock_is_not_unregistered() -> None:
    silent = [unit("b", week, 5, {16: 2, 17: 2}, "untimed") for week in TWELVE]
    assert answer(group(mornings(6, 2) + silent)).endswith("Kl. 16–18 er talt uden klokkeslæt.")
    dark = [unit("b", week, 5, {16: 0, 17: 0}, "uncovered") for week in TWELVE]
    assert answer(group(mornings(6, 2) + dark)).endswith("Kl. 16–18 er ikke registreret.")


def test_an_hour_when_nobody_is_open_is_no_slot() -> None:
    found = group(mornings(6, 2) + evenings(1))
    assert [band.name for band in found.by_hour.bands] == ["kl. 10–12", "kl. 12–14", "kl. 16–18"]


# --- weekdays


def test_weekdays_never_in_the_same_week_are_not_compared() -> None:
    units = [unit("a", week, 1 + week % 2, {10: 4 - week % 2}) for week in range(16)]
    found = group(units)
    assert found.by_weekday is not None
    assert weekdays(found, scope=True).startswith("Ugedagene kan ikke sammenlignes:")
    assert weekdays_title(found.by_weekday, found) == "Den travleste ugedag kan ikke udpeges"


def test_places_without_two_weekdays_are_said_to_be_left_out() -> None:
    both = mornings(6, 2) + mornings(3, 1, weekday=4)
    said = weekdays(group(both + evenings(3) + evenings(2, "c", 5)), scope=True)
    assert said.startswith("Flest kommer mandag:")
    assert said.endswith(
        "Strandby Hallen og Bøgelund er ikke med i ugedagene, for det kræver mindst to ugedage med seks "
        "åbninger hver."
    )
    many = both + [one for site in "bcde" for one in evenings(3, site)]
    assert "4 steder er ikke med i ugedagene" in weekdays(group(many), scope=True)
    assert "ikke med" not in weekdays(group(both), scope=True)


def test_a_weekday_only_a_busy_place_has_does_not_win() -> None:
    """Monday beats Thursday at both places; Friday is the busy place's own, and has the highest mean."""
    units = [
        one
        for week in TWELVE
        for one in (
            unit("a", week, 1, {10: 4 + week % 2}),
            unit("a", week, 4, {10: 1}),
            unit("b", week, 1, {10: 40 + week % 2}),
            unit("b", week, 5, {10: 30}),
        )
    ]
    found = group(units)
    said = weekdays(found, scope=True)
    assert "På samme sted i samme uge kommer der flest mandag" in said
    assert "Gennemsnittet er højere fredag, men åbningerne bag tallene er ikke ens." in said
    assert found.by_weekday is not None
    assert weekdays_title(found.by_weekday, found) == "På samme sted i samme uge er mandag travlest"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"a": {2: 20, 5: 1}}, ""),  # one place, and one opening that was moved
        ({"a": {2: 20, 5: 1}, "b": {2: 20}}, ""),  # both on Tuesdays
        ({"a": {2: 20}, "b": {3: 20}}, "Hvert sted har kun én fast ugedag."),
        ({"a": {2: 20, 5: 1}, "b": {3: 4}}, "Hvert sted har kun én fast ugedag."),
        ({"a": {1: 3, 2: 2, 3: 3, 5: 4}}, "Ugedagene er ikke sammenlignet:"),  # wherever there is room
        ({"a": {2: 5, 4: 5}, "b": {3: 20}}, "Ugedagene er ikke sammenlignet:"),
        ({"a": {2: 6, 4: 6}, "b": {3: 20}}, ""),  # compared
    ],
)
def test_why_weekdays_are_not_compared(days: dict[str, dict[int, int]], said: str) -> None:
    units = [
        unit(site, week, day, {10: 2})
        for site, own in days.items()
        for day, times in own.items()
        for week in range(times)
    ]
    found = weekdays_apart(group(units))
    assert found.startswith(said)
    assert bool(found) is bool(said)


def test_the_other_parts_say_it_where_the_first_has_the_scope_line() -> None:
    found = group(mornings(6, 2) + evenings(3))
    assert weekdays(found, scope=True) == ""
    assert weekdays(found, scope=False).startswith("Hvert sted har kun én fast ugedag.")


# --- whatever is open


@st.composite
def openings(draw: st.DrawFn) -> list[SlotUnit]:
    """A few places with a few fixed openings each; counts that lean to some hours and days."""
    found = {}
    for site in "abc"[: draw(st.integers(1, 3))]:
        for _ in range(draw(st.integers(1, 3))):
            weekday, first = draw(st.integers(1, 5)), draw(st.integers(8, 16))
            hours = range(first, first + draw(st.integers(1, 5)))
            level = {hour: draw(st.integers(0, 9)) for hour in hours}
            swing, every = draw(st.integers(1, 3)), draw(st.integers(1, 2))
            state = draw(st.sampled_from(STATES))
            for week in range(0, draw(st.integers(1, 14)) * every, every):
                counts = {hour: level[hour] + (week * hour) % swing for hour in hours}
                one = unit(site, week, weekday, counts, state)
                found[one.unit_id] = one
    return list(found.values())


def held(compared: Compared, said: str, title: str) -> None:
    """What the words may say of these rows."""
    rates = {band.name: band.cell.value for band in compared.bands if band.cell.value is not None}
    for name, rate in rates.items():
        higher = [other for other, value in rates.items() if value > rate * (1 + 1e-6)]
        plain = (f"flest kommer {name}", f"flest blev talt {name}", f"{name} ligger øverst")
        if any(claim in said for claim in plain) or title == f"{name} er travlest":
            assert not higher
            assert title == f"{name} er travlest" or not title.endswith("er travlest")
        if f"kommer der flest {name}" in said:
            assert all(other in said.split("gennemsnittet er højere")[1] for other in higher)
        if any(claim in said for claim in (*plain, f"kommer der flest {name}")):
            assert all(other in said for other in compared.apart)


@settings(max_examples=120)
@given(openings())
def test_no_words_name_one_as_busiest_while_another_row_has_more(units: list[SlotUnit]) -> None:
    found = group(units)
    if found.timed:
        held(found.by_hour, answer(found).lower(), slots_title(found).lower())
    if found.by_weekday is not None:
        title = weekdays_title(found.by_weekday, found).lower()
        held(found.by_weekday, weekdays(found, scope=True).lower(), title)
