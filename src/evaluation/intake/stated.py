"""Holds a profile's stated coverage against the rows: what contradicts it is said, and nothing is lost."""

from collections.abc import Sequence
from datetime import date

from evaluation.initiative.models import Initiative
from evaluation.intake.profile import Profile
from evaluation.texts import error, text
from evaluation.texts.format import day, joined


def check_stated(
    rows: Sequence[tuple[str, date]], profile: Profile, initiative: Initiative
) -> tuple[str, ...]:
    """Warnings for rows that the stated period or sites leave out. `rows`: (site, local date) of the used.

    Raises UserError where not one row lies in the period: then it is the period that is wrong, and it would
    make zeros of days that nobody counted.
    """
    return (*_period(rows, profile), *_sites(rows, profile, initiative))


def _period(rows: Sequence[tuple[str, date]], profile: Profile) -> tuple[str, ...]:
    first, last = profile.coverage.from_date, profile.coverage.to_date
    if first is None or last is None:
        return ()
    days = sorted(when for _, when in rows if not first <= when <= last)
    if not days:
        return ()
    stated = {"from": day(first), "to": day(last)}
    if len(days) == len(rows):
        got = f"{day(days[0])} – {day(days[-1])}"
        raise error("tally.no_row_in_period", got=got, file=profile.place, **stated)
    told = {"count": len(days), "first": day(days[0]), "last": day(days[-1])}
    return (text("tally.warnings.outside_period", **stated, **told),)


def _sites(rows: Sequence[tuple[str, date]], profile: Profile, initiative: Initiative) -> tuple[str, ...]:
    stated = profile.coverage.sites
    others = [site for site, _ in rows if stated is not None and site not in stated]
    if not others:
        return ()
    names = joined([initiative.site(site).name for site in sorted(set(others))])
    return (text("tally.warnings.other_sites", count=len(others), sites=names),)
