"""What a covered cell without rows is worth: a zero, unless those who came there are silent."""

from collections.abc import Mapping

from tests.spec.reference_reader import Cell, Key, Reader


def with_zeros(
    rd: Reader, cells: dict[Key, Cell], base: Mapping[Key, float], known: set[str], rate: bool
) -> dict[Key, Cell]:
    """Gives each cell its base, and each base without a cell a zero for all other values that occur, unless
    those who came there are silent on them.
    """
    at = [i for i, name in enumerate(rd.asked.by) if name in known]
    others = {tuple(v for i, v in enumerate(key) if i not in at) for key in cells}
    if len(at) == len(rd.asked.by):
        others = {()}
    for part in base.keys() - rd.silent(known):
        for other in others:
            left, right = list(part), list(other)
            key = tuple(left.pop(0) if i in at else right.pop(0) for i in range(len(rd.asked.by)))
            cells.setdefault(key, Cell(0.0, None, 0))
    for key, cell in cells.items():
        if rate:
            cell.denominator = base.get(tuple(key[i] for i in at), 0.0 if base else None)
    return cells
