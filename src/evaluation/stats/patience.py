"""How long people wait before they leave, where many are known to have left only when they were called in vain.

Exponential: one rate λ of leaving. Who was still there at the call waited so long at least (censored); who was seen
to leave waited exactly so long; who was missing at the call left at some moment before it, which has probability
1 − exp(−λv). Taking the call for the moment of leaving makes people too patient, and taking those who were missing
for present far too patient. The estimate solves L − λS + Σ g(λv) = 0, g(x) = x/(eˣ − 1): interval censoring as in
Lindsey & Ryan 1998, Statistics in Medicine 17:219–238.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, expm1
from typing import Final

_STEPS: Final = 200
_SHORTEST: Final = 0.5  # a wait of "0 minutes" is less than one, not none


@dataclass(frozen=True)
class Patience:
    """As much as is known of the rate left ÷ waited: as if `left` people were seen to leave in `waited` minutes."""

    left: float
    waited: float


def patience(
    stayed: Mapping[int, int], left: Mapping[int, int], missing: Mapping[int, int]
) -> Patience | None:
    """Minutes → people: still there so long, seen to leave then, missing at a call then.

    `left` of the answer is the information on ln λ: each one missing counts for at most one seen to leave, less the
    later the call. None where nobody waited any time at all.
    """
    seen = sum(left.values())
    waited = float(sum(m * n for part in (stayed, left) for m, n in part.items()))
    calls = [(max(float(m), _SHORTEST), n) for m, n in missing.items() if n]
    if not calls:
        return Patience(float(seen), waited) if waited else None
    rate = _solve(seen, waited, calls)
    known = seen + sum(n * _information(rate * m) for m, n in calls)
    return Patience(known, known / rate)


def _solve(seen: int, waited: float, calls: list[tuple[float, int]]) -> float:
    """Bisection on ln λ between a year and a second of patience: the score falls in λ."""
    low, high = 1e-6, 60.0
    for _ in range(_STEPS):
        middle = (low * high) ** 0.5
        score = seen - middle * waited + sum(n * _g(middle * m) for m, n in calls)
        low, high = (middle, high) if score > 0 else (low, middle)
    return low


def _g(x: float) -> float:
    return 0.0 if x > 700 else x / expm1(x)  # beyond, exp overflows


def _information(x: float) -> float:
    """x²eˣ/(eˣ − 1)²: 1 where the call came at once."""
    return x * x * exp(-x) / expm1(-x) ** 2
