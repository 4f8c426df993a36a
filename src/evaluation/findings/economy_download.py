"""Every figure of Økonomi as rows of a file: part, place or model, what, unit, value, from, to, remark."""

from collections.abc import Iterator, Sequence

from evaluation.disclosure import Cell
from evaluation.findings import live
from evaluation.findings.costs import KINDS, Account, Bought
from evaluation.findings.dataset import Dataset
from evaluation.findings.economy_head import topics
from evaluation.findings.economy_models import Costed
from evaluation.findings.head_office import HeadOffice
from evaluation.findings.model import Download
from evaluation.findings.wording import status_word
from evaluation.initiative.model_hours import hours_from_head_office
from evaluation.texts import format as da
from evaluation.texts import text

_HEAD = ("part", "place", "what", "unit", "value", "low", "high", "remark")
_Row = tuple[object, ...]


def download(
    dataset: Dataset,
    spent: Account,
    budget: float | None,
    models: Sequence[Costed],
    office: HeadOffice | None,
) -> Download:
    """The page's figures; no number that the page does not show. Before there are data nothing is spent, not 0."""
    rows: list[_Row] = []
    for one in (*spent.places, spent.together) if dataset.data_through is not None else ():
        name = text("economy.table.together") if one.site is None else dataset.initiative.site(one.site).name
        rows += _bought(name, one)
    if budget is not None:
        rows.append(
            _row("cost", text("economy.table.together"), text("economy.csv.budget"), "kroner", budget)
        )
    rows += [row for one in models for row in _model(dataset, one)]
    rows += [] if office is None else _office(office)
    return Download(
        text("economy.download_name"), tuple(text(f"economy.csv.{name}") for name in _HEAD), tuple(rows)
    )


def _row(part: str, place: str, what: str, unit: str, value: float | None) -> _Row:
    kind = text(f"economy.csv.part_{part}")
    return (kind, place, what, text(f"economy.csv.{unit}"), _rounded(value), None, None, "")


def _rounded(value: float | None) -> float | None:
    """Whole numbers as such, else two decimals: øre, and hundredths of hours."""
    return value if value is None or isinstance(value, int) else round(value, 2)


def _of_cell(part: str, place: str, what: str, unit: str, cell: Cell) -> _Row:
    ends = (_rounded(end) for end in (cell.value, cell.low, cell.high))
    remark = "" if cell.shown else status_word(cell)
    kind = text(f"economy.csv.part_{part}")
    return (kind, place, what, text(f"economy.csv.{unit}"), *ends, remark)


def _bought(name: str, one: Bought) -> Iterator[_Row]:
    for kind in KINDS:
        if one.of_kind(kind):
            yield _row("cost", name, text(f"economy.table.{kind}"), "kroner", one.of_kind(kind))
    yield _row("cost", name, text("economy.table.total"), "kroner", one.kr)
    yield _row("cost", name, text("economy.csv.openings"), "count", one.openings)
    yield _row("cost", name, text("economy.csv.hours"), "hours_unit", one.hours)
    yield _row("cost", name, text("economy.table.opening"), "kroner", one.per(one.openings))
    yield _row("cost", name, text("economy.table.hour"), "kroner", one.per(one.hours))
    yield _of_cell("cost", name, text("economy.table.served"), "kroner", one.per_served)


def _model(dataset: Dataset, one: Costed) -> Iterator[_Row]:
    name, part = one.model.name, "models"
    yield _row(part, name, text("economy.models.hours"), "hours_week", float(one.hours.staff_hours_week))
    kind, unit = text(f"economy.csv.part_{part}"), text("economy.csv.kroner")
    yield (kind, name, text("economy.models.kroner"), unit, None, _rounded(one.low), _rounded(one.high), "")
    yield _row(part, name, text("economy.models.calendar"), "kroner", one.calendar)
    taken = hours_from_head_office(one.hours, dataset.initiative)
    if taken is not None:
        yield _row(part, name, text("economy.head.hours_model"), "hours_week", float(taken))


def _office(office: HeadOffice) -> Iterator[_Row]:
    if office.hours is not None:
        for when, hours in zip(("before", "after"), office.hours, strict=True):
            what = f"{text('economy.csv.hours')}, {text(f'economy.head.table_{when}').lower()}"
            yield _row("head", office.name, what, "hours_week", hours)
    for name, twice in office.waits.items():
        for when, wait in (("before", twice.before), ("after", twice.after)):
            yield from _wait(
                office.name, text(f"economy.head.row_{name}_{when}", topics=topics(office)), wait
            )
    for week, value in office.weekly:
        what = text("economy.csv.nine")
        place = f"{office.name}, {da.iso_week(week)}"
        yield _row("weeks", place, what, "minutes", value)


def _wait(place: str, who: str, wait: live.Wait) -> Iterator[_Row]:
    yield _of_cell("head", place, f"{who}: {text('economy.csv.half').lower()}", "minutes", wait.median)
    if wait.p90 is not None:
        yield _row("head", place, f"{who}: {text('economy.csv.nine').lower()}", "minutes", wait.p90)
