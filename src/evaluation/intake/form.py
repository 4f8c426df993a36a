"""What a person says of a file by menus: a form that becomes a profile, and a proposal that becomes a form.

A form is the keys of a profile while they are still being settled; every change gives a new form, and only
`profile()` checks the whole. It knows nothing of pages.
"""

import tomllib
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from evaluation.initiative.create import Additions
from evaluation.initiative.models import Group, Site, SiteKind, Source, Topic
from evaluation.intake.columns import FileColumn, ordered, styles
from evaluation.intake.profile import Profile
from evaluation.intake.profile_io import read_profile
from evaluation.intake.propose import Proposal
from evaluation.intake.targets import TIMES

#: Uses of a column that are no field of an enquiry: the kind of an event, and a sheet's column of strokes.
EVENT, COUNT = "event", "count"
_ASKED = {"ambiguous_dates", "mixed_dates"}
_TALLY_ONLY, _EVENTS = "tally", "events"

New = Mapping[str, tuple[str, str]]  # id → (name, kind)
Lack = tuple[str, str]  # (what is missing, the column it is about or "")


@dataclass(frozen=True)
class Form:
    """`plain`: the profile's keys so far. `new`: what the initiative lacks, by target (and "source").

    The kind of a new site is a SiteKind, of a new group "target" or "other"; else it is empty.
    """

    plain: Mapping[str, Any]
    new: Mapping[str, New] = field(default_factory=dict)

    @classmethod
    def of_proposal(cls, proposal: Proposal) -> "Form":
        """The proposal, with the columns whose date format is asked for, and a place without its values."""
        found = cls(tomllib.loads(proposal.toml))
        for entry in proposal.unmapped:
            if entry.target in TIMES and entry.why in _ASKED and entry.target not in found.columns:
                found = found._column(entry.target, {"column": [entry.column]})
            if entry.target == "site" and entry.why == "values" and "site" not in found.columns:
                found = found._column("site", {"column": [entry.column], "values": {}})
        return found

    # --- what is said

    @property
    def columns(self) -> Mapping[str, dict[str, Any]]:
        """Target → its keys; `column` is always a list here."""
        given: Mapping[str, dict[str, Any]] = self.plain.get("columns", {})
        return {target: {**spec, "column": _listed(spec["column"])} for target, spec in given.items()}

    @property
    def record(self) -> str:
        """What a row is."""
        return str(self.plain.get("record", "contact"))

    @property
    def is_event_log(self) -> bool:
        """Whether every row is one event."""
        return _EVENTS in self.plain

    def use(self, header: str) -> str:
        """The target a column fills, EVENT, COUNT, or "" when it is not used."""
        for target, spec in self.columns.items():
            if header in spec["column"]:
                return target
        if self.plain.get(_EVENTS, {}).get("column") == header:
            return EVENT
        return COUNT if header in {one["column"] for one in self.plain.get("counts", ())} else ""

    def values(self, target: str) -> Mapping[str, str]:
        """What the target's values mean."""
        found: Mapping[str, str] = self.columns.get(target, {}).get("values") or {}
        return found

    def event_values(self) -> Mapping[str, str]:
        """What an event log's words mean."""
        found: Mapping[str, str] = self.plain.get(_EVENTS, {}).get("values", {})
        return found

    def counted(self, header: str) -> tuple[str, object] | None:
        """(dimension, value) that a tally sheet's column counts; None: everybody on the sheet."""
        spec: Mapping[str, object] = next(
            (one for one in self.plain.get("counts", ()) if one["column"] == header), {}
        )
        return next(((name, value) for name, value in spec.items() if name != "column"), None)

    def styles(self, target: str, columns: Sequence[FileColumn]) -> tuple[str, ...]:
        """The formats in which a time may be written."""
        parts = _named(self.columns[target]["column"], columns)
        return styles(parts) if parts else ()

    def constant(self, target: str) -> str:
        """The fixed value of all rows; "" for none."""
        return str(self.plain.get("constants", {}).get(target, ""))

    def identity(self) -> Mapping[str, Any]:
        """`columns`, `mode`, `numeric_id`, as far as they are said."""
        given = self.plain.get("identity", {})
        told = {"mode": given} if isinstance(given, str) else dict(given)
        return told | {"columns": _listed(told.get("columns", []))}

    def coverage(self) -> Mapping[str, Any]:
        """`unit` and, of a stated period, `from` and `to`."""
        return dict(self.plain.get("coverage", {}))

    # --- changes

    def put(self, key: str, value: object) -> "Form":
        """One of the profile's own keys; None takes it out."""
        return replace(self, plain=_with(self.plain, (key,), value))

    def put_constant(self, target: str, value: str) -> "Form":
        """A fixed value for all rows; "" takes it out."""
        return replace(self, plain=_with(self.plain, ("constants", target), value or None))

    def used_as(
        self, header: str, use: str, columns: Sequence[FileColumn], values: Mapping[str, str] | None = None
    ) -> "Form":
        """The column fills `use` instead of what it did; of a time also a second one, its clock or its day.

        `values`: a first map of a category. Another column that filled the same target is let go.
        """
        freed = self._freed(header, columns)
        if not use:
            return freed
        if use == EVENT:
            return freed.put(_EVENTS, {"column": header, "values": dict(values or {})})
        if use == COUNT:
            return freed.put("counts", [*freed.plain.get("counts", ()), {"column": header}])
        freed = freed.put_constant(use, "")
        if use in TIMES:
            return freed._timed(use, [*freed.columns.get(use, {}).get("column", ()), header], columns)
        spec: dict[str, Any] = {"column": [header]}
        return freed._column(use, spec | ({"values": dict(values)} if values is not None else {}))

    def styled(self, target: str, style: str) -> "Form":
        """The format of a time."""
        return self._column(target, {**self.columns[target], "format": style})

    def mapped(self, target: str, value: str, meaning: str | None) -> "Form":
        """What a value means: an id, "" for unknown, None for undecided (its rows are rejected)."""
        if target == EVENT:
            return replace(self, plain=_with(self.plain, (_EVENTS, "values", value), meaning))
        spec = {**self.columns[target], "values": {**self.values(target)}}
        spec["values"].pop(value, None)
        return self._column(
            target, spec | {"values": spec["values"] | ({} if meaning is None else {value: meaning})}
        )

    def others(self, target: str, meaning: str | None) -> "Form":
        """What every value means that the map lacks; None: its row is rejected."""
        spec = {key: value for key, value in self.columns[target].items() if key != "other"}
        return self._column(target, spec | ({} if meaning is None else {"other": meaning}))

    def counting(self, header: str, category: tuple[str, object] | None) -> "Form":
        """What a tally sheet's column of strokes counts: (dimension, value), or None for the sheet's total."""
        told = {"column": header} | ({} if category is None else {category[0]: category[1]})
        listed = [told if one["column"] == header else one for one in self.plain.get("counts", ())]
        return self.put("counts", listed)

    def identified(self, columns: Sequence[str], *, numeric: bool = False) -> "Form":
        """What makes a row itself; no columns: the source has no numbers, a new file replaces the day."""
        if not columns:
            return self.put("identity", {"mode": "replace_day"})
        return self.put("identity", {"columns": list(columns)} | ({"numeric_id": True} if numeric else {}))

    def named(self, target: str, new_id: str, name: str, kind: str = "") -> "Form":
        """An id that the initiative lacks yet."""
        return replace(self, new={**self.new, target: {**self.new.get(target, {}), new_id: (name, kind)}})

    def additions(self) -> Additions:
        """What the initiative must be given for the profile to fit it: only what the profile still uses."""
        used = self._used_ids()
        new = {target: {i: n for i, n in found.items() if i in used} for target, found in self.new.items()}
        sites = {**new.get("served_by", {}), **new.get("site", {})}
        return Additions(
            sites=tuple(Site(id=i, name=name, kind=SiteKind(kind)) for i, (name, kind) in sites.items()),
            sources=tuple(Source(id=i, name=name) for i, (name, _) in new.get("source", {}).items()),
            topics=tuple(Topic(id=i, name=name) for i, (name, _) in new.get("topic", {}).items()),
            groups=tuple(
                Group(id=i, name=name, target=kind == "target")
                for i, (name, kind) in new.get("target_group", {}).items()
            ),
            counted_by=str(self.plain.get("source", "")),
        )

    def _used_ids(self) -> set[str]:
        maps = [spec.get("values") or {} for spec in self.columns.values()]
        counted = {str(value) for one in self.plain.get("counts", ()) for value in one.values()}
        constants = {str(value) for value in self.plain.get("constants", {}).values()}
        mapped = {meaning for found in maps for meaning in found.values()}
        return mapped | counted | constants | {str(self.plain.get("source", ""))}

    # --- the whole

    def lacks(self, columns: Sequence[FileColumn]) -> tuple[Lack, ...]:
        """What must still be said, in the order of the form: the keys of texts `mapping.lacks`."""
        told = self.identity()
        missing: list[tuple[str, str, bool]] = [
            ("source", "", not self.plain.get("source")),
            ("arrived_at", "", "arrived_at" not in self.columns),
            *self._undated(columns),
            ("site", "", "site" not in self.columns and not self.constant("site")),
            ("site_values", *self._first("site"), self._is_unnamed("site")),
            ("case_id", "", self.record == "step" and "case_id" not in self.columns),
            ("event", "", self.is_event_log and not self.plain[_EVENTS].get("column")),
            ("issued", "", self._begins_nowhere()),
            ("counts", "", self.record == _TALLY_ONLY and not self._counts_something()),
            ("identity", "", not told["columns"] and told.get("mode") != "replace_day"),
        ]
        return tuple((name, about) for name, about, so in missing if so)

    def profile(self) -> Profile:
        """The profile. Raises UserError for what is missing or cannot be."""
        return read_profile(self.plain, f"{self.plain.get('id', '')}.toml")

    # --- parts

    def _undated(self, columns: Sequence[FileColumn]) -> list[tuple[str, str, bool]]:
        """Times whose format is not chosen, and clock times without a day."""
        found = []
        for spec in (spec for target, spec in self.columns.items() if target in TIMES):
            parts = _named(spec["column"], columns)
            lone = bool(parts) and all(part.clock for part in parts)
            found.append(("date" if lone else "format", spec["column"][0], lone or not spec.get("format")))
        return found

    def _first(self, target: str) -> tuple[str]:
        return (self.columns[target]["column"][0] if target in self.columns else "",)

    def _is_unnamed(self, target: str) -> bool:
        spec = self.columns.get(target, {})
        return spec.get("values") is not None and not spec["values"] and not spec.get("other")

    def _begins_nowhere(self) -> bool:
        told = self.plain.get(_EVENTS, {})
        return bool(told.get("column")) and "issued" not in told.get("values", {}).values()

    def _counts_something(self) -> bool:
        return bool(self.plain.get("counts")) or "quantity" in self.columns

    def _column(self, target: str, spec: Mapping[str, Any]) -> "Form":
        return replace(self, plain=_with(self.plain, ("columns", target), dict(spec)))

    def _timed(self, target: str, headers: Sequence[str], columns: Sequence[FileColumn]) -> "Form":
        parts = ordered(_named(headers, columns))
        spec: dict[str, Any] = {"column": [part.header for part in parts]}
        offered = styles(parts)
        return self._column(target, spec | ({"format": offered[0]} if len(offered) == 1 else {}))

    def _freed(self, header: str, columns: Sequence[FileColumn]) -> "Form":
        """The form without this column; of a day and its clock the other one stays."""
        found = self
        for target, spec in self.columns.items():
            if header in spec["column"]:
                found = replace(found, plain=_with(found.plain, ("columns", target), None))
                rest = [other for other in spec["column"] if other != header]
                found = found._timed(target, rest, columns) if rest else found
        if self.plain.get(_EVENTS, {}).get("column") == header:
            found = found.put(_EVENTS, None)
        counts = [one for one in self.plain.get("counts", ()) if one["column"] != header]
        return found.put("counts", counts or None)


def _named(headers: Sequence[str], columns: Sequence[FileColumn]) -> list[FileColumn]:
    by_header = {column.header: column for column in columns}
    return [by_header[header] for header in headers if header in by_header]


def _listed(given: str | Sequence[str]) -> list[str]:
    return [given] if isinstance(given, str) else list(given)


def _with(plain: Mapping[str, Any], path: Sequence[str], value: object) -> dict[str, Any]:
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
