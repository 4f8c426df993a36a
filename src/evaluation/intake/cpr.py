"""Finds what may be a CPR number, so that the row can be refused at the door."""

import re

# Six digits (day, month, year) and four, with nothing, blanks or one dash between them. `\d` and `\s` are
# Unicode's: full-width digits and non-breaking spaces count. A date, or the four, inside a longer run of
# digits is another number.
_DASHES = "-\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
_BLANKS = "\\s\u200b\u2060\ufeff"
_TEN_DIGITS = re.compile(
    rf"(?<!\d)(\d\d)(\d\d)(\d\d)[{_BLANKS}]{{0,2}}[{_DASHES}]?[{_BLANKS}]{{0,2}}\d{{4}}(?!\d)"
)
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def has_cpr(value: str) -> bool:
    """Whether ten digits with a possible date of birth (DDMMYY) stand anywhere in the value.

    Modulus 11 is not looked at: numbers given since October 2007 need not satisfy it.
    """
    return any(_possible(*map(int, found.groups())) for found in _TEN_DIGITS.finditer(value))


def masked(name: str) -> str:
    """A file's or a sheet's name with the digits of what may be a CPR number as x; the rest is kept."""
    return _TEN_DIGITS.sub(_without_digits, name)


def _without_digits(found: re.Match[str]) -> str:
    return re.sub(r"\d", "x", found[0]) if _possible(*map(int, found.groups())) else found[0]


def _possible(day: int, month: int, year: int) -> bool:
    """Whether the day exists in the year of some century (29 February 00 existed in 2000)."""
    if not 1 <= month <= 12 or not 1 <= day <= _DAYS[month - 1]:
        return False
    return not (day == 29 and month == 2 and year % 4)
