"""Axis ends and ticks that people read: steps of 1, 2 or 5 times a power of ten, always from 0."""

import math
from dataclasses import dataclass

_STEPS = (1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True)
class Axis:
    """From 0 to `top`, a tick at each of `ticks`."""

    top: float
    ticks: tuple[float, ...]


SHARES = Axis(100.0, (0.0, 25.0, 50.0, 75.0, 100.0))


def from_zero(largest: float, headroom: float, *, steps: int = 5, whole: bool = False) -> Axis:
    """The axis that holds `largest` times `headroom`, at most `steps` steps; `whole` keeps ticks whole.

    The axis need not end at a tick: room above the largest figure is for its label, not for more scale.
    """
    reach = largest * headroom if largest > 0 else 1.0
    step = _nice_step(reach / steps, whole=whole)
    count = math.floor(round(reach / step, 9))
    return Axis(max(reach, step), tuple(round(step * i, 10) for i in range(max(count, 1) + 1)))


def _nice_step(at_least: float, *, whole: bool) -> float:
    power = 10.0 ** math.floor(math.log10(at_least))
    step = next(s * power for s in _STEPS if s * power >= at_least * (1 - 1e-9))
    return max(1.0, step) if whole else step
