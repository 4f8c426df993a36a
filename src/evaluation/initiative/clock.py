"""Local clock to UTC, date by date, through clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_MINUTE = timedelta(minutes=1)


def to_utc(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The naive UTC moment of a planned local time.

    A time that the clock change skips becomes the first that exists after it (02.30 → 03.00); one that comes
    twice is the first of the two.
    """
    local = datetime.combine(day, at)
    while not _exists(local, zone):
        local += _MINUTE
    return _utc(local, zone)


def _utc(local: datetime, zone: ZoneInfo) -> datetime:
    return local.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)


def _exists(local: datetime, zone: ZoneInfo) -> bool:
    return to_local(_utc(local, zone), zone) == local


def to_local(utc: datetime, zone: ZoneInfo) -> datetime:
    """What the local clock shows at a naive UTC moment."""
    return utc.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
