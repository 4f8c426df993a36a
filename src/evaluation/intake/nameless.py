"""Sources whose rows have no ids (`replace_day`): a file replaces its days at every site it speaks for."""

from collections.abc import Sequence
from datetime import date
from itertools import product

from evaluation.errors import UserError
from evaluation.initiative.models import Initiative
from evaluation.intake.match import yielded_sites
from evaluation.intake.profile import Profile
from evaluation.intake.take import Taken
from evaluation.texts import error
from evaluation.texts.format import day as said_day

#: A site and a local date.
_Day = tuple[str, date]


def nameless(profile: Profile) -> bool:
    """Whether its rows have no ids, so that their days are replaced."""
    return profile.identity.mode == "replace_day"


def one_identity(profiles: Sequence[Profile]) -> None:
    """Raises UserError if some files of one import have ids and some have none."""
    if len({nameless(profile) for profile in profiles}) > 1:
        raise error("intake.mixed_identity", got=", ".join(sorted({p.place for p in profiles})))


def replaced_days(
    taken: Sequence[Taken], profiles: Sequence[Profile], initiative: Initiative
) -> tuple[_Day, ...]:
    """Each site and day whose rows the files replace; none for a source with ids.

    Raises UserError if two of the files share one: their rows could not be told from repeats, and imported
    one after the other the second would take the first one's rows away.
    """
    files: dict[_Day, str] = {}
    for one, profile in zip(taken, profiles, strict=True):
        for claimed in _claimed(one, profile, initiative) if nameless(profile) else ():
            if claimed in files:
                raise _shared(claimed, files[claimed], one.file, initiative)
            files[claimed] = one.file
    return tuple(sorted(files))


def _claimed(taken: Taken, profile: Profile, initiative: Initiative) -> list[_Day]:
    """The days with a row, at all the sites the file speaks for: a row may have moved to another of them.

    A tally sheet speaks for its own site and day: another place's sheet of that day may be another file's.
    """
    days = taken.accepted["local_date"].unique().to_pylist()
    pairs = taken.accepted.group_by(["site", "local_date"]).aggregate([])
    own = zip(pairs["site"].to_pylist(), pairs["local_date"].to_pylist(), strict=True)
    if profile.coverage.unit == "sheet":
        return sorted(own)
    sites = profile.coverage.sites or yielded_sites(profile, initiative)
    return sorted({*own, *product(sites, days)})


def _shared(claimed: _Day, first: str, second: str, initiative: Initiative) -> UserError:
    site, day = claimed
    name = initiative.site(site).name
    return error("intake.same_day_twice", first=first, second=second, site=name, day=said_day(day))
