"""Why a row is rejected: a closed list. Each has a Danish sentence and a remedy in `texts/intake.toml`."""

from enum import StrEnum

from evaluation.texts import has, text


class Reason(StrEnum):
    """The order is the precedence: a row with several faults is counted once, under the first."""

    CPR = "cpr"
    ROW_LENGTH = "row_length"
    BAD_QUOTE = "bad_quote"
    BAD_TEXT = "bad_text"
    TOTALS_ROW = "totals_row"
    UNCOMPUTED = "uncomputed"
    MISSING_ARRIVAL = "missing_arrival"
    BAD_TIME = "bad_time"
    NONEXISTENT_TIME = "nonexistent_time"
    FUTURE = "future"
    SERVED_BEFORE_ARRIVAL = "served_before_arrival"
    MISSING_SITE = "missing_site"
    UNKNOWN_SITE = "unknown_site"
    UNMAPPED_VALUE = "unmapped_value"
    BAD_NUMBER = "bad_number"
    BAD_FLAG = "bad_flag"
    MISSING_ID = "missing_id"
    MISSING_VALUE = "missing_value"
    BAD_PERIOD = "bad_period"
    OVERLAP = "overlap"
    PERSONAL_TEXT = "personal_text"
    TOO_LONG = "too_long"


def sentences(reason: str, kind: str = "enquiries") -> tuple[str, str]:
    """What is wrong with a row, and what to do about it; other kinds of file are read without a profile."""
    if kind != "enquiries" and has(f"kinds.reasons.{reason}.what"):
        return text(f"kinds.reasons.{reason}.what"), text(f"kinds.reasons.{reason}.fix")
    return text(f"intake.reasons.{reason}.what"), text(f"intake.reasons.{reason}.fix")


def page_fix(reason: str, kind: str = "enquiries") -> str:
    """What to do about it on the page Data, where menus stand for the keys of a profile."""
    if kind == "enquiries" and has(f"intake.reasons.{reason}.menu"):
        return text(f"intake.reasons.{reason}.menu")
    return sentences(reason, kind)[1]


PRECEDENCE: dict[Reason, int] = {reason: place for place, reason in enumerate(Reason)}
