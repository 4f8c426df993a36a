"""Proposes a profile for a file that nobody has described; what is ambiguous is left to a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from evaluation.initiative.models import Initiative
from evaluation.intake import toml_out
from evaluation.intake.arrival import free_times, infer_arrival
from evaluation.intake.cpr import masked
from evaluation.intake.draft import (
    Draft,
    draft_categories,
    draft_plain,
    draft_times,
    leave_rest,
    taken_headers,
)
from evaluation.intake.guess import MOST_VALUES, Matches, Seen, look_at, match_columns
from evaluation.intake.leftovers import Unmapped, leftovers
from evaluation.intake.match import safe_header
from evaluation.intake.profile import Profile
from evaluation.intake.profile_io import draft as draft_toml
from evaluation.intake.raw import RawTable
from evaluation.intake.read import read_file
from evaluation.intake.spec import FileSpec
from evaluation.intake.targets import fold, known_names
from evaluation.intake.times import Moments
from evaluation.intake.unique import draft_identity
from evaluation.intake.unread import no_rows, unknown_cells
from evaluation.intake.wide import draft_wide_sheet, find_wide_sheet, without_counted
from evaluation.intake.words import slug, words
from evaluation.store.schema import CHANNELS, OUTCOMES
from evaluation.texts import error, text

__all__ = ["Proposal", "Unmapped", "propose", "propose_table"]

_LATE_HOURS = np.timedelta64(16, "h")
_NOTHING_FOUND = {"not_found", "which_site", "which_source", "no_identity", "number_again"}
_REPEATED = 0.5  # distinct values among the rows of a category, at most
_MINUTE, _DAY = "datetime64[m]", "datetime64[D]"
_LAST_MINUTE = np.timedelta64(23 * 60 + 59, "m")


@dataclass(frozen=True)
class Proposal:
    """`profile` is None while something it needs is unsettled; `toml` can be saved and finished by hand.

    `sites_toml`: blocks for initiative.toml where the file names what no initiative has yet. `event_column`: the
    header of the column that says what happened, where the file looks like an event log.
    """

    profile: Profile | None
    toml: str
    unmapped: tuple[Unmapped, ...]
    sites_toml: str
    warnings: tuple[str, ...] = ()
    event_column: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether no column fills anything, or could."""
        asked = (one.why for one in self.unmapped if one.needed)
        return "\n[columns." not in self.toml and set(asked) <= _NOTHING_FOUND


def propose(path: Path, initiative: Initiative | None = None, *, source: str | None = None) -> Proposal:
    """A profile for a file. Without an initiative it makes up ids and suggests their blocks.

    `source`: settles which of the initiative's sources the file is from. Raises UserError when the file
    cannot be read or nothing in it can be proposed.
    """
    raw = read_file(path, FileSpec())
    if not raw.source_row:
        raise no_rows(raw, path.name)
    found = propose_table(raw, path.name, initiative, source=source)
    if found.is_empty:
        raise error("intake.no_log", file=masked(path.name))
    return found


def propose_table(
    raw: RawTable, file_name: str, initiative: Initiative | None = None, *, source: str | None = None
) -> Proposal:
    """As `propose`, from a table that is read already."""
    sheet = find_wide_sheet(raw, initiative)
    columns = sheet.others if sheet else look_at(raw)
    matches = match_columns(columns)
    if sheet:
        without_counted(matches)
    found = Draft()
    _settle_arrival(found, matches, columns)
    walls = draft_times(found, matches, columns)
    draft_categories(found, matches, initiative)
    draft_plain(found, matches)
    if sheet is None:
        draft_identity(found, columns, walls, taken_headers(found) - _case_header(found))
    _settle_site(found, initiative)
    _habits(found, walls)
    if sheet:
        draft_wide_sheet(found, sheet)
    leave_rest(found, matches, columns)
    name = _name(file_name)
    chosen = source or _source(found, name, initiative)
    plain = _plain(found, name, chosen)
    _say_missing(found, matches, columns, initiative)
    counted = sheet is None or bool(found.more["counts"])
    complete = (
        chosen and counted and found.identity and {"arrived_at", "site"} <= {*found.columns, *found.constants}
    )
    profile = Profile.model_validate(plain) if complete else None
    days = walls.get("arrived_at", np.array([], dtype="datetime64[us]"))
    toml = draft_toml(plain, _notes(found, initiative)) + _homeless(found)
    formats = {safe_header(seen.header): seen.formats for seen in columns}
    sites = [site.id for site in initiative.sites] if initiative else []
    toml += leftovers(
        found.unmapped, formats, {*found.columns, *found.constants}, sites, bool(found.constants)
    )
    blocks = _blocks(found, chosen, days) if initiative is None else ""
    found.warnings += unknown_cells(raw)
    return Proposal(profile, toml, tuple(found.unmapped), blocks, tuple(found.warnings), found.event_column)


