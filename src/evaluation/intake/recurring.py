"""Tells the steps of one ticket, in a file whose words nobody knows: a number that comes again within a day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from evaluation.intake.dates import guess_clock
from evaluation.intake.guess import Seen
from evaluation.intake.times import Moments, parse

_FEWEST = 3  # tickets of several rows, from which a habit can be told
_FEWEST_STEPS = 6  # from one word to another within a ticket, of words that follow each other elsewhere too
_FAR = 8  # rows of one ticket that are looked at together
_MOST_ROWS = 20_000  # looked at: as many tell a habit
_DIFFERENT = 0.6  # of a ticket's rows have words of their own
_ORDERED, _NOISE = 0.2, 2.0  # how far above a half the steps in the usual order are: at least, and by chance
_ANYWHERE = 0.9  # of other rows that follow one another in the same order: then it is the clock's order
_DAY = "datetime64[D]"

_Codes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Recurring:
    """Rows of numbers that recur, by day, place and time. `ticket`: which number, day and place."""

    ticket: _Codes
    day: _Codes
    moment: Moments
    row: npt.NDArray[np.intp]  # its place in the file

    @cached_property
    def _own(self) -> npt.NDArray[np.intp]:
        """The rows by ticket, and within a ticket by time."""
        return np.argsort(self.ticket, kind="stable")

    def words_differ(self, words: Seen) -> bool:
        """Whether most rows of a ticket have a word of their own."""
        codes = self._codes(words)
        told = codes >= 0
        pairs = np.unique(self.ticket[told] * len(words.values) + codes[told])
        return bool(told.any() and len(pairs) >= _DIFFERENT * told.sum())

    def tells_steps(self, words: Seen) -> bool:
        """Whether a ticket's rows have different words, in an order of the ticket and not of the day."""
        return self.words_differ(words) and self._in_order(self._codes(words), len(words.values))

    def _codes(self, words: Seen) -> _Codes:
        return np.asarray(words.cells.codes, np.int64)[self.row]

    def _in_order(self, codes: _Codes, kinds: int) -> bool:
        counted = _counted(*self._following(codes, self._own, same=True), kinds)
        forth, back = np.triu(counted, 1), np.triu(counted.T, 1)
        # Each step is held against the others of its two words, never against itself.
        steps = (forth + back)[forth + back > 1].sum()
        if steps < _FEWEST_STEPS:
            return False
        agreeing = forth * (forth - 1 > back) + back * (back - 1 > forth)
        enough = min(1.0, 0.5 + max(_ORDERED, _NOISE / np.sqrt(steps)))
        if agreeing.sum() < enough * steps:
            return False
        before = sum(
            (_counted(*self._following(codes, self._own, same=True, step=n), kinds) for n in range(2, _FAR)),
            start=counted,
        )
        elsewhere = _counted(*self._following(codes, np.arange(len(codes)), same=False), kinds)
        usual, against = elsewhere[before > before.T].sum(), elsewhere[before < before.T].sum()
        return bool(against > 0 and usual <= _ANYWHERE * (usual + against))

    def _following(
        self, codes: _Codes, order: npt.NDArray[np.intp], *, same: bool, step: int = 1
    ) -> tuple[_Codes, _Codes]:
        """The words of rows `step` apart in a day, later by the clock: of one ticket, or of two."""
        first, then = order[:-step], order[step:]
        alike = (self.ticket[first] == self.ticket[then]) == same
        later = (self.day[first] == self.day[then]) & (self.moment[first] < self.moment[then])
        known = (codes[first] >= 0) & (codes[then] >= 0) & (codes[first] != codes[then])
        kept = alike & later & known
        return codes[first[kept]], codes[then[kept]]


def _counted(first: _Codes, then: _Codes, kinds: int) -> _Codes:
    """How often each word (row) is followed by each other (column)."""
    return np.bincount(first * kinds + then, minlength=kinds * kinds).reshape(kinds, kinds)


class Clock:
    """When and where each row of a file is, to look for numbers that recur.

    `sites`: each row's place, as far as the file tells it: numbers may begin again at each.
    """

    def __init__(self, columns: Sequence[Seen], sites: Sequence[str] = ()) -> None:
        self.times = tuple(_times(columns))
        self.places = np.unique(np.array(sites), return_inverse=True)[1] if sites else None

    def recurring(self, case: Seen) -> Iterator[Recurring]:
        """The rows of a number by each time that tells them apart, where most share number and day."""
        for moments, has_clock in self.times:
            found = self._by_time(np.asarray(case.cells.codes, np.int64), moments)
            if found is not None and (_time_moves(found) or not has_clock):
                yield found

    def _by_time(self, codes: _Codes, moments: Moments) -> Recurring | None:
        row = np.flatnonzero((codes >= 0) & ~np.isnat(moments))
        if len(row) > _MOST_ROWS:
            row = row[moments[row] <= np.partition(moments[row], _MOST_ROWS)[_MOST_ROWS]]
        place = np.zeros(len(row), np.int64) if self.places is None else self.places[row]
        day = moments[row].astype(_DAY).astype(np.int64)
        order = np.lexsort((moments[row], place, day))
        row, place, day = row[order], place[order], day[order]
        ticket = _numbered(_numbered(codes[row], day), place)
        size = np.bincount(ticket, minlength=1)
        several = size[ticket] > 1
        if several.sum() <= 0.5 * len(row) or (size > 1).sum() < _FEWEST:
            return None
        return Recurring(ticket[several], day[several], moments[row][several], row[several])


def _numbered(first: _Codes, second: _Codes) -> _Codes:
    """A number for each pair."""
    span = int(second.max(initial=0)) + 1
    return np.asarray(np.unique(first * span + second, return_inverse=True)[1], np.int64)


def _time_moves(found: Recurring) -> bool:
    """Whether the time differs within most tickets."""
    moment = found.moment.astype(np.int64)
    order = np.lexsort((moment, found.ticket))
    ticket, moment = found.ticket[order], moment[order]
    moves = (ticket[1:] == ticket[:-1]) & (moment[1:] != moment[:-1])
    return bool(len(np.unique(ticket[1:][moves])) > 0.5 * len(np.unique(ticket)))


def _times(columns: Sequence[Seen]) -> Iterator[tuple[Moments, bool]]:
    """Each time of the file, and whether it tells the clock: of one column, or of two. Day and month may be
    confused: rows of one day stay together."""
    clocks = [(c, style) for c in columns if c.dates is None and (style := guess_clock(c.values))]
    for seen in (c for c in columns if c.formats):
        moments = _read(seen, seen.formats[0].replace("%?", "%d", 1).replace("%?", "%m", 1))
        if seen.dates is None or not seen.dates.date_only:
            yield moments, True
            continue
        for clock, style in clocks:
            moved = _read(clock, style)
            yield moments + (moved - moved.astype(_DAY)), True
        if not clocks:
            yield moments, False


def _read(seen: Seen, style: str) -> Moments:
    read = parse(seen.values, style).moment
    return np.append(read, np.datetime64("NaT"))[seen.cells.codes]  # code -1 is the last
