"""A file's columns by their fixed names, and their cells as values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from evaluation.errors import UserError
from evaluation.initiative import Initiative
from evaluation.intake.cells import Cells, encode
from evaluation.intake.check import closed_map, flag_words, guard
from evaluation.intake.cpr import masked
from evaluation.intake.match import safe_header
from evaluation.intake.other import values
from evaluation.intake.other.specs import Field, Form, Spec
from evaluation.intake.profile import ColumnSpec
from evaluation.intake.raw import RawTable
from evaluation.intake.read import read_header
from evaluation.intake.reasons import Reason
from evaluation.intake.spec import FileSpec
from evaluation.intake.targets import FLAG_VALUES, fold
from evaluation.intake.verdicts import Verdicts
from evaluation.texts import error, text

_MISSING = frozenset(fold(word) for word in ("", "NA", "n/a", "-", "NULL"))
_MANY = 10
_SEARCHED_ROWS = 10  # titles above the header of a small file

Reader = Callable[[str], Any]  # a value, or the Reason why it is none


@dataclass(frozen=True)
class Read:
    """A file's values by field, one a row, None where blank or refused."""

    columns: dict[str, list[Any]]
    cells: dict[str, Cells]
    verdicts: Verdicts
    unused: tuple[str, ...]  # headers that no field has

    def refuse(self, rows: Sequence[bool], reason: Reason, field: str | None) -> None:
        """Refuses rows for a fault in a field's column."""
        self.verdicts.refuse(np.array(rows, dtype=bool), reason, self.cells.get(field or ""))


def find_header(path: Path, spec: Spec) -> FileSpec:
    """How to read a file: where its header stands, told by the names that must be in it.

    What cannot be found so is left to be found out, and said, when the file is read.
    """
    given = FileSpec(total_rows=True)
    if _has_needed(path, given, spec):
        return given
    stated = (FileSpec(total_rows=True, header_row=row) for row in range(1, _SEARCHED_ROWS + 1))
    return next((layout for layout in stated if _has_needed(path, layout, spec)), given)


def _has_needed(path: Path, layout: FileSpec, spec: Spec) -> bool:
    try:
        header = {fold(name) for name in read_header(path, layout)}
    except UserError:  # of this layout; reading the file says what is wrong with it
        return False
    return all(header & {fold(name) for name in spec.headers(one.name)} for one in spec.fields if one.need)


def read_columns(raw: RawTable, spec: Spec, initiative: Initiative, file: str) -> Read:
    """Raises UserError when a needed column is missing, when two fit one field, and for dates month first."""
    taken = _headers(raw, spec, file)
    verdicts = Verdicts(len(raw.source_row))
    verdicts.refuse_uncomputed(raw, taken.values())
    cells = {name: encode(name, header, [raw.columns[header]], _MISSING) for name, header in taken.items()}
    columns: dict[str, list[Any]] = {}
    for field in spec.fields:
        if field.name in cells:
            typed = raw.sheet is not None
            columns[field.name] = _read(cells[field.name], field, spec, initiative, verdicts, typed=typed)
        else:
            columns[field.name] = [None] * len(raw.source_row)
    return Read(columns, cells, verdicts, tuple(h for h in raw.header if h not in taken.values()))


def _headers(raw: RawTable, spec: Spec, file: str) -> dict[str, str]:
    """Field → the file's own header."""
    found = {}
    for field in spec.fields:
        names = {fold(name) for name in spec.headers(field.name)}
        fitting = [header for header in raw.header if fold(header) in names]
        if len(fitting) > 1:
            raise error(
                "kinds.column_twice", got=", ".join(fitting), file=file, column=spec.headers(field.name)[0]
            )
        if fitting:
            found[field.name] = fitting[0]
        elif field.need:
            raise missing_column(raw.header, spec, file)
    return found


