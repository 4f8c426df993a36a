"""Whether the rows of an import lie beside those of the same days and source that another profile read."""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from evaluation.intake.nameless import nameless
from evaluation.intake.profile import Profile
from evaluation.store import Batch, Store, file_hash
from evaluation.store.schema import DAY_KEY
from evaluation.texts import format as da
from evaluation.texts import text

_SPOKEN = ("site", "local_date", "of_steps")


def counted_twice(
    given: pa.Table, profile: Profile, batch: Batch, store: Store, readings: Mapping[str, str]
) -> tuple[str, ...]:
    """A warning where `given`, one file's accepted rows, would be counted beside another profile's.

    `readings`: the sha256 of each file imported before → the profile it was last read by. Rows that the import
    takes away are not counted: its own files', a snapshot's, and days replaced for want of numbers.
    """
    own = set(batch.file_hashes)
    others = {file_hash(sha256): name for sha256, name in readings.items() if name != profile.id}
    others = {known: name for known, name in others.items() if known not in own}
    if not others:
        return ()
    stored = _staying(_of(store.rows(batch.initiative), batch.source, list(others)), profile)
    if pc.any(pc.is_in(stored["enquiry_id"], value_set=given["enquiry_id"].combine_chunks())).as_py():
        return ()  # both profiles give an enquiry the same id: it is updated
    days = _days(given).join(_days(stored, "file_hash"), list(_SPOKEN), join_type="inner")
    if not days.num_rows:
        return ()
    names = sorted({others[known] for known in days["file_hash"].to_pylist()})
    number = "profile" if len(names) == 1 else "profiles"
    read_by = text(f"intake.warnings.read_by_{number}", names=da.joined([f"»{name}«" for name in names]))
    count = len(days["local_date"].unique())
    return (text("intake.warnings.counted_twice", count=da.number(count), read_by=read_by),)


def _of(rows: pa.Table, source: str, files: list[str]) -> pa.Table:
    mine = pc.and_(pc.equal(rows["source"], source), pc.is_in(rows["file_hash"], value_set=pa.array(files)))
    return rows.filter(mine)


def _staying(rows: pa.Table, profile: Profile) -> pa.Table:
    """Those that an import by the profile would not take away where it speaks for their day."""
    without_ids = pc.starts_with(rows["enquiry_id"], DAY_KEY)
    if nameless(profile):
        return rows.filter(pc.invert(without_ids))
    return rows.filter(without_ids) if profile.snapshot else rows


def _days(rows: pa.Table, *more: str) -> pa.Table:
    """The sites and days of the rows, each once; steps apart, for a case has both."""
    of_steps = pc.starts_with(rows["record"], "step")
    return rows.append_column("of_steps", of_steps).group_by([*_SPOKEN, *more]).aggregate([])
