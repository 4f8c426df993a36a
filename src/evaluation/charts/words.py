"""What the rows of an interval chart say in words: in the marks, in tooltips and in the text alternative."""

from evaluation.disclosure.cells import Cell
from evaluation.findings.model import IntervalChart, IntervalRow
from evaluation.findings.wording import MANY_UNKNOWN, between, figure, interval_decimals
from evaluation.texts import text
from evaluation.texts.format import number, percent, rate_decimals


class Words:
    """Writes the figures of one chart."""

    def __init__(self, chart: IntervalChart) -> None:
        self._unit = chart.unit

    def number(self, value: float) -> str:
        """A figure without an interval as it stands in the chart: "3,1", "58 %", "9"; no whole minute is no zero."""
        if self._unit == "minutes" and value < 1:
            return text("findings.under_a_minute")
        if self._unit == "percent":
            return percent(value)
        return number(value, 0 if self._unit == "minutes" else rate_decimals(value))

    def ends(self, cell: Cell) -> tuple[str, str] | None:
        """The interval's ends, written so that they differ; None where there is none, or rounding hides it."""
        decimals = interval_decimals(cell, self._unit)
        if cell.low is None or cell.high is None or decimals is None:
            return None
        write = percent if self._unit == "percent" else number
        return write(cell.low, decimals), write(cell.high, decimals)

    def both_ends(self, cell: Cell) -> str:
        """The ends as one text, "1,9–2,4 %", for where they find no room on either side."""
        return between(cell, self._unit)

    def value(self, cell: Cell) -> str:
        """The figure itself, with the decimals of its interval."""
        return figure(cell, self._unit)

    def sentence(self, row: IntervalRow) -> str:
        """A row read aloud: name, note, figure with its interval, or why there is none."""
        key = "row_with_note" if row.note else "row"
        return text(f"charts.interval.{key}", label=row.label, note=row.note, what=self._what(row))

    def _what(self, row: IntervalRow) -> str:
        cell = row.cell
        if cell.value is None:
            return text(f"charts.status.{cell.status.value}").lower()
        what = self._minutes(self.value(cell))
        if ends := self.ends(cell):
            # Many unknown: the ends are what these could make of it, no interval of chance.
            key = "span" if cell.reason == MANY_UNKNOWN else "between"
            low, high = ends[0], self._minutes(ends[1])
            what = text(f"charts.interval.{key}", value=what, low=low, high=high)
        elif why := between(cell, self._unit):
            what = text("charts.interval.hidden", value=what, why=why)
        if row.upper is not None:
            what = text("charts.interval.upper", what=what, upper=self._minutes(self.number(row.upper)))
        return what

    def _minutes(self, written: str) -> str:
        return text("charts.interval.minutes", value=written) if self._unit == "minutes" else written


def interval_alt(chart: IntervalChart) -> str:
    """The chart as a sentence for those who do not see it."""
    words = Words(chart)
    rows = "; ".join(words.sentence(row) for row in chart.rows).rstrip(".")
    return text("charts.interval.alt", title=chart.title, rows=rows)
