"""What a form's answers add to an initiative."""

from collections.abc import Collection, Mapping

from evaluation.initiative.create import Additions
from evaluation.initiative.models import Group, Site, SiteKind, Source, Topic

COUNTED_BY = "counted_by"  # a target of `Form.new`: the known sites whose counting source was chosen


def additions(
    new: Mapping[str, Mapping[str, tuple[str, str]]], used: Collection[str], source: str
) -> Additions:
    """Of what was named (`Form.new`) the part whose ids are used. `source`: the file's own."""
    kept = {target: {i: n for i, n in found.items() if i in used} for target, found in new.items()}
    sites = {**kept.get("served_by", {}), **kept.get("site", {})}
    return Additions(
        sites=tuple(Site(id=i, name=name, kind=SiteKind(kind)) for i, (name, kind) in sites.items()),
        sources=tuple(Source(id=i, name=name) for i, (name, _) in kept.get("source", {}).items()),
        topics=tuple(Topic(id=i, name=name) for i, (name, _) in kept.get("topic", {}).items()),
        groups=tuple(
            Group(id=i, name=name, target=kind == "target")
            for i, (name, kind) in kept.get("target_group", {}).items()
        ),
        counted_by=source,
        counts=tuple(i for i, (_, who) in kept.get(COUNTED_BY, {}).items() if who == source),
    )
