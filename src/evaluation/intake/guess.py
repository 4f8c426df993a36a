"""What each column of an unknown table could be: its header's words and its content must agree."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from evaluation.intake.cells import Cells, encode
from evaluation.intake.check import flag_words
from evaluation.intake.cpr import has_cpr
from evaluation.intake.dates import DateGuess, guess_clock, guess_dates, guess_serial
from evaluation.intake.match import is_private
from evaluation.intake.profile import Profile
from evaluation.intake.raw import RawTable
from evaluation.intake.shapes import shape
from evaluation.intake.targets import CATEGORIES, FLAGS, IDS, NUMBERS, TIMES, fold
from evaluation.intake.times import Moments, parse
from evaluation.intake.words import AMONG, EXACT, fit
from evaluation.store.schema import SENSITIVE

MOST_VALUES = 60  # of a closed map that a person can check
_LONG, _LONGEST = 25, 100  # characters: mean and most of what is not free text
_DIALLED = re.compile(r"(?:\+|00)[1-9][\d ().-]{6,18}|\d\d[ .]\d\d[ .]\d\d[ .]\d\d|\d{4} \d{4}")
_UUID = re.compile(r"\{?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\}?", re.IGNORECASE)
_EIGHT = re.compile(r"[2-9]\d{7}")  # a Danish telephone number, or a number like any other
_SCATTERED = 100  # running numbers lie closer than this, on average
_LIVES = np.timedelta64(25 * 365, "D")  # days that lie so far apart are birthdays, not enquiries


@dataclass(frozen=True)
class Seen:
    """One column of the file: its distinct values and what they look like."""

    header: str
    cells: Cells

    @property
    def values(self) -> list[str]:
        """Distinct values, blanks apart."""
        return self.cells.values

    @cached_property
    def filled(self) -> int:
        """Rows with a value."""
        return int((~self.cells.blank).sum())

    @cached_property
    def distinct_share(self) -> float:
        """Distinct values among the filled rows; 0 for an empty column."""
        return len(self.values) / self.filled if self.filled else 0.0

    @cached_property
    def dates(self) -> DateGuess | None:
        """How it writes dates, if it holds any."""
        found = guess_dates(self.values)
        return guess_serial(self.values) if found is None and self.could_be_time else found

    @cached_property
    def could_be_time(self) -> bool:
        """Whether the header names a time."""
        return any(fit(self.header, target)[0] >= AMONG for target in TIMES)

    @cached_property
    def clock(self) -> str | None:
        """The format of its clock times, if it holds nothing else and its header may mean a time."""
        named = self.could_be_time or fit(self.header, "clock_part")[0]
        return guess_clock(self.values) if named and self.values else None

    @cached_property
    def cpr_share(self) -> float:
        """Distinct values that could hold a CPR number."""
        return sum(map(has_cpr, self.values)) / len(self.values) if self.values else 0.0

    @cached_property
    def free_text(self) -> bool:
        """Long and seldom repeated: never taken, never shown."""
        lengths = [len(value) for value in self.values] or [0]
        long = float(np.mean(lengths)) > _LONG and (self.distinct_share > 0.5 or len(lengths) > MOST_VALUES)
        return (long and not all(map(_UUID.fullmatch, self.values))) or max(lengths) > _LONGEST

    @property
    def formats(self) -> tuple[str, ...]:
        """How it writes its dates: one format, several where that cannot be told, none without dates."""
        if self.dates is None:
            return ()
        return self.dates.candidates if self.dates.style is None else (self.dates.style,)

    @cached_property
    def moments(self) -> Moments:
        """Its dates, a row each; NaT where blank or unreadable. For a column whose style is known."""
        read = parse(self.values, self.dates.style if self.dates else None).moment
        return np.append(read, np.datetime64("NaT"))[self.cells.codes]  # code -1 is the last

    @cached_property
    def spans_lives(self) -> bool:
        """Whether it holds days without clock times over more years than a log covers."""
        if self.dates is None or self.dates.style is None or not self.dates.date_only or self.could_be_time:
            return False
        known = np.sort(self.moments[~np.isnat(self.moments)])
        strays = len(known) // 20
        return len(known) > 0 and bool(known[-1 - strays] - known[strays] > _LIVES)

    @cached_property
    def telephones(self) -> bool:
        """Whether its values are written as telephone numbers; so are some ids, if the header says so."""
        if self.dates is not None or not self.values:
            return False
        sure = sum(_DIALLED.fullmatch(value) is not None for value in self.values)
        maybe = [int(value) for value in self.values if _EIGHT.fullmatch(value)]
        scattered = bool(maybe) and max(maybe) - min(maybe) > _SCATTERED * len(maybe)
        counted = sure + (len(maybe) if scattered and not fit(self.header, "id_word")[0] else 0)
        return counted > 0.5 * len(self.values)

    @property
    def shapes(self) -> tuple[str, ...]:
        """The shapes of some values."""
        return tuple(dict.fromkeys(map(shape, self.values[:20])))[:3]

    @property
    def personal(self) -> bool:
        """Whether the header names what must never be taken better than anything that may be, or birthdays."""
        if self.spans_lives or self.telephones or is_private(self.header):
            return True
        never = fit(self.header, "never")[0]
        return never > 0 and never >= max(fit(self.header, t)[0] for t in (*TIMES, *IDS, *CATEGORIES))

    def suits(self, target: str) -> bool:
        """Whether the content is what the target holds."""
        if not self.values or self.personal:
            return False
        if target in TIMES:
            usable = self.dates is not None or self.clock is not None
            return usable and fit(self.header, "not_flow")[0] < AMONG and not self.mostly_blank(target)
        if self.dates is not None or self.clock is not None or self.cpr_share > 0.1:
            return False
        if target in IDS:
            named = any(char.isdigit() for value in self.values[:50] for char in value)
            many = target == "enquiry_id" or self.distinct_share >= 0.1
            return named and many and not self.free_text and max(map(len, self.values)) <= 60
        return self._few(target)

    def mostly_blank(self, target: str) -> bool:
        """An arrival is always known; other steps need not be."""
        return target == "arrived_at" and self.filled < 0.5 * len(self.cells.codes)

    def _few(self, target: str) -> bool:
        if target in FLAGS:
            return all(fold(value) in flag_words() for value in self.values)
        if target in NUMBERS:
            return all(value.isdecimal() for value in self.values)
        return len(self.values) <= MOST_VALUES and not self.free_text


def look_at(raw: RawTable) -> list[Seen]:
    """Every column of a table, in its order."""
    missing = {fold(value) for value in Profile.model_fields["missing"].default}
    return [Seen(header, encode("", header, [raw.columns[header]], missing)) for header in raw.header]


@dataclass(frozen=True)
class Matches:
    """Which column fills which target, and the targets that several fit equally well.

    `weak`: header → the sensitive target that its header only half names. Nothing is taken from it.
    """

    chosen: dict[str, Seen]
    tied: dict[str, list[Seen]]
    weak: dict[str, str]


_ORDER = (*TIMES, *IDS, *FLAGS, *NUMBERS, *CATEGORIES)


def match_columns(columns: Sequence[Seen]) -> Matches:
    """The best fit first; a column fills one target. Equally good columns fill none."""
    fits = [
        (fit(column.header, target), target, column)
        for target in _ORDER
        for column in columns
        if fit(column.header, target)[0] >= (AMONG if target in SENSITIVE else 1) and column.suits(target)
    ]
    matches = Matches({}, {}, {})
    used: set[str] = set()
    for score in sorted({score for score, _, _ in fits}, reverse=True):
        for target in _ORDER:
            equal = [c for s, t, c in fits if s == score and t == target and c.header not in used]
            if not equal or target in matches.chosen or target in matches.tied:
                continue
            if len(equal) > 1:
                matches.tied[target] = equal
            elif target in SENSITIVE and score[0] < EXACT:
                matches.weak.setdefault(equal[0].header, target)
                continue
            else:
                matches.chosen[target] = equal[0]
            used |= {column.header for column in equal}
    return matches
