"""The id columns of a table: guarded, checked for blanks, and keyed."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from evaluation.intake.cells import Cells, encode
from evaluation.intake.check import guard
from evaluation.intake.cpr import has_cpr
from evaluation.intake.identity import as_text, case_key, enquiry_key
from evaluation.intake.profile import Profile
from evaluation.intake.reasons import Reason
from evaluation.intake.verdicts import Verdicts

_SEPARATOR = "\x1f"


def id_cells(
    profile: Profile, columns: Mapping[str, list[str | None]], targets: set[str], missing: set[str]
) -> list[Cells]:
    """The raw parts of the identity: one for each header it names (`columns` by wanted header)."""
    if "enquiry_id" in profile.columns:
        spec = profile.columns["enquiry_id"]
        return [encode("enquiry_id", spec.label, [columns[h] for h in spec.column], missing)]
    raw = [name for name in profile.identity.columns if name not in targets]
    return [encode("enquiry_id", name, [columns[name]], missing) for name in raw]


def is_numeric(profile: Profile) -> bool:
    """Whether the profile declares its identity a number that may look like a CPR number."""
    spec = profile.columns.get("enquiry_id")
    return spec.numeric_id if spec else profile.identity.numeric_id


def guard_id(cells: Cells, numeric: bool, verdicts: Verdicts) -> None:
    """The CPR guard on an id; declared numeric, it lets bare digits pass but not what is written as a CPR."""
    if not numeric:
        guard(cells, verdicts)
        return
    suspect = [has_cpr(value) and not value.isdecimal() for value in cells.values]
    verdicts.refuse(np.array([*suspect, False], dtype=bool)[cells.codes], Reason.CPR, cells)


def guard_together(parts: Sequence[Cells], verdicts: Verdicts) -> None:
    """A CPR number cut in two columns is one all the same."""
    if len(parts) > 1:
        label = " + ".join(part.label for part in parts)
        whole = [part_texts(part).to_pylist() for part in parts]
        guard(encode("enquiry_id", label, whole, set()), verdicts)


def part_texts(cells: Cells) -> pa.Array:
    """The cells' own text, one a row, null where blank."""
    codes = pa.array(cells.codes, mask=cells.blank)
    return pa.array(cells.values, pa.string()).take(codes)


def keyed_ids(key: bytes, source: str, parts: Sequence[pa.Array]) -> pa.Array:
    """Stored enquiry ids, one a row; null where a part is."""
    joined = pc.binary_join_element_wise(*map(as_text, parts), _SEPARATOR).dictionary_encode()
    keyed = [enquiry_key(key, source, *text.split(_SEPARATOR)) for text in joined.dictionary.to_pylist()]
    return pa.array(keyed, pa.string()).take(joined.indices)


def keyed_cases(key: bytes, cells: Cells) -> pa.Array:
    """Stored case ids, one a row; null where blank."""
    keyed = pa.array([case_key(key, value) for value in cells.values], pa.string())
    return keyed.take(pa.array(cells.codes, mask=cells.blank))
