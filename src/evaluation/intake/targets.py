"""The columns a profile may fill, by what their cells hold, and the values the program itself knows."""

import unicodedata
from collections.abc import Mapping

import pyarrow as pa

from evaluation.initiative.kinds import RESERVED
from evaluation.initiative.models import Initiative
from evaluation.store.schema import CHANNELS, OUTCOMES, TAKEN

IDS = ("enquiry_id", "case_id")
TIMES = tuple(name for name, kind in TAKEN.items() if pa.types.is_timestamp(kind))
FLAGS = tuple(name for name, kind in TAKEN.items() if pa.types.is_boolean(kind))
NUMBERS = tuple(name for name, kind in TAKEN.items() if pa.types.is_integer(kind))
CATEGORIES = tuple(name for name, kind in TAKEN.items() if pa.types.is_string(kind) and name not in IDS)

#: What must not come before what. A booking and an appointment stand outside the chain.
CHAIN = ("arrived_at", "called_at", "served_at", "ended_at")
#: Times that cannot lie ahead of now.
PAST = (*CHAIN, "booked_at", "updated_at", "case_closed_at")
#: Whole numbers outside these limits are mistakes.
LIMITS: dict[str, tuple[int, int]] = {
    "quantity": (0, 1_000_000),
    "transfers": (0, 1_000),
    "step_no": (0, 100_000),
    "satisfaction": (1, 5),
    "staff_minutes": (0, 100_000),
}

#: A site of another initiative, whose rows are counted as outside; "Where else would you have gone?" "Nowhere.";
#: a home area that the initiative does not list.
OUTSIDE, NOWHERE, ELSEWHERE = RESERVED
#: The flag words a profile maps to.
FLAG_VALUES = {"true": True, "false": False}


def fold(value: str) -> str:
    """The form in which words are compared: no outer or doubled blanks, case or composed letters."""
    return " ".join(unicodedata.normalize("NFC", value).split()).casefold()


def alike(meant: Mapping[str, str | None]) -> dict[str, str | None]:
    """Words with what they mean, the same for those that differ only in case and blanks: a map is closed."""
    known = {fold(value): meaning for value, meaning in meant.items() if meaning is not None}
    return {value: known.get(fold(value)) for value in meant}


def known_names(target: str, initiative: Initiative) -> dict[str, str] | None:
    """The ids a category may hold, with the names users know them by: {id: name}.

    None where the initiative keeps no list (units handed over to, life events): any key will do.
    """
    sites = {site.id: site.name for site in initiative.sites}
    named: dict[str, dict[str, str]] = {
        "channel": {channel: channel for channel in CHANNELS},
        "outcome": {outcome: outcome for outcome in OUTCOMES},
        "topic": {topic.id: topic.name for topic in initiative.topics},
        "target_group": {group.id: group.name for group in initiative.groups},
        "site": sites | {OUTSIDE: OUTSIDE},
        "served_by": sites,
        "otherwise_site": sites | {NOWHERE: NOWHERE},
    }
    if initiative.areas:
        named["home_area"] = {area.id: area.name for area in initiative.areas} | {ELSEWHERE: ELSEWHERE}
    return named.get(target)
