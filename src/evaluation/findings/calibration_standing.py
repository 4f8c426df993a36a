"""Is it proven? A check that is merely not disproved is not called passed."""

from collections.abc import Iterable
from typing import Final, Literal

from evaluation.calibration import Check

#: As promised; too close, or too few trials, to be sure; not as promised.
Standing = Literal["passed", "unsure", "failed"]
#: So far a figure may lie outside before it is seen in its last shown decimal: half a tenth of 100.
_SEEN: Final = 0.0005
#: So far the interval of a full run may reach outside its band at most: 1000 trials near 94 of 100 have ± 2.
_NOISE: Final = 0.02


def standing(check: Check) -> Standing:
    """Of a promised figure, or of a method known to be wrong, which makes the test unsure where it gets through."""
    if check.negative_control:
        return "passed" if check.ok else "unsure"
    if not check.ok:
        return "failed"
    seen = _outside(check, check.value, check.value) <= _SEEN
    return "passed" if seen and _outside(check, check.low, check.high) <= _NOISE else "unsure"


def together(checks: Iterable[Check]) -> Standing:
    """Of several: as the worst of them."""
    found = {standing(one) for one in checks}
    return "failed" if "failed" in found else "unsure" if "unsure" in found else "passed"


def _outside(check: Check, low: float, high: float) -> float:
    """How far the span reaches outside the band; below 0 inside it."""
    least, most = check.band
    below = -1.0 if least is None else least - low
    above = -1.0 if most is None else high - most
    return max(below, above)
