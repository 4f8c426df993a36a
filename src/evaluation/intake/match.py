"""Where profile, file and initiative meet: every name one uses must be known to the other."""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from evaluation.errors import UserError
from evaluation.initiative.models import Initiative
from evaluation.intake.cpr import has_cpr, masked
from evaluation.intake.profile import Profile
from evaluation.intake.read import read_header
from evaluation.intake.shapes import shape
from evaluation.intake.spec import FileSpec
from evaluation.intake.targets import CATEGORIES, OUTSIDE, fold, known_names
from evaluation.texts import error, text
from evaluation.texts.format import joined

#: What an identity may name beside headers: parsed values, so that their spelling does not matter.
LOCAL_DATE = "local_date"
_KEY = re.compile(r"[a-z0-9][a-z0-9_]*")
_LISTED = 40
_FEW = 2  # columns that a profile may lack and still nearly fit a file
_EMAIL = re.compile(r"[^\s@]@[^\s@]")  # not `@timestamp`


def identity_targets(profile: Profile) -> set[str]:
    """Names that an identity takes from the parsed row instead of from the file's columns."""
    return {LOCAL_DATE, *profile.columns, *profile.constants}


def wanted_headers(profile: Profile) -> list[str]:
    """Every header a file must have, in the profile's order, each once."""
    mapped = [header for spec in profile.columns.values() for header in spec.column]
    mapped += [count.column for count in profile.counts]
    mapped += [profile.events.column] if profile.events else []
    parsed = identity_targets(profile)
    return list(dict.fromkeys([*mapped, *(c for c in profile.identity.columns if c not in parsed)]))


