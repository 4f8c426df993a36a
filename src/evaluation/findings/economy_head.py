"""The words and charts of what the head office loses."""

from collections.abc import Sequence
from datetime import date, timedelta
from string import ascii_uppercase
from typing import Literal

from evaluation.findings import live
from evaluation.findings.dataset import Dataset
from evaluation.findings.economy_model import HeadPart
from evaluation.findings.economy_models import Costed
from evaluation.findings.head_office import Class, HeadOffice, Twice
from evaluation.findings.model import (
    IntervalChart,
    IntervalRow,
    KnownChart,
    KnownRow,
    Mark,
    Run,
    TableTwin,
    WeekChart,
    WeekPoint,
)
from evaluation.findings.wording import between, figure, interval_decimals, runs, spelled
from evaluation.initiative.model_hours import hours_from_head_office
from evaluation.texts import format as da
from evaluation.texts import text

_THURSDAY = timedelta(days=3)


def head_part(
    dataset: Dataset, office: HeadOffice | None, models: Sequence[Costed], what: str
) -> HeadPart | None:
    """The section; None without a head office. `what` is the initiative as a sentence begins with it."""
    if office is None:
        return None
    return HeadPart(
        title=text("economy.head.section", place=office.name),
        about=_about(dataset, office),
        said=_said(office),
        hours=_hours(dataset, office, models),
        waits=_waits(office),
        table=_table(office),
        weeks=_weeks(dataset, office, what),
        weeks_table=_weeks_table(office),
    )


def lost(office: HeadOffice | None) -> float | None:
    """Staff hours per week fewer than before (more: negative), None where it is not known.

    Of both as they are shown, to one decimal: a reader who subtracts them gets the same.
    """
    if office is None or office.hours is None:
        return None
    before, after = (round(one, 1) for one in office.hours)
    return round(before - after, 1)


def hours_words(hours: float) -> str:
    """ "14,2", or "15" for whole hours."""
    return da.number(hours, 0 if hours == int(hours) else 1)


def topics(office: HeadOffice) -> str:
    """ "pas og kørekort" within a sentence."""
    return da.joined([name[:1].lower() + name[1:] for name in office.topics])


def _about(dataset: Dataset, office: HeadOffice) -> str:
    start = da.day(dataset.initiative.starts_on)
    if not office.before:
        return text("economy.head.about_none", start=start)
    ends = {"first": da.iso_week(office.before[0]), "last": da.iso_week(office.before[-1])}
    said = text("economy.head.about", start=start, **ends)
    assumed = text("economy.head.hours_assumed", place=office.name) if office.assumed else ""
    return f"{said} {assumed}".rstrip()


def _said(office: HeadOffice) -> tuple[Run, ...]:
    """What is apart, then all else; or everyone, where the log has no topics. Then the peaks, and what it is not."""
    shown = {name: twice for name, twice in office.waits.items() if _both(twice)}
    lead: Class | None = "apart" if "apart" in shown else "all" if "all" in shown else None
    said = [] if lead is None else [_lead(office, lead, shown[lead])]
    if lead is None and office.before:
        said.append(text("economy.head.untold"))
    other: Class = "rest" if lead == "apart" and "rest" in shown else "all"
    if lead == "apart" and other in shown:
        said.append(text(f"economy.head.{'rest' if other == 'rest' else 'all'}", **_pair(shown[other])))
    said += _peaks_said(office)
    return runs(da.typeset(" ".join([*said, text("economy.head.cause")]))) if said else ()


def _both(twice: Twice) -> bool:
    return twice.before.median.shown and twice.after.median.shown


def _lead(office: HeadOffice, name: Class, twice: Twice) -> str:
    way = _way(twice)
    key = f"economy.head.apart_{way}" if name == "apart" else f"economy.head.all_{way}"
    return text(key, topics=topics(office), **_pair(twice))


def _way(twice: Twice) -> Literal["longer", "shorter", "same"]:
    """Longer or shorter only where the intervals do not meet: stricter than a test of their difference."""
    a, b = twice.before.median, twice.after.median
    if a.low is None or a.high is None or b.low is None or b.high is None:
        return "same"
    return "longer" if b.low > a.high else "shorter" if b.high < a.low else "same"


def _pair(twice: Twice) -> dict[str, str]:
    return {"before": _at_most(twice.before), "after": _at_most(twice.after)}


def _at_most(wait: live.Wait) -> str:
    """ "højst 4 min. (sandsynligvis 2–6)", "under 1 min." """
    said = _minutes(wait)
    if (wait.median.value or 0) >= 1:
        said = text("economy.head.at_most", minutes=said)
    interval = between(wait.median, "minutes")
    if interval_decimals(wait.median, "minutes") is None:
        return said
    return text("economy.head.unsure", said=said, interval=interval)


def _minutes(wait: live.Wait) -> str:
    said = figure(wait.median, "minutes")
    return text("economy.head.minutes", count=said) if wait.median.shown else said


