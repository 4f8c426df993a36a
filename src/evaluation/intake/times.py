"""Reads clock times: distinct cell values → wall clock or instant, in whole-column steps."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from evaluation.intake.profile import AUTO_ISO, EXCEL

Moments = npt.NDArray[np.datetime64]  # datetime64[us]
Mask = npt.NDArray[np.bool_]

UNIT = "datetime64[us]"
_EPOCH = np.datetime64("1899-12-30", "us")  # Excel's day 0, as all dates from March 1900 count
_FIRST, _LAST = np.datetime64("1900-01-01", "us"), np.datetime64("2200-01-01", "us")
_ISO = re.compile(
    r"\d{4}-\d\d-\d\d"
    r"(?P<clock>[ T]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?(?P<offset>Z|[+-]\d\d(?::?\d\d)?))?)?"
)
_SERIAL = re.compile(r"\d{1,6}(?:[.,]\d+)?")
_CLOCK = re.compile(r"%[HIMSfpXc]")
_MIDNIGHT = re.compile(r"^(\d{4}-\d\d-\d\d)[ T]00:00(?::00(?:\.0+)?)?$")
_NO_DAY = re.compile(r"^(?:1899-12-3[01]|1900-01-0[01])[ T](?=\d\d:\d\d)")


@dataclass(frozen=True)
class Stamps:
    """What distinct values say, in their order.

    `moment` is NaT where unreadable; UTC where `absolute` (the value had an offset), else a wall clock.
    """

    moment: Moments
    absolute: Mask
    date_only: Mask


def parse(values: Sequence[str], style: str | None, *, typed: bool = False) -> Stamps:
    """Reads values (stripped) of one style: strptime, `auto-iso` (or None), `excel`.

    `typed`: they come from a workbook, where a date cell arrives as ISO whatever the text cells look like.
    """
    stamps = _by_style(values, style or AUTO_ISO)
    if typed and style not in (None, AUTO_ISO):
        stamps = _either(stamps, _iso(values))
    inside = (stamps.moment >= _FIRST) & (stamps.moment < _LAST)
    return Stamps(np.where(inside, stamps.moment, np.datetime64("NaT")), stamps.absolute, stamps.date_only)


def _by_style(values: Sequence[str], style: str) -> Stamps:
    if style == AUTO_ISO:
        return _iso(values)
    if style == EXCEL:
        return _excel(values)
    found = pd.to_datetime(pd.Index(list(values), dtype=object), format=style, errors="coerce", utc=True)
    absolute = np.full(len(values), "%z" in style)
    return Stamps(_numpy(found), absolute, np.full(len(values), _CLOCK.search(style) is None))


def _iso(values: Sequence[str]) -> Stamps:
    matches = [_ISO.fullmatch(value) for value in values]
    texts = [v.replace(",", ".") if m else None for v, m in zip(values, matches, strict=True)]
    found = pd.to_datetime(pd.Index(texts, dtype=object), format="ISO8601", errors="coerce", utc=True)
    absolute = np.array([bool(m and m["offset"]) for m in matches], dtype=bool)
    return Stamps(
        _numpy(found), absolute, np.array([bool(m and not m["clock"]) for m in matches], dtype=bool)
    )


def is_iso(value: str) -> bool:
    """Whether a value is written as `auto-iso` reads it."""
    return _ISO.fullmatch(value) is not None


def _excel(values: Sequence[str]) -> Stamps:
    days = np.array(
        [float(v.replace(",", ".")) if _SERIAL.fullmatch(v) else np.nan for v in values], dtype=float
    )
    seconds = np.where(np.isnan(days), 0, np.round(np.nan_to_num(days) * 86_400)).astype("timedelta64[s]")
    moment = np.where(np.isnan(days), np.datetime64("NaT"), _EPOCH + seconds).astype(UNIT)
    return Stamps(moment, np.zeros(len(values), dtype=bool), days == np.floor(days))


def _either(first: Stamps, second: Stamps) -> Stamps:
    lacking = np.isnat(first.moment)
    return Stamps(
        np.where(lacking, second.moment, first.moment),
        np.where(lacking, second.absolute, first.absolute),
        np.where(lacking, second.date_only, first.date_only),
    )


def _numpy(found: pd.DatetimeIndex) -> Moments:
    return found.tz_localize(None).to_numpy().astype(UNIT)


def one_blank(value: str) -> str:
    """A value whose blanks are single and plain: exports write non-breaking and doubled ones."""
    return value if value.isascii() and "  " not in value else " ".join(value.split())


def joined(parts: Sequence[str]) -> str:
    """Date and time cells as one text. A workbook gives both a day and a clock to each: the idle ones go."""
    if len(parts) == 1:
        return parts[0]
    date, *rest = parts
    return " ".join([_MIDNIGHT.sub(r"\1", date), *(_NO_DAY.sub("", part) for part in rest)])
