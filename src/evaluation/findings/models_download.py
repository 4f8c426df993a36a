"""Every figure of Modeller as a file: one line a model and figure, both ends where it has them."""

from collections.abc import Iterator

from evaluation.findings.model import Download
from evaluation.findings.models_case import Case
from evaluation.findings.whatif import ModelAnswer
from evaluation.stats.forecast import FIGURES, Band, Year
from evaluation.texts import text

_Line = tuple[str, float | None, float | None, float | None]


def download(case: Case) -> Download:
    """The file."""
    head = tuple(text(f"models.file.{name}") for name in ("model", "figure", "value", "low", "high"))
    rows = tuple((a.model.name, *line) for a in case.answers for line in _lines(a))
    return Download(text("models.file.name"), head, rows)


def _lines(answer: ModelAnswer) -> Iterator[_Line]:
    found = answer.hours
    known = {
        "open_week": float(found.open_hours_week),
        "serving_week": float(found.serving_hours_week),
        "transport_week": float(found.transport_hours_week),
        "staff_week": float(found.staff_hours_week),
        "difference": None if answer.difference is None else float(answer.difference),
        "openings": found.openings_year,
        "open_year": found.open_hours_year,
        "staff_year": found.staff_hours_year,
        "kroner_calendar": answer.kroner_calendar,
        "unbooked": answer.unbooked_share,
        "detectable": answer.detectable,
    }
    for name, value in known.items():
        yield text(f"models.file.{name}"), value, None, None
    yield text("models.file.kroner"), None, answer.kroner_low, answer.kroner_high
    yield from _bands(answer.year, "models.file.booked" if answer.model.booking else "models.file.year")
    if answer.model.booking:
        yield from _bands(answer.walk_in, "models.file.walking")
    yield _line(text("models.file.target"), answer.target)


def _bands(year: Year | None, key: str) -> Iterator[_Line]:
    for name in FIGURES:
        found = None if year is None else year.band(name)
        yield _line(text(f"models.file.{name}") + text(key), found)


def _line(label: str, found: Band | None) -> _Line:
    return (label, None, None, None) if found is None else (label, found.value, found.low, found.high)
