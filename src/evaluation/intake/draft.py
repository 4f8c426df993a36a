"""Turns matched columns into the keys of a profile, and keeps note of all that is left to a person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from evaluation.initiative.kinds import RESERVED
from evaluation.initiative.models import Initiative
from evaluation.intake.check import closed_map
from evaluation.intake.dates import joined_style
from evaluation.intake.discreet import hidden_values, told
from evaluation.intake.guess import MOST_VALUES, Matches, Seen
from evaluation.intake.leftovers import Unmapped, plain
from evaluation.intake.match import safe_header
from evaluation.intake.profile import ColumnSpec
from evaluation.intake.targets import CATEGORIES, TIMES, alike, fold, known_names
from evaluation.intake.times import Moments, joined, parse
from evaluation.intake.words import AMONG, EXACT, fit, meaning, slug
from evaluation.texts import text

#: Where only an initiative can say what the values are: ids are never made up of what a file holds.
_OWN_LISTS = ("life_event", "home_area")


@dataclass
class Draft:
    """The keys found so far."""

    columns: dict[str, dict[str, Any]] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    identity: dict[str, Any] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    unmapped: list[Unmapped] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    notes: dict[str, list[str]] = field(default_factory=dict)  # warnings by the target they are of
    named: dict[str, dict[str, str]] = field(default_factory=dict)  # new ids → names, by target
    sites: list[str] = field(default_factory=list)  # each row's site: its id, or what the file says
    event_column: str = ""  # of an event log: the column that says what happened

    def leave(self, seen: Seen, why: str, candidates: Sequence[str] = (), target: str | None = None) -> None:
        """Leaves a column to a person."""
        name = safe_header(seen.header)
        self.unmapped.append(Unmapped(name, why, tuple(candidates), target))

    def warn(self, target: str, sentence: str) -> None:
        """Says what to look at, also in the file, above the target's table."""
        said = plain(sentence)
        self.warnings.append(said)
        self.notes.setdefault(target, []).append(said)

    def lack(self, target: str, why: str, candidates: Sequence[str] = ()) -> None:
        """Says that a target is not filled."""
        self.unmapped.append(Unmapped(target, why, tuple(candidates), target))


def draft_times(draft: Draft, matches: Matches, columns: Sequence[Seen]) -> dict[str, Moments]:
    """Fills the time columns; returns the wall clocks, a row each, of those whose style is known."""
    dated = [c for c in columns if c.dates is not None and c.dates.date_only]
    walls: dict[str, Moments] = {}
    for target in (t for t in TIMES if t in matches.chosen):
        seen = matches.chosen[target]
        parts = (
            _with_clock(seen, columns, matches) if seen.clock is None else _with_date(seen, dated, matches)
        )
        if parts is None:
            draft.lack(target, "two_candidates", [safe_header(c.header) for c in (seen, *dated)])
        elif not (dates := parts[0].dates) or dates.style is None:
            why = dates.why if dates and dates.why else "mixed_dates"
            draft.leave(parts[0], why, dates.candidates if dates else (), target)
        else:
            walls[target] = _draft_time(draft, target, parts, dates.style)
    return walls


def _with_clock(seen: Seen, columns: Sequence[Seen], matches: Matches) -> list[Seen]:
    """A date that stands alone takes the only column of clock times that is nothing else."""
    used = {column.header for column in matches.chosen.values()}
    clocks = [c for c in columns if c.clock and c.header not in used and fit(c.header, "clock_part")[0]]
    alone = seen.dates is not None and seen.dates.date_only
    return [seen, clocks[0]] if alone and len(clocks) == 1 else [seen]


def _with_date(seen: Seen, dated: Sequence[Seen], matches: Matches) -> list[Seen] | None:
    """A clock time takes the only date; of several the one that is nothing else, then the one so named."""
    used = {column.header for column in matches.chosen.values()}
    free = [c for c in dated if c.header not in used] or dated
    plainly = [c for c in free if fit(c.header, "date_part")[0] == EXACT]
    found = free if len(free) == 1 else plainly
    return [found[0], seen] if len(found) == 1 else None


def _draft_time(draft: Draft, target: str, parts: Sequence[Seen], date_style: str) -> Moments:
    style = joined_style(date_style, [part.clock for part in parts[1:] if part.clock])
    draft.columns[target] = {"column": [part.header for part in parts], "format": style}
    rows = _joined_rows(parts)
    distinct, codes = np.unique(np.array(rows, dtype=object), return_inverse=True)
    moments = parse(list(distinct), style).moment
    bad = int((np.isnat(moments) & (distinct != "")).sum())
    if bad:
        name = safe_header(parts[0].header)
        draft.warn(target, text("intake.proposed.two_styles", column=name, count=bad, format=style))
    return moments[codes]


def _joined_rows(parts: Sequence[Seen]) -> list[str]:
    texts = [[part.cells.text(row) for row in range(len(part.cells.codes))] for part in parts]
    return [joined(cells) if all(cells) else "" for cells in zip(*texts, strict=True)]


