"""What was planted is found again in the exports by simple estimates that share no code with the program.

Estimates pool four seeds and may miss by four standard errors.
"""

import math
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from statistics import median

import pytest
from python_calamine import CalamineWorkbook

from tests.demo.demo_log import GROUPS, SITES, Log, Row

POPUPS = tuple(site for site in SITES.values() if site != "aars")


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _place(log: Log, site: str) -> dict[str, object]:
    return next(p for p in log.planted["place"] if p["id"] == site)


def _held(log: Log, site: str) -> dict[date, list[Row]]:
    """Rows within the opening, by day on which somebody was served there; known to be without empty days."""
    by_day: dict[date, list[Row]] = {}
    for row in log.year(site):
        if 9 * 60 + 30 <= row.arrived.hour * 60 + row.arrived.minute < 14 * 60:
            by_day.setdefault(row.day, []).append(row)
    return {d: rows for d, rows in by_day.items() if any(r.called for r in rows)}


def _level(log: Log, site: str, day: date, first: date) -> float:
    """Slow start and season as planted, written again from their description."""
    popup = log.planted["popup"]
    weeks = (day - first).days // 7
    start = 1 - popup["ramp_depth"] * math.exp(-weeks / popup["ramp_tau_weeks"])
    return start * math.exp(popup["season"] * math.cos(2 * math.pi * (day.timetuple().tm_yday - 15) / 365.25))


def _rate(log: Log, site: str, wanted: bool) -> tuple[float, int]:
    """Long-run contacts per opening with a known group, and the openings."""
    held = _held(log, site)
    first = min(held)
    exposure = sum(_level(log, site, day, first) for day in held)
    counted = sum(bool(r.group) and r.target == wanted for rows in held.values() for r in rows)
    return counted / exposure / (1 - log.planted["popup"]["unknown_group"]), len(held)


def _relative_error(log: Log, rate: float, openings: int) -> float:
    popup = log.planted["popup"]
    spread = popup["overdispersion"] + popup["week_sd"] ** 2
    return math.sqrt((1 / (0.8 * rate) + spread) / openings)


def test_volumes_are_of_the_planned_size(logs: tuple[Log, ...]) -> None:
    for log in logs:
        assert 2_150 <= sum(len(log.year(site)) for site in POPUPS) <= 2_850
        assert 14_300 <= len(log.year("aars")) <= 15_900


def test_the_story_counts_what_the_exports_hold(logs: tuple[Log, ...]) -> None:
    for log in logs:
        for site, told in log.story["evaluation_year"].items():
            rows = log.year(site)
            groups = {GROUPS[g]: n for g, n in Counter(r.group for r in rows if r.target).items()}
            assert told["contacts"] == len(rows)
            assert {g: told["by_group"][g] for g in groups} == groups
            assert told["left"] == sum(r.status in ("Udeblevet ved kald", "Ikke kaldt") for r in rows)


@pytest.mark.parametrize("site", POPUPS)
@pytest.mark.parametrize("wanted", [True, False])
def test_each_place_has_its_planted_rate(logs: tuple[Log, ...], site: str, wanted: bool) -> None:
    planted = float(str(_place(logs[0], site)["target" if wanted else "other"]))
    found = [_rate(log, site, wanted) for log in logs]
    error = _relative_error(logs[0], planted, sum(n for _, n in found))
    pooled = sum(rate * n for rate, n in found) / sum(n for _, n in found)
    assert pooled == pytest.approx(planted, rel=4 * error)


def test_the_library_doubles_the_target_group(logs: tuple[Log, ...]) -> None:
    before = [_rate(log, "loegstoer_raadhus", wanted=True) for log in logs]
    after = [_rate(log, "loegstoer_bibliotek", wanted=True) for log in logs]
    ratio = sum(r * n for r, n in after) / sum(n for _, n in after)
    ratio /= sum(r * n for r, n in before) / sum(n for _, n in before)
    error = math.hypot(
        _relative_error(logs[0], 7.5, sum(n for _, n in before)),
        _relative_error(logs[0], 15.0, sum(n for _, n in after)),
    )
    assert abs(math.log(ratio / 2)) < 4 * error
    assert 4 * error < math.log(2)  # so a place that had not changed would fail


