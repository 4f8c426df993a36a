"""What a person says of a file by menus: a form that becomes a profile, and a proposal that becomes a form.

A form is the keys of a profile while they are still being settled; every change gives a new form, and only
`profile()` checks the whole. It knows nothing of pages.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from evaluation.initiative.create import Additions
from evaluation.intake.columns import FileColumn, ordered, styles
from evaluation.intake.event_spec import TOLD_BY_EVENTS
from evaluation.intake.form_additions import additions
from evaluation.intake.form_parts import (
    as_clock,
    columns_of,
    is_clock,
    listed,
    tells_clock,
    uncounted,
    undated,
    unnamed,
    unsaid_words,
    used_ids,
    with_key,
)
from evaluation.intake.profile import Profile
from evaluation.intake.profile_io import read_profile
from evaluation.intake.propose import Proposal
from evaluation.intake.targets import TIMES

#: Uses of a column that are no field of an enquiry: the kind of an event, and a sheet's column of strokes.
EVENT, COUNT = "event", "count"
_ASKED = {"ambiguous_dates", "mixed_dates"}
_WITHOUT_CLOCK = ("opening", "day")  # precisions
_TALLY_ONLY, _EVENTS = "tally", "events"
_OF_EVENTS = {"arrived_at": "event_time", "identity": "ticket"}  # what is asked for in other words

New = Mapping[str, tuple[str, str]]  # id → (name, kind)
Lack = tuple[str, str]  # (what is missing, the column it is about or "")


@dataclass(frozen=True)
class Form:
    """`plain`: the profile's keys so far. `new`: what the initiative lacks, by target (and "source").

    The kind of a new site is a SiteKind, of a new group "target" or "other"; of a site under COUNTED_BY it is the
    source that shall count it; else it is empty. `aside`: what was said of another kind of row, until it is chosen
    again; no part of the profile.
    """

    plain: Mapping[str, Any]
    new: Mapping[str, New] = field(default_factory=dict)
    aside: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

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
        return {target: {**spec, "column": listed(spec["column"])} for target, spec in given.items()}

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
        if self._event_column == header:
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

    @property
    def finished(self) -> str:
        """The outcome of a finished ticket that no column tells; "" where all that is known is that it was served."""
        return str(self.plain.get(_EVENTS, {}).get("finished", ""))

    @property
    def closing_time(self) -> str:
        """When the system closes what is open, as it was written; "" for never."""
        return str(self.plain.get("closing_time", ""))

    def counted(self, header: str) -> tuple[str, object] | None:
        """(dimension, value) that a tally sheet's column counts, "" not yet said; None: everybody on the sheet."""
        specs = (one for one in self.plain.get("counts", ()) if one["column"] == header)
        return next(((name, value) for one in specs for name, value in one.items() if name != "column"), None)

    def styles(self, target: str, columns: Sequence[FileColumn]) -> tuple[str, ...]:
        """The formats in which a time may be written."""
        return styles(parts) if (parts := self._parts(target, columns)) else ()

    def constant(self, target: str) -> str:
        """The fixed value of all rows; "" for none."""
        return str(self.plain.get("constants", {}).get(target, ""))

    def identity(self) -> Mapping[str, Any]:
        """`columns`, `mode`, `numeric_id`, as far as they are said."""
        given = self.plain.get("identity", {})
        told = {"mode": given} if isinstance(given, str) else dict(given)
        return told | {"columns": listed(told.get("columns", []))}

    def coverage(self) -> Mapping[str, Any]:
        """`unit` and, of a stated period, `from` and `to`."""
        return dict(self.plain.get("coverage", {}))

    # --- changes

    def put(self, key: str, value: object) -> "Form":
        """One of the profile's own keys; None takes it out."""
        return replace(self, plain=with_key(self.plain, (key,), value))

    def put_constant(self, target: str, value: str) -> "Form":
        """A fixed value for all rows; "" takes it out."""
        return replace(self, plain=with_key(self.plain, ("constants", target), value or None))

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
            begun = freed.as_events().plain[_EVENTS]
            return freed.as_events().put(_EVENTS, {**begun, "column": header, "values": dict(values or {})})
        if use == COUNT:
            return freed.put("counts", [*freed.plain.get("counts", ()), {"column": header}])
        freed = freed.put_constant(use, "")
        if use in TIMES:
            return freed._timed(use, [*freed.columns.get(use, {}).get("column", ()), header], columns)
        spec: dict[str, Any] = {"column": [header]}
        return freed._column(use, spec | ({"values": dict(values)} if values is not None else {}))

    def as_events(self) -> "Form":
        """Every row is one event: what made a row itself binds no rows together, and events tell their times."""
        if self.is_event_log:
            return self
        kept = {target: spec for target, spec in self.columns.items() if target not in TOLD_BY_EVENTS}
        return self.put("identity", None).put("columns", kept or None).put(_EVENTS, {"values": {}})

    def ended_as(self, outcome: str) -> "Form":
        """What it says of a ticket that it is finished; "" for no more than that it was served."""
        return replace(self, plain=with_key(self.plain, (_EVENTS, "finished"), outcome or None))

    def closes_at(self, clock: str) -> "Form":
        """When the system closes what is open; "" for never. What is no time of day stays as it was typed, and
        `lacks` names it."""
        return self.put("closing_time", as_clock(clock.strip()) or None)

    def styled(self, target: str, style: str) -> "Form":
        """The format of a time."""
        return self._column(target, {**self.columns[target], "format": style})

    def mapped(self, target: str, value: str, meaning: str | None) -> "Form":
        """What a value means: an id, "" for unknown, None for undecided (its rows are rejected)."""
        if target == EVENT:
            return replace(self, plain=with_key(self.plain, (_EVENTS, "values", value), meaning))
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
        """What a tally sheet's column of strokes counts: (dimension, value or ""), or None for the sheet's total."""
        told = {"column": header} | ({} if category is None else {category[0]: category[1]})
        changed = [told if one["column"] == header else one for one in self.plain.get("counts", ())]
        return self.put("counts", changed)

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
        source = str(self.plain.get("source", ""))
        return additions(self.new, used_ids(self.plain, self.columns), source)

    # --- the whole

    def lacks(self, columns: Sequence[FileColumn]) -> tuple[Lack, ...]:
        """What must still be said, in the order of the form: the keys of texts `mapping.lacks`."""
        told = self.identity()
        own = _OF_EVENTS if self.is_event_log else {}
        counted = self.plain.get("counts") or "quantity" in self.columns
        missing: list[tuple[str, str, bool]] = [
            ("source", "", not self.plain.get("source")),
            ("arrived_at", "", "arrived_at" not in self.columns),
            *undated(self.columns, columns),
            ("clock", *self._first("arrived_at"), self._leaves_a_clock(columns)),
            ("site", "", "site" not in self.columns and not self.constant("site")),
            ("site_values", *self._first("site"), unnamed(self.columns.get("site", {}))),
            ("case_id", "", self.record == "step" and "case_id" not in self.columns),
            ("event", "", self.is_event_log and not self._event_column),
            ("issued", "", bool(self._event_column) and "issued" not in self.event_values().values()),
            ("event_words", *unsaid_words(self.plain.get(_EVENTS, {}), columns)),
            ("closing_time", "", not is_clock(self.closing_time or "00:00")),
            ("counts", "", self.record == _TALLY_ONLY and not counted),
            *uncounted(self.plain.get("counts", ())),
            ("identity", "", not told["columns"] and told.get("mode") != "replace_day"),
        ]
        return tuple((own.get(name, name), about) for name, about, so in missing if so)

    def profile(self) -> Profile:
        """The profile. Raises UserError for what is missing or cannot be."""
        return read_profile(self.plain, f"{self.plain.get('id', '')}.toml")

    # --- parts

    @property
    def _event_column(self) -> str:
        return str(self.plain.get(_EVENTS, {}).get("column", ""))

    def _leaves_a_clock(self, columns: Sequence[FileColumn]) -> bool:
        """Whether events have a day alone, which tells no order, beside a clock that is not used."""
        asked = self.is_event_log and self.plain.get("time_precision") not in _WITHOUT_CLOCK
        told = self._parts("arrived_at", columns)
        dated = bool(told) and not tells_clock(told)
        return asked and dated and any(c.clock and not self.use(c.header) for c in columns)

    def _parts(self, target: str, columns: Sequence[FileColumn]) -> list[FileColumn]:
        return columns_of(self.columns[target]["column"], columns) if target in self.columns else []

    def _first(self, target: str) -> tuple[str]:
        return (self.columns[target]["column"][0] if target in self.columns else "",)

    def _column(self, target: str, spec: Mapping[str, Any]) -> "Form":
        return replace(self, plain=with_key(self.plain, ("columns", target), dict(spec)))

    def _timed(self, target: str, headers: Sequence[str], columns: Sequence[FileColumn]) -> "Form":
        parts = ordered(columns_of(headers, columns))
        spec: dict[str, Any] = {"column": [part.header for part in parts]}
        offered = styles(parts)
        found = self._column(target, spec | ({"format": offered[0]} if len(offered) == 1 else {}))
        clock_is_new = tells_clock(parts) and not tells_clock(self._parts(target, columns))
        if target == "arrived_at" and clock_is_new and self.plain.get("time_precision") == "day":
            found = found.put("time_precision", "minute")  # it said that no clock was told
        return found

    def _freed(self, header: str, columns: Sequence[FileColumn]) -> "Form":
        """The form without this column; of a day and its clock the other one stays."""
        found = self
        for target, spec in self.columns.items():
            if header in spec["column"]:
                found = replace(found, plain=with_key(found.plain, ("columns", target), None))
                rest = [other for other in spec["column"] if other != header]
                found = found._timed(target, rest, columns) if rest else found
        if self._event_column == header:
            kept = {"finished": self.finished} if self.finished else {}
            found = found.put(_EVENTS, {"values": {}} | kept)
        counts = [one for one in self.plain.get("counts", ()) if one["column"] != header]
        return found.put("counts", counts or None)