def draft_categories(draft: Draft, matches: Matches, initiative: Initiative | None) -> None:
    """Fills closed categories with maps; what cannot be told apart is left with the list of values."""
    for target in (t for t in CATEGORIES if t in matches.chosen):
        seen = matches.chosen[target]
        known = _known(target, initiative)
        if known is None and target in _OWN_LISTS:
            draft.leave(seen, "no_list", [target])
            continue
        meant = alike({value: _id(target, value, initiative, known) for value in seen.values})
        hidden = hidden_values(seen, {value for value, mapped in meant.items() if mapped is not None})
        shown = {value: mapped for value, mapped in meant.items() if value not in set(hidden)}
        found = _new_ids(draft, target, _by_spelling(seen, shown)) if known is None else shown
        _fill(draft, target, seen, found, hidden)
        if target == "site":
            meant_here = [found.get(value) or value for value in seen.values] + [""]
            draft.sites = [meant_here[code] for code in seen.cells.codes.tolist()]  # code -1 is the last


def _fill(draft: Draft, target: str, seen: Seen, found: dict[str, str | None], hidden: Sequence[str]) -> None:
    """Maps what is settled. `found`: the values that may be shown, with their ids; `hidden`: the others."""
    lacking = [value for value, mapped in found.items() if mapped is None]
    if lacking:
        draft.leave(seen, "values", lacking, target if len(lacking) == len(found) else None)
    elif not found:
        draft.leave(seen, "people")
    if hidden:
        draft.warn(target, told(safe_header(seen.header), hidden))
    if len(lacking) < len(found):
        blank = {} if target == "site" else dict.fromkeys(lacking, "")
        taken = {value: mapped for value, mapped in found.items() if mapped is not None} | blank
        draft.columns[target] = {"column": [seen.header], "values": taken}


def _known(target: str, initiative: Initiative | None) -> dict[str, str] | None:
    """The closed list of ids, or None where ids are still to be made."""
    if target in ("channel", "outcome") or initiative is None:
        return {} if target in ("channel", "outcome") else None
    return known_names(target, initiative)


def _id(target: str, value: str, initiative: Initiative | None, known: object) -> str | None:
    if target in ("channel", "outcome"):
        return meaning(target, value)
    if initiative is None or known is None:
        return None
    found = closed_map(target, ColumnSpec(column=("x",)), initiative).get(fold(value))
    return found or _town(target, value, initiative)


def _town(target: str, value: str, initiative: Initiative) -> str | None:
    """A site by its town, where the town has one."""
    there = [site.id for site in initiative.sites if site.town and fold(site.town) == fold(value)]
    return there[0] if len(there) == 1 and target in ("site", "served_by", "otherwise_site") else None


def _new_ids(draft: Draft, target: str, values: Sequence[str]) -> dict[str, str | None]:
    """An id for each word, named as it is first written among `values`."""
    ids: dict[str, str] = {}
    made: dict[str, str] = {}
    for value in values:
        if fold(value) not in made:
            made[fold(value)] = slug(value, [*ids, *RESERVED])
            ids[made[fold(value)]] = value
    draft.named[target] = ids
    return {value: made[fold(value)] for value in values}


def _by_spelling(seen: Seen, shown: Collection[str]) -> list[str]:
    """The values in order; of those that differ only in case and blanks the usual spelling first."""
    rows = np.bincount(seen.cells.codes[seen.cells.codes >= 0], minlength=len(seen.values)).tolist()
    count = dict(zip(seen.values, rows, strict=True))
    return sorted(shown, key=lambda value: (fold(value), -count[value], value))


def draft_plain(draft: Draft, matches: Matches) -> None:
    """Fills flags and numbers, and the case id."""
    for target, seen in matches.chosen.items():
        if target not in (*TIMES, *CATEGORIES, "enquiry_id"):
            draft.columns[target] = {"column": [seen.header]}
            if target == "case_id" and seen.cpr_share:
                draft.columns.pop(target)
                draft.leave(seen, "numeric_id")


def taken_headers(draft: Draft) -> set[str]:
    """Headers that fill a field, or name the events of a log."""
    events = {draft.more["events"]["column"]} if "events" in draft.more else set()
    return events | {header for spec in draft.columns.values() for header in spec["column"]}


def leave_rest(draft: Draft, matches: Matches, columns: Sequence[Seen]) -> None:
    """Says of every column that is not taken why it is not."""
    settled = taken_headers(draft) | set(draft.identity.get("columns", ()))
    said = {entry.column for entry in draft.unmapped}
    said |= {name for entry in draft.unmapped if entry.why == "event_log" for name in entry.candidates}
    for target, tied in matches.tied.items():
        if target == "enquiry_id":
            continue  # the identity is settled by what the columns hold, or asked for by itself
        draft.lack(target, "two_candidates", [safe_header(c.header) for c in tied])
    for seen in columns:
        if seen.header not in settled and safe_header(seen.header) not in said:
            why = _why(seen, matches)
            weak = [matches.weak[seen.header]] if why == "weak" else []
            draft.leave(seen, why, seen.formats if why == "time" else weak)


def _why(seen: Seen, matches: Matches) -> str:
    named = [t for t in (*TIMES, *CATEGORIES) if fit(seen.header, t)[0] >= AMONG]
    checks = {
        "empty": not seen.values,
        "personal": seen.personal,
        "cpr": seen.cpr_share > 0.1,
        "free_text": seen.free_text and seen.dates is None,
        "two_candidates": any(seen in tied for tied in matches.tied.values()),
        "planned": seen.dates is not None and fit(seen.header, "not_flow")[0] >= AMONG,
        "time": seen.dates is not None and seen.suits("updated_at"),
        "weak": seen.header in matches.weak,
        "many_values": any(t in CATEGORIES for t in named) and len(seen.values) > MOST_VALUES,
        "content": any(not seen.suits(t) for t in named),
    }
    return next((why for why, so in checks.items() if so), "unused")
