"""Finds out how a column writes its dates, or that it cannot be told."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from evaluation.intake.profile import AUTO_ISO, EXCEL
from evaluation.intake.times import is_iso

_LOOK = re.compile(
    r"(?P<a>\d{1,4})(?P<s>[-/.])(?P<b>\d{1,2})(?P=s)(?P<c>\d{4}|\d\d)"
    r"(?:(?P<gap>,? |T)\d{1,2}(?P<t>[:.])\d\d(?P<sec>(?P=t)\d\d(?P<frac>\.\d{1,6})?)?"
    r"(?P<ap> ?[AaPp][Mm])?(?P<off> ?(?:Z|[+-]\d\d:?\d\d))?)?"
)
_CLOCK = re.compile(r"(?P<h>[01]?\d|2[0-3])(?P<t>[:.])[0-5]\d(?P<sec>(?P=t)[0-5]\d)?(?P<ap> ?[AaPp][Mm])?")
_SERIAL = re.compile(r"[2-6]\d{4}(?:[.,]\d+)?")  # 1954 to 2091
_MOSTLY, _STRAY = 0.6, 20
_ISO_CLOCKS = ("%H:%M", "%H:%M:%S")


@dataclass(frozen=True)
class DateGuess:
    """`style` is None when `why` it cannot be told is a key of texts `intake.why`."""

    style: str | None
    why: str | None = None
    candidates: tuple[str, ...] = ()
    misfits: int = 0  # distinct values written in another way
    date_only: bool = False


def guess_dates(values: Sequence[str]) -> DateGuess | None:
    """How distinct values are written as dates; None when most of them are none."""
    if not values or _share(values[:50]) < 0.5:
        return None
    looks = [(_look(value), value) for value in values]
    counted = Counter(look for look, _ in looks if look is not None)
    if sum(counted.values()) < 0.8 * len(values):
        return None
    (style, number), *others = counted.most_common()
    misfits = len(values) - number
    if number < _MOSTLY * len(values):
        return DateGuess(None, "mixed_dates", tuple(s for s, _ in [(style, 0), *others][:4]), misfits)
    if style == AUTO_ISO:
        return DateGuess(style, misfits=misfits, date_only=all(len(v) == 10 for look, v in looks if look))
    if "?" not in style:
        return DateGuess(style, misfits=misfits, date_only=not _has_clock(style))
    return _day_or_month(style, [value for look, value in looks if look == style], misfits)


def _share(values: Sequence[str]) -> float:
    return sum(_look(value) is not None for value in values) / len(values)


def _look(value: str) -> str | None:
    """The format a value is written in; `%?` where day and month cannot be told apart."""
    if is_iso(value):
        return AUTO_ISO
    found = _LOOK.fullmatch(value)
    if found is None:
        return None
    sep, year = found["s"], "%Y" if 4 in (len(found["a"]), len(found["c"])) else "%y"
    if len(found["a"]) == 4 and len(found["c"]) == 2:
        return sep.join((year, "%m", "%d")) + _clock_format(found)
    if len(found["a"]) > 2:
        return None
    return sep.join(("%?", "%?", year)) + _clock_format(found)


def _clock_format(found: re.Match[str]) -> str:
    if not found["gap"]:
        return ""
    t = found["t"]
    clock = f"{'%I' if found['ap'] else '%H'}{t}%M" + (f"{t}%S" if found["sec"] else "")
    fraction = ".%f" if found["frac"] else ""
    half = found["ap"] and (" %p" if found["ap"].startswith(" ") else "%p")
    offset = found["off"] and (" %z" if found["off"].startswith(" ") else "%z")
    return f"{found['gap']}{clock}{fraction}{half or ''}{offset or ''}"


def _day_or_month(style: str, values: Sequence[str], misfits: int) -> DateGuess:
    """A number above 12 is a day. Without any, nothing tells, and nothing is guessed."""
    day_first, month_first = _as_format(style, "%d", "%m"), _as_format(style, "%m", "%d")
    pairs = [(int(found["a"]), int(found["b"])) for value in values if (found := _LOOK.fullmatch(value))]
    first, second = (sum(pair[place] > 12 for pair in pairs) for place in (0, 1))
    if first == second == 0:
        return DateGuess(None, "ambiguous_dates", (day_first, month_first), misfits, not _has_clock(style))
    if min(first, second) * _STRAY > max(first, second):
        return DateGuess(None, "mixed_dates", (day_first, month_first), misfits)
    chosen = day_first if first > second else month_first
    return DateGuess(chosen, misfits=misfits + min(first, second), date_only=not _has_clock(style))


def _as_format(style: str, first: str, second: str) -> str:
    return style.replace("%?", first, 1).replace("%?", second, 1)


def _has_clock(style: str) -> bool:
    return "%M" in style


def guess_clock(values: Sequence[str]) -> str | None:
    """The format of a column that holds clock times alone: `%H:%M`, `%H.%M` ..."""
    found = [_CLOCK.fullmatch(value) for value in values]
    formats = {
        f"{'%I' if one['ap'] else '%H'}{one['t']}%M"
        + (f"{one['t']}%S" if one["sec"] else "")
        + ((" %p" if one["ap"].startswith(" ") else "%p") if one["ap"] else "")
        for one in found
        if one
    }
    return formats.pop() if len(formats) == 1 and all(found) else None


def joined_style(day: str, clocks: Sequence[str]) -> str:
    """How a time is written whose day (a format or AUTO_ISO) and clock stand in columns of their own."""
    if not clocks or (day == AUTO_ISO and all(clock in _ISO_CLOCKS for clock in clocks)):
        return day
    return " ".join(["%Y-%m-%d" if day == AUTO_ISO else day, *clocks])


def guess_serial(values: Sequence[str]) -> DateGuess | None:
    """Excel's day numbers: told by the header too, since five digits may be anything."""
    if values and all(_SERIAL.fullmatch(value) for value in values):
        return DateGuess(EXCEL, date_only=not any("." in v or "," in v for v in values))
    return None
