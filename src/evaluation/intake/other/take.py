"""One file of another kind → accepted rows and rejections, with every row accounted for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from evaluation.errors import UserError
from evaluation.initiative import Initiative
from evaluation.initiative.geography import old_year
from evaluation.intake.cells import encode
from evaluation.intake.cpr import masked
from evaluation.intake.match import safe_header
from evaluation.intake.other.columns import Read, find_header, missing_column, read_columns
from evaluation.intake.other.long import LongTable, read_long
from evaluation.intake.other.rules import check_rows, finish, is_outside
from evaluation.intake.other.specs import SPECS, Spec
from evaluation.intake.other.statbank import DUPLICATE, OUTSIDE, USED, residents
from evaluation.intake.raw import Progress, RawTable
from evaluation.intake.read import read_file
from evaluation.intake.reasons import Reason
from evaluation.intake.rejected import rejections
from evaluation.intake.take import check_sum
from evaluation.intake.unread import doubtful_cells
from evaluation.intake.verdicts import Verdicts
from evaluation.store import file_hash
from evaluation.store.other import latest, schema
from evaluation.texts import error, text

#: Such a file has a few hundred rows. One that is larger is another file, and is not read to find that out.
MOST_MEGABYTES = 20
_MB = 1 << 20
_LISTED = 10


@dataclass(frozen=True)
class TakenOther:
    """What one file gave. `rows`: read = used + duplicate + outside + blank + rejected."""

    file: str
    sha256: str
    accepted: pa.Table  # store.other.schema(kind), import_id and place null
    rejections: pa.Table  # store.schema.REJECTIONS, import_id null
    rows: dict[str, int]
    reasons: dict[str, int]
    warnings: tuple[str, ...]


def take_other(
    path: Path, kind: str, initiative: Initiative, *, now: datetime, progress: Progress | None = None
) -> TakenOther:
    """Reads a file of a kind (`store.OTHER_KINDS`). `now`: naive UTC, or with an offset.

    Raises UserError for what the user can mend: no such file, too large, a column missing.
    """
    spec = SPECS[kind]
    _refuse_large(path, spec)
    long = read_long(path) if kind == "areas" else None
    if long is not None:
        return take_long(long, path.name, initiative, now=now)
    try:
        raw = read_file(path, find_header(path, spec), progress=progress)
    except UserError as problem:
        if problem.key != "intake_files.no_header":
            raise
        raise missing_column((), spec, path.name) from problem  # that sentence speaks of profiles
    return take_rows(raw, path.name, spec, initiative, now=now)


def _refuse_large(path: Path, spec: Spec) -> None:
    size = path.stat().st_size if path.is_file() else 0
    if size > MOST_MEGABYTES * _MB:
        told = {"file": masked(path.name), "kind": spec.name.lower(), "most": MOST_MEGABYTES}
        raise error("kinds.too_large", size=round(size / _MB), **told)


def take_rows(raw: RawTable, file: str, spec: Spec, initiative: Initiative, *, now: datetime) -> TakenOther:
    """As `take_other`, from a table that is read already."""
    file = masked(file)
    today = _today(now, initiative)
    read = read_columns(raw, spec, initiative, file)
    finish(read, spec.kind, initiative)
    rows = _rows(read)
    outside = np.array([is_outside(row, spec.kind, initiative) for row in rows], dtype=bool)
    check_rows(read, spec.kind, outside, today)
    refused = read.verdicts.refused & ~outside
    sound = np.flatnonzero(~refused & ~outside).tolist()
    told = {"initiative": initiative.id, "file_hash": file_hash(raw.sha256)}
    given = [rows[at] | told | {"source_row": raw.source_row[at]} for at in sound]
    kept = list(latest(given, spec.kind).values())
    refusals, reasons = rejections(raw, read.verdicts, np.flatnonzero(refused), file, initiative.id)
    counts = {
        "read": raw.rows_read,
        "used": len(kept),
        "duplicate": len(given) - len(kept),
        "outside": int(outside.sum()),
        "blank": raw.blank_rows,
        "rejected": len(refusals),
    }
    check_sum(counts)
    accepted = pa.Table.from_pylist(kept, schema=schema(spec.kind))
    warnings = doubtful_cells(raw, {*raw.header} - {*read.unused}) + _warnings(read.unused, counts)
    warnings += old_years((row.get("year") for row in kept), today)
    return TakenOther(file, raw.sha256, accepted, refusals, counts, reasons, warnings)


def take_long(long: LongTable, file: str, initiative: Initiative, *, now: datetime) -> TakenOther:
    """Areas from Statistics Denmark's long layout, in which many rows make an area.

    Rows whose figure is in a sum already are duplicates. Raises UserError as `residents`.
    """
    file, raw = masked(file), long.raw
    told = residents(long, initiative, file)
    verdicts = Verdicts(len(told.fates))
    for role in ("age", "period"):
        name = long.roles[role]
        bad = np.array([fate == role for fate in told.fates], dtype=bool)
        verdicts.refuse(bad, Reason.UNMAPPED_VALUE, encode(role, name, [raw.columns[name]], ()))
    refusals, reasons = rejections(raw, verdicts, np.flatnonzero(verdicts.refused), file, initiative.id)
    counts = {"read": raw.rows_read}
    counts |= {fate: told.fates.count(fate) for fate in (USED, DUPLICATE, OUTSIDE)}
    counts |= {"blank": raw.blank_rows, "rejected": len(refusals)}
    check_sum(counts)
    where = {"initiative": initiative.id, "file_hash": file_hash(raw.sha256)}
    rows = [row | where | {"source_row": raw.source_row[0]} for row in told.areas]
    accepted = pa.Table.from_pylist(rows, schema=schema("areas"))
    warnings = (
        *told.warnings,
        *old_years([told.year], _today(now, initiative)),
        *_warnings((), counts, keyed=False),
    )
    return TakenOther(file, raw.sha256, accepted, refusals, counts, reasons, warnings)


def old_years(years: Iterable[int | None], today: date) -> tuple[str, ...]:
    """A warning for the oldest year, when it is too old."""
    stated = [year for year in years if year is not None]
    if not stated or not old_year(min(stated), today):
        return ()
    return (text("kinds.warnings.old_year", year=min(stated)),)


def _today(now: datetime, initiative: Initiative) -> date:
    return (now if now.tzinfo else now.replace(tzinfo=UTC)).astimezone(ZoneInfo(initiative.timezone)).date()


def _rows(read: Read) -> list[dict[str, Any]]:
    return [
        dict(zip(read.columns, values, strict=True)) for values in zip(*read.columns.values(), strict=True)
    ]


def _warnings(unused: Sequence[str], counts: Mapping[str, int], *, keyed: bool = True) -> tuple[str, ...]:
    """`keyed`: each row has a key of its own, so that a duplicate is a row told again."""
    said = []
    if unused:
        listed = ", ".join(safe_header(header) for header in unused[:_LISTED])
        said.append(text("kinds.warnings.unused_columns", columns=listed))
    if counts["duplicate"] and keyed:
        said.append(text("kinds.warnings.same_key", count=counts["duplicate"]))
    if counts["rejected"] * 2 > counts["read"]:
        said.append(text("kinds.warnings.mostly_rejected", **counts))
    if not counts["used"]:
        said.append(text("intake.warnings.nothing_used"))
    return tuple(said)
