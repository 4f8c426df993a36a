"""Cells as Danes read them, in sentences and tables."""

from collections.abc import Iterable

from evaluation.disclosure import Cell, Status
from evaluation.findings.model import Run, Unit
from evaluation.stats import Reason
from evaluation.texts import format as da
from evaluation.texts import text

#: The reason of a share whose ends are what the unknown could make of it.
MANY_UNKNOWN = f"stats.reasons.{Reason.MANY_UNKNOWN}"


def figure(cell: Cell, unit: Unit) -> str:
    """The number alone, or the word of its status."""
    if cell.value is None:
        return status_word(cell)
    if unit == "minutes" and cell.value < 1:  # waits are whole minutes: 0 is less than half a one
        return text("findings.under_a_minute")
    decimals = _own_decimals(cell, unit)
    return da.percent(cell.value, decimals) if unit == "percent" else da.number(cell.value, decimals)


def interval_decimals(cell: Cell, unit: Unit) -> int | None:
    """Decimals that tell the interval's ends apart; None where none does, or there is no interval.

    Whole minutes have no more to give.
    """
    if cell.low is None or cell.high is None:
        return None
    least = 0 if unit == "percent" else _decimals(cell.value or cell.high, unit)
    write = da.percent if unit == "percent" else da.number
    most = least if unit == "minutes" else least + 2
    return next((d for d in range(least, most + 1) if write(cell.low, d) != write(cell.high, d)), None)


def between(cell: Cell, unit: Unit) -> str:
    """Its interval as "2,5–3,8", or that rounding hides it; empty where there is none."""
    if cell.low is None or cell.high is None:
        return ""
    decimals = interval_decimals(cell, unit)
    if decimals is None:
        return text("findings.within_rounding")
    write = da.percent_interval if unit == "percent" else da.interval
    return write(cell.low, cell.high, decimals)


def probably(cell: Cell, unit: Unit) -> str:
    """ "sandsynligvis 2,5–3,8", the span that the unknown allow, or why there is no interval or figure yet."""
    interval = between(cell, unit)
    if interval and interval_decimals(cell, unit) is not None:
        key = "possibly" if cell.reason == MANY_UNKNOWN else "probably"
        return text(f"findings.{key}", interval=interval)
    told = cell.shown or cell.status in (Status.TOO_EARLY, Status.NO_DATA)
    return interval or (text(cell.reason) if told and cell.reason else "")


def status_word(cell: Cell) -> str:
    """The Danish word for a cell without a number."""
    if cell.status is Status.MISSING_FIELD:
        return text("disclosure.status.missing_field", field=field_names(cell))
    return text(f"disclosure.status.{cell.status}")


def explained(cells: Iterable[Cell], *, daily: bool) -> tuple[str, ...]:
    """What the words that stand instead of numbers mean, each once, in the order of the statuses.

    `daily`: the initiative has days instead of openings.
    """
    order = {status: place for place, status in enumerate(Status)}
    found = {(order[cell.status], _explained(cell, daily=daily)) for cell in cells if not cell.shown}
    return tuple(dict.fromkeys(said for _, said in sorted(found)))


def _explained(cell: Cell, *, daily: bool) -> str:
    if cell.status is Status.NO_DATA and cell.reason:
        why = text(cell.reason)
        return text("disclosure.explain.no_data_since", why=why[:1].lower() + why[1:])
    if cell.status is Status.TOO_EARLY and daily:
        return text("disclosure.explain.too_early_days")
    return text(f"disclosure.explain.{cell.status}", field=field_names(cell))


def field_names(cell: Cell) -> str:
    """The Danish names of the fields that the log lacks; empty for a cell that lacks none."""
    if cell.status is not Status.MISSING_FIELD:
        return ""
    return da.joined([text(f"metrics.columns.{name}") for name in (cell.reason or "").split(", ")])


def sentence_rate(cell: Cell, what: str) -> str:
    """ "3,1 henvendelser pr. åbningstime, sandsynligvis mellem 2,5 og 3,8" or why it cannot be said."""
    if cell.value is None:
        return text("findings.no_rate", what=what, why=status_word(cell).lower())
    value = da.number(cell.value, _own_decimals(cell, "number"))
    decimals = interval_decimals(cell, "number")
    if cell.low is None or cell.high is None or decimals is None:
        said = between(cell, "number") or (text(cell.reason) if cell.reason else "")
        return text("findings.rate_bare", value=value, what=what, why=said[:1].lower() + said[1:].rstrip("."))
    low, high = da.number(cell.low, decimals), da.number(cell.high, decimals)
    return text("findings.rate", value=value, what=what, low=low, high=high)


def spelled(count: int) -> str:
    """Small numbers as words, as prose has them."""
    words = text("findings.numerals").split()
    return words[count] if count < len(words) else str(count)


def runs(marked: str) -> tuple[Run, ...]:
    """A sentence with **bold** stretches, as runs."""
    parts = marked.split("**")
    return tuple(Run(part, bold=bool(i % 2)) for i, part in enumerate(parts) if part)


def _own_decimals(cell: Cell, unit: Unit) -> int:
    """As many as its interval needs, so that "2,1 %" stands beside "1,9–2,4 %"; nothing at all needs none."""
    plain = 0 if unit == "percent" else _decimals(cell.value or 0.0, unit)
    return (interval_decimals(cell, unit) or plain) if cell.value else plain


def _decimals(value: float, unit: Unit) -> int:
    return 0 if unit == "minutes" else da.rate_decimals(value)