def missing_column(header: Sequence[str], spec: Spec, file: str) -> UserError:
    """What is said of a file that lacks a needed column: the first one, and all that are needed."""
    needed = [spec.headers(one.name) for one in spec.fields if one.need]
    present = {fold(name) for name in header}
    lacking = [names[0] for names in needed if not present & set(map(fold, names))]
    return error(
        "kinds.missing_column",
        got=", ".join(safe_header(name) for name in header[:_MANY]),
        file=masked(file),
        column=lacking[0],
        kind=spec.name.lower(),
        needed=", ".join(names[0] for names in needed),
    )


def _read(
    cells: Cells, field: Field, spec: Spec, initiative: Initiative, verdicts: Verdicts, *, typed: bool
) -> list[Any]:
    guard(cells, verdicts)
    if field.form is Form.DAY:
        found = _days(cells, typed=typed)
    else:
        read = _reader(field, spec, initiative, typed=typed)
        found = [read(value) for value in cells.values]
    for reason in {value for value in found if isinstance(value, Reason)}:
        bad = np.array([*(value is reason for value in found), False], dtype=bool)
        verdicts.refuse(bad[cells.codes], reason, cells)
    if field.need:
        verdicts.refuse(
            cells.blank, Reason.MISSING_SITE if field.form is Form.SITE else Reason.MISSING_VALUE, cells
        )
    sound = [None if isinstance(value, Reason) else value for value in found] + [None]
    return [sound[code] for code in cells.codes.tolist()]


def _days(cells: Cells, *, typed: bool) -> list[Any]:
    found = values.days(cells.values, typed=typed)
    if found is None:
        raise error("kinds.month_first", column=cells.label)
    return [Reason.BAD_TIME if day is None else day for day in found]


def _reader(field: Field, spec: Spec, initiative: Initiative, *, typed: bool) -> Reader:
    if field.form in (Form.SITE, Form.SITES):
        return _site(initiative, field)
    if field.form is Form.WORD:
        return _listed(_closed(spec.words(field.name)), Reason.UNMAPPED_VALUE)
    if field.form is Form.FLAG:
        return _listed({word: FLAG_VALUES[said] for word, said in flag_words().items()}, Reason.BAD_FLAG)
    if field.form is Form.CLOCK:
        return lambda value: values.clock(value) or Reason.BAD_TIME
    if field.form is Form.TEXT:
        return _text(field)
    return _number(field, typed=typed)


def _closed(words: Mapping[str, str]) -> dict[str, str]:
    said = {fold(word): key for key, listed in words.items() for word in listed.split(",")}
    return said | {key: key for key in words}


def _listed(known: Mapping[str, Any], otherwise: Reason) -> Reader:
    return lambda value: known.get(fold(value), otherwise)


def _site(initiative: Initiative, field: Field) -> Reader:
    known: dict[str, str | None] = dict(closed_map("site", ColumnSpec(column=("site",)), initiative))
    if not field.need:
        known = dict.fromkeys(fold(word) for word in text("kinds.every_site").split(",")) | known
    one = _listed(known, Reason.UNKNOWN_SITE)
    if field.form is Form.SITE:
        return one

    def read(value: str) -> list[Any] | Reason:
        found = [one(part) for part in value.split(",")]
        return Reason.UNKNOWN_SITE if Reason.UNKNOWN_SITE in found else [site for site in found if site]

    return read


def _text(field: Field) -> Reader:
    def read(value: str) -> str | Reason:
        plain = " ".join(value.split())
        if values.is_personal(plain):
            return Reason.PERSONAL_TEXT
        return plain if len(plain) <= field.high else Reason.TOO_LONG

    return read


def _number(field: Field, *, typed: bool) -> Reader:
    whole = field.form is Form.WHOLE

    def read(value: str) -> float | int | Reason:
        found = values.degree(value) if field.form is Form.DEGREE else values.amount(value, typed=typed)
        if found is None or not field.low <= found <= field.high or (whole and not found.is_integer()):
            return Reason.BAD_NUMBER
        return int(found) if whole else found

    return read
