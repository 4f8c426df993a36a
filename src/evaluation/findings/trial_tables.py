"""The two pictures of a trial as tables."""

from evaluation.findings.model import TableTwin
from evaluation.findings.trial_model import LookRow, LooksChart, OpeningsChart
from evaluation.findings.trial_words import look_words, signed, signed_between
from evaluation.texts import format as da
from evaluation.texts import text


def looks_table(chart: LooksChart, name: str) -> TableTwin:
    """Look by look: when, what it says, the interval."""
    head = tuple(text(f"trials.table.{column}") for column in ("look", "when", "found", "interval"))
    rows = tuple((row.name, row.note, *_found(row)) for row in chart.rows)
    return TableTwin(text("trials.table.looks_caption", name=name), head, rows)


def _found(row: LookRow) -> tuple[str, str]:
    if row.ratio is None:
        said = look_words(row)
        return said[:1].upper() + said[1:], ""
    value = text("charts.trial.deciding", value=signed(row.ratio)) if row.deciding else signed(row.ratio)
    return value, signed_between(row.ratio)


def openings_table(chart: OpeningsChart, before: str, after: str, name: str) -> TableTwin:
    """Opening by opening: where, and all enquiries per open hour."""
    head = tuple(text(f"trials.table.{column}") for column in ("day", "place", "rate"))
    rows = tuple(
        (
            da.day(point.date),
            after if point.after else before,
            text("trials.table.cancelled")
            if point.value is None
            else da.number(point.value, da.rate_decimals(point.value)),
        )
        for point in chart.points
    )
    return TableTwin(text("trials.table.openings_caption", name=name), head, rows, (2,))
