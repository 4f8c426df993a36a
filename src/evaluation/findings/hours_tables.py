"""Slots and weekdays as tables: the rates, and how far each pair lies apart."""

from evaluation.findings.bands import Band, Compared
from evaluation.findings.hours_words import What, capital
from evaluation.findings.model import TableTwin
from evaluation.findings.wording import between, figure
from evaluation.stats import SlotDifference
from evaluation.texts import format as da
from evaluation.texts import text


def rate_table(compared: Compared, what: What, where: str, *, daily: bool) -> TableTwin:
    """Rates by slot or weekday."""
    columns = (what, _unit(daily=daily), _measure(what, daily=daily), "between")
    head = tuple(text(f"hours.table.{name}") for name in columns)
    rows = tuple(_rate(band) for band in compared.bands)
    return TableTwin(text(f"hours.table.{what}_caption", where=where), head, rows, (1, 2, 3))


def pair_table(compared: Compared, what: What, where: str, *, daily: bool) -> TableTwin:
    """Every pair's difference; first those that can be told apart, last those that could not be compared."""
    columns = ("pair_head", _unit(daily=daily), "difference", "between", "verdict")
    head = tuple(text(f"hours.table.{name}") for name in columns)
    decimals = da.rate_decimals(max(band.cell.value or 0 for band in compared.bands))
    ranked = sorted(compared.differences, key=lambda d: (not d.separable, d.value is None))
    rows = tuple(_pair(difference, decimals) for difference in ranked)
    rate = text(f"hours.table.{_measure(what, daily=daily)}").lower()
    return TableTwin(text(f"hours.table.{what}_pairs", where=where, rate=rate), head, rows, (1, 2, 3))


def _unit(*, daily: bool) -> str:
    return "days" if daily else "openings"


def _measure(what: What, *, daily: bool) -> str:
    if not daily:
        return "rate"
    return "rate_hour" if what == "slot" else "rate_day"


def _rate(band: Band) -> tuple[str, ...]:
    shown = (figure(band.cell, "number"), between(band.cell, "number"))
    return capital(band.name), da.number(band.n), *shown


def _pair(d: SlotDifference, decimals: int) -> tuple[str, ...]:
    name = capital(text("hours.table.pair", a=d.a, b=d.b))
    if d.value is None or d.low is None or d.high is None:
        return name, da.number(d.n), "", "", text(f"hours.table.{d.reason}")
    ends = text("findings.places.between", low=_signed(d.low, decimals), high=_signed(d.high, decimals))
    verdict = text("hours.table.verdict_inseparable")
    if d.separable:
        verdict = text("hours.table.verdict_higher", name=capital(d.a if d.value > 0 else d.b))
    return name, da.number(d.n), _signed(d.value, decimals), ends, verdict


def _signed(value: float, decimals: int) -> str:
    written = da.number(value, decimals)
    return f"+{written}" if value >= 10.0**-decimals / 2 else written
