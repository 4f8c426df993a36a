"""Keyed ids: what a source calls an enquiry or a case is kept only as an HMAC with the installation's key."""

import hashlib
import hmac
from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from evaluation.intake.times import Mask
from evaluation.store.schema import DAY_KEY

_SEPARATOR = "\x1f"
_NULL = "\x00"
_CASE = "case"


def keyed(key: bytes, *parts: str) -> str:
    """HMAC-SHA256 of the parts with the installation's key: 32 hex digits."""
    return hmac.digest(key, _SEPARATOR.join(parts).encode(), "sha256").hex()[:32]


def enquiry_key(key: bytes, source: str, *parts: str) -> str:
    """The stored id of a source's enquiry; `parts` as the identity columns give them."""
    return keyed(key, source, *parts)


def case_key(key: bytes, case: str) -> str:
    """The stored id of a case: the same from every source, for sources join on it."""
    return keyed(key, _CASE, "", case)


def as_text(column: pa.Array) -> pa.Array:
    """A column in the one form that hashes use: times as microseconds, flags as true/false."""
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.int64())
    return column.cast(pa.string())


def row_texts(columns: Sequence[pa.Array]) -> list[str]:
    """Each row's values as one text; a null is not an empty string."""
    joined = pc.binary_join_element_wise(
        *map(as_text, columns), _SEPARATOR, null_handling="replace", null_replacement=_NULL
    )
    return list(joined.to_pylist())


def row_hashes(columns: Sequence[pa.Array]) -> list[str]:
    """sha256 of each row's values, 32 hex digits."""
    return [hashlib.sha256(row.encode()).hexdigest()[:32] for row in row_texts(columns)]


def occurrences(rows: Iterable[str]) -> list[int]:
    """How many equal rows stand before each: 0 for the first."""
    seen: dict[str, int] = {}
    counted = []
    for row in rows:
        counted.append(seen.get(row, 0))
        seen[row] = counted[-1] + 1
    return counted


def day_keys(key: bytes, columns: Sequence[Sequence[str]]) -> list[str]:
    """Ids for a source without any: from source, site, day, what the row holds, and its place among equals.

    They begin with `DAY_KEY`: only such rows go when a later file replaces their day, never those that came
    with ids of their own. `columns`: those four, one list each; the source comes first.
    """
    names = list(zip(*columns, strict=True))
    counted = occurrences(map(_SEPARATOR.join, names))
    return [
        DAY_KEY + enquiry_key(key, *name, str(number)) for name, number in zip(names, counted, strict=True)
    ]


def latest_versions(ids: Sequence[str], updated: pa.Array, closed: pa.Array) -> Mask:
    """Which rows hold the last version of their enquiry: by (updated_at, closed, later row). Bool mask."""
    codes = pa.array(ids, pa.string()).dictionary_encode().indices.to_numpy(zero_copy_only=False)
    when = updated.cast(pa.int64()).fill_null(np.iinfo(np.int64).min).to_numpy(zero_copy_only=False)
    done = closed.to_numpy(zero_copy_only=False)
    order = np.lexsort((np.arange(len(codes)), done, when, codes))
    last = np.ones(len(order), dtype=bool)
    last[:-1] = codes[order][1:] != codes[order][:-1]
    kept = np.zeros(len(order), dtype=bool)
    kept[order[last]] = True
    return kept
