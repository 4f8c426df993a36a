"""Tells a tally sheet typed from paper: a day, a place, and columns of counts named like topics or groups."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from evaluation.initiative.models import Initiative
from evaluation.intake import toml_out
from evaluation.intake.count_spec import CATEGORIES_COUNTED
from evaluation.intake.draft import Draft
from evaluation.intake.guess import Matches, Seen, look_at
from evaluation.intake.headers import is_total
from evaluation.intake.raw import RawTable
from evaluation.intake.targets import IDS, NUMBERS, fold, known_names
from evaluation.intake.words import AMONG, EXACT, fit, slug
from evaluation.texts import text

_NAMING = ("topic", "target_group")
_MOST = 999  # a count on one sheet
_FEWEST = 2  # columns of counts that are understood
_SHAPED = 3  # columns of counts that are not, but look like a sheet
_Meaning = dict[str, str]  # one key and value of a [[counts]] block; none: everybody


@dataclass(frozen=True)
class WideSheet:
    """`counts` by header: what each column may count (one meaning, several, or none found).

    `others` are the remaining columns. `has_totals`: rows that sum up the others were set aside. `named`: an
    initiative says what columns may count.
    """

    counts: Mapping[str, tuple[_Meaning, ...]]
    seen: Mapping[str, Seen]
    others: tuple[Seen, ...]
    has_totals: bool
    named: bool


def find_wide_sheet(raw: RawTable, initiative: Initiative | None) -> WideSheet | None:
    """None unless a day stands beside columns of small numbers, two of which the initiative names.

    Columns that only say 0 and 1 are answers of one enquiry, not counts. Without an initiative nothing says what
    a column counts; then its shape must tell the sheet: one row a day and place, and several columns of numbers.
    """
    if not raw.header:
        return None
    table, has_totals = _without_totals(raw)
    columns = look_at(table)
    known = _meanings(initiative) if initiative else {}
    counts = {
        c.header: _meant(c, known) for c in columns if _is_count(c) or (not c.values and _meant(c, known))
    }
    seen = {c.header: c for c in columns if c.header in counts}
    others = tuple(c for c in columns if c.header not in counts)
    found = WideSheet(counts, seen, others, has_totals, named=initiative is not None)
    told = _names_two(found) if found.named else _is_shaped(found)
    return found if told and any(c.dates is not None for c in columns) else None


def _names_two(sheet: WideSheet) -> bool:
    understood = [header for header, meant in sheet.counts.items() if len(meant) == 1]
    named = any(sheet.counts[header][0] for header in understood)
    several = any(int(value) > 1 for header in understood for value in sheet.seen[header].values)
    return len(understood) >= _FEWEST and named and several


def _is_shaped(sheet: WideSheet) -> bool:
    """Days without a clock, no number of a row's own, and at most one row a day and place."""
    if any(c.clock or fit(c.header, "enquiry_id")[0] or fit(c.header, "case_id")[0] for c in sheet.others):
        return False
    dated = [c for c in sheet.others if c.dates is not None]
    if len(dated) != 1 or dated[0].dates is None or not dated[0].dates.date_only:
        return False
    free = [c for c in sheet.seen.values() if not _is_number(c.header)]
    several = [c for c in free if any(int(value) > 1 for value in c.values)]
    beside = [c.cells.codes for c in sheet.others if c.values and not c.free_text]
    rows = np.stack(beside)
    return len(several) >= _SHAPED and np.unique(rows, axis=1).shape[1] == rows.shape[1] > 1


def _is_number(header: str) -> bool:
    """Whether it names a number that an enquiry has; MitID is none, whatever its last letters are."""
    own = any(fit(header, name)[0] == EXACT for name in IDS)
    return own or any(fit(header, name)[0] >= AMONG for name in NUMBERS)


def _without_totals(raw: RawTable) -> tuple[RawTable, bool]:
    """The rows above the sums: a row whose first cell says so."""
    first = raw.columns[raw.header[0]]
    kept = [place for place, cell in enumerate(first) if not is_total([cell])]
    columns = {name: [cells[place] for place in kept] for name, cells in raw.columns.items()}
    rows = [raw.source_row[place] for place in kept]
    return replace(raw, columns=columns, source_row=rows), len(kept) < len(first)


def _meanings(initiative: Initiative) -> dict[str, list[_Meaning]]:
    """Folded header → what it may count, by the names and ids of topics and groups."""
    found: dict[str, list[_Meaning]] = {}
    for name in _NAMING:
        for key, said in (known_names(name, initiative) or {}).items():
            for word in {fold(key), fold(said), slug(said)}:
                found.setdefault(word, []).append({name: key})
    return found


def _meant(seen: Seen, known: Mapping[str, Sequence[_Meaning]]) -> tuple[_Meaning, ...]:
    total: tuple[_Meaning, ...] = ({},) if is_total([seen.header]) else ()
    return (*total, *known.get(fold(seen.header), ()))


def _is_count(seen: Seen) -> bool:
    whole = bool(seen.values) and all(value.isdecimal() and int(value) <= _MOST for value in seen.values)
    return whole and not seen.personal and seen.dates is None and seen.clock is None


def without_counted(matches: Matches) -> None:
    """Takes back what a sheet's columns of counts say themselves: a line counts one thing."""
    for target in (*CATEGORIES_COUNTED, "quantity"):
        matches.chosen.pop(target, None)


def draft_wide_sheet(draft: Draft, sheet: WideSheet) -> None:
    """Fills the keys of a wide tally sheet; what a column counts is never guessed."""
    twice = _named_twice(sheet.counts)
    settled = {
        header: meant[0] for header, meant in sheet.counts.items() if len(meant) == 1 and header not in twice
    }
    draft.more |= {"record": "tally", "time_precision": "opening"}
    draft.more["counts"] = [{"column": header, **meant} for header, meant in settled.items()]
    draft.more |= {"file": {"total_rows": True}} if sheet.has_totals else {}
    draft.identity = {"mode": "replace_day"}
    if sheet.named:
        draft.warn("counts", text("intake.proposed.wide_sheet", count=len(settled)))
    else:
        draft.warn("counts", text("intake.proposed.wide_sheet_alone"))
    unknown = "count_unknown" if sheet.named else "count_unnamed"
    for header, meant in sheet.counts.items():
        if header not in settled:
            choices = [f"{name} = {toml_out.quoted(key)}" for one in meant for name, key in one.items()]
            why = "count_twice" if header in twice else "count_two" if meant else unknown
            draft.leave(sheet.seen[header], why, choices)


def _named_twice(headers: Collection[str]) -> set[str]:
    """Columns that share their name in the file, of which the reader numbers all but the first."""
    return {name for header in headers if (second := f"{header} (2)") in headers for name in (header, second)}