def _settle_arrival(found: Draft, matches: Matches, columns: Sequence[Seen]) -> None:
    """Where no header names the arrival but the times tell it: taken, and said why."""
    inferred = infer_arrival(matches, columns)
    if inferred is not None:
        seen, why = inferred
        matches.chosen["arrived_at"] = seen
        found.warn("arrived_at", text(f"intake.proposed.{why}", column=safe_header(seen.header)))


def _say_missing(
    found: Draft, matches: Matches, columns: Sequence[Seen], initiative: Initiative | None
) -> None:
    """Names the needed fields that nothing fills yet, with the columns that could."""
    settled = {*found.columns, *found.constants, *(entry.target for entry in found.unmapped)}
    if "arrived_at" not in settled:
        times = [safe_header(seen.header) for seen in free_times(matches, columns)]
        found.lack("arrived_at", "which_time" if times else "not_found", times)
    if "site" not in settled:
        alike = _like_sites(found, columns, initiative)
        found.lack("site", "which_site" if alike else "not_found", alike)

    if ({"called_at", "served_at"} & settled or "events" in found.more) and "channel" not in settled:
        found.lack("channel", "needs_channel")


def _case_header(found: Draft) -> set[str]:
    """A case's number may also be the row's, where it never comes again."""
    return set(found.columns.get("case_id", {"column": ()})["column"])


def _like_sites(found: Draft, columns: Sequence[Seen], initiative: Initiative | None) -> list[str]:
    """Columns of few words that mean nothing else yet; those that name the initiative's places first."""
    names = known_names("site", initiative) if initiative else None
    known = {fold(word) for pair in (names or {}).items() for word in pair}
    unused = {entry.column for entry in found.unmapped if entry.why == "unused"}
    alike = [
        seen
        for seen in columns
        if safe_header(seen.header) in unused
        and seen.distinct_share <= _REPEATED
        and len(seen.values) <= MOST_VALUES
        and any(map(str.isalpha, "".join(seen.values)))
    ]
    alike.sort(key=lambda seen: -sum(fold(value) in known for value in seen.values))
    return [safe_header(seen.header) for seen in alike]


def _name(file_name: str) -> str:
    """The file's name without dates and numbers: monthly exports share a profile."""
    return slug(" ".join(word for word in words(Path(file_name).stem) if not word.isdigit())) or "x"


def _source(found: Draft, name: str, initiative: Initiative | None) -> str | None:
    if initiative is None:
        return name
    ids = [source.id for source in initiative.sources]
    named = [one.id for one in initiative.sources if one.id in name or slug(one.name) in name]
    if len(ids) == 1 or len(named) == 1:
        return (named or ids)[0]
    found.lack("source", "which_source", ids)
    return None


def _settle_site(found: Draft, initiative: Initiative | None) -> None:
    """An initiative with one place needs no column for it."""
    if "site" not in found.columns and initiative is not None and len(initiative.sites) == 1:
        found.constants["site"] = initiative.sites[0].id


