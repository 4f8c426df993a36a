"""Opens a file that nobody has described, and tries a profile on it: what a person sees before anything is kept."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from filelock import FileLock

from evaluation.initiative.models import Initiative
from evaluation.intake.columns import FileColumn, file_columns
from evaluation.intake.coverage import CoverageSpan
from evaluation.intake.fold import fold
from evaluation.intake.form import EVENT, Form
from evaluation.intake.form_start import first_form
from evaluation.intake.guess import look_at
from evaluation.intake.importing import PROFILES, Imported, import_files, readable_profiles
from evaluation.intake.match import find_headers, nearly_fitting, wanted_headers
from evaluation.intake.profile import Profile
from evaluation.intake.profile_io import dump_profile, load_profile, profile_hash
from evaluation.intake.propose import propose_table
from evaluation.intake.read import read_file, read_header
from evaluation.intake.sheets import people
from evaluation.intake.spec import FileSpec
from evaluation.intake.take import take
from evaluation.intake.tickets import Tickets, spread, told_of
from evaluation.intake.unread import no_rows, unknown_cells
from evaluation.store import Store
from evaluation.store.schema import TAKEN
from evaluation.texts import error

_LOCK = ".profiles.lock"
_FIRST_ROWS = 5
_ACCIDENTS = 0.05  # of the tickets may begin twice without their numbers being used again
#: Why a proposal does not take a column, where a person should know before choosing a use for it.
_SAID = frozenset({"personal", "free_text", "people", "cpr", "planned", "mixed_dates", "many_values"})
_UNSHOWN = ("enquiry_id", "case_id")
_KEPT_BESIDE = ("local_date", "wait_min")


@dataclass(frozen=True)
class Opened:
    """A file as it lies: its columns, and the form that the proposal makes of it.

    `remarks`: header → why the proposal does not take the column. `warnings`: which cells cannot be read.
    `event_column`: what the column is called that says what happened, where the form begins with rows that are events.
    `suggested`: the keys of an initiative that the file shows, where there is none yet: `sites` and so on.
    """

    sha256: str
    rows: int
    columns: tuple[FileColumn, ...]
    form: Form
    remarks: dict[str, str]
    warnings: tuple[str, ...]
    suggested: Mapping[str, Any]
    event_column: str = ""


def open_file(path: Path, initiative: Initiative | None) -> Opened:
    """Raises UserError when the file cannot be read or has no rows."""
    raw = read_file(path, FileSpec())
    if not raw.source_row:
        raise no_rows(raw, path.name)
    found = propose_table(raw, path.name, initiative)
    columns = tuple(
        column.as_events() if column.header == found.event_column else column
        for column in file_columns(look_at(raw), initiative)
    )
    remarks = {entry.column: entry.sentence for entry in found.unmapped if entry.why in _SAID}
    form = first_form(found, columns)
    events = [column.label for column in columns if form.use(column.header) == EVENT]
    return Opened(
        sha256=raw.sha256,
        rows=len(raw.source_row),
        columns=columns,
        form=form,
        remarks=remarks,
        warnings=unknown_cells(raw),
        suggested=tomllib.loads(found.sites_toml),
        event_column="".join(events),
    )


@dataclass(frozen=True)
class Fitting:
    """`profiles`: ids of those whose columns are all in a file. `nearly`: where none fits, which one nearly does."""

    profiles: tuple[str, ...]
    nearly: str = ""


def fitting(path: Path, profiles: Sequence[Profile]) -> Fitting:
    """Which profiles fit a file. Raises UserError when the file cannot be read."""
    found = [p.id for p in profiles if not find_headers(read_header(path, p.file), wanted_headers(p))[1]]
    return Fitting(tuple(found), "" if found else nearly_fitting(path, profiles))


@dataclass(frozen=True)
class Trial:
    """What an import would give, and nothing kept. `first`: some rows as they would be stored, without ids.

    Of an event log these are enquiries (or steps) that its events tell of, and `tickets` is what they are; else it
    is None. `reissued`: numbers that begin more than once, where they are too many to be an accident; else 0.
    `people`: how many citizens the tally sheets count; None where rows are no sheets.
    """

    imported: Imported
    coverage: tuple[CoverageSpan, ...]
    first: pa.Table
    tickets: Tickets | None = None
    reissued: int = 0
    people: int | None = None


def try_out(path: Path, store: Store, initiative: Initiative, profile: Profile, now: datetime) -> Trial:
    """Raises UserError as an import would."""
    imported = import_files([path], store, initiative, [profile], now=now, dry_run=True)
    # The ids are thrown away at once, so any key will do.
    taken = take(path, profile, initiative, bytes(32), now=now)
    filled = [name for name in TAKEN if name in (*profile.columns, *profile.constants)]
    if profile.counts:
        filled += ["quantity", *(c.category[0] for c in profile.counts if c.category)]
    rows, tickets = taken.accepted, None
    if profile.events is not None:
        rows = fold(rows).rows.sort_by("arrived_at")
        filled = [*filled, "outcome"]
        tickets = told_of(rows, profile, profile.timezone or initiative.timezone)
        rows = spread(rows, _FIRST_ROWS)
    shown = dict.fromkeys(name for name in (*filled, *_KEPT_BESIDE) if name not in _UNSHOWN)
    first = rows.select(list(shown)).slice(0, _FIRST_ROWS)
    counted = people(taken.accepted) if profile.record == "tally" else None
    return Trial(imported, taken.coverage, first, tickets, _reissued(taken.accepted), counted)


def _reissued(rows: pa.Table) -> int:
    """How many tickets begin at several times, if they are more than a few: their numbers start again."""
    begun = rows.filter(pc.equal(rows["event"], "issued")).group_by("ticket_id")
    times = begun.aggregate([("arrived_at", "count_distinct")])["arrived_at_count_distinct"]
    again = int(pc.sum(pc.greater(times, 1)).as_py() or 0)
    return again if again > _ACCIDENTS * len(times) else 0


def save_profile(folder: Path, profile: Profile) -> Path:
    """Writes the profile among the initiative's own; never over another one.

    The same profile saved again is the same file. Raises UserError when another one has its name.
    """
    place = folder / PROFILES / f"{profile.id}.toml"
    place.parent.mkdir(exist_ok=True)
    content = dump_profile(profile)
    with FileLock(place.parent / _LOCK):  # or a second person reads what the first has not written to its end
        try:
            with place.open("x", encoding="utf-8", newline="\n") as file:
                file.write(content)
        except FileExistsError:
            if profile_hash(load_profile(place)) != profile_hash(profile):
                raise error("mapping.taken", got=profile.id) from None
    return place


def free_name(name: str, folder: Path) -> str:
    """A profile id that no file of the initiative has yet."""
    sound, _ = readable_profiles(folder)
    taken = {profile.id for profile in sound} | {path.stem for path in (folder / PROFILES).glob("*.toml")}
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name}_{number}"
    return found
