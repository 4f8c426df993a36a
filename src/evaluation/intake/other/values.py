"""Reads single cells: amounts, clock times, days and texts as people write them in Denmark."""

import re
from collections.abc import Sequence
from datetime import date

import numpy as np

from evaluation.intake.cpr import has_cpr
from evaluation.intake.dates import guess_dates
from evaluation.intake.profile import AUTO_ISO, EXCEL
from evaluation.intake.times import one_blank, parse

_CLOCK = re.compile(
    r"(?:(?:1899-12-3[01]|1900-01-0[01])[ T])?(?:kl\.? ?)?([01]?\d|2[0-3])(?:[.:]([0-5]\d)(?:[.:][0-5]\d)?)?",
    re.IGNORECASE,
)
_MONEY = re.compile(r"^(?:kr\.?|dkk)|(?:kr\.?|dkk|[.,]-)$", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?\d{1,12}(?:\.\d{1,12})?")
_SERIAL = re.compile(r"[2-6]\d{4}(?:[.,]\d+)?")  # 1954 to 2091: a shorter number is no date
_STYLES = tuple(
    f"%d{mark}%m{mark}%{year}{clock}"
    for mark in "-/."
    for year in "Yy"
    for clock in ("", " %H:%M", " %H.%M", " %H:%M:%S")
)
#: Dates, weeks, pairs of years and whole amounts, which are no telephone number however many digits they have.
_OTHER_DIGITS = re.compile(
    r"(?<!\d)(?:(?:0?[1-9]|[12]\d|3[01])[-/. ]{1,2}(?:0?[1-9]|1[0-2])[-/. ]{1,2}(?:19|20)\d\d|\d{4}-\d\d-\d\d"
    r"|\d{1,2} ?[-–] ?\d{1,2},? (?:19|20)\d\d|(?:19|20)\d\d ?[-/–] ?(?:19|20)\d\d|\d{1,3}(?:\.\d{3})+)(?!\d)"
)
#: A CPR number whose date of birth has marks in it; the others are found by `has_cpr`.
_DOTTED = re.compile(r"(?<!\d)\d\d[-/. ]\d\d[-/. ]\d\d ?[-/. ]? ?\d{4}(?!\d)")
_TELEPHONE = re.compile(r"(?<!\d)\d(?:[ .-]?\d){7,}(?!\d)")


def amount(value: str, *, typed: bool) -> float | None:
    """`1.234,50`, `1234.5`, `kr. 500,-`; None where it is no number. `typed`: a workbook's, with points."""
    bare = "".join(_MONEY.sub("", "".join(value.split())).split())
    decimal, thousands = (".", ",") if typed else (",", ".")
    grouped = re.fullmatch(rf"[+-]?\d{{1,3}}(?:[{thousands}]\d{{3}})+(?:[{decimal}]\d+)?", bare)
    swapped = re.fullmatch(rf"[+-]?\d{{1,3}}(?:[{decimal}]\d{{3}})+[{thousands}]\d+", bare)
    if grouped:
        bare = bare.replace(thousands, "").replace(decimal, ".")
    elif swapped:
        bare = bare.replace(decimal, "").replace(thousands, ".")
    else:
        bare = bare.replace(",", ".")
    return float(bare) if _NUMBER.fullmatch(bare) else None


def degree(value: str) -> float | None:
    """A coordinate: either sign may part the decimals, and nothing parts thousands."""
    bare = value.replace(",", ".")
    return float(bare) if _NUMBER.fullmatch(bare) else None


def clock(value: str) -> str | None:
    """`10`, `10.00`, `kl. 10:00` as `10:00`; None where it is no clock time."""
    found = _CLOCK.fullmatch(one_blank(value))
    return f"{int(found[1]):02}:{found[2] or '00'}" if found else None


def days(values: Sequence[str], *, typed: bool) -> list[date | None] | None:
    """Each value's day: ISO, day first, or Excel's number; a clock time after it is passed over.

    None when the values can only be read with the month first. Where nothing tells, the day comes first: that
    is how these files are described, and it does not depend on which rows stand together.
    """
    guess = guess_dates(values)
    if guess is not None and guess.style is not None and guess.style.startswith("%m"):
        return None
    plain = [one_blank(value) for value in values]
    serial = np.array([_SERIAL.fullmatch(value) is not None for value in plain], dtype=bool)
    found = np.full(len(plain), np.datetime64("NaT"), dtype="datetime64[D]")
    for style in (AUTO_ISO, *_STYLES, EXCEL):
        lacking = np.flatnonzero(np.isnat(found) & ((style != EXCEL) | serial))
        if not len(lacking):
            continue
        stamps = parse([plain[place] for place in lacking], style, typed=typed)
        found[lacking] = np.where(stamps.absolute, np.datetime64("NaT"), stamps.moment).astype(
            "datetime64[D]"
        )
    return list(found.tolist())


def is_personal(value: str) -> bool:
    """Whether a text could point to somebody: an e-mail address, a telephone number, a possible CPR number."""
    if "@" in value or has_cpr(value):
        return True
    plain = _OTHER_DIGITS.sub("", value)
    return bool(_TELEPHONE.search(plain) or _DOTTED.search(plain))
