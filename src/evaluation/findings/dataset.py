"""One data version of one initiative, opened: engine, calendar, ledger, and the program's clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pyarrow as pa

from evaluation.disclosure import completed
from evaluation.engine import Engine, data_through, load
from evaluation.engine.tables import Span, counting_sources
from evaluation.initiative import Initiative, config_hash
from evaluation.initiative.calendar import Opening, Quarter, openings, quarters, with_status
from evaluation.initiative.imported import effective
from evaluation.intake.coverage import CoverageSpan, joined
from evaluation.intake.fold import FoldRemark, fold
from evaluation.store import (
    ENQUIRIES_KIND,
    OTHER_KINDS,
    ImportFile,
    LedgerEntry,
    Store,
    current_files,
)
from evaluation.store.other import Row, schema

#: The calendar runs on this far past the end of the evaluation, for what is imported later.
_AFTER = timedelta(weeks=26)


@dataclass(frozen=True)
class Dataset:
    """What every finding is made from; `initiative` with what was imported beside the enquiries laid over it.

    `data_through` is None while no counting source has a row.

    `settled_through` is the last day that every counting source has reached: a period is complete only then.
    """

    initiative: Initiative
    engine: Engine
    openings: tuple[Opening, ...]
    imports: tuple[LedgerEntry, ...]
    data_through: date | None
    settled_through: date | None
    data_version: str
    fold_remarks: tuple[FoldRemark, ...] = ()  # what the fold of event logs left out

    @property
    def synthetic(self) -> bool:
        """Whether any of it is made up."""
        return any(entry.synthetic for entry in self.imports)

    @property
    def enquiry_files(self) -> tuple[tuple[LedgerEntry, ImportFile], ...]:
        """The files of enquiries, each as it was read last: what every account of rows adds up."""
        return tuple((e, file) for e, file in current_files(self.imports) if e.kind == ENQUIRIES_KIND)

    @property
    def imported_at(self) -> datetime | None:
        """When the latest import came, naive UTC."""
        return max((entry.imported_at for entry in self.imports), default=None)

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """The evaluation's quarters of 13 ISO weeks."""
        return quarters(self.initiative)

    @property
    def completed(self) -> tuple[Quarter, ...]:
        """Those whose sensitive figures may be read: over, and two weeks past."""
        return completed(self.quarters, self.settled_through)[0]


def open_dataset(store: Store, initiative: Initiative, version: int | None = None) -> Dataset:
    """Load a version (default: the newest) of an initiative's rows. Raises UserError for a version not there."""
    version = store.delta_version() if version is None else version
    folded = fold(store.rows(initiative.id, version))
    rows = folded.rows
    live = store.ledger(version)
    mine = tuple(entry for entry in live if entry.initiative == initiative.id)
    beside = {
        kind: store.other(kind, initiative.id, version) for kind in {e.kind for e in mine} & set(OTHER_KINDS)
    }
    stated = effective(initiative, beside)
    through = data_through(rows, stated)
    known = _calendar(stated, through)
    engine = load(rows, stated, known, _spans(mine), through, survey=_survey(beside, stated))
    return Dataset(
        initiative=stated,
        engine=engine,
        openings=known,
        imports=mine,
        data_through=through,
        settled_through=_settled(rows, stated),
        data_version=store.data_version(config_hash(initiative), version),
        fold_remarks=folded.remarks,
    )


def _survey(beside: Mapping[str, Sequence[Row]], initiative: Initiative) -> pa.Table:
    """The answers at places that the initiative has."""
    sites = {site.id for site in initiative.sites}
    answers = [row for row in beside.get("survey", ()) if row["site"] in sites]
    return pa.Table.from_pylist(answers, schema=schema("survey"))


def newest_by_source(rows: pa.Table) -> dict[str, date]:
    """Each source's last local date."""
    found = rows.select(["source", "local_date"]).group_by("source").aggregate([("local_date", "max")])
    return dict(zip(found["source"].to_pylist(), found["local_date_max"].to_pylist(), strict=True))


def _settled(rows: pa.Table, initiative: Initiative) -> date | None:
    """A source that has stopped counting (`counts_to`) is not waited for; one that never came is."""
    newest = newest_by_source(rows)
    waited = [newest.get(source.id) for source, _ in counting_sources(initiative) if source.counts_to is None]
    known = [day for day in waited if day is not None]
    return min(known) if known and len(known) == len(waited) else None


def _calendar(initiative: Initiative, through: date | None) -> tuple[Opening, ...]:
    until = max(initiative.evaluation_ends_on, through or initiative.starts_on) + _AFTER
    return with_status(openings(initiative, until), through or initiative.first_date - timedelta(days=1))


def _spans(imports: Sequence[LedgerEntry]) -> list[Span]:
    """What the live imports cover together: the spans of all files, joined over quiet times."""
    told = (span for _, file in current_files(imports) for span in file.coverage)
    return joined(
        CoverageSpan(
            source=span["source"],
            site=span["site"],
            from_date=date.fromisoformat(span["from"]),
            to_date=date.fromisoformat(span["to"]),
            status=span["status"],
            gap_days=span["gap_days"],
        )
        for span in told
    )
