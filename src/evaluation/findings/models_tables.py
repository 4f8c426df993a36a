"""Modeller in tables: the models side by side, what else follows of them, and the promises they keep."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final

from evaluation.findings.hours_words import capital
from evaluation.findings.model import TableTwin, Unit
from evaluation.findings.model_promises import ModelPromise
from evaluation.findings.models_case import (
    NOTHING,
    Case,
    cell,
    hours,
    people,
    written,
)
from evaluation.findings.models_model import Board, Judged, Standing
from evaluation.findings.prices import kroner_range
from evaluation.findings.whatif import ModelAnswer
from evaluation.findings.wording import figure, status_word
from evaluation.texts import format as da
from evaluation.texts import text

_KNOWN = ("open", "staff", "kroner")
_PROJECTED = ("served", "wait", "left")
_MORE = ("target", "overtime", "idle", "unbooked", "detectable")


def side_by_side(case: Case) -> TableTwin:
    """Hours, kroner, how many it serves, what the head office loses: a row a model."""
    names = [*_KNOWN, *(_PROJECTED if case.projected else ())]
    names += ["taken"] if case.initiative.hours_before_per_week is not None else []
    head = (
        text("models.table.model"),
        *(capital(text(f"models.table.{name}", office=case.office)) for name in names),
    )
    rows = tuple((_named(a), *(_CELLS[name](a) for name in names)) for a in case.answers)
    return TableTwin(text("models.table.caption"), head, rows, tuple(range(1, len(head))))


def more(case: Case) -> TableTwin | None:
    """Of the target group, overtime, idle hours, without booking, the smallest change that a year can tell."""
    if not case.projected:
        return None
    head = tuple(text(f"models.table.{name}") for name in ("model", *_MORE))
    rows = tuple((a.model.name, *(_CELLS[name](a) for name in _MORE)) for a in case.answers)
    return TableTwin(text("models.table.more"), head, rows, tuple(range(1, len(head))))


def board(case: Case) -> Board:
    """Models down, promises across."""
    keys = [promise.key for promise in case.answers[0].promises]
    head = (text("models.table.model"), *(text(f"models.promises.{key}") for key in keys))
    rows = tuple((a.model.name, tuple(_judged(case, p) for p in a.promises)) for a in case.answers)
    return Board(text("models.promises.caption"), head, rows)


def _judged(case: Case, promise: ModelPromise) -> Judged:
    standing: Standing = "kept" if promise.kept else "not_kept"
    if promise.kept is None:
        known = case.initiative.economy.budget_per_year is not None
        standing = "partly" if known else "not_measured"
    return Judged(standing, promise.words)


def _named(answer: ModelAnswer) -> str:
    return _lines(answer.model.name, answer.model.note)


# --- a cell by its column


def _open(answer: ModelAnswer) -> str:
    found = answer.hours
    month = "" if found.open_hours_month is None else _monthly(found.open_hours_month)
    return _lines(_weekly(found.open_hours_week), month, _yearly(found.open_hours_year))


def _staff(answer: ModelAnswer) -> str:
    found = answer.hours
    month = "" if found.serving_hours_month is None else _serving(found.serving_hours_month)
    return _lines(_weekly(found.staff_hours_week), month, _yearly(found.staff_hours_year))


def _kroner(answer: ModelAnswer) -> str:
    calendar = text("models.kroner_calendar", kroner=da.number(round(answer.kroner_calendar, -3), 0))
    return _lines(kroner_range(answer.kroner_low, answer.kroner_high), calendar)


def _served(answer: ModelAnswer) -> str:
    return written(NOTHING if answer.year is None else people(answer.year.band("served")))


def _wait(answer: ModelAnswer) -> str:
    """With a time of one's own, only what is waited on the spot."""
    spot = text("models.on_the_spot") if answer.year is not None and answer.model.booking else ""
    return _lines(_projected("wait_median", "minutes")(answer), spot)


def _left(answer: ModelAnswer) -> str:
    """Who go again; where one must book, who get no time, and who would go if people just came."""
    share = _projected("left_share", "percent")(answer)
    if answer.year is None or not answer.model.booking:
        return share
    walks = "" if answer.walk_in is None else figure(cell(answer.walk_in.band("left_share")), "percent")
    return _lines(share, text("models.no_time"), text("models.walking", share=walks) if walks else "")


def _taken(answer: ModelAnswer) -> str:
    found = answer.difference or Fraction()
    freed = text("models.freed", hours=hours(-found)) if found < 0 else ""
    return _lines(_weekly(max(Fraction(), found)), freed)


def _target(answer: ModelAnswer) -> str:
    return status_word(NOTHING) if answer.target is None else written(people(answer.target))


def _detectable(answer: ModelAnswer) -> str:
    ratio = answer.detectable
    if ratio is None:
        return text("models.no_change")
    return text("models.change", more=da.percent(ratio - 1), fewer=da.percent(1 - 1 / ratio))


def _unbooked(answer: ModelAnswer) -> str:
    return da.percent(answer.unbooked_share)


def _projected(name: str, unit: Unit) -> Callable[[ModelAnswer], str]:
    """A figure of the simulated year."""
    return lambda answer: written(NOTHING if answer.year is None else cell(answer.year.band(name)), unit)


_CELLS: Final[Mapping[str, Callable[[ModelAnswer], str]]] = {
    "open": _open,
    "staff": _staff,
    "kroner": _kroner,
    "served": _served,
    "wait": _wait,
    "left": _left,
    "taken": _taken,
    "target": _target,
    "overtime": _projected("overtime", "number"),
    "idle": _projected("idle", "number"),
    "unbooked": _unbooked,
    "detectable": _detectable,
}


def _weekly(found: Fraction) -> str:
    return text("models.hours", hours=hours(found))


def _monthly(found: Fraction) -> str:
    return text("models.hours_month", hours=hours(found))


def _serving(found: Fraction) -> str:
    return text("models.serving_month", hours=hours(found))


def _yearly(found: float) -> str:
    return text("models.hours_year", hours=da.number(round(found)))


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
