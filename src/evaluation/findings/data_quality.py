"""How good the data are, source by source, as far as a role may see it.

Accounts of rows are unfiltered totals, and fields of time and work say nothing of a citizen's circumstances: they
are everybody's. How often a sensitive field is empty is the data steward's: as a live count it could give away a
released cell of "unknown" that is hidden.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date
from zoneinfo import ZoneInfo

from evaluation.disclosure import Role
from evaluation.disclosure.plan import PUBLIC_DIMENSIONS
from evaluation.findings.data_status import account
from evaluation.findings.dataset import Dataset
from evaluation.findings.model import TableTwin
from evaluation.findings.pages import QualityNote
from evaluation.initiative.calendar import Opening
from evaluation.metrics import opening_counts, quality
from evaluation.metrics.quality import MissingField, Reconciled, SheetSums
from evaluation.texts import format as da
from evaluation.texts import text

#: Fields that tell when and by whom a citizen was served. Any other is sensitive.
_OF_WORK = {
    "arrived_at",
    "called_at",
    "served_at",
    "ended_at",
    "booked_at",
    "appointment_at",
    "updated_at",
    "case_closed_at",
    "case_id",
    "handed_over_to",
    "transfers",
    "step_no",
    "staff_minutes",
}
_ROWS = ("read", "used", "duplicate", "outside", "blank", "rejected")
_SHOWN = 100
_TINY = 0.001


def sources(dataset: Dataset) -> TableTwin:
    """What became of every row, by source."""
    found = dataset.enquiry_files
    counting = {s.id for s in dataset.initiative.sources if s.counts or len(dataset.initiative.sources) == 1}
    lines = []
    for source in dict.fromkeys(entry.source for entry, _ in found):
        rows = account(file.rows for entry, file in found if entry.source == source)
        counts = text(f"findings.data.counts_{'yes' if source in counting else 'no'}")
        lines.append((_source(dataset, source), counts, *(da.number(rows[name]) for name in _ROWS)))
    heads = [text(f"findings.quality.{name}") for name in ("source", "counts", *_ROWS)]
    numeric = tuple(range(2, 2 + len(_ROWS)))
    return TableTwin(text("findings.quality.sources"), tuple(heads), tuple(lines), numeric)


def notes(dataset: Dataset, role: Role) -> tuple[QualityNote, ...]:
    """What there is to remark, each with its table; what is as it should be is left out."""
    made = (
        _rejections(dataset),
        _missing(dataset, role),
        _unclosed(dataset),
        _uncovered(dataset),
        _silent(dataset),
        _reconciled(dataset),
        _sheets(dataset, role),
        _remarks(dataset),
    )
    return tuple(note for note in made if note is not None)


def uncovered(dataset: Dataset) -> tuple[int, list[Opening]]:
    """(openings held, those of them that no data cover), up to the last day with data."""
    held = [o for o in dataset.openings if o.status == "held"]
    counted = {o.opening_id for o in opening_counts(dataset.engine)}
    return len(held), [o for o in held if o.opening_id not in counted]


def part(some: int, whole: int) -> str:
    """A share as percent that says 0 or 100 only where it is so."""
    share = some / whole if whole else 0.0
    if 0 < share < _TINY:
        return text("findings.quality.tiny")
    return da.percent(share) if share in (0.0, 1.0) else da.percent(min(share, 1 - _TINY), 1)


def _source(dataset: Dataset, source: str) -> str:
    return next((s.name for s in dataset.initiative.sources if s.id == source), source)


def _twin(caption: str, head: Sequence[str], rows: Sequence[tuple[str, ...]], numbers: int) -> TableTwin:
    """A table whose last columns are numbers."""
    heads = tuple(text(f"findings.quality.{name}") for name in head)
    numeric = tuple(range(len(heads) - numbers, len(heads)))
    return TableTwin(text(f"findings.quality.{caption}"), heads, tuple(rows), numeric)


def _title(key: str, count: int) -> str:
    return text(f"findings.quality.{key}{'_one' if count == 1 else ''}", count=da.number(count))


def _rejections(dataset: Dataset) -> QualityNote | None:
    reasons: Counter[tuple[str, str]] = Counter()
    for entry, file in dataset.enquiry_files:
        for reason, count in file.reasons.items():
            reasons[entry.source, reason] += count
    if not reasons:
        return None
    rows = [
        (text(f"intake.reasons.{reason}.what"), _source(dataset, source), da.number(count))
        for (source, reason), count in reasons.most_common()
    ]
    twin = _twin("rejections", ("reason", "source", "rows"), rows, 1)
    about = text("findings.quality.rejections_about")
    return QualityNote(_title("rejected_rows", reasons.total()), about, twin)


def _missing(dataset: Dataset, role: Role) -> QualityNote | None:
    """Fields that are not always filled. A sensitive one is named even if it always is: that too would tell."""
    found = quality.missing_fields(dataset.engine)
    hidden = {_column(field) for field in found if _hidden(field, role)}
    shown = [field for field in found if field.missing and not _hidden(field, role)]
    if not shown and not hidden:
        return None
    shown.sort(key=lambda f: (da.danish_key(_column(f)), f.source))
    rows = [
        (
            _column(f),
            _source(dataset, f.source),
            da.number(f.rows),
            da.number(f.missing),
            part(f.missing, f.rows),
        )
        for f in shown
    ]
    twin = _twin("missing", ("field", "source", "records", "lacking", "share"), rows, 3) if rows else None
    return QualityNote(text("findings.quality.missing_title"), _missing_about(hidden), twin)


def _missing_about(hidden: set[str]) -> str:
    if not hidden:
        return text("findings.quality.missing_about")
    names = da.joined([f"»{name}«" for name in sorted(hidden, key=da.danish_key)])
    return text("findings.quality.missing_about_hidden", fields=names)


def _column(field: MissingField) -> str:
    return text(f"mapping.uses.{field.column}")


def _hidden(field: MissingField, role: Role) -> bool:
    return role is not Role.DATAANSVARLIG and field.column not in _OF_WORK | PUBLIC_DIMENSIONS


def _unclosed(dataset: Dataset) -> QualityNote | None:
    found = quality.unclosed(dataset.engine, _imported(dataset))
    total = sum(count for count, _ in found.values())
    if not total:
        return None
    rows = [
        (_source(dataset, source), da.number(contacts), da.number(count), part(count, contacts))
        for source, (count, contacts) in found.items()
        if count
    ]
    twin = _twin("unclosed", ("source", "enquiries", "not_closed", "share"), rows, 3)
    return QualityNote(_title("unclosed_title", total), text("findings.quality.unclosed_about"), twin)


def _imported(dataset: Dataset) -> dict[str, date]:
    """The day of each source's newest import, on the initiative's clock."""
    zone = ZoneInfo(dataset.initiative.timezone)
    entries = (entry for entry, _ in dataset.enquiry_files)
    return {e.source: e.imported_at.replace(tzinfo=UTC).astimezone(zone).date() for e in entries}


def _uncovered(dataset: Dataset) -> QualityNote | None:
    held, gaps = uncovered(dataset)
    if not gaps:
        return None
    rows = [(dataset.initiative.site(o.site).name, da.day(o.local_date)) for o in gaps]
    title = text("findings.quality.uncovered_title", count=da.number(len(gaps)), held=da.number(held))
    twin = _twin("uncovered", ("site", "day"), rows[-_SHOWN:], 0)
    return QualityNote(title, text("findings.quality.uncovered_about"), twin)


def _silent(dataset: Dataset) -> QualityNote | None:
    """Openings that count as held, and of which no row tells."""
    silent = set(quality.silent_openings(dataset.engine))
    found = [o for o in dataset.openings if o.opening_id in silent]
    if not found:
        return None
    rows = [(dataset.initiative.site(o.site).name, da.day(o.local_date)) for o in found]
    twin = _twin("silent", ("site", "day"), rows[-_SHOWN:], 0)
    return QualityNote(_title("silent_title", len(found)), text("findings.quality.silent_about"), twin)


def _reconciled(dataset: Dataset) -> QualityNote | None:
    """Openings that two sources tell of: those on which they differ, with both numbers."""
    found = quality.reconciliations(dataset.engine)
    if not found:
        return None
    apart = [one for one in found if one.counted != one.others]
    numbers = {"count": da.number(len(found)), "apart": da.number(len(apart))}
    key = "reconciled_title" if apart else "reconciled_same"
    about = text("findings.quality.reconciled_about", **_sums(found))
    rows = [_reconciled_row(dataset, one) for one in apart[-_SHOWN:]]
    twin = _twin("reconciled", ("opening", "told", "difference"), rows, 1) if rows else None
    return QualityNote(text(f"findings.quality.{key}", **numbers), about, twin)


def _sums(found: Sequence[Reconciled]) -> dict[str, str]:
    return {
        "others": da.number(sum(one.others for one in found)),
        "counted": da.number(sum(one.counted for one in found)),
    }


def _reconciled_row(dataset: Dataset, one: Reconciled) -> tuple[str, str, str]:
    opening = text(
        "findings.quality.opening_of" if one.opening_id else "findings.quality.outside_of",
        site=dataset.initiative.site(one.site).name,
        day=da.day(one.local_date),
    )
    told = text(
        "findings.quality.both",
        other=_source(dataset, one.other),
        others=da.number(one.others),
        counted_by=_in_sentence(_source(dataset, one.counted_by)),
        counted=da.number(one.counted),
    )
    return opening, told, _signed(one.others - one.counted)


def _in_sentence(name: str) -> str:
    return name[:1].lower() + name[1:]


def _signed(difference: int) -> str:
    return f"+{da.number(difference)}" if difference > 0 else da.number(difference)


def _sheets(dataset: Dataset, role: Role) -> QualityNote | None:
    """Sheets whose own sums disagree. The sums tell how many strokes lack a group or a topic: the steward's."""
    found = quality.sheet_sums(dataset.engine)
    if not found:
        return None
    rows = [_sheet_row(dataset, sheet) for sheet in found[-_SHOWN:]]
    twin = _twin("sheets", ("source", "opening", "sums"), rows, 0) if role is Role.DATAANSVARLIG else None
    return QualityNote(_title("sheets_title", len(found)), text("findings.quality.sheets_about"), twin)


def _sheet_row(dataset: Dataset, sheet: SheetSums) -> tuple[str, str, str]:
    opening = text(
        "findings.quality.opening_of",
        site=dataset.initiative.site(sheet.site).name,
        day=da.day(sheet.local_date),
    )
    sums = [f"{text(f'tally.names.{name}')} {da.number(count)}" for name, count in sheet.sums.items()]
    return _source(dataset, sheet.source), opening, ", ".join(sums)


def _remarks(dataset: Dataset) -> QualityNote | None:
    """What the fold of an event log had to leave out."""
    found = dataset.fold_remarks
    if not found:
        return None
    rows = [
        (text(f"findings.quality.remark_{one.kind}"), _source(dataset, one.source), da.number(one.count))
        for one in found
    ]
    twin = _twin("remarks", ("remark", "source", "count"), rows, 1)
    return QualityNote(text("findings.quality.remarks_title"), text("findings.quality.remarks_about"), twin)
