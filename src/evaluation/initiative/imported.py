"""The effective initiative: what `initiative.toml` says, with what was imported beside it laid over it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, time
from typing import Any, TypeVar

from evaluation.initiative.actual import at_once
from evaluation.initiative.geography import Outline, same_area
from evaluation.initiative.happened import ActualOpening, Exposure
from evaluation.initiative.kinds import Model
from evaluation.initiative.models import Area, Cost, Event, Initiative

Row = Mapping[str, Any]
_M = TypeVar("_M", bound=Model)
_Key = Callable[[_M], tuple[object, ...]]


def effective(initiative: Initiative, rows: Mapping[str, Sequence[Row]]) -> Initiative:
    """The initiative with imported costs, events, areas, exposure and actual openings.

    `rows`: by kind of file, each row by the model's names of its fields, the earliest import first and one
    row a key. An imported row takes the place of the configured one of the same key, of an area what it
    says; rows of a site that the initiative no longer has are left out. An area without a point has its
    outline's.
    """
    known = {None, *(site.id for site in initiative.sites)}
    kept = {kind: [row for row in found if row.get("site") in known] for kind, found in rows.items()}
    return initiative.model_copy(
        update={
            "costs": _merged(initiative.costs, _models(Cost, kept.get("costs", ())), _of_cost),
            "events": _merged(initiative.events, _models(Event, kept.get("events", ())), _of_event),
            "exposure": _merged(initiative.exposure, _models(Exposure, kept.get("exposure", ())), _of_amount),
            "areas": _areas(initiative, kept.get("areas", ())),
            "actual": _actual(initiative, kept.get("openings", ())),
        }
    )


def _models(model: type[_M], rows: Iterable[Row]) -> list[_M]:
    """The rows as models; what a row leaves blank has the model's own default."""
    names = {name: field.alias or name for name, field in model.model_fields.items()}
    return [
        model.model_validate(
            {names[name]: value for name, value in row.items() if name in names and value is not None}
        )
        for row in rows
    ]


def _merged(configured: Sequence[_M], imported: Sequence[_M], key: _Key[_M]) -> tuple[_M, ...]:
    """Imported ones stand by key, so that the order of imports cannot be seen."""
    newer = {key(one): one for one in imported}
    beside = [one for one in configured if key(one) not in newer]
    return (*beside, *(newer[found] for found in sorted(newer, key=str)))


def _of_cost(cost: Cost) -> tuple[object, ...]:
    return cost.site or "", cost.from_date, cost.to_date, cost.kind


def _of_event(event: Event) -> tuple[object, ...]:
    return event.date, event.site or "", event.text


def _of_amount(exposure: Exposure) -> tuple[object, ...]:
    return exposure.site, exposure.from_date, exposure.to_date, exposure.kind


def _of_opening(opening: ActualOpening) -> tuple[str, date, time]:
    return opening.site, opening.date, opening.opens


def _areas(initiative: Initiative, rows: Iterable[Row]) -> tuple[Area, ...]:
    sites = {site.id for site in initiative.sites}
    configured = {area.id: area for area in initiative.areas}
    newer = []
    for row in rows:
        stated = {name: value for name, value in row.items() if value is not None and name != "site"}
        stated["sites"] = [site for site in stated.get("sites") or () if site in sites]
        if not stated["sites"]:
            del stated["sites"]
        before = configured.get(row["id"])
        newer += _models(Area, [(before.model_dump() if before else {}) | stated])
    whole = _merged(initiative.areas, newer, lambda area: (area.id,))
    return tuple(_pointed(area, initiative.geography.outlines) for area in whole)


def _pointed(area: Area, outlines: Sequence[Outline]) -> Area:
    """The area with the point of its outline, where it has none of its own."""
    if area.lat is not None and area.lon is not None:
        return area
    known = (one for one in outlines if same_area(area.code, area.name, one.code, one.name))
    found = next((one for one in known if one.lat is not None), None)
    return area if found is None else area.model_copy(update={"lat": found.lat, "lon": found.lon})


def _actual(initiative: Initiative, rows: Iterable[Row]) -> tuple[ActualOpening, ...]:
    """Of two openings at once at a site the later import's is right: it corrects the earlier one's clock."""
    kept: dict[tuple[object, ...], list[ActualOpening]] = defaultdict(list)
    for later in reversed([*initiative.actual, *_models(ActualOpening, rows)]):
        beside = kept[later.site, later.date]
        if not any(one.opens == later.opens or at_once(one, later) for one in beside):
            beside.append(later)
    return tuple(sorted((one for of_day in kept.values() for one in of_day), key=_of_opening))
