"""Numbers, dates, weeks, lists and sorting as Danes write them (babel `da_DK`).

A number keeps its unit on its line: a non-breaking space before "%" and "kr." and after "kl." and "uge", and
word joiners round the dash between two numbers. "No answer" is not a number: nothing here takes None.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from numbers import Integral
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_decimal

from evaluation.texts.catalogue import text

NBSP = "\u00a0"
JOINER = "\u2060"
MINUS = "\u2212"
DASH = f"{JOINER}–{JOINER}"

_DA = Locale("da", "DK")
_TIED = (
    (re.compile(r"(\d)–(\d)"), rf"\1{DASH}\2"),
    (re.compile(r"(\d) (?=%|kr\.)"), rf"\1{NBSP}"),
    (re.compile(r"\b([Uu]ge|[Kk]l\.) (?=\d)"), rf"\1{NBSP}"),
)


def typeset(sentence: str) -> str:
    """A Danish sentence whose numbers keep their unit, week or dash on one line. Idempotent."""
    for pattern, tied in _TIED:
        sentence = pattern.sub(tied, sentence)
    return sentence


def number(x: float, decimals: int | None = None) -> str:
    """Written as "4,1", "41,3", "1.250": no decimals for integers, else one below 100 and none from there.

    A number so small that one decimal would say 0 gets the decimals that its first digit needs. Halves round
    away from zero. Raises ValueError for NaN and infinity.
    """
    return _written(_exact(x), _sensible(x) if decimals is None else decimals)


def rate_decimals(value: float) -> int:
    """Decimals of a rate: none from 100, one as a rule, two below 1, where one would make small rates read as 0."""
    if value >= 99.95:
        return 0
    return 2 if 0 < value < 0.95 else 1


def percent(share: float, decimals: int = 0) -> str:
    """A share 0–1 as "38 %"."""
    return _percent(_written(_exact(share) * 100, decimals))


def signed_percent(change: float, decimals: int = 0) -> str:
    """A relative change (0.38) as "+38 %", "−12 %" or "0 %"."""
    return _percent(_signed(_exact(change) * 100, decimals))


def kroner(amount: float, decimals: int = 0) -> str:
    """Written as "225.000 kr."."""
    return typeset(text("format.kroner", amount=_written(_exact(amount), decimals)))


def interval(low: float, high: float, decimals: int | None = None) -> str:
    """Written as "2,5–3,8", both ends with the same decimals; "−3 til 12" where an end is negative."""
    if decimals is None:
        decimals = _sensible(max(low, high, key=abs))
    return _between(_written(_exact(low), decimals), _written(_exact(high), decimals))


def percent_interval(low: float, high: float, decimals: int = 0) -> str:
    """Two shares 0–1 as "12–71 %"."""
    ends = (_written(_exact(end) * 100, decimals) for end in (low, high))
    return _percent(_between(*ends))


def day(value: date) -> str:
    """Written as "3. marts 2025"."""
    return str(format_date(value, "d. MMMM y", locale=_DA))


def weekday(value: date) -> str:
    """Written as "mandag"."""
    return str(format_date(value, "EEEE", locale=_DA))


def weekday_day(value: date) -> str:
    """Written as "mandag den 3. marts 2025"."""
    return str(format_date(value, "full", locale=_DA))


def month(value: date) -> str:
    """Written as "marts 2025"."""
    return str(format_date(value, "MMMM y", locale=_DA))


def clock(value: time | datetime) -> str:
    """Written as "06.04": hours and minutes as they stand, no zone applied."""
    return str(format_time(value.time() if isinstance(value, datetime) else value, "HH.mm", locale=_DA))


def clock_interval(opens: time, closes: time) -> str:
    """Opening hours as "kl. 10.00–14.00"."""
    return typeset(text("format.clock", clock=f"{clock(opens)}{DASH}{clock(closes)}"))


def moment(utc: datetime, timezone: str) -> str:
    """A naive UTC timestamp on the local clock of an IANA zone: "22. november 2025 kl. 06.04"."""
    local = utc.replace(tzinfo=UTC).astimezone(ZoneInfo(timezone))
    return typeset(text("format.moment", day=day(local.date()), clock=clock(local)))


def iso_week(value: date) -> str:
    """Written as "uge 10 i 2025": the ISO week and ISO year of a day."""
    year, week, _ = value.isocalendar()
    return typeset(text("format.week", week=week, year=year))


def period(first: date, last: date) -> str:
    """Days as "3.–9. marts 2025", "3. marts – 4. april 2025" or both in full; a single day stands alone."""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}.{DASH}{day(last)}"
    start = format_date(first, "d. MMMM", locale=_DA) if first.year == last.year else day(first)
    return f"{start}{NBSP}– {day(last)}"


def joined(parts: Sequence[str]) -> str:
    """Written as "a", "a og b", "a, b og c"; nothing of nothing."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {text('format.and')} {parts[-1]}"


_LETTERS = {letter: rank for rank, letter in enumerate("abcdefghijklmnopqrstuvwxyzæøå")}
_SAME = {"aa": "å", "ä": "æ", "ö": "ø", "ü": "y", "œ": "ø", "đ": "d", "ð": "d", "þ": "th"}


def danish_key(name: str) -> tuple[tuple[tuple[int, int], ...], str]:
    """Sort key: Æ Ø Å last and in that order, Aa as Å, ä as æ, ö as ø, ü as y, other accents ignored.

    Spaces and signs come before digits, digits before letters; case decides nothing but ties. "Aa" is always
    read as Å, as Danish registers of place names do.
    """
    plain = unicodedata.normalize("NFC", name).casefold()
    for variant, letter in _SAME.items():
        plain = plain.replace(variant, letter)
    return tuple(_rank(letter) for letter in plain), name


def _rank(letter: str) -> tuple[int, int]:
    base = letter if letter in _LETTERS else unicodedata.normalize("NFD", letter)[0]
    if base in _LETTERS:
        return 2, _LETTERS[base]
    return (1 if base.isdigit() else 0), ord(base)


def _exact(x: float) -> Decimal:
    # repr: the number as it is written, so that 0.285 * 100 is 28.5 and rounds as a reader would.
    exact = Decimal(repr(float(x)))
    if not exact.is_finite():
        raise ValueError(f"not a number to write: {x}")
    return exact


def _sensible(x: float) -> int:
    """Decimals of a number that nobody chose them for."""
    if isinstance(x, Integral):  # numpy integers too
        return 0
    size = abs(_exact(x))
    if size == 0 or size >= Decimal("99.95"):
        return 0
    return 1 if size >= Decimal("0.05") else -size.adjusted()


def _rounded(x: Decimal, decimals: int) -> Decimal:
    return x.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _written(x: Decimal, decimals: int) -> str:
    rounded = _rounded(x, decimals)
    digits = format_decimal(abs(rounded), "#,##0" + "." * (decimals > 0) + "0" * decimals, locale=_DA)
    return f"{MINUS}{digits}" if rounded < 0 else str(digits)


def _signed(x: Decimal, decimals: int) -> str:
    return f"+{_written(x, decimals)}" if _rounded(x, decimals) > 0 else _written(x, decimals)


def _percent(digits: str) -> str:
    return typeset(text("format.percent", number=digits))


def _between(low: str, high: str) -> str:
    if MINUS in low + high:
        return f"{low} {text('format.to')} {high}"
    return f"{low}{DASH}{high}"
