"""Keyed ids and versions."""

import hashlib
import hmac

import pyarrow as pa

from evaluation.intake.identity import (
    case_key,
    day_keys,
    enquiry_key,
    latest_versions,
    occurrences,
    row_hashes,
)

KEY = b"k" * 32


def test_an_id_is_an_hmac_of_source_and_number() -> None:
    expected = hmac.new(KEY, b"koe\x1fA-7", hashlib.sha256).hexdigest()[:32]
    assert enquiry_key(KEY, "koe", "A-7") == expected


def test_another_key_source_or_number_is_another_id() -> None:
    ids = {
        enquiry_key(KEY, "koe", "1"),
        enquiry_key(b"x" * 32, "koe", "1"),
        enquiry_key(KEY, "tid", "1"),
        enquiry_key(KEY, "koe", "2"),
        enquiry_key(KEY, "koe", "1", "2025-03-04"),
        case_key(KEY, "1"),
        enquiry_key(KEY, "case", "1"),
    }
    assert len(ids) == 7


def test_equal_rows_of_a_day_are_numbered() -> None:
    assert occurrences(["a", "b", "a", "a"]) == [0, 0, 1, 2]
    columns = [["koe"] * 3, ["farsoe"] * 3, ["2025-03-04"] * 3, ["x", "x", "y"]]
    found = day_keys(KEY, columns)
    assert len(set(found)) == 3
    assert sorted(day_keys(KEY, [c[::-1] for c in columns])) == sorted(found)
    assert all(name.startswith("d:") and len(name) == 34 for name in found)
    assert not enquiry_key(KEY, "koe", "1").startswith("d:")


def test_a_null_is_not_an_empty_text() -> None:
    first, second, third = row_hashes([pa.array(["a", "a", None]), pa.array([None, "", "a"], pa.string())])
    assert len({first, second, third}) == 3


def test_versions_rank_by_update_then_closed_then_place() -> None:
    times = pa.array([2, 1, None, None, None, None], pa.timestamp("us"))
    closed = pa.array([False, True, True, False, False, False])
    kept = latest_versions(["a", "a", "b", "b", "c", "c"], times, closed)
    assert kept.tolist() == [True, False, True, False, False, True]


def test_no_rows_no_versions() -> None:
    assert latest_versions([], pa.array([], pa.timestamp("us")), pa.array([], pa.bool_())).tolist() == []
