"""Modeller as frozen data: ways to open side by side and the promises they keep."""

from dataclasses import dataclass
from typing import Literal

from evaluation.findings.model import Download, IntervalChart, KnownChart, Opening, TableTwin
from evaluation.findings.pages import Definitions

Standing = Literal["kept", "not_kept", "partly", "not_measured"]


@dataclass(frozen=True)
class Judged:
    """How one model stands to one promise: shape and word by `standing`, and why."""

    standing: Standing
    words: str


@dataclass(frozen=True)
class Board:
    """Models down, promises across."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Judged, ...]], ...]


@dataclass(frozen=True)
class ModelsFinding:
    """Modeller: which staffing and hours? `charts` stand two and two; those that nothing is known of are left out.

    `alone`: what it means that one member of staff serves, empty where none does.
    """

    opening: Opening
    title: str
    about: str
    table: TableTwin | None
    notices: tuple[str, ...]
    charts_about: str
    charts: tuple[IntervalChart | KnownChart, ...]
    board: Board | None
    alone: tuple[str, ...]
    more: TableTwin | None
    definitions: Definitions
    caveats: tuple[str, ...]
    download: Download | None
