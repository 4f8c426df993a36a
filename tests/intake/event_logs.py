"""A queue system's event log to vary, and a fold of it in plain loops that the program's is held against."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from evaluation.intake.fold import Folded, fold
from evaluation.intake.profile import Profile
from evaluation.intake.take import Taken
from evaluation.store.schema import EVENTS, TRACE
from tests.intake.making import DANISH, Row, take_rows

HEADER = ("Billetnr", "Lokation", "Tidspunkt", "Hændelse", "Emne", "Udfald", "Enhed")
WORDS = {
    **{"Billet trukket": "issued", "Kaldt": "called", "Betjening": "served", "Sat på hold": "held"},
    **{"Genoptaget": "returned", "Omstillet": "transferred", "Afsluttet": "finished", "Gået": "left"},
    **{"Ikke mødt": "no_show", "Skærm tændt": "ignore"},
}
SAID = {event: word for word, event in WORDS.items()}
TOPICS, OUTCOMES = {"Pas": "pas"}, {"Løst": "resolved", "Videre": "handed_over", "I gang": "open"}
SITES = {"Farsø": "farsoe", "Aars": "aars", "Andet": "outside"}


def event_profile(columns: dict[str, Any] | None = None, **other: object) -> Profile:
    given: dict[str, Any] = {
        "id": "billetlog",
        "source": "koe",
        "closing_time": "23:59",
        "identity": {"columns": ["Billetnr", "Lokation", "local_date"]},
        "events": {"column": "Hændelse", "finished": "resolved", "values": WORDS},
        "columns": {
            "site": {"column": "Lokation", "values": SITES},
            "arrived_at": {"column": "Tidspunkt", "format": DANISH},
            "topic": {"column": "Emne", "values": TOPICS},
            "outcome": {"column": "Udfald", "values": OUTCOMES},
            "served_by": {"column": "Enhed", "values": {"Farsø": "farsoe", "Aars": "aars"}},
        }
        | (columns or {}),
    }
    return Profile.model_validate(given | other)


def event(
    word: str, clock: str, number: str = "1", *, site: str = "Farsø", day: str = "04-03-2025",
    topic: str | None = None, outcome: str | None = None, unit: str | None = None,
) -> Row:  # fmt: skip
    """One row: `word` is an event's name in EVENTS, or what the file says."""
    return (number, site, f"{day} {clock}", SAID.get(word, word), topic, outcome, unit)


def take_events(rows: Sequence[Row], using: Profile | None = None) -> Taken:
    return take_rows(rows, using or event_profile(), header=HEADER)


def folded(rows: Sequence[Row], using: Profile | None = None) -> Folded:
    return fold(take_events(rows, using).accepted)


def content(table: pa.Table) -> list[tuple[tuple[str, object], ...]]:
    """Rows in an order of their own, without where they came from."""
    kept = [name for name in table.column_names if name not in TRACE and name != "enquiry_id"]
    return sorted((tuple(row.items()) for row in table.select(kept).to_pylist()), key=repr)


def only(rows: Sequence[Row], using: Profile | None = None) -> dict[str, Any]:
    """The one contact that the rows are."""
    (found,) = folded(rows, using).rows.to_pylist()
    return dict(found)


def clock(moment: datetime | None) -> str | None:
    """A stored moment as the file's clock shows it."""
    if moment is None:
        return None
    return moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo("Europe/Copenhagen")).strftime("%H:%M")


# ------------------------------------------------------ the same fold, event by event

_Said = tuple[
    datetime, int, str, str | None, str | None, str | None
]  # time, rank, event, topic, outcome, unit


