"""What the steps on the page Data have done: files opened, tried and imported, initiatives made.

Every function asks for the data steward's role first: the page's own refusal is not enough.
"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from evaluation.disclosure.cells import Role
from evaluation.initiative import Initiative, load_initiative
from evaluation.initiative.create import checked, create, extend, extended, is_made_here, reopen
from evaluation.initiative.kinds import RESERVED
from evaluation.intake.form import Form
from evaluation.intake.importing import Imported, import_files, readable_profiles
from evaluation.intake.other import template as other_template
from evaluation.intake.read import read_header
from evaluation.intake.spec import FileSpec
from evaluation.intake.trial import (
    Fitting,
    Opened,
    Trial,
    fitting,
    free_name,
    open_file,
    save_profile,
    try_out,
)
from evaluation.intake.words import slug
from evaluation.settings import settings
from evaluation.store import Store
from evaluation.texts import error, table, text
from evaluation.web import selection

_YEAR = timedelta(days=364)
_COUNTRY = "DK"  # whose public holidays a place may be closed on


@dataclass(frozen=True)
class Target:
    """The initiative that a file is for; None while there is none."""

    folder: Path | None
    initiative: Initiative | None
    is_selected: bool = True  # False for the initiative that is still to be made

    @property
    def key(self) -> str:
        """Its id; "" for none."""
        return self.initiative.id if self.initiative else ""

    @property
    def can_grow(self) -> bool:
        """Whether the page may add sites, topics, groups and sources to it."""
        return self.folder is not None and is_made_here(self.folder)


def target(folder: Path | None) -> Target:
    """What lies in a folder. Raises UserError for an initiative that cannot be read."""
    return Target(folder, load_initiative(folder) if folder else None)


def opened(name: str, content: bytes, place: Target) -> Opened:
    """The file's columns and the proposal. Raises UserError for a file that is none."""
    with _laid_down(name, content) as path:
        return open_file(path, place.initiative)


def profiles_that_fit(name: str, content: bytes, folder: Path | None) -> Fitting:
    """The profiles whose columns are all in the file. Raises UserError for a file that is none."""
    with _laid_down(name, content) as path:
        read_header(path, FileSpec())  # also where there is no profile to read it by
        sound = readable_profiles(folder)[0] if folder else ()
        return fitting(path, sound)


def unread_profiles(place: Target) -> tuple[str, ...]:
    """What is wrong with the initiative's profiles that cannot be read."""
    return tuple(map(str, readable_profiles(place.folder)[1])) if place.folder else ()


def tried(name: str, content: bytes, form: Form, place: Target) -> Trial:
    """What an import would give; nothing is kept, nothing added to the initiative."""
    initiative = _grown(form, place)
    with _laid_down(name, content) as path:
        return try_out(path, _store(), initiative, form.profile(), _now())


def imported(name: str, content: bytes, form: Form, place: Target) -> tuple[Imported, str]:
    """Keeps what the initiative lacked and the profile, then imports: (what came of it, profile's file)."""
    profile = form.profile()
    _grown(form, place)
    if place.folder is None:
        raise error("web.no_initiative", got=settings().initiatives.name)
    initiative = extend(place.folder, form.additions()) if form.additions().any else place.initiative
    if initiative is None:
        raise error("web.no_initiative", got=settings().initiatives.name)
    with _laid_down(name, content) as path:
        import_files(
            [path], _store(), initiative, [profile], now=_now(), dry_run=True
        )  # refuses before we save
        saved = save_profile(place.folder, profile)
        done = import_files([path], _store(), initiative, [profile], now=_now())
    return done, saved.name


def new_profile_name(name: str, folder: Path | None) -> str:
    """A profile id made of a name, that no profile has yet."""
    wanted = slug(name)
    return free_name(wanted, folder) if folder else wanted


@dataclass(frozen=True)
class Weekly:
    """An opening every week: the weekday as in `Rule`, clock times as HH:MM, staff at the desk."""

    weekday: str
    opens: str
    closes: str
    staff: int = 1


@dataclass(frozen=True)
class NewPlace:
    """A place, its kind (a SiteKind), its openings, and who counts it: "" the file's own source, None nobody."""

    name: str
    kind: str
    openings: tuple[Weekly, ...] = ()
    counted_by: str | None = ""