def find_headers(present: Sequence[str], wanted: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """(wanted → the file's own spelling, those not found). Case and blanks may differ if that is unique."""
    folded: dict[str, list[str]] = {}
    for header in present:
        folded.setdefault(fold(header), []).append(header)
    found: dict[str, str] = {}
    lacking = []
    for name in wanted:
        alike = [name] if name in present else folded.get(fold(name), [])
        if len(alike) == 1:
            found[name] = alike[0]
        else:
            lacking.append(name)
    return found, lacking


def resolve_headers(present: Sequence[str], profile: Profile) -> dict[str, str]:
    """wanted → the file's own spelling. Raises UserError naming the column that is missing."""
    found, lacking = find_headers(present, wanted_headers(profile))
    if lacking:
        raise _missing_column(lacking[0], [h for h in present if h not in found.values()], profile)
    return found


def _missing_column(name: str, free: Sequence[str], profile: Profile) -> UserError:
    by_fold = {fold(header): header for header in free}
    close = get_close_matches(fold(name), list(by_fold), n=1, cutoff=0.4)
    if close:
        nearest = safe_header(by_fold[close[0]])
        return error("intake.missing_column", got=nearest, column=name, nearest=nearest, file=profile.place)
    listed = ", ".join(map(safe_header, free[:_LISTED]))
    return error("intake.missing_column_alone", got=listed, column=name, file=profile.place)


def safe_header(header: str) -> str:
    """A header fit to be shown: a data row taken for a header may hold anything."""
    return shape(header) if is_private(header) or len(header) > 80 else header


def is_private(header: str) -> bool:
    """Whether it could be a cell about a person: an e-mail address, a telephone or a CPR number."""
    return bool(_EMAIL.search(header)) or sum(map(str.isdigit, header)) >= 8 or has_cpr(header)


def choose_profile(path: Path, profiles: Sequence[Profile]) -> Profile:
    """The only profile whose columns are all in the file. Raises UserError for none or several.

    A single profile is taken as it is: reading the file by it then names the column that is missing. One
    that cannot read the file at all does not fit; where none can, what hinders the first is raised.
    """
    if len(profiles) == 1:
        return profiles[0]
    if not profiles:
        raise error("intake.no_profiles", file=masked(path.name))
    headers = _headers(path, _specs(profiles))
    fitting = [
        profile
        for profile in profiles
        if (header := headers.get(profile.file.model_dump_json())) is not None
        and not find_headers(header, wanted_headers(profile))[1]
    ]
    if len(fitting) == 1:
        return fitting[0]
    listed = ", ".join(f"{p.id} ({p.place})" for p in fitting or profiles)
    if not fitting and (near := _nearest(headers, profiles)):
        nearly, mend = near
        raise error("intake.nearly_profile", got=listed, file=masked(path.name), nearly=nearly, mend=mend)
    raise error(
        f"intake.{'several_profiles' if fitting else 'no_profile'}", got=listed, file=masked(path.name)
    )


def nearly_fitting(path: Path, profiles: Sequence[Profile]) -> str:
    """Which profile's columns are in the file but for one or two, and which those are; "" for none.

    Raises UserError when no profile can read the file.
    """
    if not profiles:
        return ""
    return " ".join(_nearest(_headers(path, _specs(profiles)), profiles))


def _nearest(headers: Mapping[str, Sequence[str]], profiles: Sequence[Profile]) -> tuple[str, ...]:
    """(what is missing of the profile that fits best, how to mend it); empty where none nearly fits."""
    missing = {
        place: find_headers(header, wanted_headers(profile))[1]
        for place, profile in enumerate(profiles)
        if (header := headers.get(profile.file.model_dump_json())) is not None
    }
    near = [
        (len(lacking), place)
        for place, lacking in missing.items()
        if 0 < len(lacking) <= _FEW and 2 * len(lacking) < len(wanted_headers(profiles[place]))
    ]
    if not near:
        return ()
    count, place = min(near)
    number = "one" if count == 1 else "many"
    columns = joined([f"»{safe_header(name)}«" for name in missing[place]])
    named = profiles[place].name or profiles[place].id
    return (
        text(f"intake.nearly.{number}", profile=named, columns=columns),
        text(f"intake.nearly.mend_{number}"),
    )


def _specs(profiles: Sequence[Profile]) -> dict[str, FileSpec]:
    """The ways of reading a file, each once."""
    return {profile.file.model_dump_json(): profile.file for profile in profiles}


def _headers(path: Path, specs: Mapping[str, FileSpec]) -> dict[str, tuple[str, ...]]:
    """The file's header by each way of reading it, without those that fail."""
    found: dict[str, tuple[str, ...]] = {}
    problems = []
    for name, spec in specs.items():
        try:
            found[name] = read_header(path, spec)
        except UserError as problem:
            problems.append(problem)
    if not found:
        raise problems[0]
    return found


def meets(profile: Profile, initiative: Initiative) -> None:
    """Checks that the profile speaks of what the initiative has. Raises UserError with what is allowed."""
    _known(profile, "source", profile.source, [s.id for s in initiative.sources])
    for target in (t for t in CATEGORIES if t in (*profile.columns, *profile.constants)):
        names = known_names(target, initiative)
        for where, given in _ids(profile, target):
            _known(profile, where, given, None if names is None else list(names))
        if names is None and target in profile.columns and profile.columns[target].values is None:
            raise error("intake.values_needed", file=profile.place, key=f"columns.{target}.values")
    _known_counts(profile, initiative)
    for site in profile.coverage.sites or ():
        _known(profile, "coverage.sites", site, [s.id for s in initiative.sites])


def _known_counts(profile: Profile, initiative: Initiative) -> None:
    for count in profile.counts:
        name, value = count.category or ("", True)
        if isinstance(value, str):
            names = known_names(name, initiative)
            _known(profile, f'counts "{count.column}" {name}', value, None if names is None else list(names))


def _ids(profile: Profile, target: str) -> list[tuple[str, str]]:
    if target in profile.constants:
        return [(f"constants.{target}", str(profile.constants[target]))]
    spec = profile.columns[target]
    mapped = [(f"columns.{target}.values", given) for given in dict.fromkeys((spec.values or {}).values())]
    return [
        (where, given) for where, given in [*mapped, (f"columns.{target}.other", spec.other or "")] if given
    ]


def _known(profile: Profile, where: str, given: str, allowed: Sequence[str] | None) -> None:
    if allowed is None and _KEY.fullmatch(given):
        return
    if allowed is None:
        raise error("intake.bad_key", got=given, file=profile.place, key=where)
    if given not in allowed:
        listed = ", ".join(allowed)
        raise error("intake.unknown_id", got=given, file=profile.place, key=where, allowed=listed)


def yielded_sites(profile: Profile, initiative: Initiative) -> list[str]:
    """Every site of the initiative that a row of this profile can get, in the initiative's order."""
    every = [site.id for site in initiative.sites]
    if "site" in profile.constants:
        given: set[str] = {str(profile.constants["site"])}
    else:
        spec = profile.columns["site"]
        given = set(every if spec.values is None else spec.values.values()) | {spec.other or ""}
    return [site for site in every if site in given - {OUTSIDE}]
