"""The columns of a file as a person may be shown them: no value that could point to somebody."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from evaluation.initiative.models import Initiative
from evaluation.intake.check import closed_map, flag_words
from evaluation.intake.dates import joined_style
from evaluation.intake.discreet import hidden_values
from evaluation.intake.draft_events import fit_event, known_events
from evaluation.intake.guess import MOST_VALUES, Seen
from evaluation.intake.match import safe_header
from evaluation.intake.profile import ColumnSpec
from evaluation.intake.targets import CATEGORIES, FLAG_VALUES, FLAGS, IDS, NUMBERS, TIMES, fold
from evaluation.intake.words import meaning

_REPEATED = 0.5  # distinct values among the rows: numbers that come again may name something


@dataclass(frozen=True)
class FileColumn:
    """`label`: the header, fit to be shown. `values`: those of a category; `hidden`: how many more it has.

    `formats`: how its dates are written, several where that cannot be told. `clock`: the format of a column
    that holds clock times alone. `could`: the targets its content allows, in the order of a menu.
    """

    header: str
    label: str
    values: tuple[str, ...] = ()
    hidden: int = 0
    shapes: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    clock: str = ""
    date_only: bool = False
    looks_like_cpr: bool = False
    could: tuple[str, ...] = ()
    whole_numbers: bool = False

    def as_events(self) -> "FileColumn":
        """The column where it says what happened: of such words those that may name a person are not shown."""
        known = known_events(self.values)
        shown = tuple(value for value in self.values if fit_event(value, known))
        return replace(self, values=shown, hidden=self.hidden + len(self.values) - len(shown))


def file_columns(seen: Sequence[Seen], initiative: Initiative | None) -> tuple[FileColumn, ...]:
    """What may be shown and chosen of every column."""
    return tuple(_column(one, initiative) for one in seen)


def _column(seen: Seen, initiative: Initiative | None) -> FileColumn:
    wordy = _is_category(seen)
    hidden = hidden_values(seen, _known(seen, initiative)) if wordy else seen.values
    shown = tuple(sorted(set(seen.values) - set(hidden), key=str.casefold))
    dates = seen.dates
    return FileColumn(
        header=seen.header,
        label=safe_header(seen.header),
        values=shown,
        hidden=len(seen.values) - len(shown),
        shapes=seen.shapes,
        formats=seen.formats,
        clock=seen.clock or "" if dates is None else "",
        date_only=dates is not None and dates.date_only,
        looks_like_cpr=seen.cpr_share > 0,
        could=_could(seen, bool(shown)),
        whole_numbers=bool(seen.values) and all(value.isdecimal() for value in seen.values),
    )


def _is_category(seen: Seen) -> bool:
    """Few words, or numbers that come again: nothing long, nothing personal, no time."""
    timely = seen.dates is not None or seen.clock is not None
    few = 0 < len(seen.values) <= MOST_VALUES
    wordy = any(map(str.isalpha, "".join(seen.values[:MOST_VALUES]))) or seen.distinct_share <= _REPEATED
    return few and wordy and not (seen.free_text or seen.personal or timely)


def _known(seen: Seen, initiative: Initiative | None) -> set[str]:
    """Values that the program or the initiative names itself."""
    events = known_events(seen.values)
    named = {v for v in seen.values if any(_meant(target, v, initiative) for target in CATEGORIES)}
    return named | events.keys()


def _could(seen: Seen, has_words: bool) -> tuple[str, ...]:
    if seen.dates is not None or seen.clock is not None:
        return TIMES
    if not seen.values or seen.free_text:
        return ()
    if seen.personal:
        return IDS[1:]  # kept as a code only
    numbers = NUMBERS if all(value.isdecimal() for value in seen.values) else ()
    flags = FLAGS if has_words and len(seen.values) <= 2 + len(FLAG_VALUES) else ()
    return (*(CATEGORIES if has_words else ()), *flags, *numbers, *IDS[1:])


def first_values(column: FileColumn, target: str, initiative: Initiative | None) -> dict[str, str] | None:
    """What the column's values plainly mean; None where the target needs no map, or its words suffice."""
    if target in FLAGS:
        understood = {value: word for value in column.values if (word := flag_words().get(fold(value)))}
        return None if len(understood) == len(column.values) and not column.hidden else understood
    if target not in CATEGORIES:
        return None
    found = {value: _meant(target, value, initiative) for value in column.values}
    return {value: known for value, known in found.items() if known}


def _meant(target: str, value: str, initiative: Initiative | None) -> str | None:
    if target in ("channel", "outcome"):
        return meaning(target, value)
    if initiative is None:
        return None
    return closed_map(target, ColumnSpec(column=("x",)), initiative).get(fold(value))


def ordered(parts: Sequence[FileColumn]) -> list[FileColumn]:
    """Columns that together are a time: the day, then the clock. The last named wins where they do not fit."""
    days, clocks = [p for p in parts if not p.clock], [p for p in parts if p.clock]
    if len(days) == len(clocks) == 1 and days[0].date_only:
        return [days[0], clocks[0]]
    return list(parts[-1:])


def styles(parts: Sequence[FileColumn]) -> tuple[str, ...]:
    """The formats in which columns that together are a time may be written: one, or those to choose from."""
    first, *rest = parts
    if first.clock:
        return ()  # a clock time without its day
    return tuple(joined_style(day, [part.clock for part in rest]) for day in first.formats)
