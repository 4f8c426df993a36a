"""What Tidsrum says in sentences: a slot has most only where it can be told from all the others."""

from collections.abc import Sequence
from typing import Literal

from evaluation.disclosure import Status
from evaluation.findings.bands import Compared, Group, regular_days
from evaluation.findings.wording import figure, sentence_rate
from evaluation.initiative.models import Site
from evaluation.stats import FEWEST_OPENINGS
from evaluation.texts import format as da
from evaluation.texts import text

What = Literal["slot", "weekday"]

_MOST_NAMES = 3


def answer(group: Group) -> str:
    """The answer sentence, its verdict in **bold**; or why there is none."""
    if not group.timed:
        return text("hours.untimed" if group.untimed else "hours.not_covered")
    if all(unit.enquiries in (None, 0) for unit in group.units):
        return text("hours.nobody")
    said = (_verdict(group), *_early(group.by_hour, _unit(group)))
    return " ".join(part for part in said if part)


def _verdict(group: Group) -> str:
    compared, what = group.by_hour, text("hours.an_hour")
    if len(compared.bands) == 1 and compared.bands[0].cell.shown:
        only = compared.bands[0]
        return text("hours.only", band=capital(only.name), rate=sentence_rate(only.cell, what))
    if not compared.comparable:
        return _not_compared(compared, _unit(group))
    if compared.top is None:
        return text("hours.no_leader", bands=da.joined(compared.comparable))
    if compared.above:
        return _within(compared, "slot", group)
    rate = sentence_rate(compared.band(compared.top).cell, what)
    if compared.tied:
        others = da.joined(compared.tied)
        said = text("hours.inseparable", top=compared.top, rate=rate, others=others)
    else:
        said = f"{text('hours.most', top=compared.top, rate=rate)} {_others(compared)}"
    return f"{said} {_apart(compared, _same('slot', group))}".strip()


def _not_compared(compared: Compared, unit: str) -> str:
    """Too few of all, or enough of them, but never two slots in the same."""
    most = max(band.n for band in compared.bands)
    if most < FEWEST_OPENINGS:
        return text("hours.too_early", units=counted(unit, most))
    return text("hours.slots_apart")


def _within(compared: Compared, what: What, group: Group) -> str:
    """What is compared within openings or weeks, where the rates say otherwise."""
    same = _same(what, group)
    units = text("hours.the_days" if group.daily else "hours.the_openings")
    given = {
        "same": capital(same),
        "top": compared.top or "",
        "above": da.joined(compared.above),
        "units": units,
    }
    if compared.tied:
        said = text(f"hours.{what}_within_tied", **given, others=da.joined(compared.tied))
    else:
        said = text(f"hours.{what}_within", **given)
    return f"{said} {_apart(compared, same)}".strip()


def _same(what: What, group: Group) -> str:
    """What two slots or weekdays are compared within."""
    if what == "slot":
        return text("hours.same_days" if group.daily else "hours.same_openings")
    return text("hours.same_week" if group.daily or len(group.sites) == 1 else "hours.same_place_and_week")


def _apart(compared: Compared, same: str) -> str:
    """Bands with lower rates that were never held against the one that leads; empty without any."""
    apart = [name for name in compared.apart if name not in compared.above]
    if not apart:
        return ""
    return text("hours.apart", bands=capital(da.joined(apart)), top=compared.top or "", same=same)


def _others(compared: Compared) -> str:
    """ "Kl. 12–14 er det 3,6 og kl. 14–16 er det 2,9." """
    rates = {
        name: figure(compared.band(name).cell, "number")
        for name in compared.comparable
        if name != compared.top and name not in compared.apart
    }
    first, *rest = rates
    said = [text("hours.other", band=name, rate=rates[name]) for name in rest]
    said = [text("hours.other_first", band=capital(first), rate=rates[first]), *said]
    return text("hours.others", others=da.joined(said))


def _early(compared: Compared, unit: str) -> list[str]:
    """Bands with openings, but too few to be held against the others, and bands without a count by the clock."""
    said = [
        text("hours.early", band=capital(band.name), units=counted(unit, band.n))
        for band in compared.bands
        if compared.comparable and band.cell.status is Status.TOO_EARLY
    ]
    for key, untimed in (("early_untimed", True), ("early_missing", False)):
        if names := [band.name for band in compared.bands if not band.n and band.untimed is untimed]:
            said.append(text(f"hours.{key}", bands=capital(da.joined(names))))
    return said


def slots_title(group: Group) -> str:
    """The finding as the chart's title."""
    compared = group.by_hour
    if len(compared.bands) == 1:
        return text("hours.slots_title_only")
    if not compared.comparable:
        few = max(band.n for band in compared.bands) < FEWEST_OPENINGS
        return text("hours.slots_title_early" if few else "hours.slots_title_apart")
    return _title(compared, "slot", group)


def weekdays_title(days: Compared, group: Group) -> str:
    """Likewise, for weekdays."""
    return _title(days, "weekday", group)


def _title(compared: Compared, what: What, group: Group) -> str:
    if compared.top is None or compared.tied:
        return text(f"hours.{what}s_title_inseparable")
    if compared.above or compared.apart:
        return text("hours.title_within", same=capital(_same(what, group)), top=compared.top)
    return text("hours.title", top=capital(compared.top))


def weekdays(group: Group, *, scope: bool) -> str:
    """Which weekday is busiest, or why that is not said; `scope`: not here, since the scope line says why."""
    days = group.by_weekday
    if days is None:
        return "" if scope else weekdays_apart(group)
    return f"{_weekday(days, group)} {_left_out(group.left_out)}".strip()


def _weekday(days: Compared, group: Group) -> str:
    if days.top is None:
        return text("hours.weekday_no_leader" if days.comparable else "hours.weekdays_apart")
    if days.above:
        return _within(days, "weekday", group)
    rate = sentence_rate(days.band(days.top).cell, text("hours.a_day" if group.daily else "hours.an_hour"))
    if days.tied:
        others = da.joined(days.tied)
        said = text("hours.weekday_inseparable", top=capital(days.top), rate=rate, others=others)
    else:
        said = text("hours.weekday_most", top=days.top, rate=rate)
    return f"{said} {_apart(days, _same('weekday', group))}".strip()


def _left_out(sites: Sequence[Site]) -> str:
    if not sites:
        return ""
    names = [site.name for site in sites]
    many = text("hours.places", count=len(names))
    return text("hours.left_out", places=da.joined(names) if len(names) <= _MOST_NAMES else many)


def weekdays_apart(group: Group) -> str:
    """Why days are not compared; empty where they are, or where there is but one."""
    regular = regular_days(group.units).values()
    if group.by_weekday is not None or len(set().union(*regular)) < 2:
        return ""
    return text("hours.few_weekdays" if max(map(len, regular)) > 1 else "hours.own_weekday")


def counted(unit: str, n: int) -> str:
    """ "1 åbning", "30 åbninger", "30 dage", "30 ventetider"."""
    return text(f"hours.count.{unit}_one") if n == 1 else text(f"hours.count.{unit}", count=da.number(n))


def capital(words: str) -> str:
    """With a capital at the beginning."""
    return words[:1].upper() + words[1:]


def _unit(group: Group) -> str:
    return "days" if group.daily else "openings"
