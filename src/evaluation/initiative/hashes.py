"""Fingerprints of an initiative: of everything, and of the part on which accepted rows depend."""

import hashlib
import json

from evaluation.initiative.models import Initiative


def config_hash(initiative: Initiative) -> str:
    """SHA-256 (hex) of the whole configuration, its trials and geography, in whatever order keys were written."""
    trials = [record.model_dump(mode="json") for record in initiative.trials]
    plain = initiative.model_dump(mode="json", by_alias=True)
    return sha256_of({**plain, "trials": trials, "geography": initiative.geography.digest})


def intake_hash(initiative: Initiative) -> str:
    """SHA-256 (hex) of what intake reads: a file already imported is taken again only when this changes.

    Sites, groups, topics and sources by what they are called in the log, the zone and the dates; display
    names, coordinates, schedule and costs change no accepted row.
    """
    return sha256_of(
        {
            "id": initiative.id,
            "municipality": initiative.municipality,
            "timezone": initiative.timezone,
            "first_date": initiative.first_date.isoformat(),
            "data_to": initiative.data_to and initiative.data_to.isoformat(),
            "sites": sorted(site.id for site in initiative.sites),
            "groups": sorted(group.id for group in initiative.groups),
            "topics": sorted(topic.id for topic in initiative.topics),
            "sources": sorted(
                (s.model_dump(mode="json", exclude={"name"}) for s in initiative.sources),
                key=lambda source: str(source["id"]),
            ),
        }
    )


def sha256_of(content: object) -> str:
    """SHA-256 (hex) of the canonical JSON: keys sorted, no blanks, UTF-8."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()
