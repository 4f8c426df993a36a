"""How long people wait before they leave, where many are known to have left only when they were called in vain.

Who was still there at the call waited so long at least (censored); who was seen to leave waited exactly so long; who
was missing at the call left at some moment before it. Taking the call for the moment of leaving makes people too
patient, and taking those who were missing for present far too patient. Weibull: S(t) = exp(−λtᵏ). With k = 1 people
leave at the same rate all the time; with a larger k hardly anybody leaves at once, and many where waits grow long.
A log of short waits hardly tells k, but a model with longer waits depends on it: so several are kept, each with its
weight. For a given k the estimate solves L − λΣtᵏ + Σ g(λvᵏ) = 0, g(x) = x/(eˣ − 1), over all waits t that ended
known and all calls v in vain: interval censoring as in Lindsey & Ryan 1998, Statistics in Medicine 17:219–238.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, expm1, log
from typing import Final

_STEPS: Final = 200
_SHORTEST: Final = 0.5  # a wait of "0 minutes" is less than one, not none
#: From "at any moment alike" to "nearly all after the same time"; equally likely before the log is read.
SHAPES: Final = (1.0, 1.5, 2.0, 3.0)

_Waits = Sequence[tuple[float, int]]


@dataclass(frozen=True)
class Patience:
    """One shape k, its weight, and as much as is known of λ: as if `left` people were seen to leave in `waited`.

    `waited`: minutes to the power of k.
    """

    left: float
    waited: float
    shape: float = 1.0
    weight: float = 1.0


def patience(
    stayed: Mapping[int, int], left: Mapping[int, int], missing: Mapping[int, int]
) -> tuple[Patience, ...]:
    """Minutes → people: still there so long, seen to leave then, missing at a call then.

    An answer for each of SHAPES, weights adding up to 1: the likelihood with λ integrated out (Laplace, ln λ¹ᐟᵏ flat).
    `left` is the information on ln λ: each one missing counts for at most one seen to leave, less the later the call.
    Nobody left: the log tells no shape, and k = 1 stands alone. Empty where nobody waited any time at all.
    """
    here, seen, calls = _told(stayed, 0.0), _told(left, _SHORTEST), _told(missing, _SHORTEST)
    if not seen and not calls:
        waited = sum(m * n for m, n in here)
        return (Patience(0.0, waited),) if waited else ()
    fits = [_fit(shape, here, seen, calls) for shape in SHAPES]
    best = max(likelihood for _, likelihood in fits)
    weights = [exp(likelihood - best) for _, likelihood in fits]
    return tuple(
        replace(fit, weight=weight / sum(weights)) for (fit, _), weight in zip(fits, weights, strict=True)
    )


def _told(counts: Mapping[int, int], shortest: float) -> list[tuple[float, int]]:
    return [(max(float(m), shortest), n) for m, n in counts.items() if n]


def _fit(shape: float, here: _Waits, seen: _Waits, calls: _Waits) -> tuple[Patience, float]:
    """The estimate of one shape, and the logarithm of its weight but for a constant."""
    waited = sum(n * m**shape for part in (here, seen) for m, n in part)
    vain = [(m**shape, n) for m, n in calls]
    events = sum(n for _, n in seen)
    rate = _solve(events, waited, vain)
    known = events + sum(n * _information(rate * x) for x, n in vain)
    likelihood = (
        sum(n * (log(shape * rate) + (shape - 1) * log(m)) for m, n in seen)
        - rate * waited
        + sum(n * log(-expm1(-rate * x)) for x, n in vain)
    )
    return Patience(known, known / rate, shape), likelihood - log(shape) - log(known) / 2


def _solve(seen: int, waited: float, calls: _Waits) -> float:
    """Bisection on ln λ; the score falls in λ."""
    low, high = 1e-12, 1e3
    for _ in range(_STEPS):
        middle = (low * high) ** 0.5
        score = seen - middle * waited + sum(n * _g(middle * x) for x, n in calls)
        low, high = (middle, high) if score > 0 else (low, middle)
    return low


def _g(x: float) -> float:
    return 0.0 if x > 700 else x / expm1(x)  # beyond, exp overflows


def _information(x: float) -> float:
    """x²eˣ/(eˣ − 1)²: 1 where the call came at once."""
    return 0.0 if x > 700 else x * x * exp(-x) / expm1(-x) ** 2
