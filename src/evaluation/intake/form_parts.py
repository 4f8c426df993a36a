"""Small work on the keys of a form."""

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from evaluation.intake.columns import FileColumn
from evaluation.intake.targets import TIMES, fold

_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_TYPED = re.compile(r"(\d{1,2})(?:[.:](\d\d))?|(\d\d)(\d\d)")


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
        if value is None and name not in place:
            return whole
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
    shown = [value for column in columns_of([header], columns) for value in column.as_events().values]
    return header, any(fold(value) not in said for value in shown)


def undated(
    told: Mapping[str, Mapping[str, Any]], columns: Sequence[FileColumn]
) -> list[tuple[str, str, bool]]:
    """Of every time what it may lack, the column, and whether it does: its format, of clock times alone the day."""
    found = []
    for spec in (spec for target, spec in told.items() if target in TIMES):
        parts = columns_of(spec["column"], columns)
        lone = bool(parts) and all(part.clock for part in parts)
        found.append(("date" if lone else "format", spec["column"][0], lone or not spec.get("format")))
    return found


def uncounted(counts: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, bool]]:
    """Of every column of strokes (what it may lack, the column, and whether it does): which topic, group, ..."""
    return [("count_value", one["column"], "" in one.values()) for one in counts]


def unnamed(spec: Mapping[str, Any]) -> bool:
    """Whether a category has a map, and no value of it means anything yet."""
    return spec.get("values") is not None and not spec["values"] and not spec.get("other")


def tells_clock(parts: Sequence[FileColumn]) -> bool:
    """Whether the columns of a time hold more than its day."""
    return any(not part.date_only for part in parts)


def is_clock(said: str) -> bool:
    """Whether it is a time of day as a profile writes it: 16:30."""
    return bool(_CLOCK.fullmatch(said))


def as_clock(typed: str) -> str:
    """16, 16.30, 16:30, 1630 and 9.05 as a profile writes a time of day; anything else as it was typed."""
    found = _TYPED.fullmatch(typed)
    if found is None:
        return typed
    clock = f"{found[1] or found[3]:0>2}:{found[2] or found[4] or '00'}"
    return clock if is_clock(clock) else typed
