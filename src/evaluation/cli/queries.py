"""`query` and `check`: what the store says, and whether it is sound."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from evaluation.cli.output import say, write_exactly
from evaluation.disclosure.cells import Role
from evaluation.errors import UserError
from evaluation.findings.dataset import Dataset, open_dataset
from evaluation.findings.query import Answer, Question, ask
from evaluation.findings.wording import field_names
from evaluation.initiative import Initiative, load_initiative
from evaluation.initiative.known import folder_of
from evaluation.intake.importing import profiles_of
from evaluation.metrics import METRICS
from evaluation.settings import settings
from evaluation.store import Store
from evaluation.texts import error, text
from evaluation.texts.csv_file import danish_csv

_FIGURES = ("value", "n", "low", "high", "status")


def query(args: argparse.Namespace) -> dict[str, Any]:
    """One measure, protected for the role; JSON unless CSV is asked for."""
    if args.role not in {role.value for role in Role}:
        raise error("cli.role_unknown", got=args.role)
    by = tuple(dict.fromkeys(name for name in map(str.strip, args.by.split(",")) if name))
    where = _where(args.where)
    question = Question(args.metric, by, where, day_of(args.start), day_of(args.end))
    dataset = _dataset(args)
    newest = args.version in (None, Store(args.store).delta_version())
    answers = ask(dataset, question, Role(args.role), newest=newest)
    if args.format == "csv" and not args.json:
        write_exactly(danish_csv([*by, *_FIGURES], [_line(by, a) for a in answers]))
    return {
        "metric": args.metric,
        "initiative": dataset.initiative.id,
        "data_version": dataset.data_version,
        "synthetic": dataset.synthetic,
        "rows": [_record(a) for a in answers],
    }


def check(args: argparse.Namespace) -> dict[str, Any]:
    """Store, configuration and texts; a problem is an exit code of 1."""
    store = Store(args.store)
    problems = [text(f"store.problems.{key}") for key in store.check()]
    known = sorted({entry.initiative for entry in store.ledger()}) if not problems else []
    problems += [found for name in known for found in _configuration(store, name)]
    problems += [] if known or problems else [text("cli.problems.no_store")]
    problems += [key for key in METRICS if not text(f"metrics.{key}.label")]
    for problem in problems:
        say(args, problem)
    if not problems:
        say(args, text("cli.check_fine"))
    return {"problems": problems}


def _configuration(store: Store, name: str) -> list[str]:
    """What is wrong with an initiative's folder, as the sentence that a command would stop with."""
    try:
        folder = folder_of(store.path, name, settings().initiatives)
        load_initiative(folder)
        profiles_of(folder)
    except UserError as problem:
        return [str(problem)]
    initiative = load_initiative(folder)
    return [*_unknown_measures(initiative), *_edited_trials(initiative)]


def _unknown_measures(initiative: Initiative) -> list[str]:
    """Promises whose measure nobody has: the board would say "måles ikke" and the typing error would stand."""
    return [
        text("cli.problems.unknown_measure", promise=p.key, measure=p.measure, choices=", ".join(METRICS))
        for p in initiative.promise
        if p.measure is not None and p.measure not in METRICS
    ]


def _edited_trials(initiative: Initiative) -> list[str]:
    return [
        text("cli.problems.trial_edited", trial=record.trial.id, entry=record.broken)
        for record in initiative.trials
        if not record.sound
    ]


def _dataset(args: argparse.Namespace) -> Dataset:
    return opened(Store(args.store), wanted_folder(args, args.version), args.version)


def wanted_folder(args: argparse.Namespace, version: int | None = None) -> Path:
    """The folder of `--initiative`, else of the only one in the store. Raises UserError."""
    store = Store(args.store)
    held = sorted({entry.initiative for entry in store.ledger(version)})
    if not held:
        raise error("cli.no_data", store=args.store.name)
    wanted = args.initiative or (held[0] if len(held) == 1 else None)
    if wanted is None:
        raise error("cli.initiative_ambiguous", got=", ".join(held), choices=", ".join(held))
    return folder_of(store.path, wanted, settings().initiatives)


def named_folder(args: argparse.Namespace) -> Path:
    """As `wanted_folder`, but one that is named needs no data yet. Raises UserError."""
    if args.initiative is None:
        return wanted_folder(args)
    return folder_of(args.store, args.initiative, settings().initiatives)


def opened(store: Store, folder: Path, version: int | None = None) -> Dataset:
    """A folder's initiative with its data."""
    return open_dataset(store, load_initiative(folder), version)


def _where(given: list[str]) -> dict[str, str]:
    pairs = [_pair(one) for one in given]
    where = dict(pairs)
    if len(where) < len(pairs):
        raise error("cli.where_twice", got=", ".join(given))
    return where


def _pair(given: str) -> tuple[str, str]:
    name, found, value = given.partition("=")
    if not (name and found and value):
        raise error("cli.bad_where", got=given)
    return name, value


def day_of(given: str | None) -> date | None:
    """A date as it is typed after a flag. Raises UserError."""
    if given is None:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise error("cli.bad_date", got=given) from None


def _record(answer: Answer) -> dict[str, Any]:
    cell = answer.cell
    reason = text(cell.reason) if cell.reason and "." in cell.reason else None
    if not cell.shown and reason is None:
        reason = text(f"disclosure.explain.{cell.status}", field=field_names(cell))
    return {
        **answer.dims,
        "value": cell.value,
        "n": cell.n,
        "low": cell.low,
        "high": cell.high,
        "status": cell.status.value,
        "reason": reason,
    }


def _line(by: tuple[str, ...], answer: Answer) -> list[object]:
    record = _record(answer)
    status = text(f"disclosure.status.{answer.cell.status}", field=field_names(answer.cell))
    return [*(record.get(name) for name in by), *(record[name] for name in _FIGURES[:-1]), status]
