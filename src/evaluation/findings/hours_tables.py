"""Slots and weekdays as tables: the rates, and how far each pair lies apart."""

from typing import Literal

from evaluation.findings.bands import Band, Compared
from evaluation.findings.hours_words import capital
from evaluation.findings.model import TableTwin
from evaluation.findings.wording import between, figure
from evaluation.stats import SlotDifference
from evaluation.texts import format as da
from evaluation.texts import text


def compared_tables(
    compared: Compared, what: Literal["slot", "weekday"], where: str, *, daily: bool
) -> tuple[TableTwin, ...]:
    """Rates by slot or weekday, and every pair's difference where there is one."""
    unit = "days" if daily else "openings"
    rate = "rate" if not daily else "rate_hour" if what == "slot" else "rate_day"
    head = tuple(text(f"hours.table.{name}") for name in (what, unit, rate, "between"))
    rows = tuple(_rate(band) for band in compared.bands)
    rates = TableTwin(text(f"hours.table.{what}_caption", where=where), head, rows, (1, 2, 3))
    if not compared.comparable:
        return (rates,)
    caption = text(f"hours.table.{what}_pairs", where=where, rate=text(f"hours.table.{rate}").lower())
    return rates, _pairs(compared, unit, caption)


def _rate(band: Band) -> tuple[str, ...]:
    shown = (figure(band.cell, "number"), between(band.cell, "number"))
    return capital(band.name), da.number(band.n), *shown


def _pairs(compared: Compared, unit: str, caption: str) -> TableTwin:
    names = ("pair_head", unit, "difference", "between", "verdict")
    head = tuple(text(f"hours.table.{name}") for name in names)
    decimals = da.rate_decimals(max(band.cell.value or 0 for band in compared.bands))
    rows = tuple(_pair(difference, decimals) for difference in compared.differences)
    return TableTwin(caption, head, rows, (1, 2, 3))


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
