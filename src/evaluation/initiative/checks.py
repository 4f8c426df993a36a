"""What an initiative must hold beyond the shape of its keys: known ids, dates in order, one source counts."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from evaluation.initiative.fault import Fault
from evaluation.initiative.kinds import RESERVED
from evaluation.initiative.messages import listed
from evaluation.initiative.model_checks import model_faults
from evaluation.initiative.models import Initiative, SiteKind, Source
from evaluation.initiative.rules import knows_country
from evaluation.texts.format import day

_LISTS = ("sites", "groups", "topics", "sources", "areas", "promise", "models", "candidates")


def faults(initiative: Initiative) -> Iterator[Fault]:
    """Everything wrong, in the order a reader would mend it."""
    yield from _world(initiative)
    yield from _reserved(initiative)
    yield from _duplicates(initiative)
    yield from _unknown_sites(initiative)
    yield from _unknown_topics(initiative)
    yield from _dates(initiative)
    yield from _rebases(initiative)
    yield from _counting(initiative)
    yield from model_faults(initiative)


def _world(initiative: Initiative) -> Iterator[Fault]:
    try:
        ZoneInfo(initiative.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # what zoneinfo raises for a folder, "..", or ""
        yield Fault(("timezone",), "unknown_timezone", initiative.timezone)
    country = initiative.calendar.holidays
    if country is not None and not knows_country(country):
        yield Fault(("calendar", "holidays"), "unknown_country", country)
    if initiative.thresholds.leder > initiative.thresholds.udvalg:
        limit = {"le": str(initiative.thresholds.udvalg)}
        yield Fault(("thresholds", "leder"), "leder_above_udvalg", initiative.thresholds.leder, limit)


def _reserved(initiative: Initiative) -> Iterator[Fault]:
    """Ids that mean something else wherever a log's values are mapped to ids."""
    named: list[tuple[tuple[str | int, ...], str]] = [(("id",), initiative.id)]
    named += [(("sites", index, "id"), site.id) for index, site in enumerate(initiative.sites)]
    named += [(("areas", index, "id"), area.id) for index, area in enumerate(initiative.areas)]
    for location, value in named:
        if value in RESERVED:
            yield Fault(location, "reserved", value, {"words": listed(RESERVED)})


def _duplicates(initiative: Initiative) -> Iterator[Fault]:
    for name in _LISTS:
        key = "key" if name == "promise" else "id"
        seen: set[str] = set()
        for index, element in enumerate(getattr(initiative, name)):
            value = getattr(element, key)
            if value in seen:
                yield Fault((name, index, key), "duplicate", value)
            seen.add(value)


def _named_sites(initiative: Initiative) -> Iterator[tuple[tuple[str | int, ...], str | None]]:
    """Every place in the file where a site is named."""
    for name, keys in {
        "sources": ("counts",),
        "schedule": ("site",),
        "changes": ("site", "to_site"),
        "costs": ("site",),
        "events": ("site",),
        "areas": ("sites",),
        "exposure": ("site",),
        "actual": ("site",),
    }.items():
        for index, element in enumerate(getattr(initiative, name)):
            for key in keys:
                value = getattr(element, key)
                if isinstance(value, tuple):
                    yield from (((name, index, key, at), site) for at, site in enumerate(value))
                else:
                    yield (name, index, key), value


def _unknown_sites(initiative: Initiative) -> Iterator[Fault]:
    known = [site.id for site in initiative.sites]
    for location, site in _named_sites(initiative):
        if site is not None and site not in known:
            yield Fault(location, "unknown_site", site, {"expected": listed(known)})


def _unknown_topics(initiative: Initiative) -> Iterator[Fault]:
    known = [topic.id for topic in initiative.topics]
    for index, site in enumerate(initiative.sites):
        for at, topic in enumerate(site.not_offered):
            if topic not in known:
                location = ("sites", index, "not_offered", at)
                yield Fault(location, "unknown_topic", topic, {"expected": listed(known)})


def _dates(initiative: Initiative) -> Iterator[Fault]:
    """Every pair of keys of which the second may not lie before the first."""
    pairs: list[tuple[tuple[str | int, ...], date | None, date | None]] = [
        (("evaluation_ends_on",), initiative.starts_on, initiative.evaluation_ends_on),
        (("data_to",), initiative.first_date, initiative.data_to),
    ]
    for name, first, last, written in (
        ("sites", "open_from", "open_to", "open_to"),
        ("sources", "counts_from", "counts_to", "counts_to"),
        ("schedule", "starts_on", "ends_on", "ends_on"),
        ("costs", "from_date", "to_date", "to"),
        ("exposure", "from_date", "to_date", "to"),
    ):
        for index, element in enumerate(getattr(initiative, name)):
            pairs.append(((name, index, written), getattr(element, first), getattr(element, last)))
    for location, start, end in pairs:
        if start and end and end < start:
            yield Fault(location, "ends_before_start", end, {"ge": day(start)})


def _rebases(initiative: Initiative) -> Iterator[Fault]:
    """One at most from a day, within the evaluation: else it would draw nothing, and nobody would be told."""
    first, last = initiative.starts_on, initiative.evaluation_ends_on
    seen: set[date] = set()
    for index, rebase in enumerate(initiative.rebase):
        location = ("rebase", index, "from")
        if not first <= rebase.from_date <= last:
            yield Fault(location, "rebase_outside", rebase.from_date, {"ge": day(first), "le": day(last)})
        if rebase.from_date in seen:
            yield Fault(location, "duplicate_day", rebase.from_date)
        seen.add(rebase.from_date)


def _counting(initiative: Initiative) -> Iterator[Fault]:
    """Exactly one counting source per site and day: no enquiry may be counted twice, no opening never."""
    for (_, one), (index, other) in combinations(enumerate(initiative.sources), 2):
        for shared in sorted(set(one.counts) & set(other.counts)):
            if _meet(one, other):
                yield Fault(("sources", index, "counts"), "counted_twice", shared, {"source": one.id})
    counted = {site for source in initiative.sources for site in source.counts}
    for index, site in enumerate(initiative.sites):
        if site.id not in counted and _must_be_counted(initiative, index, counted):
            yield Fault(("sites", index, "id"), "counted_never", site.id)


def _meet(one: Source, other: Source) -> bool:
    starts = max(one.counts_from or date.min, other.counts_from or date.min)
    return starts <= min(one.counts_to or date.max, other.counts_to or date.max)


def _must_be_counted(initiative: Initiative, index: int, counted: set[str]) -> bool:
    """A unit that only serves other places' citizens needs no counting source, unless nothing counts."""
    site = initiative.sites[index]
    scheduled = any(rule.site == site.id for rule in initiative.schedule)
    return scheduled or site.kind != SiteKind.UNIT or not counted
