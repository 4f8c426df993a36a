"""A number that comes again within a day is never proposed silently as one enquiry a row; enquiries still are."""

import random
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.intake.propose import Proposal, propose_table
from tests.intake.making import initiative, raw_table

KNOWN = {
    "drawn": "Nummer trukket",
    "called": "Kaldt op",
    "begun": "Betjening begyndt",
    "held": "Sat på hold",
    "back": "Genoptaget",
    "done": "Afsluttet",
    "gone": "Gået igen",
}
LOCAL = {
    "drawn": "Nr. vist",
    "called": "Blink",
    "begun": "Skranke optaget",
    "held": "Pause",
    "back": "Pause slut",
    "done": "Skranke fri",
    "gone": "Borger væk",
}
HEADERS = (
    ("Bonnummer", "Afdeling", "Tidsstempel", "Handling"),
    ("Billetnr", "Sted", "Tidspunkt", "Status"),
    ("Nr", "Lokation", "Logget", "Tekst"),
    ("Kunde", "Filial", "Dato", "Kode"),
)
PLACES = ("Farsø", "Aars")


@dataclass(frozen=True)
class Log:
    """A queue system's event log to be made: how its words, numbers, times and places are written."""

    understood: frozenset[str] = frozenset()
    header: tuple[str, str, str, str] = HEADERS[0]
    idle: int = 0  # rows of the desks, without a number, a day
    number: str = "A{:03}"
    running: bool = False
    event_id: bool = True
    places: int = 1
    days: int = 3
    style: str = "%d-%m-%Y %H:%M:%S"
    first_day: str = "2025-03-13"
    tickets: int = 12
    newest_first: bool = False
    seed: int = 1

    def word(self, event: str) -> str:
        return (KNOWN if event in self.understood else LOCAL)[event]

    def rows(self) -> list[tuple[str | None, ...]]:
        found = sorted(self._events(), key=lambda one: one[0], reverse=self.newest_first)
        ids = range(880_001, 880_001 + len(found))
        return [
            (number, place, at.strftime(self.style), word, *([str(one)] if self.event_id else []))
            for one, (at, place, number, word) in zip(ids, found, strict=True)
        ]

    def _events(self) -> list[tuple[datetime, str, str | None, str]]:
        chance = random.Random(self.seed)
        found: list[tuple[datetime, str, str | None, str]] = []
        serial = 70_000
        for day in range(self.days):
            for place in PLACES[: self.places]:
                opens = datetime.fromisoformat(self.first_day) + timedelta(days=day, hours=10)
                for n in range(self.tickets):
                    serial += 1
                    number = self.number.format(serial if self.running else n + 1)
                    at = opens + timedelta(minutes=chance.randint(0, 180), seconds=chance.randint(0, 59))
                    for event in self._course(chance):
                        found.append((at, place, number, self.word(event)))
                        at += timedelta(seconds=chance.randint(20, 600))
                for n in range(self.idle):
                    found.append(
                        (opens + timedelta(minutes=7 * n), place, None, f"Skranke {n % 2 + 1} ledig")
                    )
        return found

    def _course(self, chance: random.Random) -> list[str]:
        if chance.random() < 0.1:
            return ["drawn", "gone"]
        held = ["held", "back"] if chance.random() < 0.15 else []
        return ["drawn", "called", "begun", *held, "done"]

    def proposed(self, *, alone: bool = False) -> Proposal:
        header = (*self.header, *(["Hændelses-id"] if self.event_id else []))
        return propose_table(raw_table(self.rows(), header), "log.csv", None if alone else initiative())


def silent(found: Proposal) -> bool:
    """Whether nobody is asked, or each row would become an enquiry."""
    if found.profile is None:
        asked = {one.target for one in found.unmapped if one.needed}
        return not {"enquiry_id", "arrived_at"} <= asked
    return found.profile.events is None and found.profile.record == "contact"


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("known", range(8))
@pytest.mark.parametrize("idle", [0, 6, 40])
def test_however_many_words_are_known(header: tuple[str, str, str, str], known: int, idle: int) -> None:
    for order in (list(KNOWN), list(reversed(KNOWN))):
        log = Log(understood=frozenset(order[:known]), header=header, idle=idle)
        assert not silent(log.proposed()), log
        assert not silent(log.proposed(alone=True)), log


@settings(max_examples=40, deadline=None)
@given(
    log=st.builds(
        Log,
        understood=st.frozensets(st.sampled_from(list(KNOWN))),
        header=st.sampled_from(HEADERS),
        idle=st.integers(0, 30),
        number=st.sampled_from(["A{:03}", "{}", "Borger {}", "{:05}"]),
        running=st.booleans(),
        event_id=st.booleans(),
        places=st.sampled_from([1, 2]),
        days=st.integers(1, 6),
        style=st.sampled_from(["%d-%m-%Y %H:%M:%S", "%d-%m-%Y %H:%M", "%Y-%m-%dT%H:%M:%S", "%d.%m.%y %H.%M"]),
        first_day=st.sampled_from(["2025-03-13", "2025-03-03"]),  # the other may be the third of any month
        tickets=st.integers(6, 30),
        newest_first=st.booleans(),
        seed=st.integers(0, 10**6),
    )
)
def test_whatever_the_log_looks_like(log: Log) -> None:
    found = log.proposed()
    asked = {one.target for one in found.unmapped if one.needed}
    if found.profile is None and "arrived_at" in asked and "events" in tomllib.loads(found.toml):
        return  # only day and month are asked for
    assert not silent(found)


