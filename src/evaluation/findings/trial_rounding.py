"""How exactly a trial's effect is told: two digits, to every role and on every way out.

With more digits and the public open hours, the counts of the target group behind a ratio could be worked out.
"""

from dataclasses import replace

from evaluation.stats import Decision

TIMES = 2  # from a doubling on a change is told as a factor
_WHOLE = 10  # from here on without decimals
_MOST_DECIMALS = 8  # more than a change above _NOTHING needs
_TENTH = 0.1  # below it one digit, wherever it stands
_NOTHING = 1e-6  # a change so small is the arithmetic's own


def told(decision: Decision) -> Decision:
    """The decision as it may be told. Rounding what is rounded changes nothing."""
    ratio, low, high = ratios(decision)
    better, worse, same = (round(p, 2) for p in (decision.better, decision.worse, decision.same))
    return replace(decision, ratio=ratio, low=low, high=high, better=better, worse=worse, same=same)


def ratios(decision: Decision) -> tuple[float, float, float]:
    """Ratio, low and high: two digits as a rule; as many as it takes that a change never reads as none, nor a
    rate as nothing.
    """
    fewest = 1 if round(decision.ratio, 2) >= TIMES else 2
    ratio, low, high = (_rounded(x, fewest) for x in (decision.ratio, decision.low, decision.high))
    return ratio, low, high


def _rounded(x: float, fewest: int) -> float:
    if round(x, 2) >= TIMES:
        return round(x, 1) if x < _WHOLE else float(round(x))
    if abs(x - 1) < _NOTHING:
        return 1.0
    if x < _TENTH:
        return float(f"{x:.1g}")
    return next(r for d in range(fewest, _MOST_DECIMALS) if (r := round(x, d)) != 1)


def coarse(openings: tuple[int | None, int | None], least: int) -> tuple[int | None, int | None]:
    """A range of openings needed, its ends moved apart to round numbers: a sharp one would tell how far the
    effect is from a decision.
    """
    low, high = openings
    down = None if low is None else max(least, low // _step(low) * _step(low))
    up = None if high is None else max(least, -(-high // _step(high)) * _step(high))
    return down, up


def _step(n: int) -> int:
    return 5 if n < 50 else 10
