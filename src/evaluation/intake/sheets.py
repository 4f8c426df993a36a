"""What is said of tally sheets after reading: sums that disagree, and sheets that stand twice."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from evaluation.initiative.models import Initiative
from evaluation.intake.count_spec import CATEGORIES_COUNTED
from evaluation.intake.counts import Strokes
from evaluation.texts import text
from evaluation.texts.format import day, joined

#: The dimension of lines that count everybody.
TOTAL = "total"
#: Everybody on a sheet has one of each; the other categories are asked of some only.
_OF_ALL = (TOTAL, "topic", "target_group", "outcome")
_NAMED = 5  # sheets or rows that are named, a file

#: Sums of strokes by dimension.
Sums = Mapping[str, int]


def disagrees(sums: Sums) -> bool:
    """Whether a sheet's sums cannot all be right.

    Those that count everybody must be equal; one that counts some only cannot be larger than them.
    """
    whole = {number for name, number in sums.items() if name in _OF_ALL}
    some = [number for name, number in sums.items() if name not in _OF_ALL]
    return len(whole) > 1 or bool(whole and some and max(some) > max(whole))


def said(sums: Sums) -> str:
    """`emner giver 21, målgrupper 23`, in the order of the dimensions."""
    parts = [(name, sums[name]) for name in (TOTAL, *CATEGORIES_COUNTED) if name in sums]
    return ", ".join(
        text(f"tally.sums.{'next' if place else 'first'}", name=text(f"tally.names.{name}"), sum=number)
        for place, (name, number) in enumerate(parts)
    )


def sums_by_sheet(lines: pa.Table) -> dict[tuple[str, date], dict[str, int]]:
    """Strokes by dimension for each (site, local date), in order. `lines`: tally rows of one source."""
    found: dict[tuple[str, date], dict[str, int]] = defaultdict(dict)
    for line in lines.select(["site", "local_date", "quantity", *CATEGORIES_COUNTED]).to_pylist():
        sums = found[line["site"], line["local_date"]]
        name = next((name for name in CATEGORIES_COUNTED if line[name] is not None), TOTAL)
        sums[name] = sums.get(name, 0) + line["quantity"]
    return dict(sorted(found.items()))


def people(lines: pa.Table) -> int:
    """How many the sheets count: by their lines of everybody, else by the dimension with most strokes.

    `lines`: tally rows of one source. Who did not turn up, and what is worked on in bulk, is nobody's visit.
    """
    away = pc.equal(pc.fill_null(lines["outcome"], ""), "no_show")
    bulk = pc.equal(pc.fill_null(lines["channel"], ""), "batch")
    sheets = sums_by_sheet(lines.filter(pc.invert(pc.or_(away, bulk))))
    return sum(sums.get(TOTAL, max(sums.values())) for sums in sheets.values())


def sum_warnings(lines: pa.Table, initiative: Initiative) -> tuple[str, ...]:
    """One sentence for each sheet whose sums disagree, the first few; they are imported as they are."""
    odd = [(sheet, sums) for sheet, sums in sums_by_sheet(lines).items() if disagrees(sums)]
    told = [
        text("tally.warnings.disagrees", site=initiative.site(site).name, day=day(when), sums=said(sums))
        for (site, when), sums in odd[:_NAMED]
    ]
    more = len(odd) - _NAMED
    return (*told, *([text("tally.warnings.more_disagree", count=more)] if more > 0 else []))


def twice_warnings(
    found: Mapping[str, pa.Array], strokes: Strokes, sheets: npt.NDArray[np.intp]
) -> tuple[str, ...]:
    """Wide sheets that stand twice: alike and both counted, or the same sheet with other counts.

    `found`: columns of the sheets; `sheets`: their rows in the table.
    """
    counts = list(zip(*(n.take(pa.array(sheets)).to_pylist() for n in strokes.numbers), strict=True))
    told = [
        text(f"tally.warnings.{why}", rows=joined([str(number) for number in numbers]))
        for why, numbers in _twice(found, counts)
    ]
    more = len(told) - _NAMED
    return (*told[:_NAMED], *([text("tally.warnings.more_twice", count=more)] if more > 0 else []))


def _twice(
    found: Mapping[str, pa.Array], counts: Sequence[tuple[int | None, ...]]
) -> Iterator[tuple[str, list[int]]]:
    """(why, row numbers in the file) of sheets that share a place and moment, or an id of the source."""
    named = "enquiry_id" in found
    parts = ["enquiry_id"] if named else ["site", "arrived_at"]
    alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for place, key in enumerate(zip(*(found[name].to_pylist() for name in parts), strict=True)):
        alike[key if named else (*key, counts[place])].append(place)
    numbers = found["source_row"].to_pylist()
    for places in alike.values():
        if len(places) > 1 and any(map(any, (counts[place] for place in places))):
            differ = len({counts[place] for place in places}) > 1
            if differ or not named:
                yield ("other_counts" if named else "counted_twice"), [numbers[place] for place in places]