def _peaks_said(office: HeadOffice) -> list[str]:
    if office.peak is None or not _both(office.peak):
        return []
    return [
        text(
            "economy.head.peaks",
            count=spelled(len(office.peaks)),
            topics=topics(office),
            peak=_at_most(office.peak.after),
            other=_at_most(office.peak.before),
        )
    ]


def _hours(dataset: Dataset, office: HeadOffice, models: Sequence[Costed]) -> KnownChart | None:
    """By the calendar, and by each model as the case counts."""
    hours = lost(office)
    if hours is None or office.hours is None:
        return None
    before, after = (hours_words(round(one, 1)) for one in office.hours)
    note = text("economy.head.hours_note", before=before, after=after)
    own = KnownRow(text("economy.head.hours_calendar"), max(0.0, hours), hours_words(max(0.0, hours)), note)
    key = "hours_title" if hours > 0 else "hours_title_more"
    return KnownChart(
        title=text(f"economy.head.{key}", place=office.name, hours=hours_words(hours)),
        subtitle=text("economy.head.hours_subtitle", place=office.name),
        axis_title=text("economy.head.hours_axis"),
        rows=(own, *_of_models(dataset, models)),
    )


def _of_models(dataset: Dataset, models: Sequence[Costed]) -> list[KnownRow]:
    rows = []
    for one in models:
        hours = hours_from_head_office(one.hours, dataset.initiative)
        if hours is not None:
            said = hours_words(round(float(hours), 1))
            rows.append(KnownRow(one.model.name, float(hours), said, text("economy.head.hours_model_note")))
    return rows


def _waits(office: HeadOffice) -> IntervalChart | None:
    rows = [row for name, twice in office.waits.items() for row in _rows(office, name, twice)]
    if not any(row.cell.shown for row in rows):
        return None
    key = "apart" if "apart" in office.waits else "all"
    title = text(f"economy.head.waits_title_{key}", topics=topics(office), place=office.name)
    axis = text("economy.head.waits_axis")
    return IntervalChart(title, text("economy.head.waits_subtitle"), axis, "minutes", tuple(rows))


def _rows(office: HeadOffice, name: Class, twice: Twice) -> list[IntervalRow]:
    said = topics(office)
    said = said[:1].upper() + said[1:]
    return [
        IntervalRow(text(f"economy.head.row_{name}_{when}", topics=said), "", wait.median, wait.p90)
        for when, wait in (("before", twice.before), ("after", twice.after))
    ]


def _table(office: HeadOffice) -> TableTwin | None:
    if not office.waits:
        return None
    head = tuple(text(f"economy.head.table_{name}") for name in ("who", "before", "after"))
    rows = tuple(
        (_rows(office, name, twice)[0].label.rpartition(",")[0], _cell(twice.before), _cell(twice.after))
        for name, twice in office.waits.items()
    )
    return TableTwin(text("economy.head.table_caption", place=office.name), head, rows, (1, 2))


def _cell(wait: live.Wait) -> str:
    upper = "" if wait.p90 is None else text("economy.head.table_p90", value=da.number(wait.p90, 0))
    return "\n".join(part for part in (_minutes(wait), between(wait.median, "minutes"), upper) if part)


def _weeks(dataset: Dataset, office: HeadOffice, what: str) -> WeekChart | None:
    """Ninth decile by week, the start and the peaks marked; a week of which nothing is known breaks the line."""
    found = dict(office.weekly)
    if not any(value is not None for value in found.values()):
        return None
    weeks = _every(min(found), max(found))
    start = text("economy.head.start", what=what)
    # Thursday, the middle of a week, where its point is.
    peaks = [(week + _THURSDAY, text("economy.head.peak", topics=topics(office))) for week in office.peaks]
    events = [(dataset.initiative.starts_on, start)] if min(found) < dataset.initiative.starts_on else []
    marks = sorted([*events, *peaks])
    key = "weeks_title_peaks" if peaks else "weeks_title"
    return WeekChart(
        title=text(f"economy.head.{key}", place=office.name, topics=topics(office)),
        subtitle=text("economy.head.weeks_subtitle"),
        axis_title=text("economy.head.weeks_axis"),
        points=tuple(WeekPoint(week, found.get(week)) for week in weeks),
        marks=tuple(Mark(letter, *one) for letter, one in zip(ascii_uppercase, marks, strict=False)),
    )


def _every(first: date, last: date) -> list[date]:
    return [date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1, 7)]


def _weeks_table(office: HeadOffice) -> TableTwin:
    names = tuple(text(f"economy.head.{name}") for name in ("week", "week_p90"))
    none = text("disclosure.status.no_data")
    rows = tuple(
        (da.iso_week(week), none if value is None else da.number(value, 0)) for week, value in office.weekly
    )
    return TableTwin(text("economy.head.weeks_caption", place=office.name), names, rows, (1,))
