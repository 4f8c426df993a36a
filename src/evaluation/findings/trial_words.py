"""A trial's verdict and effect in words. One rounding serves sentence, chart and table, so that they never disagree."""

from decimal import Decimal
from math import exp

from evaluation.findings.trial_model import LookRow, Ratio
from evaluation.findings.trial_rounding import TIMES, ratios
from evaluation.findings.wording import spelled
from evaluation.initiative.trial_models import Trial
from evaluation.stats import Decision, Verdict
from evaluation.texts import format as da
from evaluation.texts import text

_WHOLE = 10  # from here on without decimals
_WIDEST = 16  # an interval wider than that is only said to be


def ratio_of(decision: Decision) -> Ratio:
    """As it may be told."""
    return Ratio(*ratios(decision))


def verdict_word(trial: Trial, verdict: Verdict) -> str:
    """ "behold", "flyt tilbage", "ingen forskel af betydning" or "for tidligt at sige"."""
    action = {Verdict.BETTER: trial.if_better, Verdict.WORSE: trial.if_worse}.get(verdict)
    return text(f"trials.verdict.{action or verdict.value}")


def answer_sentence(ratio: Ratio, measure: str) -> str:
    """ "Der kommer cirka tre gange så mange fra målgruppen, sandsynligvis mellem 1,1 og 7,6 gange." """
    whom = text(f"trials.whom_short.{measure}")
    value = text("trials.effect.about", many=_many(ratio.value)) if ratio.value >= TIMES else _value(ratio)
    return text("trials.effect.now", value=value, whom=whom, between=_between(ratio))


def effect_sentence(ratio: Ratio, measure: str, number: int, day: str) -> str:
    """ "Ved 2. opgørelse den … kom der 38 % flere fra målgruppen pr. åbningstime, sandsynligvis mellem …" """
    whom, look = text(f"trials.whom.{measure}"), {"number": number, "day": day}
    return text("trials.effect.look", value=_value(ratio), whom=whom, between=_between(ratio), **look)


def _as_factor(ratio: Ratio) -> bool:
    """Whether value and ends are told as factors: one interval is spelled in one way."""
    return max(ratio.value, ratio.high) >= TIMES


def _value(ratio: Ratio) -> str:
    """ "38 % flere", "8 % færre", "lige så mange", "2,4 gange så mange"."""
    if _as_factor(ratio):
        return text("trials.effect.times", times=_plain(ratio.value))
    return _end(ratio.value)


def _end(ratio: float) -> str:
    if ratio == 1:
        return text("trials.effect.same")
    name = "more" if ratio > 1 else "fewer"
    return text(f"trials.effect.{name}", value=_change(ratio))


def _between(ratio: Ratio) -> str:
    """ "1,1 og 7,6 gange", "12 og 71 %", "8 % færre og 20 % flere"."""
    if _as_factor(ratio):
        return text("trials.effect.between_times", low=_plain(ratio.low), high=_plain(ratio.high))
    if ratio.low > 1:
        return text("trials.effect.between_percent", low=_change(ratio.low), high=_change(ratio.high))
    if ratio.high < 1:
        return text("trials.effect.between_percent", low=_change(ratio.high), high=_change(ratio.low))
    return text("trials.effect.between_mixed", low=_end(ratio.low), high=_end(ratio.high))


def signed(ratio: Ratio) -> str:
    """The value in a chart or table: "+38 %", "−12 %", "2,1 gange"."""
    if _as_factor(ratio):
        return text("trials.effect.factor", times=_plain(ratio.value))
    return _signed(ratio.value)


def signed_between(ratio: Ratio) -> str:
    """The interval in a table: "mellem +12 % og +71 %", "mellem 1,1 og 7,6 gange"."""
    if _as_factor(ratio):
        return text("trials.table.between", ends=_between(ratio))
    ends = {"low": _signed(ratio.low), "high": _signed(ratio.high)}
    return text("trials.table.between", ends=text("trials.effect.between_mixed", **ends))


def _signed(ratio: float) -> str:
    change = _exact_change(ratio)
    return da.signed_percent(float(change) / 100, _decimals(change))


def probability_sentence(decision: Decision, delta: float, *, late: bool = False) -> str:
    """How probable it is that the change is as large, or as small, as the verdict says; `late`: δ was set late."""
    when = text(f"trials.probability.{'afterwards' if late else 'beforehand'}")
    given = {"when": when, "delta": da.percent(delta), "fewer": da.percent(delta / (1 + delta))}
    found = {
        Verdict.BETTER: decision.better,
        Verdict.WORSE: decision.worse,
        Verdict.NO_DIFFERENCE: decision.same,
    }
    sure = _probability(found[decision.verdict])
    return text(f"trials.probability.{decision.verdict.value}", sure=sure, **given)


def row_sentence(row: LookRow) -> str:
    """A look read aloud: its name and date, and what it says."""
    said = text("trials.row.names", name=row.name, note=row.note)
    if row.ratio is not None:
        what = text("trials.row.told", value=_value(row.ratio), between=_between(row.ratio))
        return text("trials.row.deciding" if row.deciding else "trials.row.plain", row=said, what=what)
    return text("trials.row.plain", row=said, what=look_words(row))


def look_words(row: LookRow) -> str:
    """What stands instead of a ratio: that it is too early and how wide the interval is, or a word."""
    if row.half_width is None:
        return row.word or text("trials.row.none")
    name = "early" if row.state == "early" else "planned"
    return text(f"trials.row.{name}", width=width_words(row.half_width))


def width_words(half_width: float) -> str:
    """How far the truth may lie to either side, as a factor; no direction."""
    factor = exp(min(half_width, 10.0))
    name = "over" if factor > _WIDEST else "width"
    return text(f"trials.row.{name}", factor=da.number(min(factor, _WIDEST), 0 if factor > _WIDEST else 1))


def _exact_change(ratio: float) -> Decimal:
    """In percent, as the rounded ratio has it."""
    return (Decimal(repr(ratio)) - 1) * 100


def _decimals(change: Decimal) -> int:
    exponent = change.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _change(ratio: float) -> str:
    """Without sign and unit: "38", "0,4"."""
    change = abs(_exact_change(ratio))
    return da.number(float(change), _decimals(change))


def _plain(ratio: float) -> str:
    fewest = 0 if ratio >= _WHOLE else 1
    return da.number(ratio, max(fewest, _decimals(Decimal(repr(ratio)))))


def _many(ratio: float) -> str:
    """ "dobbelt så mange", "tre gange så mange"."""
    if round(ratio) == TIMES:
        return text("trials.effect.double")
    return text("trials.effect.many_times", count=spelled(round(ratio)))


def _probability(share: float) -> str:
    if share >= 0.995:
        return text("trials.probability.over", percent=da.percent(0.99))
    if share < 0.005:
        return text("trials.probability.under", percent=da.percent(0.01))
    return da.percent(share)
