"""Takes a few lines of another kind of file, as a test writes them."""

from collections.abc import Sequence
from pathlib import Path

from evaluation.initiative import Initiative
from evaluation.intake.other import SPECS, TakenOther
from evaluation.intake.other.take import take_rows
from tests.intake.making import NOW, Row, initiative, raw_table

HEADERS = {kind: [spec.headers(field.name)[0] for field in spec.fields] for kind, spec in SPECS.items()}


def taken(
    kind: str,
    *rows: Row,
    header: Sequence[str] | None = None,
    over: Initiative | None = None,
    sheet: str | None = None,
) -> TakenOther:
    """Rows under the kind's own header; a row may stop early, the rest is blank."""
    names = list(header or HEADERS[kind])
    whole = [[*row, *[None] * (len(names) - len(row))] for row in rows]
    return take_rows(
        raw_table(whole, names, sheet=sheet), "a.csv", SPECS[kind], over or initiative(), now=NOW
    )


def reason(kind: str, row: Row, **how: str) -> tuple[str, str | None]:
    """Why the one row is refused, and the column at fault."""
    found = taken(kind, row, **how).rejections.to_pylist()  # type: ignore[arg-type]
    (rejected,) = found
    return rejected["reason"], rejected["column"]


def file(folder: Path, name: str, kind: str, *lines: str) -> Path:
    """A CSV file of the kind with its own header; a line may stop early, the rest is blank."""
    place = folder / name
    width = len(HEADERS[kind]) - 1
    whole = [line + ";" * (width - line.count(";")) if line else "" for line in lines]
    place.write_text("\n".join([";".join(HEADERS[kind]), *whole, ""]), encoding="utf-8")
    return place
