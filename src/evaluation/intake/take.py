"""One file → accepted rows and rejections, with every row accounted for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from evaluation.initiative.models import Initiative
from evaluation.intake.atoms import Events, are, told
from evaluation.intake.counts import unfold
from evaluation.intake.coverage import CoverageSpan, sheet_spans, spans
from evaluation.intake.cpr import masked
from evaluation.intake.derive import local_parts, minutes, normalise_left
from evaluation.intake.identity import as_text, day_keys, latest_versions, row_hashes, row_texts
from evaluation.intake.ids import is_numeric
from evaluation.intake.match import choose_profile, meets, resolve_headers, yielded_sites
from evaluation.intake.profile import Profile
from evaluation.intake.raw import RawTable
from evaluation.intake.read import read_file
from evaluation.intake.rejected import rejections
from evaluation.intake.rows import Rows, read_rows
from evaluation.intake.sheets import sum_warnings, twice_warnings
from evaluation.intake.stated import check_stated
from evaluation.intake.times import Mask
from evaluation.intake.unread import doubtful_cells
from evaluation.store import file_hash
from evaluation.store.schema import COLUMNS, DERIVED, ENQUIRIES, GIVEN, TAKEN
from evaluation.texts import text

__all__ = ["AccountingError", "Progress", "Taken", "choose_profile", "take", "take_table"]

Progress = Callable[[int, int], None]
_Places = npt.NDArray[np.intp]


class AccountingError(RuntimeError):
    """Rows were lost or counted twice: a fault of the program, never of the file."""


@dataclass(frozen=True)
class Taken:
    """What one file gave. `rows`: read = used + duplicate + outside + blank + rejected."""

    file: str
    sha256: str
    accepted: pa.Table  # store.schema.ENQUIRIES, import_id null
    rejections: pa.Table  # store.schema.REJECTIONS, import_id null
    rows: dict[str, int]
    reasons: dict[str, int]
    coverage: tuple[CoverageSpan, ...]
    warnings: tuple[str, ...]


def take(
    path: Path, profile: Profile, initiative: Initiative, key: bytes, *, now: datetime,
    progress: Progress | None = None,
) -> Taken:  # fmt: skip
    """Reads a file by its profile. `now`: naive UTC, or with an offset; later times are refused.

    Raises UserError for what the user can mend (the file, the profile), AccountingError for our own fault.
    """
    meets(profile, initiative)
    raw = read_file(path, profile.file, progress=progress)
    return take_table(raw, path.name, profile, initiative, key, now=now)


def take_table(
    raw: RawTable, file_name: str, profile: Profile, initiative: Initiative, key: bytes, *, now: datetime
) -> Taken:
    """As `take`, from a table that is read already. A possible CPR number in the file's name is masked."""
    meets(profile, initiative)
    file_name = masked(file_name)
    naive = now.astimezone(UTC).replace(tzinfo=None) if now.tzinfo else now
    rows = read_rows(raw, profile, initiative, key, naive)
    aside = rows.outside | rows.strokes.unfilled
    refused = rows.verdicts.refused & ~aside
    sound = np.flatnonzero(~refused & ~aside)
    given = _given(profile, initiative, len(sound))
    numbers = pa.array(raw.source_row, pa.int32()).take(pa.array(sound))
    given |= {"source_row": numbers, "file_hash": pa.repeat(file_hash(raw.sha256), len(sound))}
    found = _values(rows, sound, profile) | given
    found |= _events(rows, sound, found, profile)
    kept = _kept(found)
    lines = {name: column.filter(pa.array(kept)) for name, column in found.items()}
    if profile.counts:
        lines = unfold(lines, rows.strokes, sound[kept], key)
    refusals, reasons = rejections(raw, rows.verdicts, np.flatnonzero(refused), file_name, initiative.id)
    counts = {
        "read": raw.rows_read,
        "used": int(kept.sum()),
        "duplicate": int((~kept).sum()),
        "outside": int(rows.outside.sum()),
        "blank": raw.blank_rows + int(rows.strokes.unfilled.sum()),
        "rejected": len(refusals),
    }
    check_sum(counts)
    coverage = _coverage(found, profile, initiative)
    accepted = pa.table(_finished(lines, key), schema=ENQUIRIES)
    warnings = _warnings(profile, counts, rows, sound) + _told(found, profile, initiative)
    warnings += doubtful_cells(raw, set(resolve_headers(raw.header, profile).values()))
    if profile.record == "tally":
        warnings += sum_warnings(accepted, initiative)
    if profile.counts:
        warnings += twice_warnings(found, rows.strokes, sound)
    return Taken(file_name, raw.sha256, accepted, refusals, counts, reasons, coverage, warnings)


def check_sum(counts: Mapping[str, int]) -> None:
    parts = sum(number for name, number in counts.items() if name != "read")
    if counts["read"] != parts:
        raise AccountingError(f"rows read {counts['read']} != {parts} accounted for: {dict(counts)}")


def _values(rows: Rows, sound: _Places, profile: Profile) -> dict[str, pa.Array]:
    """What the sound rows say, and what follows from it."""
    at = pa.array(sound)
    found = {name: column.take(at) for name, column in rows.values.items()}
    if rows.ids is not None:
        found["enquiry_id"] = rows.ids.take(at)
    outcome = found.get("outcome", pa.nulls(len(sound), pa.string()))
    left = _equal(outcome, "left")
    times = {name: clock.utc[sound] for name, clock in rows.clocks.items()}
    normalise_left(times, left, profile)
    found |= {name: pa.array(moments, TAKEN["arrived_at"]) for name, moments in times.items()}
    found |= local_parts(rows.clocks["arrived_at"].wall[sound], profile.time_precision)
    day_only = {name: clock.day_only[sound] for name, clock in rows.clocks.items()}
    found |= minutes(times, day_only, left, profile)
    closed = _closed(outcome, found, len(sound))
    return found | {"unclosed": pa.array(rows.unclosed[sound]), "closed": pa.array(closed)}


