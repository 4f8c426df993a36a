"""What was planted and what came of it, as the text of `planted_truth.json`."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date

from evaluation.demo.bookings import Appointment
from evaluation.demo.contact import Contact
from evaluation.demo.exports import Export
from evaluation.demo.mess import JOBCENTRE
from evaluation.demo.parameters import Truth
from evaluation.demo.tally_sheets import Sheet


def planted(
    seed: int,
    truth: Truth,
    contacts: Sequence[Contact],
    appointments: Sequence[Appointment],
    files: Sequence[Export],
    *,
    sheets: Sequence[Sheet],
) -> str:
    """Parameters as planted, and exact counts of the log: contacts that intake can accept, each once."""
    kept = [c for c in contacts if c.site != JOBCENTRE and not c.typed_cpr]
    ends = truth.period.evaluation_ends
    year = [c for c in kept if truth.period.popups_from <= c.day <= ends]
    found = {
        "seed": seed,
        "planted": truth.model_dump(mode="json", by_alias=True),
        "files": {file.name: _file(file) for file in files},
        "contacts": len(kept),
        "rejected_contacts": sum(bool(c.typed_cpr) for c in contacts),
        "appointments": {"all": len(appointments), "no_show": sum(a.no_show for a in appointments)},
        "tally_sheets": {s.day.isoformat(): {"topics": s.topics, "groups": s.groups} for s in sheets},
        "evaluation_year": _by_site(year),
        "before": _by_site(c for c in kept if c.day < truth.period.popups_from),
        "after": _by_site(c for c in kept if c.day > ends),
    }
    return json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True, default=_plain) + "\n"


def _file(file: Export) -> dict[str, int]:
    return {name: value for name, value in asdict(file).items() if isinstance(value, int)}


def _by_site(contacts: Iterable[Contact]) -> dict[str, dict[str, object]]:
    by_site: dict[str, list[Contact]] = {}
    for contact in contacts:
        by_site.setdefault(contact.site, []).append(contact)
    return {site: _counts(mine) for site, mine in sorted(by_site.items())}


def _counts(contacts: Sequence[Contact]) -> dict[str, object]:
    return {
        "contacts": len(contacts),
        "in_vain": sum(c.kind == "vain" for c in contacts),
        "left": sum(c.outcome == "left" for c in contacts),
        "by_group": Counter(c.group or "unknown" for c in contacts),
        "by_outcome": Counter(c.outcome for c in contacts),
        "by_otherwise": Counter(c.otherwise for c in contacts if c.otherwise),
    }


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
