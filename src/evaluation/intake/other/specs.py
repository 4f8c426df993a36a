"""What each kind of file holds: its columns, what their cells are, and which must be there.

The header words and the values are Danish and lie in `texts/kinds.toml`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from evaluation.store import OTHER_KINDS
from evaluation.texts import table, text


class Form(StrEnum):
    """What a cell is read as."""

    SITE = "site"
    SITES = "sites"  # several, with commas between
    DAY = "day"
    CLOCK = "clock"
    WORD = "word"  # one of a closed list
    WHOLE = "whole"
    AMOUNT = "amount"  # with decimals
    DEGREE = "degree"
    FLAG = "flag"
    TEXT = "text"


@dataclass(frozen=True)
class Field:
    """One column. Numbers outside `low` to `high` are mistakes; a text is at most `high` characters."""

    name: str
    form: Form
    need: bool = False
    low: float = 0
    high: float = 1_000_000_000


@dataclass(frozen=True)
class Spec:
    """One kind of file: its columns, in the template's order."""

    kind: str
    fields: tuple[Field, ...]

    @property
    def name(self) -> str:
        """What the kind is called."""
        return text(f"kinds.{self.kind}.name")

    def headers(self, field: str) -> list[str]:
        """The names a column may have, the template's first."""
        said = table(f"kinds.{self.kind}.columns")[field]
        return [*(word.strip() for word in said.split(",")), field]

    def words(self, field: str) -> Mapping[str, str]:
        """Value → the words it may be written as, with commas between."""
        return table(f"kinds.{self.kind}.{field}_words")


_TEXT, _REASON = 120, 80
_PERIOD = (Field("from_date", Form.DAY, need=True), Field("to_date", Form.DAY, need=True))

_FIELDS: dict[str, tuple[Field, ...]] = {
    "openings": (
        Field("site", Form.SITE, need=True),
        Field("date", Form.DAY, need=True),
        Field("opens", Form.CLOCK, need=True),
        Field("closes", Form.CLOCK, need=True),
        Field("status", Form.WORD),
        Field("reason", Form.TEXT, high=_REASON),
        Field("staff_serving", Form.WHOLE, high=1_000),
        Field("staff_total", Form.WHOLE, high=1_000),
        Field("kind", Form.WORD),
    ),
    "costs": (
        Field("site", Form.SITE),
        *_PERIOD,
        Field("kind", Form.WORD, need=True),
        Field("kr", Form.AMOUNT, need=True),
        Field("origin", Form.TEXT, high=_TEXT),
        Field("assumption", Form.FLAG),
    ),
    "events": (
        Field("date", Form.DAY, need=True),
        Field("site", Form.SITE),
        Field("text", Form.TEXT, need=True, high=_TEXT),
    ),
    "areas": (
        Field("id", Form.TEXT, high=60),
        Field("name", Form.TEXT, need=True, high=_REASON),
        Field("sites", Form.SITES),
        Field("lat", Form.DEGREE, low=-90, high=90),
        Field("lon", Form.DEGREE, low=-180, high=180),
        Field("residents", Form.WHOLE),
        Field("residents_65plus", Form.WHOLE),
        Field("year", Form.WHOLE, low=1900, high=2200),
        Field("origin", Form.TEXT, high=_TEXT),
    ),
    "survey": (
        Field("local_date", Form.DAY, need=True),
        Field("site", Form.SITE, need=True),
        Field("question", Form.WORD, need=True),
        Field("score", Form.WHOLE, need=True, low=1, high=5),
        Field("answers", Form.WHOLE, low=1, high=100_000),
    ),
    "exposure": (
        Field("site", Form.SITE, need=True),
        *_PERIOD,
        Field("kind", Form.WORD, need=True),
        Field("amount", Form.AMOUNT, need=True),
    ),
}

SPECS: Mapping[str, Spec] = {kind: Spec(kind, _FIELDS[kind]) for kind in OTHER_KINDS}
