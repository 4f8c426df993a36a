"""What is known beside rows, calendar and costs: residents, offers, questionnaires, and days told by the clock."""

from collections.abc import Collection
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from evaluation.engine.tables import EPOCH, seconds, table
from evaluation.initiative.clock import to_utc
from evaluation.initiative.models import Area, Initiative

_TEXT, _DATE, _REAL, _WHOLE, _FLAG = pa.string(), pa.date32(), pa.float64(), pa.int64(), pa.bool_()
_DAY = timedelta(days=1)
_SECONDS_A_DAY = 86_400
SURVEY = pa.schema(
    [("local_date", _DATE), ("site", _TEXT), ("question", _TEXT), ("score", _WHOLE), ("answers", _WHOLE)]
)


def survey(given: pa.Table | None) -> pa.Table:
    """The questionnaire's lines in the types of SURVEY; none at all is an empty table."""
    return SURVEY.empty_table() if given is None else given.select(SURVEY.names).cast(SURVEY)


def offers(initiative: Initiative) -> pa.Table:
    """What was offered where there are no open hours to count, prorated by days."""
    columns = {"kind": _TEXT, "site": _TEXT, "from_date": _DATE, "to_date": _DATE, "per_day": _REAL}
    return table(
        columns,
        (
            (
                one.kind,
                one.site,
                one.from_date,
                one.to_date,
                one.amount / ((one.to_date - one.from_date).days + 1),
            )
            for one in initiative.exposure
        ),
    )


def areas(initiative: Initiative, *, by_age: bool) -> pa.Table:
    """Each area at each of its sites, with its thousands of residents.

    Those of 65 and more where the log tells ages (`by_age`), else all. An area whose number is unknown is left out.
    Where no area names a site, all are every site's; where some do, the others only say who lives elsewhere.
    """
    named = any(area.sites for area in initiative.areas)
    otherwise = () if named else tuple(site.id for site in initiative.sites)
    return table(
        {"home_area": _TEXT, "site": _TEXT, "thousands": _REAL},
        (
            (area.id, site, people / 1000)
            for area in initiative.areas
            if (people := _people(area, by_age))
            for site in dict.fromkeys(area.sites or otherwise)
        ),
    )


def _people(area: Area, by_age: bool) -> int | None:
    return area.residents_65plus if by_age else area.residents


def settings(initiative: Initiative, through: date | None, present: Collection[str]) -> pa.Table:
    """One row: whether there are openings, the last day with data and the moment it ends, what contacts tell."""
    columns = {
        "has_openings": _FLAG,
        "through": _DATE,
        "through_s": _WHOLE,
        "knows_age": _FLAG,
        "knows_first_visit": _FLAG,
    }
    zone = ZoneInfo(initiative.timezone)
    over = None if through is None else seconds(to_utc(through + _DAY, time.min, zone))
    knows = ("age_65plus" in present, "first_visit" in present)
    return table(columns, [(initiative.has_openings, through, over, *knows)])


def local_days(moments: pa.ChunkedArray, timezone: str) -> pa.Array:
    """The local date of whole seconds since 1970, as whole days since then; null stays null."""
    known = moments.is_valid().to_numpy(zero_copy_only=False)
    told = moments.drop_null().to_numpy()
    found = np.zeros(len(known), dtype=np.int64)
    if len(told):
        first, last = (int(end) // _SECONDS_A_DAY for end in (told.min(), told.max()))
        midnights = _midnights(first - 1, last + 1, ZoneInfo(timezone))
        found[known] = first - 2 + np.searchsorted(midnights, told, side="right")
    return pa.array(found, mask=~known)


def _midnights(first: int, last: int, zone: ZoneInfo) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """When the days of these numbers begin at a place, in seconds since 1970."""
    days = ((EPOCH + _DAY * number).date() for number in range(first, last + 1))
    return np.array([seconds(to_utc(day, time.min, zone)) for day in days], dtype=np.int64)
