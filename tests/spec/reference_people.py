"""Where citizens turn, how staff's time goes, whom the offer reaches and what they say, in slow plain Python."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import timedelta

from evaluation.initiative.calendar import opening_hours
from tests.spec.reference_reader import (
    EVERYTHING,
    OF_A_DATE,
    OF_A_PLACE,
    TALLIED,
    Cell,
    Key,
    Reader,
    groups,
    share_of_known,
    total,
)
from tests.spec.reference_zeros import with_zeros
from tests.spec.world import Record

AT_THE_DESK = {"resolved", "resolved_later", "served", "handed_over", "transferred", "booked", "misdirected"}


def place_share(rd: Reader) -> dict[Key, Cell]:
    known = EVERYTHING - {"site", "site_kind", "channel", "served_by"}
    lines = {name for name in (*rd.asked.by, *rd.asked.where) if name in TALLIED}
    base: dict[Key, float] = defaultdict(float)
    for r in rd.enquiry_rows:
        if rd.wanted(r, known) and (r["record"] != "tally" or rd.line_counts(r, lines)):
            base[tuple(rd.dim(r, name) for name in rd.asked.by if name in known)] += r["quantity"]
    cells = {k: Cell(total(g), None, total(g)) for k, g in groups(rd, rd.enquiries()).items()}
    return with_zeros(rd, cells, base, known, rate=True)


def _of(rows: Iterable[Record], rd: Reader, is_yes: Callable[[Record], bool]) -> dict[Key, Cell]:
    return {
        key: Cell(total(r for r in found if is_yes(r)), total(found), total(found))
        for key, found in groups(rd, rows).items()
    }


def robot(rd: Reader) -> dict[Key, Cell]:
    """That the robot served somebody does not tell whether it answered. Those still waiting are not asked about."""

    def called(rows: Iterable[Record]) -> dict[Key, list[Record]]:
        return groups(rd, [r for r in rows if rd.dim(r, "channel") in ("phone", "robot")])

    own, everyone = called(rd.enquiries("outcome")), called(rd.enquiries())
    cells: dict[Key, Cell] = {}
    for key in own.keys() | everyone.keys():
        over = [r for r in own.get(key, []) if r.get("outcome") not in (None, "open")]
        known = [r for r in over if (rd.dim(r, "channel"), r["outcome"]) != ("robot", "served")]
        waiting = [r for r in own.get(key, []) if r.get("outcome") == "open"]
        asked = total(everyone.get(key, [])) - total(waiting)
        share_of_known(cells, key, known, asked, lambda r: r["outcome"] == "answered_by_robot")
    return cells


def repeated(rd: Reader) -> dict[Key, Cell]:
    asked = [r for r in _contacts(rd) if r.get("repeated_information") is not None]
    return _of(asked, rd, lambda r: bool(r["repeated_information"]))


def _contacts(rd: Reader) -> list[Record]:
    return [r for r in rd.enquiries() if r["record"] == "contact"]


def transfers(rd: Reader) -> dict[Key, Cell]:
    calls = [r for r in _contacts(rd) if r.get("channel") == "phone" and r.get("transfers") is not None]
    return {
        key: Cell(sum(r["transfers"] for r in found), len(found), len(found))
        for key, found in groups(rd, calls).items()
    }


def survey(question: str) -> Callable[[Reader], dict[Key, Cell]]:
    def measured(rd: Reader) -> dict[Key, Cell]:
        given = [
            line
            for line in rd.world.survey
            if line["question"] == question and rd.wanted(line, OF_A_DATE | OF_A_PLACE)
        ]
        cells = {}
        for key, lines in groups(rd, given).items():
            scores = [line["score"] for line in lines for _ in range(line["answers"])]
            mean = sum(scores) / len(scores) if scores else None
            cells[key] = Cell(sum(s >= 4 for s in scores), len(scores), len(scores), extra={"mean": mean})
        return cells

    return measured


def per_exposure(rd: Reader) -> dict[Key, Cell]:
    known, through = OF_A_DATE | OF_A_PLACE, rd.world.through
    offered: dict[Key, float] = defaultdict(float)
    kinds: dict[Key, set[str]] = defaultdict(set)
    spots = set()
    for one in rd.world.initiative.exposure:
        days = (one.to_date - one.from_date).days + 1
        for spot in ((one.site, one.from_date + timedelta(days=n)) for n in range(days)):
            if spot not in rd.covered or through is None or spot[1] > through:
                continue
            spots.add(spot)
            if rd.wanted(spot, known):
                key = tuple(rd.dim(spot, name) for name in rd.asked.by if name in known)
                offered[key] += one.amount / days
                kinds[key].add(one.kind)
    rows = [r for r in rd.enquiries() if (r["site"], r["local_date"]) in spots]
    cells = {k: Cell(total(g), None, total(g)) for k, g in groups(rd, rows).items()}
    cells = with_zeros(rd, cells, offered, known, rate=True)
    none = all(len(found) > 1 for found in kinds.values())
    at = [i for i, name in enumerate(rd.asked.by) if name in known]
    for key, cell in cells.items():
        part = tuple(key[i] for i in at)
        if len(kinds[part]) > 1 or (none and not kinds[part]):
            cell.denominator = None
    return cells


def utilisation(rd: Reader) -> dict[Key, Cell]:
    cells = {}
    for key, rows in groups(rd, [r for r in rd.enquiries() if rd.in_exposure(r)]).items():
        helped = [r for r in rows if _took_time(rd, r)]
        known = [(r, minutes) for r in helped if (minutes := _minutes(rd, r)) is not None]
        enough = total(r for r, _ in known) * 10 >= total(helped) * 9
        used = float(sum(minutes for _, minutes in known)) if enough else None
        unknown = float(total(helped) - total(r for r, _ in known))
        cells[key] = Cell(used, None, total(helped), extra={"unknown": unknown})
    known_names = OF_A_DATE | OF_A_PLACE | {"hour"}
    base: dict[Key, float] = defaultdict(float)
    for o in rd.world.openings:
        for _, hour, hours in opening_hours([o], rd.world.initiative.timezone):
            in_hour = rd.asked.where.get("hour", hour) == hour
            if rd.counted(o) and in_hour and rd.wanted(o, known_names - {"hour"}):
                names = [name for name in rd.asked.by if name in known_names]
                key = tuple(hour if name == "hour" else rd.dim(o, name) for name in names)
                base[key] += 60 * hours * o.staff_serving
    found = with_zeros(rd, cells, base, known_names, rate=True)
    for cell in found.values():
        cell.extra.setdefault("unknown", 0)
    return found


def _took_time(rd: Reader, r: Record) -> bool:
    if rd.dim(r, "channel") == "robot":
        return False
    if r.get("outcome") is not None:
        return r["outcome"] in AT_THE_DESK
    called = r.get("called_at") or r.get("served_at")
    told = r.get("staff_minutes") is not None or r.get("service_min") is not None
    return r["record"] == "tally" or called is not None or told


def _minutes(rd: Reader, r: Record) -> int | None:
    """Staff's own account, else from call to end on the same day."""
    if r.get("staff_minutes") is not None:
        return int(r["staff_minutes"])
    if r.get("unclosed") or rd.ended_later(r):
        return None
    found = r.get("service_min")
    return None if found is None else int(found)


