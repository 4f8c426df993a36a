"""`whatif`: what other ways to open, other prices and other places would come to; the figures of three pages."""

import argparse
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from evaluation.cli.output import columns, say, write_exactly
from evaluation.cli.queries import named_folder, opened
from evaluation.disclosure.cells import Role
from evaluation.findings import economy, models_page, placing
from evaluation.findings.dataset import Dataset
from evaluation.findings.demand import demand_of
from evaluation.findings.economy_model import Assumed, EconomyFinding
from evaluation.findings.head_office import head_office
from evaluation.findings.model import Download, Run
from evaluation.findings.models_case import Case
from evaluation.findings.period import WHOLE, find
from evaluation.findings.placing_model import PlacingFinding
from evaluation.findings.prices import price_of
from evaluation.findings.whatif import ModelAnswer, answers
from evaluation.initiative.model_hours import hours_from_head_office
from evaluation.initiative.staffing import StaffingModel
from evaluation.stats.forecast import FIGURES, Band, Year
from evaluation.store import Store
from evaluation.texts import error, text
from evaluation.texts import format as da
from evaluation.texts.csv_file import danish_csv


def whatif(args: argparse.Namespace) -> dict[str, Any]:
    """Models as an object each; of money and places the rows of the page's file."""
    if args.model and args.about != "models":
        raise error("cli.models_only", got=args.about)
    dataset, role = opened(Store(args.store), named_folder(args)), Role(args.role)
    found = (_models if args.about == "models" else _page)(args, dataset, role)
    said = {"about": args.about, "initiative": dataset.initiative.id, "role": role.value}
    return {**said, "data_version": dataset.data_version, "synthetic": dataset.synthetic, **found}


# --- models


def _models(args: argparse.Namespace, dataset: Dataset, role: Role) -> dict[str, Any]:
    price, demand = price_of(dataset), demand_of(dataset)
    asked = _chosen(args.model, dataset.initiative.models or models_page.today(dataset.initiative))
    case = Case(dataset.initiative, answers(dataset, role, asked, price.kr, demand), price)
    finding = models_page.finding(case, demand, dataset)
    table = [] if finding.table is None else [finding.table.head, *finding.table.rows]
    _print(args, finding.opening.answer, table, finding.notices, finding.download)
    return {
        "price": {"kroner": price.kr, "kind": price.kind, "reason": price.words},
        "models": [_model(dataset, answer) for answer in case.answers],
    }


def _chosen(ids: Sequence[str], models: Sequence[StaffingModel]) -> tuple[StaffingModel, ...]:
    """Those named, each once and in the order named; all of them where none is. Raises UserError."""
    known = {model.id: model for model in models}
    for wanted in ids:
        if wanted not in known:
            raise error("cli.no_such_value", got=wanted, choices=", ".join(known))
    return tuple(known[wanted] for wanted in dict.fromkeys(ids or known))


def _model(dataset: Dataset, answer: ModelAnswer) -> dict[str, Any]:
    hours = answer.hours
    return {
        "id": answer.model.id,
        "name": answer.model.name,
        "booking": answer.model.booking,
        "open_hours_week": float(hours.open_hours_week),
        "serving_hours_week": float(hours.serving_hours_week),
        "transport_hours_week": float(hours.transport_hours_week),
        "staff_hours_week": float(hours.staff_hours_week),
        "open_hours_month": _number(hours.open_hours_month),
        "serving_hours_month": _number(hours.serving_hours_month),
        "difference_hours_week": _number(answer.difference),
        "hours_from_head_office_week": _number(hours_from_head_office(hours, dataset.initiative)),
        "open_weeks": hours.open_weeks,
        "openings_year": hours.openings_year,
        "open_hours_year": hours.open_hours_year,
        "staff_hours_year": hours.staff_hours_year,
        "kroner_low": answer.kroner_low,
        "kroner_high": answer.kroner_high,
        "kroner_calendar": answer.kroner_calendar,
        "promises": {one.key: _standing(one.kept) for one in answer.promises},
        **_projected(answer),
    }


def _projected(answer: ModelAnswer) -> dict[str, Any]:
    """What no rule tells: bands, null with `reason` where there is no demand to go by."""
    return {
        **_bands(answer.year),
        "walk_in": None if answer.walk_in is None else _bands(answer.walk_in),
        "target": _band(answer.target),
        "target_reason": _sentence(answer.target_reason),
        "unbooked_share": answer.unbooked_share,
        "detectable": answer.detectable,
        "reason": _sentence(answer.reason),
    }


def _bands(year: Year | None) -> dict[str, Any]:
    return {name: None if year is None else _band(year.band(name)) for name in FIGURES}


def _band(found: Band | None) -> dict[str, float] | None:
    return None if found is None else {"value": found.value, "low": found.low, "high": found.high}


def _standing(kept: bool | None) -> str | None:
    return None if kept is None else "kept" if kept else "broken"


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


# --- money and places


def _page(args: argparse.Namespace, dataset: Dataset, role: Role) -> dict[str, Any]:
    """As the page is when nobody has chosen or assumed anything on it."""
    finding = _economy(dataset) if args.about == "economy" else _places(dataset, role)
    found = finding.download or Download("", (), ())
    table = [found.head, *(tuple(map(_written, row)) for row in found.rows)] if found.rows else []
    _print(args, finding.opening.answer, table, (), found)
    return {
        "answer": "".join(run.text for run in finding.opening.answer),
        "head": list(found.head),
        "rows": [list(row) for row in found.rows],
    }


def _economy(dataset: Dataset) -> EconomyFinding:
    return economy.economy(dataset, find(dataset, WHOLE), Assumed(), head_office(dataset))


def _places(dataset: Dataset, role: Role) -> PlacingFinding:
    first = placing.choices(dataset, role)
    if first is None:
        return placing.placing(dataset, role, "", "", 0)
    return placing.placing(dataset, role, first.reach, first.weight, int(first.count or 0))


def _written(value: object) -> str:
    if value is None:
        return ""
    return da.number(value) if isinstance(value, float) else str(value)


# --- both


def _sentence(key: str | None) -> str | None:
    return None if key is None else text(key)


def _print(
    args: argparse.Namespace,
    answer: Sequence[Run],
    table: Sequence[Sequence[str]],
    notices: Sequence[str],
    found: Download | None,
) -> None:
    """The page's file, or what a person reads: its answer, a table, and what keeps figures from being given."""
    if args.format == "csv" and not args.json:
        write_exactly(danish_csv(found.head, found.rows) if found else "")
    elif args.format is None:
        for line in ("".join(run.text for run in answer), *columns(table), *notices):
            say(args, line)
