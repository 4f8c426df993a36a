"""Files of one kind as one import of the store."""

import hashlib
import json
from collections.abc import Sequence

import pyarrow as pa

from evaluation.initiative import Initiative, intake_hash
from evaluation.intake.other.specs import SPECS
from evaluation.intake.other.take import TakenOther
from evaluation.store import ImportFile, OtherBatch, Store, file_hash
from evaluation.texts import text


def other_batch(taken: Sequence[TakenOther], kind: str, initiative: Initiative) -> OtherBatch:
    """All files together. They are made up where all the initiative's sources are."""
    accepted = pa.concat_tables([one.accepted for one in taken])
    at = accepted.schema.get_field_index("place")
    places = pa.array(range(accepted.num_rows), pa.int32())
    reading = _reading_hash(kind, initiative)
    return OtherBatch(
        kind=kind,
        initiative=initiative.id,
        intake_hash=intake_hash(initiative),
        files=tuple(_file(one, kind, reading) for one in taken),
        accepted=accepted.set_column(at, accepted.schema.field(at), places),
        rejections=pa.concat_tables([one.rejections for one in taken]),
        synthetic=all(source.synthetic for source in initiative.sources),
    )


def _file(taken: TakenOther, kind: str, reading: str) -> ImportFile:
    return ImportFile(
        file=taken.file,
        sha256=taken.sha256,
        rows=dict(taken.rows),
        reasons=dict(taken.reasons),
        coverage=(),
        profile_id=kind,
        profile_hash=reading,
    )


def _reading_hash(kind: str, initiative: Initiative) -> str:
    """What a file of a kind is read by: when it changes, the same file is worth importing again."""
    spec = SPECS[kind]
    words = {field.name: dict(spec.words(field.name)) for field in spec.fields if field.form == "word"}
    names = [(site.id, site.name) for site in initiative.sites]
    names += [(area.id, f"{area.code or ''} {area.name}") for area in initiative.areas]
    stated = [kind, [(field.name, spec.headers(field.name)) for field in spec.fields], words, names]
    return hashlib.sha256(json.dumps(stated, ensure_ascii=False).encode("utf-8")).hexdigest()


def answered_before(taken: TakenOther, batch: OtherBatch, store: Store) -> tuple[str, ...]:
    """A warning when another file holds answers of the same days and sites: an answer has no number."""
    if batch.kind != "survey":
        return ()
    own = {file_hash(file.sha256) for file in batch.files}
    given = {(row["site"], row["local_date"]) for row in taken.accepted.to_pylist()}
    stored = store.other(batch.kind, batch.initiative)
    again = any(row["file_hash"] not in own and (row["site"], row["local_date"]) in given for row in stored)
    return (text("kinds.warnings.answers_before"),) if again else ()
