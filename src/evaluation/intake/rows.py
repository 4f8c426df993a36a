"""Reads a raw table's taken columns by a profile: values, clocks, ids and refusals, one of each a row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from evaluation.initiative.models import Initiative
from evaluation.intake.atoms import Events, believed_until, event_ids, read_what
from evaluation.intake.cells import Cells, encode
from evaluation.intake.check import check
from evaluation.intake.clocks import (
    Clock,
    RowOrder,
    read_clocks,
    refuse_future,
    refuse_order,
    take_back_ends,
)
from evaluation.intake.counts import Strokes
from evaluation.intake.ids import (
    guard_id,
    guard_together,
    id_cells,
    is_numeric,
    keyed_cases,
    keyed_ids,
    part_texts,
)
from evaluation.intake.match import LOCAL_DATE, identity_targets, resolve_headers
from evaluation.intake.profile import ColumnSpec, Profile
from evaluation.intake.raw import RawTable
from evaluation.intake.reasons import Reason
from evaluation.intake.targets import IDS, OUTSIDE, TIMES, fold
from evaluation.intake.times import Mask
from evaluation.intake.verdicts import Verdicts
from evaluation.store.schema import TAKEN


@dataclass(frozen=True)
class Rows:
    """Every data row as the profile reads it; a refused row's values are not to be used."""

    values: dict[str, pa.Array]  # taken columns but times, and the constants
    clocks: dict[str, Clock]
    ids: pa.Array | None  # None: the source has none
    unclosed: Mask
    outside: Mask
    verdicts: Verdicts
    strokes: Strokes
    events: Events | None = None  # of an event log


def read_rows(raw: RawTable, profile: Profile, initiative: Initiative, key: bytes, now: datetime) -> Rows:
    """Raises UserError when a mapped column is not in the table."""
    spelled = resolve_headers(raw.header, profile)
    columns = {wanted: raw.columns[header] for wanted, header in spelled.items()}
    missing = {fold(value) for value in (*profile.missing, "")}
    cells = {
        target: encode(target, spec.label, [columns[h] for h in spec.column], missing)
        for target, spec in profile.columns.items()
    }
    spec = profile.events
    event = encode("event", spec.column, [columns[spec.column]], missing) if spec else None
    reading = _Reading(profile, initiative, cells, event, len(raw.source_row), typed=raw.sheet is not None)
    parts = id_cells(profile, columns, identity_targets(profile), missing)
    unknown = reading.verdicts.refuse_uncomputed(raw, spelled.values()) if raw.uncomputed else None
    strokes = reading.strokes(columns, missing, unknown)
    return reading.rows(parts, strokes, key, now)