@dataclass(frozen=True)
class NewInitiative:
    """The answers. `holidays`: whether the places are closed on public holidays."""

    name: str
    municipality: str
    starts: date
    ends: date
    places: tuple[NewPlace, ...]
    source: str
    holidays: bool = False


def create_initiative(answers: NewInitiative) -> str:
    """Writes the initiative; its id. Raises UserError when there is one of that name."""
    _steward_only()
    ids: list[str] = []
    for place in answers.places:
        ids.append(slug(place.name, [*ids, *RESERVED]))
    places = dict(zip(ids, answers.places, strict=True))
    schedule = [_rule(key, one) for key, place in places.items() for one in place.openings]
    initiative = checked(
        {
            "id": slug(answers.name, RESERVED),
            "name": answers.name,
            "municipality": answers.municipality,
            "municipality_name": _full_name(answers.municipality),
            "starts_on": answers.starts,
            "evaluation_ends_on": answers.ends,
            "calendar": {"holidays": _COUNTRY} if answers.holidays and schedule else {},
            "sites": [{"id": key, "name": one.name, "kind": one.kind} for key, one in places.items()],
            "sources": _sources(answers.source, places),
            "schedule": schedule,
        }
    )
    return create(settings().initiatives, initiative).name


def reopened(place: Target, week: Mapping[str, Sequence[Weekly]], *, holidays: bool) -> Initiative:
    """Gives the initiative another week (by site id). Raises UserError where a person has edited its file."""
    _steward_only()
    if place.folder is None:
        raise error("web.no_initiative", got=settings().initiatives.name)
    schedule = [_rule(site, one) for site, openings in week.items() for one in openings]
    return reopen(place.folder, schedule, _COUNTRY if holidays else None)


def _rule(site: str, one: Weekly) -> dict[str, object]:
    return {
        "site": site,
        "weekday": one.weekday,
        "opens": one.opens,
        "closes": one.closes,
        "staff_serving": one.staff,
    }


def _sources(own: str, places: Mapping[str, NewPlace]) -> list[dict[str, object]]:
    """The file's source and those named for other places: each counts its own places, and no other does."""
    counts: dict[str, list[str]] = {own: []}
    for key, place in places.items():
        if place.counted_by is not None:
            counts.setdefault(place.counted_by or own, []).append(key)
    ids: list[str] = []
    for name in counts:
        ids.append(slug(name, ids))
    return [
        {"id": key, "name": name, "counts": sites}
        for key, (name, sites) in zip(ids, counts.items(), strict=True)
    ]


def _full_name(municipality: str) -> str:
    """As the municipality writes itself: "Odense Kommune", "Københavns Kommune"."""
    exceptions = table("municipalities.full_names")
    name = table("municipalities.names")[municipality]
    return exceptions.get(municipality) or text("municipalities.full_name", name=name)


def year_from(first: date, last: date) -> date:
    """A last day to propose: a year on, or where the file ends if that is later."""
    return max(last, first + _YEAR)


def template(kind: str, place: Target) -> tuple[str, bytes]:
    """(file name, content) of an empty file of a kind, as Danish Excel opens it."""
    return f"{text(f'mapping.template_names.{kind}')}.csv", other_template(kind, place.initiative).encode(
        "utf-8-sig"
    )


def holds_synthetic() -> bool:
    """Whether the store holds made-up rows: real ones will be refused."""
    return _store().synthetic() is True


def _grown(form: Form, place: Target) -> Initiative:
    if place.initiative is None:
        raise error("web.no_initiative", got=settings().initiatives.name)
    more = form.additions()
    return extended(place.initiative, more) if more.any else place.initiative


@contextmanager
def _laid_down(name: str, content: bytes) -> Iterator[Path]:
    """The uploaded bytes in a file of their own name, gone again at once."""
    _steward_only()
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / Path(name).name
        path.write_bytes(content)
        yield path


def _steward_only() -> None:
    if selection.current().role is not Role.DATAANSVARLIG:
        raise error("web.steward_only", got=selection.current().role.value)


def _store() -> Store:
    return Store(settings().store)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