def plain_fold(rows: Iterable[Row]) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """Contacts and remarks of rows as `event_profile()` reads them, on days without a change of clocks."""
    tickets: dict[tuple[str, str, str], set[_Said]] = defaultdict(set)
    for number, site, stamp, word, topic, outcome, unit in rows:
        what = WORDS[str(word)]
        if what == "ignore" or site == "Andet":
            continue
        at = datetime.strptime(str(stamp), DANISH)
        said = (TOPICS.get(topic or ""), OUTCOMES.get(outcome or ""), SITES.get(unit or ""))
        tickets[str(number), str(site), str(at.date())].add((at, EVENTS.index(what), what, *said))
    remarks = {"without_ticket": 0, "before_ticket": 0}
    found = []
    for (_, site, _), events in tickets.items():
        begins = sorted({one[0] for one in events if one[2] == "issued"})
        if not begins:
            remarks["without_ticket"] += 1
            continue
        ordered = sorted(events, key=lambda one: one[:2])
        early = [one for one in ordered if (one[0], one[1]) < (begins[0], 0)]
        remarks["before_ticket"] += len({one[:3] for one in early})
        for start, stop in zip(begins, [*begins[1:], datetime(9999, 1, 1)], strict=True):
            found.append(_contact(site, [one for one in ordered if start <= one[0] < stop]))
    return found, {kind: count for kind, count in remarks.items() if count}


def _contact(site: str, events: list[_Said]) -> dict[str, Any]:
    start = events[0][0]
    times = {name: [one[0] for one in events if one[2] == name] for name in EVENTS}
    ends = [one for one in events if one[2] in ("finished", "left", "no_show")]
    active = [*times["called"], *times["served"], *times["returned"]]
    end = ends[-1] if ends and not any(at > ends[-1][0] for at in active) else None
    limit = min(start.replace(hour=23, minute=59), start + timedelta(hours=16))
    unclosed = end is not None and end[0] >= limit
    served = min(times["served"], default=None)
    called = min(times["called"], default=None)
    called = min(called, served) if called and served else called
    ended = end[0] if end and not unclosed else None
    stated = [one for one in events if one[4] not in (None, "open")]
    if stated:
        outcome = max(stated, key=lambda one: (one[0], one[1], str(one[4])))[4]
    elif end is None:
        outcome = "open"
    else:
        outcome = _meant([one for one in ends if one[0] == end[0]], unclosed and not called and not served)
    waited = called or served
    return {
        "site": SITES[site],
        "arrived_at": start,
        "called_at": called,
        "served_at": served,
        "ended_at": ended,
        "unclosed": unclosed,
        "outcome": outcome,
        "transfers": len(set(times["transferred"])),
        "topic": _last(events, 3),
        "served_by": _last(events, 5),
        "wait_min": None if waited is None else _minutes(waited - start),
        "service_min": _service(events, served, ended if outcome not in ("left", "no_show") else None),
    }


def _meant(ends: list[_Said], nobody: bool) -> str | None:
    """Of events at one moment that end it: the last in the order of EVENTS says what it means."""
    by_event = {"finished": "resolved", "left": "left", "no_show": "no_show"}
    last = max(one[1] for one in ends)
    said = [one[4] or by_event[EVENTS[last]] for one in ends if one[1] == last]
    return None if nobody and said[0] not in ("left", "no_show") else max(said)


def _last(events: list[_Said], place: int) -> Any:
    """The last that is said there; of one moment's rows, those that state an outcome say it last."""
    known = [one for one in events if one[place] is not None]
    return max(
        known, key=lambda one: (*one[:2], one[4] not in (None, "open"), one[place]), default=(None,) * 6
    )[place]


def _minutes(span: timedelta) -> int:
    seconds = int(span.total_seconds())
    return seconds // 60 + (seconds % 60 >= 30)


def _service(events: list[_Said], begun: datetime | None, ended: datetime | None) -> int | None:
    if begun is None or ended is None:
        return None
    since: datetime | None = None
    held = timedelta()
    for at, _, what, *_ in [one for one in events if one[0] <= ended]:
        if what == "held" and since is None:
            since = at
        elif what in ("returned", "called", "served") and since is not None:
            held += max(min(at, ended) - max(since, begun), timedelta())
            since = None
    if since is not None and since < ended:
        return None
    return _minutes(ended - begun - held)