class _Reading:
    def __init__(
        self, profile: Profile, initiative: Initiative, cells: Mapping[str, Cells], event: Cells | None,
        count: int, *, typed: bool,
    ) -> None:  # fmt: skip
        self.profile, self.initiative, self.cells, self.event = profile, initiative, cells, event
        self.count, self.typed = count, typed
        self.zone = ZoneInfo(profile.timezone or initiative.timezone)
        self.verdicts = Verdicts(count)

    def rows(self, parts: list[Cells], strokes: Strokes, key: bytes, now: datetime) -> Rows:
        values = self.values()
        if "case_id" in self.cells:
            values["case_id"] = self.cases(key)
        clocks = self.clocks(parts)
        refuse_future(clocks, now, self.verdicts)
        refuse_order(clocks, self.verdicts)
        unclosed = take_back_ends(clocks, self.profile)
        ids = self.ids(parts, values, clocks, key)
        outside = self.outside(values, clocks) & ~strokes.unfilled
        if self.event is None or self.profile.events is None or ids is None:
            return Rows(values, clocks, ids, unclosed, outside, self.verdicts, strokes)
        what = read_what(self.event, self.profile.events, self.verdicts)
        until = believed_until(clocks["arrived_at"], self.profile, self.zone)
        events = Events(what, ids, until)
        ids = event_ids(key, self.profile.source, events, self.cells, clocks)
        outside |= events.ignored
        return Rows(values, clocks, ids, unclosed, outside, self.verdicts, strokes, events)

    @property
    def decimal(self) -> str:
        """The file's decimal sign: a workbook's numbers have points."""
        return "." if self.typed else self.profile.file.decimal

    def strokes(
        self, columns: Mapping[str, list[str | None]], missing: set[str], unknown: Mask | None
    ) -> Strokes:
        """The counts of a wide tally sheet. A row is refused as a whole for one cell that is none.

        `unknown`: rows that hold something which cannot be read; they are not unfilled.
        """
        given = [
            encode("quantity", count.column, [columns[count.column]], missing)
            for count in self.profile.counts
        ]
        numbers = [
            check(cells, ColumnSpec(column=(cells.label,)), self.initiative, self.decimal, self.verdicts)
            for cells in given
        ]
        blank = [cells.blank for cells in given]
        unfilled = np.logical_and.reduce(blank) if blank else np.zeros(self.count, dtype=bool)
        return Strokes(
            self.profile.counts, tuple(numbers), unfilled if unknown is None else unfilled & ~unknown
        )

    def values(self) -> dict[str, pa.Array]:
        found = {
            target: check(cells, self.profile.columns[target], self.initiative, self.decimal, self.verdicts)
            for target, cells in self.cells.items()
            if target not in (*TIMES, *IDS)
        }
        for target, given in self.profile.constants.items():
            found[target] = pa.repeat(pa.scalar(given, TAKEN[target]), self.count)
        self.need_site(found["site"])
        self.fill_quantity(found)
        return found

    def need_site(self, site: pa.Array) -> None:
        if "site" in self.cells:
            blank = site.is_null().to_numpy(zero_copy_only=False)
            self.verdicts.refuse(blank & self.cells["site"].blank, Reason.MISSING_SITE, self.cells["site"])
            self.verdicts.refuse(blank, Reason.UNKNOWN_SITE, self.cells["site"])

    def fill_quantity(self, found: dict[str, pa.Array]) -> None:
        """One row is one enquiry, unless a tally sheet left its count blank: that is not known.

        An event that leaves it blank says nothing of it: another of its ticket may.
        """
        if "quantity" in self.cells and self.event is not None:
            return
        if "quantity" not in found:
            found["quantity"] = pa.repeat(pa.scalar(1, TAKEN["quantity"]), self.count)
        elif self.profile.record == "tally" and "quantity" in self.cells:
            blank = found["quantity"].is_null().to_numpy(zero_copy_only=False)
            self.verdicts.refuse(blank, Reason.BAD_NUMBER, self.cells["quantity"])
        found["quantity"] = found["quantity"].fill_null(1)

    def clocks(self, parts: list[Cells]) -> dict[str, Clock]:
        places = self.cells["site"].codes if "site" in self.cells else np.zeros(self.count)
        told = [*parts, self.event] if self.event else parts  # of one ticket two events may be named alike
        order = RowOrder(
            series=places.astype(np.int64),
            name=lambda row: tuple(int(part.codes[row]) for part in told) or row,
        )
        return read_clocks(
            self.cells, self.profile, self.zone, order, typed=self.typed, verdicts=self.verdicts
        )

    def cases(self, key: bytes) -> pa.Array:
        cells = self.cells["case_id"]
        guard_id(cells, self.profile.columns["case_id"].numeric_id, self.verdicts)
        if self.profile.record == "step":  # a step of no case tells nothing
            self.verdicts.refuse(cells.blank, Reason.MISSING_ID, cells)
        return keyed_cases(key, cells)

    def ids(
        self, parts: list[Cells], values: Mapping[str, pa.Array], clocks: Mapping[str, Clock], key: bytes
    ) -> pa.Array | None:
        if self.profile.identity.mode == "replace_day":
            return None
        numeric = is_numeric(self.profile)
        for part in parts:
            guard_id(part, numeric, self.verdicts)
            self.verdicts.refuse(part.blank, Reason.MISSING_ID, part)
        if not numeric:
            guard_together(parts, self.verdicts)
        parsed = [self.parsed(name, values, clocks) for name in self.parsed_names()]
        ids = keyed_ids(key, self.profile.source, [*map(part_texts, parts), *parsed])
        self.verdicts.refuse(ids.is_null().to_numpy(zero_copy_only=False), Reason.MISSING_ID, None)
        return ids

    def parsed_names(self) -> list[str]:
        return [name for name in self.profile.identity.columns if name in identity_targets(self.profile)]

    def parsed(self, name: str, values: Mapping[str, pa.Array], clocks: Mapping[str, Clock]) -> pa.Array:
        if name == LOCAL_DATE:
            return pa.array(np.datetime_as_string(clocks["arrived_at"].wall, unit="D"), pa.string())
        return pa.array(clocks[name].utc) if name in clocks else values[name]

    def outside(self, values: Mapping[str, pa.Array], clocks: Mapping[str, Clock]) -> Mask:
        """Rows of another initiative's place, or of another period (a future date is a mistake instead)."""
        site = np.array(values["site"].to_pylist(), dtype=object) == OUTSIDE
        day = clocks["arrived_at"].wall.astype("datetime64[D]")
        before = day < np.datetime64(self.initiative.first_date)
        last = self.initiative.data_to
        after = day > np.datetime64(last) if last else np.zeros(self.count, dtype=bool)
        return np.asarray(site | before | after, dtype=bool)
