"""The words of a plan: how large a change, how many weeks, what it all rests on."""

from collections.abc import Mapping

from evaluation.findings.model import Run
from evaluation.findings.pages import Definitions
from evaluation.findings.planning_basis import Basis
from evaluation.findings.wording import runs, spelled
from evaluation.texts import format as da
from evaluation.texts import text

#: A larger ratio is not worth looking for: nobody needs statistics for it.
LARGEST = 4.0


def change(ratio: float | None) -> str:
    """A ratio above 1 and its inverse in per cent; None: larger than anybody would plan for."""
    if ratio is None:
        return text("planning.out_of_scale", times=spelled(int(LARGEST)))
    return text("planning.change", up=da.percent(ratio - 1), down=da.percent(1 - 1 / ratio))


def lead(half_a_year: Mapping[str, float | None]) -> tuple[Run, ...]:
    """What half a year tells: the first way as the verdict, the others beside it."""
    said = []
    for place, (way, ratio) in enumerate(half_a_year.items()):
        key = ("other" if ratio else "other_none") if place else ("lead" if ratio else "none")
        name = text(f"planning.ways_said.{way}")
        said.append(text(f"planning.said.{key}", way=name, change=change(ratio)))
    return runs(" ".join(said))


def answer(ratio: float, weeks: Mapping[str, int | None], same: Mapping[str, int | None]) -> tuple[Run, ...]:
    """Which way is the fastest, and which never get there; and when "no difference" can be expected."""
    return runs(" ".join([*_seen(ratio, weeks), *_alike(same)]))


def _seen(ratio: float, weeks: Mapping[str, int | None]) -> list[str]:
    told = change(ratio)
    told = told[:1].upper() + told[1:]
    found = [n for n in weeks.values() if n is not None]
    if not found:
        return [text("planning.answer.never", change=told)]
    said = [text("planning.answer.first", change=told, weeks=min(found), ways=_named(weeks, min(found)))]
    if None in weeks.values():
        said.append(text("planning.answer.some_never", ways=_named(weeks, None)))
    return said


def _alike(same: Mapping[str, int | None]) -> list[str]:
    found = [n for n in same.values() if n is not None]
    if not found:
        return []
    return [text("planning.answer.same_first", weeks=min(found), ways=_named(same, min(found)))]


def _named(weeks: Mapping[str, int | None], at: int | None) -> str:
    return da.joined([text(f"planning.ways_said.{way}") for way, n in weeks.items() if n == at])


def weeks_cell(weeks: int | None) -> str:
    """ "33 uger", or that it takes more than two years."""
    return text("planning.never_cell") if weeks is None else text("planning.weeks", weeks=weeks)


def kroner(amount: float) -> str:
    """Whole thousands: more would pretend to be an account."""
    return da.kroner(round(amount, -3))


def definitions(basis: Basis) -> Definitions:
    """What the words mean, and where each number comes from."""
    mean = da.number(basis.mean, 0)
    said = {
        "change": text("planning.definitions.change_said"),
        "same": text("planning.definitions.same_said"),
        "move": text(
            "planning.definitions.move_said",
            weeks=basis.weeks,
            assumed=_assumed(basis.weeks_assumed),
            stays=_stays(basis.stays),
        ),
        "both": text("planning.definitions.both_said"),
        "people": text(f"planning.definitions.people_{basis.counted}", mean=mean),
        "spread": text(
            "planning.definitions.spread_said",
            percent=da.percent(basis.alpha**0.5),
            assumed=_assumed(basis.alpha_assumed),
        ),
        "hours": text(
            "planning.definitions.hours_said",
            hours=da.number(basis.staff_hours, 1),
            assumed=_assumed(basis.times_assumed),
            price=da.kroner(basis.price.kr),
            origin=basis.price.words,
        ),
    }
    return tuple((text(f"planning.definitions.{key}"), words) for key, words in said.items())


def _assumed(assumed: bool) -> str:
    return text("planning.definitions.assumed") if assumed else ""


def _stays(count: int) -> str:
    key = {0: "none", 1: "one"}.get(count, "many")
    return text(f"planning.definitions.stays_{key}", count=spelled(count).capitalize())


def caveats(basis: Basis) -> tuple[str, ...]:
    """What a plan cannot promise."""
    said = [text(f"planning.caveats.{key}") for key in ("forecast", "own", "looks", "cost", "near")]
    return *said, text("planning.caveats.share", percent=da.percent(basis.share))
