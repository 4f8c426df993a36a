"""Charts and table of what was spent, by place and kind."""

from collections.abc import Sequence

from evaluation.findings.common import openings_text
from evaluation.findings.costs import KINDS, Account, Bought
from evaluation.findings.dataset import Dataset
from evaluation.findings.model import IntervalChart, IntervalRow, KnownChart, KnownRow, TableTwin
from evaluation.findings.planning_words import kroner
from evaluation.findings.wording import between, figure
from evaluation.initiative.staffing import Extra
from evaluation.texts import format as da
from evaluation.texts import text


def budget_chart(
    kr: float | None, budget: float | None, extras: Sequence[Extra], saving: float
) -> KnownChart | None:
    """The running costs against the budget, and with what the reader lays on top or takes off."""
    if kr is None or budget is None:
        return None
    rows = [_amount(text("economy.budget.running"), kr)]
    if (
        saving and kr >= saving
    ):  # what is saved beyond the cost has no place on an axis from 0; the answer says it
        rows.append(_amount(text("economy.budget.saving"), kr - saving))
    for one in extras:
        name = one.name[:1].lower() + one.name[1:]
        rows.append(_amount(text("economy.budget.extra", name=name), kr + one.kr))
    title = text("economy.budget.title_under")
    if round(kr) > round(budget):
        title = text("economy.budget.title_over", times=da.number(kr / budget, 1))
    return KnownChart(
        title, text("economy.budget.subtitle"), text("economy.budget.axis"), tuple(rows), budget / 1000
    )


def _amount(label: str, kr: float, note: str = "") -> KnownRow:
    """A row in thousands."""
    words = da.number(kr / 1000, 0 if kr >= 10_000 else 1)
    return KnownRow(label, kr / 1000, words, note, said=da.kroner(round(kr)))


def places_chart(dataset: Dataset, spent: Account) -> KnownChart | None:
    """What each place costs; None where nobody told."""
    rows = [_amount(_name(dataset, one), one.kr, _note(one)) for one in spent.places if one.kr is not None]
    shared = _shared(spent)
    if not rows:
        return None
    if shared:
        rows.append(_amount(text("economy.table.whole"), shared))
    return KnownChart(
        _dearest(dataset, spent), text("economy.places.subtitle"), text("economy.places.axis"), tuple(rows)
    )


def _dearest(dataset: Dataset, spent: Account) -> str:
    """The place that costs most, where there is more than one to choose from."""
    told = [(one.kr, one) for one in spent.places if one.kr is not None]
    if len(told) < 2:
        return text("economy.places.title_plain")
    kr, most = max(told, key=lambda found: found[0])
    return text("economy.places.title", site=_name(dataset, most), kroner=kroner(kr))


def served_chart(dataset: Dataset, spent: Account) -> IntervalChart | None:
    """What a served enquiry costs at each place, with its interval; None where no place can tell."""
    rows = tuple(IntervalRow(_name(dataset, one), _note(one), one.per_served) for one in spent.places)
    if not any(row.cell.shown for row in rows):
        return None
    names = (text(f"economy.places.served_{name}") for name in ("title", "subtitle", "axis"))
    title, subtitle, axis = names
    return IntervalChart(title, subtitle, axis, "number", rows)


def table(dataset: Dataset, spent: Account) -> TableTwin:
    """Kroner by place and kind, and per opening, staff hour and served enquiry; all places last."""
    kinds = [kind for kind in KINDS if spent.together.of_kind(kind)]
    names = ("site", *kinds, "total", "opening", "hour", "served")
    head = tuple(text(f"economy.table.{name}") for name in names)
    rows = [_row(_name(dataset, one), one, kinds) for one in spent.places]
    if _shared(spent):
        rows.append(_shared_row(spent, kinds))
    if len(rows) > 1:
        rows.append(_row(text("economy.table.together"), spent.together, kinds))
    return TableTwin(text("economy.table.caption"), head, tuple(rows), tuple(range(1, len(head))))


def _row(name: str, one: Bought, kinds: Sequence[str]) -> tuple[str, ...]:
    if one.kr is None:
        told = (text("economy.table.none"),) * (len(kinds) + 1)
    else:
        told = tuple(_whole(kr) for kr in (*(one.of_kind(kind) for kind in kinds), one.kr))
    per = tuple(_per(one.per(amount)) for amount in (one.openings, one.hours))
    cell = one.per_served
    served = "\n".join(part for part in (figure(cell, "number"), between(cell, "number")) if part)
    return (name, *told, *per, served)


def _shared_row(spent: Account, kinds: Sequence[str]) -> tuple[str, ...]:
    """Costs of no place: they buy nothing by themselves."""
    mine = [line for line in spent.together.lines if line.site is None]
    by_kind = (sum(line.kr for line in mine if line.kind == kind) for kind in kinds)
    told = (_whole(kr) for kr in (*by_kind, _shared(spent)))
    return (text("economy.table.whole"), *told, *(text("economy.table.empty"),) * 3)


def _shared(spent: Account) -> float:
    return sum(line.kr for line in spent.together.lines if line.site is None)


def _whole(kr: float) -> str:
    return da.number(round(kr))


def _per(kr: float | None) -> str:
    return text("economy.table.empty") if kr is None else _whole(kr)


def _name(dataset: Dataset, one: Bought) -> str:
    return "" if one.site is None else dataset.initiative.site(one.site).name


def _note(one: Bought) -> str:
    return openings_text(one.openings) if one.openings else ""