def _habits(found: Draft, walls: Mapping[str, Moments]) -> None:
    """How exact the times are, whether cases last for days, and when the system closes what is open."""
    arrived, ended = walls.get("arrived_at"), walls.get("ended_at")
    taken = arrived if "arrived_at" in found.columns else None
    if taken is not None and len(taken) and bool((_clock(taken) == np.timedelta64(0, "m")).all()):
        found.more["time_precision"] = "day"
    if arrived is None or ended is None or not (known := ~np.isnat(arrived) & ~np.isnat(ended)).any():
        return
    begun, done = arrived[known], ended[known]
    late = (done.astype(_DAY) > begun.astype(_DAY)) & (done - begun > _LATE_HOURS)
    if float(late.mean()) > 0.1:
        found.more["unclosed_after_hours"] = 0
    at_night = _clock(done) == _LAST_MINUTE
    if at_night.sum() >= 2 and float(at_night.mean()) >= 0.005:
        found.more["closing_time"] = "23:59"


def _clock(moments: Moments) -> npt.NDArray[np.timedelta64]:
    known = moments[~np.isnat(moments)]
    minutes: npt.NDArray[np.timedelta64] = known.astype(_MINUTE) - known.astype(_DAY)
    return minutes


def _plain(found: Draft, name: str, source: str | None) -> dict[str, Any]:
    head: dict[str, Any] = {"id": name, "source": source or "", "record": "contact", **found.more}
    head |= {"time_precision": found.more.get("time_precision", "minute"), "left_time": "actual"}
    return head | {
        "identity": found.identity,
        "coverage": {"unit": "sheet" if head["record"] == "tally" else "week"},
        "constants": found.constants,
        "columns": found.columns,
    }


def _notes(found: Draft, initiative: Initiative | None) -> dict[str, str]:
    """What to say above a column: what to look at, and which of its values are not settled."""
    notes = {target: "\n".join(said) for target, said in found.notes.items()}
    lacking = {entry.column: entry.candidates for entry in found.unmapped if entry.why == "values"}
    for target, spec in found.columns.items():
        values = lacking.get(spec["column"][0])
        if not values:
            continue
        said = (
            text("intake.dump.missing_sites", values=_listed(values))
            if target == "site"
            else text("intake.dump.missing_values", allowed=_allowed(target, initiative))
        )
        notes[target] = "\n".join([said, *filter(None, [notes.get(target)])])
    return notes


def _homeless(found: Draft) -> str:
    """What is said of a target that has no table in the file."""
    said = [note for target, notes in found.notes.items() if target not in found.columns for note in notes]
    return "".join(f"{line}\n" for line in ["", *toml_out.comment("\n".join(said))]) if said else ""


def _allowed(target: str, initiative: Initiative | None) -> str:
    own = {"channel": CHANNELS, "outcome": OUTCOMES}.get(target)
    if own or initiative is None:
        return ", ".join(own or ())
    return ", ".join(known_names(target, initiative) or ())


def _listed(values: Sequence[str]) -> str:
    return ", ".join(" ".join(value.split()) for value in values)


def _blocks(found: Draft, source: str | None, days: Moments) -> str:
    """`[[sites]]`, `[[topics]]`, `[[groups]]`, `[[sources]]` for what the file names."""
    lines = toml_out.comment(text("intake.propose.sites"))
    known = days[~np.isnat(days)].astype(_DAY)
    if len(known):
        first, last = (date.fromisoformat(str(day)) for day in (known.min(), known.max()))
        lines += toml_out.table([], {"starts_on": first.isoformat(), "evaluation_ends_on": last.isoformat()})
    sites = found.named.get("site", {}) | found.named.get("served_by", {})
    for key, name in sites.items():
        lines += ["", *toml_out.array_item("sites", {"id": key, "name": name, "kind": "unit"})]
    for key, name in found.named.get("topic", {}).items():
        lines += ["", *toml_out.array_item("topics", {"id": key, "name": name})]
    groups = found.named.get("target_group", {})
    lines += ["", *toml_out.comment(text("intake.propose.groups"))] if groups else []
    for key, name in groups.items():
        lines += ["", *toml_out.array_item("groups", {"id": key, "name": name, "target": False})]
    counted = {"id": source or "", "name": source or "", "counts": list(found.named.get("site", {}))}
    return "\n".join([*lines, "", *toml_out.array_item("sources", counted)]) + "\n"
