"""A share with its interval."""

from math import sqrt

from evaluation.stats.estimate import Estimate, Reason, bare, vector, z_quantile

#: Above so much unknown a share is given with the bounds that the unknown could move it to (design §6).
MOST_UNKNOWN = 0.20


def share(yes: float, total: float) -> Estimate:
    """yes / total with Wilson's 95 % score interval; None and `no_answers` when there is nothing to share.

    Wilson 1927, JASA 22:209–212; method 3 of Newcombe 1998, Statistics in Medicine 17:857–872. Raises
    ValueError unless 0 ≤ yes ≤ total.
    """
    vector([yes, total], "yes and total")
    if yes > total:
        raise ValueError(f"yes = {yes} of total = {total}")
    if total == 0:
        return bare(None, 0, Reason.NO_ANSWERS)
    p, z2 = yes / total, z_quantile() ** 2
    centre = (yes + z2 / 2) / (total + z2)
    half = sqrt(z2) / (total + z2) * sqrt(total * p * (1 - p) + z2 / 4)
    low = 0.0 if yes == 0 else max(0.0, centre - half)
    high = 1.0 if yes == total else min(1.0, centre + half)
    return Estimate(p, low, high, int(total))


def share_with_unknown(yes: float, no: float, unknown: float) -> Estimate:
    """yes / (yes + no); above 20 % unknown the ends are what the unknown could make of it.

    They are yes/all and (yes + unknown)/all, with the reason `many_unknown`. Raises ValueError for a
    negative number.
    """
    vector([yes, no, unknown], "yes, no and unknown")
    known, everyone = yes + no, yes + no + unknown
    if unknown <= MOST_UNKNOWN * everyone:
        return share(yes, known)
    value = yes / known if known else None
    return Estimate(value, yes / everyone, (yes + unknown) / everyone, int(known), Reason.MANY_UNKNOWN)
