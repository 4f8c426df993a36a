"""A small initiative to vary: every test says only what it is about."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from evaluation.initiative import Initiative
from evaluation.initiative.calendar import Opening, openings

START, END = date(2025, 3, 3), date(2026, 3, 1)

#: As in the issue: weeks 29-31, Danish holidays, Constitution Day, Christmas Eve and New Year's Eve.
CLOSED: Mapping[str, Any] = {
    "closed_iso_weeks": [29, 30, 31],
    "holidays": "DK",
    "closed_days": ["06-05", "12-24", "12-31"],
}


def content(
    *,
    sites: Sequence[str | Mapping[str, Any]] = ("farso",),
    schedule: Sequence[Mapping[str, Any]] = (),
    **other: object,
) -> dict[str, Any]:
    """The content of an initiative.toml; a site is its id or its keys; `other` adds or replaces keys."""
    places = [{"id": site, "name": site.title()} if isinstance(site, str) else dict(site) for site in sites]
    return {
        "id": "popup",
        "name": "Pop-up",
        "municipality": "0820",
        "municipality_name": "Vesthimmerland",
        "starts_on": START,
        "evaluation_ends_on": END,
        "sites": places,
        "sources": [{"id": "queue", "name": "Queue", "counts": [place["id"] for place in places]}],
        "schedule": list(schedule),
    } | other


def rule(
    weekday: str, site: str = "farso", opens: str = "10:00", closes: str = "14:00", **other: object
) -> dict[str, Any]:
    return {"site": site, "weekday": weekday, "opens": opens, "closes": closes} | other


def initiative(**keys: object) -> Initiative:
    return Initiative.model_validate(content(**keys))


def opened(until: date = END, **keys: object) -> tuple[Opening, ...]:
    return openings(initiative(**keys), until)


def days(found: Sequence[Opening]) -> list[date]:
    return [opening.local_date for opening in found]