def test_counts_scatter_more_than_poisson_as_planted(logs: tuple[Log, ...]) -> None:
    """Moment estimate of alpha from Farsø after eight weeks, all known groups."""
    scatter: list[float] = []
    for log in logs:
        held = _held(log, "farsoe")
        days = [d for d in held if d > min(held) + timedelta(weeks=8)]
        rate = 20.5 * 0.96
        for day in days:
            mean = rate * _level(log, "farsoe", day, min(held))
            counted = sum(bool(r.group) for r in held[day])
            scatter.append(((counted - mean) ** 2 - mean) / mean**2)
    assert 0.12 < sum(scatter) / len(scatter) < 0.32


@pytest.mark.parametrize("site", (*POPUPS, "aars"))
def test_groups_differ_by_place_as_planted(logs: tuple[Log, ...], site: str) -> None:
    planted = logs[0].planted["aars"] if site == "aars" else _place(logs[0], site)
    rows = [r for log in logs for r in log.year(site) if r.target]
    _shares_match(Counter(GROUPS[r.group] for r in rows), dict(planted["groups"]))  # type: ignore[call-overload]


def test_the_question_is_answered_as_planted(logs: tuple[Log, ...]) -> None:
    planted = logs[0].planted["popup"]
    rows = [r for log in logs for site in POPUPS for r in log.year(site)]
    said = Counter({"Borgerservice i Aars": "aars", "Ingen steder": "none"}.get(r.otherwise, "neighbour")
                   for r in rows if r.otherwise)  # fmt: skip
    _shares_match(said, planted["otherwise"])
    served = [r for r in rows if r.called and r.status != "Udeblevet ved kald"]
    _shares_match(Counter(bool(r.otherwise) for r in served), {True: 0.6, False: 0.4})
    assert not any(r.otherwise for log in logs for r in log.year("aars"))


def _shares_match(found: Counter[object], planted: dict[object, float] | dict[str, float]) -> None:
    total = sum(found.values())
    assert set(found) == set(planted)
    for name, share in planted.items():
        assert found[name] / total == pytest.approx(share, abs=4 * math.sqrt(share * (1 - share) / total))


def _per_day(rows: Iterable[Row], first: date, last: date) -> float:
    mine = [r for r in rows if first <= r.day <= last]
    return len(mine) / len({r.day for r in mine})


def test_passports_peak_before_the_holidays(logs: tuple[Log, ...]) -> None:
    passports = [[r for r in log.rows if r.site == "aars" and r.topic == "pas"] for log in logs]
    normal = sum(_per_day(p, date(2025, 8, 4), date(2025, 9, 26)) for p in passports)
    assert normal / len(logs) == pytest.approx(17.5 * 1.15 * 0.95, rel=0.1)
    for peak in logs[0].planted["peak"]:
        first, last = _day(peak["from"]), _day(peak["to"])
        if first >= date(2025, 3, 10) and (last - first).days > 10:
            level = sum(_per_day(p, first, last) for p in passports) / normal
            assert level == pytest.approx(peak["factor"], rel=0.17), first


def test_aars_changes_when_the_popups_open(logs: tuple[Log, ...]) -> None:
    """The same eight weeks of two winters, without the weeks whose passport factor differs."""
    for wanted, factor in ((True, 0.80), (False, None)):
        before, after = (
            sum(_per_day(_aars(log, wanted), first, last) for log in logs)
            for first, last in (
                (date(2024, 10, 14), date(2024, 11, 29)),
                (date(2025, 10, 13), date(2025, 11, 28)),
            )
        )
        if factor is not None:
            assert after / before == pytest.approx(factor, rel=0.08)
        else:
            assert 0.98 < after / before < 1.12


def _aars(log: Log, wanted: bool) -> list[Row]:
    return [r for r in log.rows if r.site == "aars" and r.group and r.target == wanted]


