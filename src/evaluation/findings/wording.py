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
    return da.percent(cell.value) if unit == "percent" else da.number(cell.value, _decimals(cell.value, unit))


def between(cell: Cell, unit: Unit) -> str:
    """Its interval as "2,5–3,8"; empty where there is none."""
    if cell.low is None or cell.high is None:
        return ""
    if unit == "percent":
        return da.percent_interval(cell.low, cell.high)
    return da.interval(cell.low, cell.high, _decimals(cell.value or cell.high, unit))


def probably(cell: Cell, unit: Unit) -> str:
    """ "sandsynligvis 2,5–3,8", the span that the unknown allow, or why there is no interval."""
    if interval := between(cell, unit):
        key = "possibly" if cell.reason == MANY_UNKNOWN else "probably"
        return text(f"findings.{key}", interval=interval)
    return text(cell.reason) if cell.shown and cell.reason else ""


def status_word(cell: Cell) -> str:
    """The Danish word for a cell without a number."""
    if cell.status is Status.MISSING_FIELD:
        return text("disclosure.status.missing_field", field=field_names(cell))
    return text(f"disclosure.status.{cell.status}")


def explained(cells: Iterable[Cell]) -> tuple[str, ...]:
    """What the words that stand instead of numbers mean, each once, in the order of the statuses."""
    found = {(cell.status, field_names(cell)) for cell in cells if not cell.shown}
    order = {status: place for place, status in enumerate(Status)}
    return tuple(
        dict.fromkeys(
            text(f"disclosure.explain.{status}", field=fields)
            for status, fields in sorted(found, key=lambda pair: (order[pair[0]], pair[1]))
        )
    )


def field_names(cell: Cell) -> str:
    """The Danish names of the fields that the log lacks; empty for a cell that lacks none."""
    if cell.status is not Status.MISSING_FIELD:
        return ""
    return da.joined([text(f"metrics.columns.{name}") for name in (cell.reason or "").split(", ")])


def sentence_rate(cell: Cell, what: str) -> str:
    """ "3,1 henvendelser pr. åbningstime, sandsynligvis mellem 2,5 og 3,8" or why it cannot be said."""
    if cell.value is None:
        return text("findings.no_rate", what=what, why=status_word(cell).lower())
    decimals = _decimals(cell.value, "number")
    value = da.number(cell.value, decimals)
    if cell.low is None or cell.high is None:
        return text("findings.rate_bare", value=value, what=what)
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


def _decimals(value: float, unit: Unit) -> int:
    return 0 if unit == "minutes" else da.rate_decimals(value)
