"""What an import gave, or would give, in the words of the page Data."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from evaluation.findings import data_status as data
from evaluation.findings.model import TableTwin
from evaluation.findings.pages import ImportReport
from evaluation.intake.importing import Imported
from evaluation.store import ENQUIRIES_KIND
from evaluation.texts import format as da
from evaluation.texts import text


def run(
    name: str, content: bytes, take: Callable[[Path], Imported], kind: str, *, dry_run: bool
) -> ImportReport:
    """The uploaded bytes go through a file of their own name, gone again at once."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / Path(name).name
        path.write_bytes(content)
        return _report(take(path), kind, dry_run=dry_run)


def now() -> datetime:
    """Naive UTC, as an import is told the time."""
    return datetime.now(UTC).replace(tzinfo=None)


def _report(done: Imported, kind: str, *, dry_run: bool) -> ImportReport:
    rows = data.account(file.rows for file in done.files)
    of = "fates" if kind == ENQUIRIES_KIND else "rows"
    counts = [(text(f"findings.data.{of}_{name}"), count) for name, count in done.enquiries.items()]
    reasons = _reasons([file.reasons for file in done.files], kind)
    lines = tuple((label, da.number(count)) for label, count in (*counts, *reasons))
    head = (text("findings.data.fate"), text("findings.data.count"))
    warnings = tuple(warning for file in done.files for warning in file.warnings)
    twin = TableTwin(text("findings.data.report_caption"), head, lines, (1,))
    same = not dry_run and not done.changed
    return ImportReport(data.accounted(rows), twin, None, warnings, unchanged=same)


def _reasons(found: Sequence[Mapping[str, int]], kind: str) -> list[tuple[str, int]]:
    told = [data.reason(key, count, kind) for reasons in found for key, count in reasons.items()]
    return [(f"{one.label} {one.fix}", one.count) for one in told]
