"""Data: where do the figures come from? Every row accounted for, for the data steward."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pyarrow as pa

from evaluation.findings.common import READERS_ZONE
from evaluation.findings.dataset import Dataset
from evaluation.findings.model import Opening, TableTwin
from evaluation.findings.pages import DataFinding, Reason, Undoable
from evaluation.findings.wording import runs
from evaluation.intake.reasons import page_fix, sentences
from evaluation.store import ENQUIRIES_KIND, LedgerEntry
from evaluation.texts import format as da
from evaluation.texts import text

FATES = ("read", "used", "duplicate", "outside", "blank", "rejected")
_SHOWN = 200


def data_status(
    dataset: Dataset, rejections: pa.Table, newest: dict[str, date], last: LedgerEntry | None
) -> DataFinding:
    """The page's finding. `rejections`: schema REJECTIONS of live imports; `newest`: last date by source.

    `last` is the store's latest import of all: only if it is this initiative's can it be taken back here.
    """
    rows = account(file.rows for entry in dataset.imports for file in entry.files)
    reasons: Counter[tuple[str, str]] = Counter()
    for entry in dataset.imports:
        for file in entry.files:
            reasons.update({(key, _kind_said(key, entry.kind)): count for key, count in file.reasons.items()})
    own = last if last in dataset.imports else None
    return DataFinding(
        opening=_opening(dataset, rows),
        imports=_imports(dataset),
        rejections=_rejections(rejections, {entry.import_id: entry.kind for entry in dataset.imports}),
        accounted=accounted(rows),
        sources=_sources(dataset, newest),
        reasons=tuple(reason(key, count, kind) for (key, kind), count in reasons.most_common()),
        undo=Undoable(_undo_label(own), own.import_id) if own else None,
    )


def account(files: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The fates of rows, added over files."""
    total: Counter[str] = Counter(dict.fromkeys(FATES, 0))
    for rows in files:
        total.update({name: rows[name] for name in FATES})
    return dict(total)


def accounted(rows: dict[str, int]) -> str:
    """The row equation as a sentence."""
    return text("findings.data.accounted", **bent(rows))


def bent(rows: Mapping[str, int]) -> dict[str, str]:
    """The numbers of rows by fate, and the words that bend with theirs."""
    words = {
        f"{fate}s": text(f"findings.data.{fate}_{'one' if rows[fate] == 1 else 'many'}")
        for fate in ("read", "duplicate", "blank")
    }
    return words | {fate: da.number(rows[fate]) for fate in FATES}


def reason(key: str, count: int, kind: str = ENQUIRIES_KIND) -> Reason:
    """A rejection reason with what to do on the page, as it is said of a kind of file."""
    return Reason(sentences(key, kind)[0], page_fix(key, kind), count)


def _kind_said(key: str, kind: str) -> str:
    """The kind, or enquiries where the reason says the same of them: then the two are counted together."""
    return ENQUIRIES_KIND if sentences(key, kind) == sentences(key) else kind


def _opening(dataset: Dataset, rows: dict[str, int]) -> Opening:
    question = text("findings.data.question")
    if not dataset.imports:
        return Opening(question, runs(text("findings.data.answer_empty")), "")
    through = da.day(dataset.data_through) if dataset.data_through else text("findings.footer.none")
    count = len(dataset.imports)
    imports = text("findings.data.import_one") if count == 1 else text("findings.data.imports", count=count)
    scope = text("findings.data.scope", imports=imports, through=through)
    return Opening(question, runs(text("findings.data.answer", **bent(rows))), scope)


def _names(entry: LedgerEntry) -> str:
    files = [file.file for file in entry.files]
    if len(files) < 4:
        return ", ".join(files)
    return text("findings.data.files_many", count=len(files), first=files[0], last=files[-1])


def _undo_label(entry: LedgerEntry) -> str:
    return text("findings.data.undo", files=_names(entry), moment=da.moment(entry.imported_at, READERS_ZONE))


def _imports(dataset: Dataset) -> TableTwin:
    head = ("imported", "source", "files", "read", "used", "rejected", "new", "updated")
    names = {s.id: s.name for s in dataset.initiative.sources}
    rows = tuple(_import_row(entry, names) for entry in reversed(dataset.imports))
    return TableTwin(text("findings.data.imports_caption"), _head(head), rows, (3, 4, 5, 6, 7))


def _import_row(entry: LedgerEntry, names: dict[str, str]) -> tuple[str, ...]:
    rows = account(file.rows for file in entry.files)
    counts = (
        rows["read"],
        rows["used"],
        rows["rejected"],
        entry.enquiries["new"],
        entry.enquiries["updated"],
    )
    source = names.get(entry.source, entry.source)
    if entry.kind != ENQUIRIES_KIND:
        source = text(f"kinds.{entry.kind}.name")
    told = (da.moment(entry.imported_at, READERS_ZONE), source, _names(entry))
    return (*told, *(da.number(count) for count in counts))


def _sources(dataset: Dataset, newest: dict[str, date]) -> TableTwin:
    rows = tuple(
        (
            source.name,
            text(
                "findings.data.counts_yes" if _counts(dataset, source.counts) else "findings.data.counts_no"
            ),
            da.day(newest[source.id]) if source.id in newest else text("findings.footer.none"),
        )
        for source in dataset.initiative.sources
    )
    return TableTwin(text("findings.data.sources_caption"), _head(("source", "counts", "newest")), rows)


def _counts(dataset: Dataset, sites: Sequence[str]) -> bool:
    """An initiative's only source counts everywhere."""
    return bool(sites) or len(dataset.initiative.sources) == 1


def _rejections(table: pa.Table, kinds: Mapping[str, str]) -> TableTwin:
    rows = sorted(table.to_pylist(), key=lambda r: (r["file"], r["source_row"]))
    shown = tuple(
        (r["file"], str(r["source_row"]), r["column"] or "", _why(r, kinds), r["shape"] or "")
        for r in rows[:_SHOWN]
    )
    caption = text("findings.data.rejections_caption")
    if len(rows) > _SHOWN:
        caption = text("findings.data.rejections_more", shown=_SHOWN, count=da.number(len(rows)))
    return TableTwin(caption, _head(("file", "row", "column", "reason", "shape")), shown, (1,))


def _why(rejected: Mapping[str, str], kinds: Mapping[str, str]) -> str:
    return sentences(rejected["reason"], kinds.get(rejected["import_id"], ENQUIRIES_KIND))[0]


def _head(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(text(f"findings.data.{name}") for name in names)
