"""Trials to vary: the keys of one that can be registered, and records of it."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from evaluation.initiative.create import create
from evaluation.initiative.trial_models import Trial, TrialRecord
from tests.initiative.build import initiative, rule

BEFORE, LATER = datetime(2025, 8, 18, 9), datetime(2025, 10, 1, 9)
DEFAULT: dict[str, Any] = {
    "id": "flyt",
    "name": "Fra Farsø til Gedsted",
    "question": "Skal vi blive?",
    "estimand": "Henvendelser pr. åbningstime på lang sigt",
    "from_site": "farso",
    "to_site": "gedsted",
    "starts_on": date(2025, 9, 1),
    "last_date": date(2026, 2, 27),
    "smallest_change": 0.25,
    "looks": (date(2025, 11, 4), date(2026, 2, 27)),
    "decided_by": "Udvalget",
}


def trial(**changes: object) -> Trial:
    return Trial.model_validate(DEFAULT | changes)


def home(root: Path, **keys: object) -> Path:
    """The folder of an initiative that trials can be registered in."""
    groups = [{"id": "elder", "name": "Ældre", "target": True}]
    sites = ("farso", "gedsted", "aars", "by")
    schedule = [rule("mon"), rule("tue", "gedsted", starts_on=DEFAULT["starts_on"])]
    return create(root, initiative(**{"sites": sites, "groups": groups, "schedule": schedule} | keys))


def with_new_place(folder: Path, opens: date) -> None:
    """Lets a copy of the shipped initiative have a place that has never been open: hvalpsund, Fridays."""
    file = folder / "initiative.toml"
    words = file.read_text(encoding="utf-8").replace('"gedsted"]', '"gedsted", "hvalpsund"]')
    site = '\n[[sites]]\nid = "hvalpsund"\nname = "Hvalpsund"\n'
    rule = f'\n[[schedule]]\nsite = "hvalpsund"\nweekday = "fri"\nstarts_on = {opens}\n'
    hours = "opens = 10:00:00\ncloses = 14:00:00\n"
    file.write_text(words + site + rule + hours, encoding="utf-8")


def with_trial(record: TrialRecord, at: datetime | None = None, **changes: object) -> TrialRecord:
    """A record whose registration says something else, or came another day; its chain is not mended."""
    first, *others = record.entries
    assert not others
    content = Trial.model_validate(first.content.model_dump() | changes)
    entry = first.model_copy(update={"content": content, "at": at or first.at})
    return record.model_copy(update={"entries": (entry,)})