# --- whom the offer reaches


def reach(rd: Reader) -> dict[Key, Cell]:
    people = [r for r in rd.world.rows if r["record"] != "step"]
    by_age, by_visit = (
        any(r.get(name) is not None for r in people) for name in ("age_65plus", "first_visit")
    )
    residents = _residents(rd, by_age)

    def belongs(r: Record) -> bool | None:
        if r.get("home_area") is None:
            return None
        if (r["home_area"], r["site"]) not in residents:
            return False
        told = [r.get("age_65plus")] * by_age + [r.get("first_visit")] * by_visit
        return None if None in told else all(told)

    cells = _reached(rd, belongs)
    known = OF_A_PLACE | {"home_area"}
    units = {}
    for (area, site), thousands in residents.items():
        names = [name for name in rd.asked.by if name in known]
        of_unit = {"home_area": area, "site": site, "site_kind": rd.places[site].kind.value}
        kept = (of_unit[name] == value for name, value in rd.asked.where.items() if name in known)
        if all(kept):
            units[tuple(of_unit[name] for name in names), area] = thousands
    base: dict[Key, float] = defaultdict(float)
    for (key, _), thousands in units.items():
        base[key] += thousands
    found = with_zeros(rd, cells, base, known, rate=True)
    for cell in found.values():
        cell.extra.setdefault("unknown", 0)
    return found


def _reached(rd: Reader, belongs: Callable[[Record], bool | None]) -> dict[Key, Cell]:
    everyone, own = groups(rd, rd.enquiries()), groups(rd, rd.enquiries("home_area"))
    cells = {}
    for key in everyone.keys() | own.keys():
        judged = [r for r in own.get(key, []) if belongs(r) is not None]
        yes = total(r for r in judged if belongs(r))
        nobody = not total(everyone.get(key, [])) and not total(own.get(key, []))
        unknown = max(0, total(everyone.get(key, [])) - total(judged))
        cells[key] = Cell(yes if judged or nobody else None, None, yes, extra={"unknown": float(unknown)})
    return cells


def _residents(rd: Reader, by_age: bool) -> dict[tuple[str, str], float]:
    """Thousands of residents by area and place, of places with a covered day until data through."""
    through = rd.world.through
    alive = {site for site, day in rd.covered if through is not None and day <= through}
    found = {}
    areas = rd.world.initiative.areas
    otherwise = () if any(area.sites for area in areas) else rd.places
    for area in areas:
        people = area.residents_65plus if by_age else area.residents
        for site in area.sites or otherwise:
            if people and site in alive:
                found[area.id, site] = people / 1000
    return found
