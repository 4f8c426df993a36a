"""Checks cells that are not times: closed categories, flags, whole numbers, and the CPR guard on all."""

import re
from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa

from evaluation.initiative.models import Initiative
from evaluation.intake.cells import Cells
from evaluation.intake.cpr import has_cpr
from evaluation.intake.profile import ColumnSpec
from evaluation.intake.reasons import Reason
from evaluation.intake.targets import CATEGORIES, FLAG_VALUES, FLAGS, LIMITS, fold, known_names
from evaluation.intake.verdicts import Verdicts
from evaluation.store.schema import TAKEN
from evaluation.texts import text

Value = str | bool | int | None
Reader = Callable[[str], "Value | Reason"]

_WHOLE = re.compile(r"[+-]?\d{1,9}(?:[.,]0{1,9})?")


def guard(cells: Cells, verdicts: Verdicts) -> None:
    """Refuses every row whose cell could hold a CPR number."""
    suspect = np.array([*map(has_cpr, cells.values), False], dtype=bool)
    verdicts.refuse(suspect[cells.codes], Reason.CPR, cells)


def check(
    cells: Cells, spec: ColumnSpec, initiative: Initiative, decimal: str, verdicts: Verdicts
) -> pa.Array:
    """The column's values, one a row; refuses rows whose cell is not one of them.

    A blank is null, unless the profile's map says what "" means.
    """
    target = cells.target
    guard(cells, verdicts)
    read = _reader(target, spec, initiative, decimal)
    found = [read(value) for value in cells.values]
    blank = spec.folded.get("", "")
    found.append(read("") if blank else None)
    for reason in (Reason.UNKNOWN_SITE, Reason.UNMAPPED_VALUE, Reason.BAD_FLAG, Reason.BAD_NUMBER):
        bad = np.array([value is reason for value in found], dtype=bool)
        verdicts.refuse(bad[cells.codes], reason, cells)
    values = pa.array([None if isinstance(value, Reason) else value for value in found], TAKEN[target])
    return values.take(pa.array(np.where(cells.codes < 0, len(found) - 1, cells.codes)))


def _reader(target: str, spec: ColumnSpec, initiative: Initiative, decimal: str) -> Reader:
    if target in CATEGORIES:
        return _category(target, spec, initiative)
    if target in FLAGS:
        return _flag(spec)
    return _number(target, spec, decimal)


def closed_map(target: str, spec: ColumnSpec, initiative: Initiative) -> Mapping[str, str]:
    """Folded value → id. Without a map of its own the column must hold the initiative's ids or names."""
    if spec.values is not None:
        return spec.folded
    known = known_names(target, initiative) or {}
    names = [fold(name) for name in known.values()]
    once = {fold(name): key for key, name in known.items() if names.count(fold(name)) == 1}
    return once | {fold(key): key for key in known}


def _category(target: str, spec: ColumnSpec, initiative: Initiative) -> Reader:
    mapped = closed_map(target, spec, initiative)
    unknown = Reason.UNKNOWN_SITE if target == "site" else Reason.UNMAPPED_VALUE
    fallback = unknown if spec.other is None else spec.other or None

    def read(value: str) -> Value | Reason:
        found = mapped.get(fold(value))
        return fallback if found is None else found or None

    return read


def _flag(spec: ColumnSpec) -> Reader:
    words = spec.folded if spec.values is not None else flag_words()
    fallback = Reason.BAD_FLAG if spec.other is None else FLAG_VALUES.get(spec.other)

    def read(value: str) -> Value | Reason:
        word = words.get(fold(value))
        return fallback if word is None else FLAG_VALUES.get(word)

    return read


def flag_words() -> dict[str, str]:
    """What exports write for yes and no, folded: {word: "true" | "false"}."""
    return {fold(word): value for value in FLAG_VALUES for word in text(f"intake.flags.{value}").split(",")}


def _number(target: str, spec: ColumnSpec, decimal: str) -> Reader:
    words, (low, high) = spec.folded, LIMITS[target]
    thousands = "." if decimal == "," else ","
    grouped = re.compile(rf"[+-]?\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+")

    def read(value: str) -> Value | Reason:
        word = words.get(fold(value), value)
        if grouped.fullmatch(word):
            word = word.replace(thousands, "")
        if not word or not _WHOLE.fullmatch(word):
            return None if not word else Reason.BAD_NUMBER
        number = int(re.split("[.,]", word)[0])
        return number if low <= number <= high else Reason.BAD_NUMBER

    return read