def test_what_is_asked_can_be_answered_in_the_file() -> None:
    found = Log().proposed()
    assert found.profile is None
    missing, left_out = found.toml.split("# Mangler")[1].split("# Ikke taget med")
    assert '# [identity]\n# columns = ["Bonnummer", "local_date"]' in missing
    assert '# [events]\n# column = "Handling"\n# [events.values]\n' in missing
    assert '# "Nr. vist" = "…"' in missing
    assert '# [columns.arrived_at]\n# column = "Tidsstempel"\n# format = "%d-%m-%Y %H:%M:%S"' in missing
    assert "Bonnummer" not in left_out and "Handling" not in left_out
    assert not {"Bonnummer", "Handling"} & {one.column for one in found.unmapped if not one.needed}
    assert any("»Bonnummer«" in one and "»Handling«" in one for one in found.warnings)


def test_day_and_clock_in_columns_of_their_own() -> None:
    rows = [
        (number, place, *str(stamp).split(" "), word, one)
        for number, place, stamp, word, one in Log(idle=6).rows()
    ]
    found = propose_table(
        raw_table(rows, ("Bon", "Sted", "Dato", "Kl.", "Tekst", "Løbenr")), "a.csv", initiative()
    )
    assert not silent(found)


# ------------------------------------------------------ rows that are each an enquiry

Extra = Mapping[str, Callable[[random.Random, int, int], str]]  # header → cell by (day, place in the day)


def contacts(extra: Extra, *, days: int = 8, a_day: int = 24, seed: int = 3) -> Proposal:
    """A log of enquiries with an id of its own, and what `extra` adds."""
    chance = random.Random(seed)
    rows: list[tuple[str, ...]] = []
    for day in range(days):
        opens = datetime.fromisoformat("2025-03-13") + timedelta(days=day, hours=10)
        for n in range(a_day):
            at = opens + timedelta(minutes=7 * n + chance.randint(0, 6))
            rows.append(
                (
                    f"H{len(rows):05}",
                    f"{at:%d-%m-%Y %H:%M}",
                    PLACES[n % 2],
                    chance.choice(["Telefon", "Skranke", "Video"]),
                    chance.choice(["Pas", "Skat", "MitID"]),
                    chance.choice(["Afsluttet"] * 8 + ["Åben", "Gået igen"]),
                    "Formiddag" if at.hour < 12 else "Eftermiddag",
                    f"{at:%H}",
                    *(cell(chance, day, n) for cell in extra.values()),
                )
            )
    header = ("Løbenr", "Ankomst", "Sted", "Kanal", "Emne", "Udfald", "Tidsrum", "Time", *extra)
    return propose_table(raw_table(rows, header), "a.csv", initiative(topics=TOPICS))


TOPICS = [{"id": one.casefold(), "name": one} for one in ("Pas", "Skat", "MitID")]
ORDINARY: dict[str, Extra] = {
    "nothing": {},
    "a ticket that starts again each day": {"Billetnr": lambda _c, _d, n: str(n + 1)},
    "a ticket that starts again at each place": {"Billetnr": lambda _c, _d, n: str(n // 2 + 1)},
    "a case that comes again on other days": {"Sagsnr": lambda c, d, n: f"S-{(n + 5 * d) % 60}"},
    "a case that comes again at any time": {"Sagsnr": lambda c, _d, _n: f"S-{c.randint(1, 70)}"},
    "a citizen's key": {"Borgernr": lambda c, _d, _n: f"B{c.randint(1000, 1090)}"},
    "a desk": {"Skranke nr": lambda c, _d, _n: str(c.randint(1, 4))},
    "many desks": {"Skranke": lambda c, _d, _n: f"Skranke {c.randint(1, 9)}"},
    "a number of staff": {"Personalenr": lambda c, _d, _n: f"M{c.randint(10, 21)}"},
    "staff in turn": {"Vagt": lambda _c, _d, n: f"V{n // 3 + 1}"},
    "an age": {"Alder": lambda c, _d, _n: str(c.randint(18, 90))},
    "a length": {"Varighed": lambda c, _d, _n: str(c.randint(1, 20))},
    "a post code": {"Postnr": lambda c, _d, _n: str(c.choice([9600, 9620, 9640, 9670, 9681]))},
    "a number and what was done": {
        "Billetnr": lambda _c, _d, n: str(n + 1),
        "Løsning": lambda c, _d, _n: c.choice(["Vejledt", "Henvist", "Ordnet"]),
    },
}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", ORDINARY)
def test_a_log_of_enquiries_is_proposed_as_one(name: str, seed: int) -> None:
    found = contacts(ORDINARY[name], seed=seed)
    assert found.profile is not None, found.unmapped
    assert (found.profile.record, found.profile.events) == ("contact", None)
    assert found.profile.identity.columns == ("Løbenr",) or "Billetnr" in found.profile.identity.columns
    assert not any("hændelse" in one for one in found.warnings)
