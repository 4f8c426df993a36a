"""Small work on the keys of a form."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from evaluation.intake.columns import FileColumn
from evaluation.intake.targets import fold


def columns_of(headers: Sequence[str], columns: Sequence[FileColumn]) -> list[FileColumn]:
    """The columns of these headers, as far as the file has them."""
    by_header = {column.header: column for column in columns}
    return [by_header[header] for header in headers if header in by_header]


def listed(given: str | Sequence[str]) -> list[str]:
    """One name is a list of one."""
    return [given] if isinstance(given, str) else list(given)


def with_key(plain: Mapping[str, Any], path: Sequence[str], value: object) -> dict[str, Any]:
    """A copy with one key set; None takes it out."""
    whole = deepcopy(dict(plain))
    place = whole
    for name in path[:-1]:
        place = place.setdefault(name, {})
    if value is None:
        place.pop(path[-1], None)
    else:
        place[path[-1]] = value
    return whole


def used_ids(plain: Mapping[str, Any], columns: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """The ids that the keys speak of: of values, counts, constants and the source."""
    mapped = {meaning for spec in columns.values() for meaning in (spec.get("values") or {}).values()}
    counted = {str(value) for one in plain.get("counts", ()) for value in one.values()}
    constants = {str(value) for value in plain.get("constants", {}).values()}
    return mapped | counted | constants | {str(plain.get("source", ""))}


def unsaid_words(events: Mapping[str, Any], columns: Sequence[FileColumn]) -> tuple[str, bool]:
    """The column of events, and whether a word of it that may be shown means nothing yet."""
    header, said = events.get("column", ""), {fold(word) for word in events.get("values", {})}
    shown = [value for column in columns_of([header], columns) for value in column.values]
    return header, any(fold(value) not in said for value in shown)