def test_waits_grow_in_aars_and_the_impatient_leave(logs: tuple[Log, ...]) -> None:
    for log in logs:
        rows = [r for r in log.rows if r.site == "aars" and not r.booked]
        before = [r for r in rows if r.day < date(2025, 3, 3)]
        after = [r for r in rows if date(2025, 3, 3) <= r.day <= date(2026, 3, 1)]
        assert _p90(after) > _p90(before) + 2
        assert _left(after) > _left(before)
        fewer = [r for r in after if r.day.weekday() in (1, 2, 3)]
        more = [r for r in after if r.day.weekday() in (0, 4)]
        assert _p90(fewer) > _p90(more)


def _p90(rows: list[Row]) -> float:
    waits = sorted((r.called - r.arrived).total_seconds() / 60 for r in rows if r.called)
    return waits[int(0.9 * len(waits))]


def _left(rows: list[Row]) -> float:
    return sum(r.status in ("Udeblevet ved kald", "Ikke kaldt") for r in rows) / len(rows)


def test_citizens_come_in_vain_when_an_opening_is_cancelled(logs: tuple[Log, ...]) -> None:
    called_off = {(c["site"], _day(c["day"])) for c in logs[0].planted["cancelled"]}
    vain = [r for log in logs for r in log.rows if (r.site, r.day) in called_off]
    assert vain
    assert all(r.called is None and r.status == "Ikke kaldt" and not r.group for r in vain)
    told = sum(s["in_vain"] for log in logs for s in log.story["evaluation_year"].values())
    assert len(vain) == told


def test_some_come_early_late_and_at_other_times(log: Log) -> None:
    minutes = [r.arrived.hour * 60 + r.arrived.minute for site in POPUPS for r in log.year(site)]
    early = sum(570 <= m < 600 for m in minutes) / len(minutes)
    assert early == pytest.approx(log.planted["popup"]["early_share"], abs=0.025)
    assert sum(840 <= m < 855 for m in minutes) > 10
    assert sum(m >= 885 for m in minutes) > 10
    assert sum(855 <= m < 885 for m in minutes) == 0


def test_the_hours_are_as_busy_as_planted(logs: tuple[Log, ...]) -> None:
    weights = logs[0].planted["popup"]["quarter_weights"]
    planted = {10 + h: sum(weights[4 * h : 4 * h + 4]) / sum(weights) for h in range(4)}
    hours = Counter(r.arrived.hour for log in logs for site in POPUPS for r in log.year(site) if r.group)
    _shares_match(Counter({h: n for h, n in hours.items() if h in planted}), planted)


def test_passports_at_popups_are_sent_away(log: Log) -> None:
    rows = [r for site in POPUPS for r in log.year(site) if r.topic in ("pas", "kørekort")]
    served = [r for r in rows if r.called and r.status != "Udeblevet ved kald"]
    assert len(served) > 60
    assert {r.status for r in served} == {"Forkert sted"}
    assert not any(r.status == "Forkert sted" for r in log.year("aars"))


def test_appointments_are_kept_booked_and_missed_as_planted(logs: tuple[Log, ...]) -> None:
    booking = logs[0].planted["booking"]
    leads, missed, kept = [], 0, 0
    for log in logs:
        book = CalamineWorkbook.from_path(log.folder / "tidsbestilling.xlsx")
        rows = book.get_sheet_by_name("Tider").to_python()[4:-1]
        missed += sum(row[5] == "Udeblevet" for row in rows)
        kept += sum(row[5] == "Mødt" for row in rows)
        calm = [row for row in rows if date(2025, 8, 4) <= row[4].date() <= date(2025, 9, 26)]
        leads += [(row[4].date() - row[3].date()).days for row in calm]
        assert sum(r.booked for r in log.rows) == pytest.approx(sum(row[5] == "Mødt" for row in rows), abs=8)
    share = missed / (missed + kept)
    assert share == pytest.approx(booking["no_show"], abs=0.006)
    assert median(leads) == pytest.approx(booking["lead_days_median"], abs=1)
