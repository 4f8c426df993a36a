"""Why a row is rejected: a closed list. Each has a Danish sentence and a remedy in `texts/intake.toml`."""

from enum import StrEnum

from evaluation.texts import text


class Reason(StrEnum):
    """The order is the precedence: a row with several faults is counted once, under the first."""

    CPR = "cpr"
    ROW_LENGTH = "row_length"
    BAD_QUOTE = "bad_quote"
    BAD_TEXT = "bad_text"
    TOTALS_ROW = "totals_row"
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


def sentences(reason: Reason) -> tuple[str, str]:
    """What is wrong with a row, and what to do about it."""
    return text(f"intake.reasons.{reason}.what"), text(f"intake.reasons.{reason}.fix")


PRECEDENCE: dict[Reason, int] = {reason: place for place, reason in enumerate(Reason)}
