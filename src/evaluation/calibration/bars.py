"""Every simulation of the calibration, in the order of the bars. A bar's module has its `CELLS`."""

from evaluation.calibration import assurance, field, more, moves, pairs, quiet, rates, verdicts, waits, weekly
from evaluation.calibration.check import Cell

CELLS: tuple[Cell, ...] = (
    *rates.CELLS,
    *pairs.CELLS,
    *moves.CELLS,
    *weekly.CELLS,
    *assurance.CELLS,
    *quiet.CELLS,
    *waits.CELLS,
    *verdicts.CELLS,
    *more.CELLS,
    *field.CELLS,
)