def _events(
    rows: Rows, sound: _Places, found: Mapping[str, pa.Array], profile: Profile
) -> dict[str, pa.Array]:
    """Of an event log: what each row is an event of."""
    if rows.events is None or profile.events is None:
        return {}
    at, day_only = pa.array(sound), rows.clocks["arrived_at"].day_only[sound]
    given = rows.events
    mine = Events(given.what.take(at), given.tickets.take(at), given.until[sound])
    return told(found, mine, day_only, profile, profile.events)


def _kept(found: Mapping[str, pa.Array]) -> Mask:
    """Which rows hold the last version of their enquiry. Without ids each row is its own."""
    count = len(found["closed"])
    if "enquiry_id" not in found:
        return np.ones(count, dtype=bool)
    updated = found.get("updated_at", pa.nulls(count, TAKEN["updated_at"]))
    return latest_versions(found["enquiry_id"].to_pylist(), updated, found["closed"])


def _coverage(
    found: Mapping[str, pa.Array], profile: Profile, initiative: Initiative
) -> tuple[CoverageSpan, ...]:
    """What the file speaks for, by the days of its rows, repeated ones too."""
    pairs = _days_told(found)
    if profile.coverage.unit == "sheet":
        return sheet_spans(profile.source, pairs, profile.coverage)
    days = {day for _, day in pairs}
    return spans(profile.source, yielded_sites(profile, initiative), days, profile.coverage)


def _days_told(found: Mapping[str, pa.Array]) -> list[tuple[str, date]]:
    """(site, local date) of the rows. Of an event log those on which something began: a ticket that was closed
    the day after says nothing of that day."""
    pairs = zip(found["site"].to_pylist(), found["local_date"].to_pylist(), strict=True)
    if "event" not in found:
        return list(pairs)
    begun = are(found["event"], "issued").tolist()
    return [pair for pair, so in zip(pairs, begun, strict=True) if so]


def _told(found: Mapping[str, pa.Array], profile: Profile, initiative: Initiative) -> tuple[str, ...]:
    """What the rows say against the coverage that the profile states."""
    return check_stated(_days_told(found), profile, initiative)


def _finished(found: dict[str, pa.Array], key: bytes) -> dict[str, pa.Array]:
    """All columns of ENQUIRIES, in its order: nulls for what is not mapped, ids and hashes filled in."""
    count = len(found["closed"])
    whole = {name: found[name] if name in found else pa.nulls(count, kind) for name, kind in COLUMNS.items()}
    if "enquiry_id" not in found:
        whole["enquiry_id"] = pa.array(day_keys(key, _days(whole)), pa.string())
    # The derived columns belong to the hash: a corrected time zone changes them and nothing else.
    hashed = row_hashes([whole[name] for name in (*GIVEN, *TAKEN, *DERIVED)])
    whole["row_hash"] = pa.array(hashed, pa.string())
    return whole


def _days(whole: Mapping[str, pa.Array]) -> list[list[str]]:
    """What tells rows without ids apart: source, site, day and everything taken."""
    named = [as_text(whole[name]).to_pylist() for name in ("source", "site", "local_date")]
    return [*named, row_texts([whole[name] for name in TAKEN])]


def _equal(column: pa.Array, value: str) -> Mask:
    return np.asarray(np.array(column.to_pylist(), dtype=object) == value, dtype=bool)


def _closed(outcome: pa.Array, found: Mapping[str, pa.Array], count: int) -> Mask:
    """Whether the row states an outcome or an end."""
    ended = found.get("ended_at", pa.nulls(count, TAKEN["ended_at"]))
    stated = outcome.is_valid().to_numpy(zero_copy_only=False) & ~_equal(outcome, "open")
    return np.asarray(stated | ended.is_valid().to_numpy(zero_copy_only=False), dtype=bool)


def _given(profile: Profile, initiative: Initiative, count: int) -> dict[str, pa.Array]:
    source = next(source for source in initiative.sources if source.id == profile.source)
    constant = {
        "record": profile.record,
        "synthetic": source.synthetic,
        "municipality": initiative.municipality,
        "initiative": initiative.id,
        "source": source.id,
        "time_precision": profile.time_precision,
    }
    return {name: pa.repeat(pa.scalar(value, GIVEN[name]), count) for name, value in constant.items()}


def _warnings(profile: Profile, counts: Mapping[str, int], rows: Rows, sound: _Places) -> tuple[str, ...]:
    unclosed = int(rows.unclosed[sound].sum())
    days_only = profile.time_precision == "minute" and bool(rows.clocks["arrived_at"].day_only[sound].all())
    numeric = is_numeric(profile) or any(spec.numeric_id for spec in profile.columns.values())
    said = {
        "numeric_id": numeric,
        "unclosed": unclosed > 0,
        "days_only": days_only and len(sound) > 0,
        "mostly_rejected": counts["rejected"] * 2 > counts["read"],
        "nothing_used": counts["used"] == 0,
    }
    values = {"unclosed": unclosed, **counts}
    return tuple(text(f"intake.warnings.{name}", **values) for name, so in said.items() if so)
