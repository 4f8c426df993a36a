"""What Tidsrum says in sentences: a slot has most only where it can be told from all the others."""

from collections.abc import Sequence

from evaluation.disclosure import Status
from evaluation.findings.bands import Compared, Group
from evaluation.findings.wording import figure, sentence_rate
from evaluation.texts import format as da
from evaluation.texts import text


def answer(group: Group) -> str:
    """The answer sentence, its verdict in **bold**; or why there is none."""
    if not group.timed:
        return text("hours.untimed" if group.untimed else "hours.not_covered")
    if all(unit.enquiries in (None, 0) for unit in group.units):
        return text("hours.nobody")
    unit = "days" if group.daily else "openings"
    compared = group.by_hour
    said = (_verdict(compared, unit), *_early(compared, unit))
    return " ".join(part for part in said if part)


def _verdict(compared: Compared, unit: str) -> str:
    what = text("hours.an_hour")
    if len(compared.bands) == 1 and compared.bands[0].cell.shown:
        only = compared.bands[0]
        return text("hours.only", band=capital(only.name), rate=sentence_rate(only.cell, what))
    if not compared.comparable:
        most = max(band.n for band in compared.bands)
        return text("hours.too_early", units=counted(unit, most))
    if compared.top is None:
        return text("hours.no_leader", bands=da.joined(compared.comparable))
    if above := _above(compared):
        return _within(compared, "slot", above)
    rate = sentence_rate(compared.band(compared.top).cell, what)
    if compared.tied:
        return text("hours.inseparable", top=compared.top, rate=rate, others=da.joined(compared.tied))
    return f"{text('hours.most', top=compared.top, rate=rate)} {_others(compared)}"


def _above(compared: Compared) -> list[str]:
    """Bands with a higher rate than the one that leads within openings: they are not of the same openings."""
    values = {name: compared.band(name).cell.value or 0.0 for name in compared.comparable}
    return [name for name, value in values.items() if compared.top and value > values[compared.top]]


def _within(compared: Compared, kind: str, above: Sequence[str]) -> str:
    """What is compared within openings, where the rates say otherwise."""
    given = {"top": compared.top or "", "above": da.joined(above)}
    if compared.tied:
        return text(f"hours.{kind}_within_tied", **given, others=da.joined(compared.tied))
    return text(f"hours.{kind}_within", **given)


def _others(compared: Compared) -> str:
    """ "Kl. 12–14 er det 3,6 og kl. 14–16 er det 2,9." """
    rates = {
        name: figure(compared.band(name).cell, "number")
        for name in compared.comparable
        if name != compared.top
    }
    first, *rest = rates
    said = [text("hours.other", band=name, rate=rates[name]) for name in rest]
    said = [text("hours.other_first", band=capital(first), rate=rates[first]), *said]
    return text("hours.others", others=da.joined(said))


def _early(compared: Compared, unit: str) -> list[str]:
    """Bands with openings, but too few to be held against the others, and bands that nobody registered."""
    if not compared.comparable:
        return []
    said = [
        text("hours.early", band=capital(band.name), units=counted(unit, band.n))
        for band in compared.bands
        if band.cell.status is Status.TOO_EARLY
    ]
    missing = [band.name for band in compared.bands if not band.n]
    return said + ([text("hours.early_missing", bands=capital(da.joined(missing)))] if missing else [])


def slots_title(compared: Compared) -> str:
    """The finding as the chart's title."""
    if compared.top is None or compared.tied:
        return text(f"hours.slots_title_{'inseparable' if compared.comparable else 'early'}")
    if _above(compared):
        return text("hours.slots_title_within", top=compared.top)
    return text("hours.slots_title", top=capital(compared.top))


def weekdays_title(days: Compared) -> str:
    """Likewise, for weekdays."""
    if days.top is None or days.tied:
        return text("hours.weekdays_title_inseparable")
    if _above(days):
        return text("hours.weekdays_title_within", top=days.top)
    return text("hours.weekdays_title", top=capital(days.top))


def weekdays(days: Compared, *, daily: bool) -> str:
    """One sentence on weekdays, where a place has several."""
    if days.top is None:
        return text("hours.weekday_no_leader" if days.comparable else "hours.weekday_early")
    if above := _above(days):
        return _within(days, "weekday", above)
    rate = sentence_rate(days.band(days.top).cell, text("hours.a_day" if daily else "hours.an_hour"))
    if days.tied:
        others = da.joined(days.tied)
        return text("hours.weekday_inseparable", top=capital(days.top), rate=rate, others=others)
    return text("hours.weekday_most", top=days.top, rate=rate)


def counted(unit: str, n: int) -> str:
    """ "1 åbning", "30 åbninger", "30 dage"."""
    if n == 1:
        return text("hours.days_one" if unit == "days" else "hours.openings_one")
    return text("hours.days_many" if unit == "days" else "hours.openings", count=da.number(n))


def capital(words: str) -> str:
    """With a capital at the beginning."""
    return words[:1].upper() + words[1:]
