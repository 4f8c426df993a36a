"""An empty file of a kind to fill in: the columns and one example."""

import csv
import io

from evaluation.initiative import Initiative
from evaluation.intake.other.specs import SPECS
from evaluation.texts import table, text


def template(kind: str, initiative: Initiative | None = None) -> str:
    """CSV with semicolons: the header and one example line, at the initiative's first site if one is given."""
    spec = SPECS[kind]
    example = table(f"kinds.{kind}.example")
    site = initiative.sites[0].name if initiative else text("kinds.example_site")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow([spec.headers(field.name)[0] for field in spec.fields])
    writer.writerow([site if f.name in ("site", "sites") else example.get(f.name, "") for f in spec.fields])
    return out.getvalue()
