"""What an import would do to the rows that are stored: the rule for which version of an enquiry wins.

A pure function of the stored rows and the batch, used alike by an import and by its dry run
(docs/adr/0003-which-version-of-an-enquiry-wins.md). Arrays, not loops: a million rows take a second.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from evaluation.store.batch import Batch
from evaluation.store.schema import DAY_KEY, ENQUIRIES

#: Columns of the stored rows that the rule reads.
KEYS = (
    "enquiry_id",
    "ticket_id",
    "municipality",
    "site",
    "local_date",
    "updated_at",
    "closed",
    "row_hash",
    "file_hash",
)

OPERATION = "_op"
PUT, DELETE = "put", "delete"

_EARLIEST = -(2**63)  # a version without a stamp is older than any stamp


@dataclass(frozen=True)
class Plan:
    """Rows to write (the table's columns and `_op`: put or delete), and what that does to the enquiries."""

    rows: pa.Table
    counts: dict[str, int]
    municipalities: tuple[str, ...]


def settle(stored: pa.Table, batch: Batch) -> Plan:
    """Compare a batch with the stored rows (`KEYS`) of its initiative and source."""
    given = newest(batch.accepted)
    at = pc.index_in(given["enquiry_id"], value_set=stored["enquiry_id"].combine_chunks())
    known = stored.take(at)  # row by row beside `given`, null where the enquiry is new
    is_new = pc.is_null(at)
    beats = pc.not_equal(given["row_hash"], known["row_hash"])
    if not batch.replace_days:
        beats = pc.and_(beats, pc.or_(_wins(given, known), _read_again(known, batch)))
    updated = pc.fill_null(beats, False)
    gone = _vanished(stored, given, batch)
    put = given.filter(pc.or_(is_new, updated))
    if _has_tickets(given) or _has_tickets(gone):
        counts = _tickets(stored, given, put, gone)
    else:
        counts = {"new": _true(is_new), "updated": _true(updated)}
        counts["unchanged"] = given.num_rows - counts["new"] - counts["updated"]
        counts["removed"] = gone.num_rows
    places = (put, gone, known.filter(updated))  # where rows are written and where they stood before
    towns = {town for table in places for town in table["municipality"].unique().to_pylist()}
    return Plan(_operations(put, gone, batch), counts, tuple(sorted(towns)))


def newest(rows: pa.Table) -> pa.Table:
    """One row an enquiry: that with the latest stamp, of those a closed one, of those the last."""
    order = pc.sort_indices(_ranks(rows), sort_keys=[("updated", "ascending"), ("closed", "ascending")])
    ranked = rows.take(order)
    numbered = pa.table({"id": ranked["enquiry_id"], "place": pa.array(range(ranked.num_rows), pa.int64())})
    last = numbered.group_by("id", use_threads=False).aggregate([("place", "max")])
    return ranked.take(last["place_max"])


def enquiries(rows: pa.Table) -> pa.ChunkedArray:
    """What the rows are of, each once: an event's ticket, else the row's own enquiry."""
    return pc.unique(pc.coalesce(rows["ticket_id"], rows["enquiry_id"]))


def _has_tickets(rows: pa.Table) -> bool:
    return bool(rows["ticket_id"].null_count < rows.num_rows)


def _tickets(stored: pa.Table, given: pa.Table, put: pa.Table, gone: pa.Table) -> dict[str, int]:
    """The counts where many events are one enquiry; `stored` holds all events of the source."""
    of_gone = pc.coalesce(gone["ticket_id"], gone["enquiry_id"])
    went = gone["enquiry_id"].combine_chunks()
    left = stored.filter(pc.invert(pc.is_in(stored["enquiry_id"], value_set=went)))
    units, known = enquiries(given), enquiries(stored)
    touched = pa.concat_arrays([enquiries(put), pc.unique(of_gone)])
    is_known = pc.is_in(units, value_set=known)
    changed = pc.and_(is_known, pc.is_in(units, value_set=touched))
    there = pa.concat_arrays([units, enquiries(left)])
    return {
        "new": len(units) - _true(is_known),
        "updated": _true(changed),
        "unchanged": _true(is_known) - _true(changed),
        "removed": _true(pc.invert(pc.is_in(pc.unique(of_gone), value_set=there))),
    }


def days_replaced(batch: Batch) -> Iterator[tuple[str, date]]:
    """Each (site, day) whose stored rows go when the batch does not hold them."""
    yield from batch.replaced_days
    if batch.replace_days:
        pairs = batch.accepted.group_by(["site", "local_date"], use_threads=False).aggregate([])
        yield from zip(pairs["site"].to_pylist(), pairs["local_date"].to_pylist(), strict=True)
    for site, start, end in batch.snapshot_days:
        yield from ((site, start + timedelta(days=n)) for n in range((end - start).days + 1))


def _ranks(rows: pa.Table) -> pa.Table:
    updated = pc.fill_null(rows["updated_at"].cast(pa.int64()), _EARLIEST)
    return pa.table({"updated": updated, "closed": pc.fill_null(rows["closed"], False).cast(pa.int8())})


def _wins(given: pa.Table, known: pa.Table) -> pa.ChunkedArray:
    new, old = _ranks(given), _ranks(known)
    later = pc.greater(new["updated"], old["updated"])
    level = pc.equal(new["updated"], old["updated"])
    return pc.or_(later, pc.and_(level, pc.greater_equal(new["closed"], old["closed"])))


def _read_again(rows: pa.Table, batch: Batch) -> pa.ChunkedArray:
    """Which stored rows a file of the batch brought in an earlier reading, that of now takes the place of."""
    return pc.is_in(rows["file_hash"], value_set=pa.array(batch.file_hashes, pa.string()))


def _vanished(stored: pa.Table, given: pa.Table, batch: Batch) -> pa.Table:
    absent = pc.invert(pc.is_in(stored["enquiry_id"], value_set=given["enquiry_id"].combine_chunks()))
    gone = pc.or_(_read_again(stored, batch), _on_days_told(stored, given, batch))
    return stored.filter(pc.and_(absent, gone))


def _on_days_told(stored: pa.Table, given: pa.Table, batch: Batch) -> pa.ChunkedArray:
    """Rows on replaced days if they have no ids of their own; in a snapshot's days if they have."""
    days = pa.array(
        sorted({_place_and_day(site, str(day)) for site, day in days_replaced(batch)}), pa.string()
    )
    where = pc.binary_join_element_wise(
        pc.fill_null(stored["site"], ""), stored["local_date"].cast(pa.string()), " "
    )
    on_them = pc.is_in(where, value_set=days)
    nameless = pc.starts_with(stored["enquiry_id"], DAY_KEY)
    if batch.replace_days:
        return pc.and_(on_them, nameless)
    # A snapshot says nothing of what changed after it was made.
    later = pc.fill_null(pc.greater(stored["updated_at"], pc.max(given["updated_at"])), False)
    return pc.and_(on_them, pc.and_not(pc.invert(later), nameless))


def _place_and_day(site: str | None, day: str) -> str:
    return f"{site or ''} {day}"


def _operations(put: pa.Table, gone: pa.Table, batch: Batch) -> pa.Table:
    told = {
        "enquiry_id": gone["enquiry_id"],
        "municipality": gone["municipality"],
        "initiative": pa.array([batch.initiative] * gone.num_rows, pa.string()),
        "source": pa.array([batch.source] * gone.num_rows, pa.string()),
    }
    columns = [told.get(field.name, pa.nulls(gone.num_rows, field.type)) for field in ENQUIRIES]
    removed = pa.table(columns, schema=ENQUIRIES)
    rows = pa.concat_tables([put.cast(ENQUIRIES), removed])
    return rows.append_column(
        OPERATION, pa.array([PUT] * put.num_rows + [DELETE] * gone.num_rows, pa.string())
    )


def _true(flags: pa.ChunkedArray | pa.Array) -> int:
    return int(pc.sum(pc.cast(flags, pa.int64())).as_py() or 0)
