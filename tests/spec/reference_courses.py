"""Appointments and whole cases in slow plain Python."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from evaluation.initiative.clock import to_local, to_utc
from tests.spec.reference_reader import EVERYTHING, Cell, Key, Reader, groups, has_time
from tests.spec.world import Record, minutes

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LAST = "\uffff"
ENDED = {"resolved", "resolved_later", "answered_by_robot", "left", "misdirected"}


def _zone(rd: Reader) -> ZoneInfo:
    return ZoneInfo(rd.world.initiative.timezone)


# --- appointments


def _appointments(rd: Reader) -> list[tuple[Record, int | None]]:
    """Each appointment once, by the line that knows its outcome, with the days from booking to it."""
    visits: dict[Key, list[Record]] = defaultdict(list)
    for r in rd.world.rows:
        passed = rd.world.through is not None and r["local_date"] <= rd.world.through
        if r["record"] == "contact" and has_time(r) and passed:
            case = r.get("case_id") or rd.number[id(r)]
            visits[case, r["site"], r["local_date"]].append(r)
    found = []
    for lines in visits.values():
        chosen = min(
            lines,
            key=lambda r: (
                r.get("outcome") in (None, "open"),
                r.get("booked_at") is None,
                r["source"],
                r.get("enquiry_id") or LAST,
                rd.number[id(r)],
            ),
        )
        leads = [_lead(rd, r) for r in lines if r.get("booked_at") and r.get("appointment_at")]
        if rd.wanted(chosen, EVERYTHING):
            found.append((chosen, min(leads, default=None)))
    return found


def _lead(rd: Reader, r: Record) -> int:
    due, booked = (to_local(r[name], _zone(rd)).date() for name in ("appointment_at", "booked_at"))
    return int((due - booked).days)


def booking_lead(rd: Reader) -> dict[Key, Cell]:
    cells: dict[Key, Cell] = {}
    for r, lead in _appointments(rd):
        _into(cells.setdefault(rd.key(r), _bins()), lead if lead is not None and lead >= 0 else None, True)
    return cells


def no_show(rd: Reader) -> dict[Key, Cell]:
    known = [r for r, _ in _appointments(rd) if r.get("outcome") not in (None, "open")]
    return {
        key: Cell(sum(r["outcome"] == "no_show" for r in found), len(found), len(found))
        for key, found in groups(rd, known).items()
    }


def wait_booked(rd: Reader) -> dict[Key, Cell]:
    cells: dict[Key, Cell] = {}
    for r in rd.enquiries():
        if r["record"] == "contact" and rd.in_person(r) and rd.booked(r) and r["time_precision"] == "minute":
            _into(cells.setdefault(rd.key(r), _bins()), *_one_wait(rd, r))
    return cells


def _due(rd: Reader, r: Record) -> datetime | None:
    """When the citizen was asked to come: by the row itself, else by another row of the same visit."""
    if r.get("appointment_at"):
        return r["appointment_at"]  # type: ignore[no-any-return]  # rows hold any value
    same = [
        x["appointment_at"]
        for x in rd.world.rows
        if x["record"] == "contact"
        and x.get("appointment_at")
        and x.get("outcome") != "no_show"
        and x.get("case_id")
        and (x["case_id"], x["site"], x["local_date"]) == (r.get("case_id"), r["site"], r["local_date"])
    ]
    return min(same, default=None)


def _one_wait(rd: Reader, r: Record) -> tuple[int | None, bool]:
    due = _due(rd, r)
    if due is None:
        return None, False
    begins, zone = max(due, r["arrived_at"]), _zone(rd)
    call = r.get("called_at") or r.get("served_at")
    if call is not None:
        late = to_local(call, zone).date() > r["local_date"]
        return (None if late else minutes(call - begins)), True
    end = None if r.get("unclosed") else r.get("ended_at")
    if r.get("outcome") == "left":
        known = end is not None and to_local(end, zone).date() <= r["local_date"]
        return (minutes(end - begins) if known else None), False
    opening = rd.opening(r)
    if r.get("outcome") in (None, "open") and end is None and opening and opening.status == "held":
        return minutes(opening.ends_at - begins), False
    return None, False


# --- cases


@dataclass
class Case:
    """All rows of a case in order."""

    rows: list[Record]

    @property
    def closed_at(self) -> datetime | None:
        return max((r["case_closed_at"] for r in self.rows if r.get("case_closed_at")), default=None)

    @property
    def closed(self) -> bool:
        return self.closed_at is not None or self.rows[-1].get("outcome") in ENDED

    @property
    def last_seen(self) -> datetime:
        moments = [
            (r["arrived_at"], r.get("called_at") or r.get("served_at"), _end(r) or r["arrived_at"])
            for r in self.rows
        ]
        return max(moment for three in moments for moment in three if moment is not None)

    @property
    def handovers(self) -> int:
        units = [r.get("served_by") or r["site"] for r in self.rows]
        return sum(a != b for a, b in pairwise(units))


def _end(r: Record) -> datetime | None:
    return None if r.get("unclosed") else r.get("ended_at")


def _cases(rd: Reader) -> list[Case]:
    """The cases that begin where and when it is asked, each whole."""
    by_case: dict[str, list[Record]] = defaultdict(list)
    for r in rd.world.rows:
        if r.get("case_id") and (r["record"] == "step" or (r["record"] == "contact" and rd.is_enquiry(r))):
            by_case[r["case_id"]].append(r)
    for rows in by_case.values():
        rows.sort(
            key=lambda r: (
                r["arrived_at"],
                r["step_no"] if r.get("step_no") is not None else 10**9,
                r.get("enquiry_id") or LAST,
            )
        )
    return [Case(rows) for rows in by_case.values() if rd.wanted(rows[0], EVERYTHING)]


def _per_case(count: Callable[[Case], int]) -> Callable[[Reader], dict[Key, Cell]]:
    def measured(rd: Reader) -> dict[Key, Cell]:
        cells: dict[Key, Cell] = {}
        for case in (found for found in _cases(rd) if found.closed):
            cell = cells.setdefault(rd.key(case.rows[0]), Cell(0.0, 0.0, 0))
            cell.numerator = (cell.numerator or 0) + count(case)
            cell.denominator = (cell.denominator or 0) + 1
            cell.n += 1
        return cells

    return measured


handovers = _per_case(lambda case: case.handovers)
steps = _per_case(lambda case: case.handovers + 1)


def duration(rd: Reader) -> dict[Key, Cell]:
    cells: dict[Key, Cell] = {}
    for case in _cases(rd):
        ended, now = case.closed_at or case.last_seen, max(case.last_seen, _over(rd) or case.last_seen)
        until = ended if case.closed else now
        lasted = (until - case.rows[0]["arrived_at"]) // MINUTE
        cell = cells.setdefault(rd.key(case.rows[0]), _bins())
        _into(cell, lasted if lasted >= 0 else None, case.closed)
    return cells


def _over(rd: Reader) -> datetime | None:
    """When the last day with data ends."""
    through = rd.world.through
    return None if through is None else to_utc(through + DAY, time.min, _zone(rd))


def step_wait(rd: Reader) -> dict[Key, Cell]:
    cells: dict[Key, Cell] = {}
    for case in _cases(rd):
        for before, after in pairwise(case.rows):
            end = _end(before)
            gap = None if end is None else max(0, (after["arrived_at"] - end) // MINUTE)
            _into(cells.setdefault(rd.key(case.rows[0]), _bins()), gap, True)
    return cells


def _bins() -> Cell:
    return Cell(histogram={}, extra={"excluded": 0})


def _into(cell: Cell, bin_: int | None, ended: bool) -> None:
    """One more of a histogram; without a bin it is excluded."""
    assert cell.histogram is not None
    if bin_ is None:
        cell.extra["excluded"] = (cell.extra["excluded"] or 0) + 1
        return
    done, going = cell.histogram.get(bin_, (0, 0))
    cell.histogram[bin_] = (done + ended, going + (not ended))
    cell.n += 1
