"""What placing says: people, distances, names, the answer and what it leaves out."""

from collections.abc import Sequence
from dataclasses import dataclass

from evaluation.findings.model import KeyFigure
from evaluation.findings.pages import Definitions
from evaluation.findings.placing_ground import Ground, Unit
from evaluation.findings.placing_sets import Move, Reached, Sets
from evaluation.findings.wording import spelled
from evaluation.texts import format as da
from evaluation.texts import text

#: Weights closer than this are equal: people are whole, shares of those who come are shown to a tenth of a per cent.
SAME = 1e-6


@dataclass(frozen=True)
class Words:
    """Writes the figures of one choice of reach, people and number of places.

    `share_65`: of those who come, where they are who is weighed.
    """

    ground: Ground
    sets: Sets
    unit: Unit
    count: int
    share_65: float | None = None

    @property
    def whom(self) -> str:
        """Whose distance it is: the key of the choice."""
        return self.sets.crowd.whom

    @property
    def reach(self) -> str:
        """ "5 km i fugleflugt"."""
        return reach_text(self.sets.reach, self.unit)

    def amount(self, weight: float) -> str:
        """The number alone: "4.554", or of those who come a share: "57,9 %"."""
        return da.percent(weight, 1) if self.whom == "kommer" else da.number(round(weight))

    def more(self, weight: float) -> str:
        """A difference: "667", or of shares "7,5 procentpoint"."""
        if self.whom != "kommer":
            return self.amount(weight)
        return text("placing.points", number=da.number(100 * weight, 1))

    def people(self, weight: float) -> str:
        """ "4.554 borgere på 65 år og derover"."""
        return text(f"placing.people.{self.whom}", count=self.amount(weight))

    def share(self, weight: float) -> str:
        """ "58 %"."""
        return da.percent(weight / self.sets.total)

    def distance(self, value: float, decimals: int = 1) -> str:
        """ "4,1 km"; minutes are whole."""
        number = da.number(value, decimals if self.unit == "km" else 0)
        return text(f"placing.distance_{self.unit}", number=number)

    def name(self, place: int) -> str:
        """A place's name."""
        return self.ground.places[place].name

    def names(self, places: Sequence[int]) -> str:
        """The pop-ups of a set: head offices are in every one."""
        offices = self.ground.of("office")
        return da.joined([self.name(n) for n in places if n not in offices])

    def areas(self, areas: Sequence[int]) -> str:
        """Areas with their people, the largest first."""
        weights = self.sets.crowd.weights
        order = sorted(areas, key=lambda n: (-weights[n], n))
        found = [
            text("placing.table.area_people", name=self.area(n), people=self.amount(weights[n]))
            for n in order
        ]
        return da.joined(found) or text("placing.table.nobody")

    def area(self, number: int) -> str:
        """The name of an area of the crowd."""
        return self.ground.areas[self.sets.crowd.areas[number]].name

    @property
    def same_size(self) -> bool:
        """Whether as many places are chosen as there are today."""
        return self.count == len(self.ground.of("today"))

    @property
    def today_is_best(self) -> bool:
        """Whether no choice of as many places, or of more where more are chosen, reaches more."""
        today, cover = self.sets.today, self.sets.cover
        if today is None or cover is None:
            return False
        enough = self.count >= len(self.ground.of("today"))
        return enough and cover.covered <= today.covered + SAME


def count_text(number: int) -> str:
    """A number of places: "3 steder"."""
    return text("placing.count_one") if number == 1 else text("placing.count_many", count=number)


def reach_text(reach: float, unit: Unit) -> str:
    """The choice of a reach: "5 km i fugleflugt"."""
    return text(f"placing.reach_{unit}", number=da.number(reach, 0))


# --- the answer


def answer(words: Words) -> str:
    """The best set and how many it reaches, how many today's do, and what the best single move would do."""
    sets = words.sets
    if sets.cover is None or words.today_is_best:
        said = [_today(words, sets.today)]
    else:
        said = [_best(words, sets.cover), _beside(words, sets.today)]
    if sets.cover is None:
        said.append(text("placing.answer.no_candidates"))
    elif sets.moves and not words.today_is_best:
        said.append(_move(words, sets.best_move))
    return da.typeset(" ".join(said))


def _today(words: Words, today: Reached | None) -> str:
    if today is None:
        return text("placing.answer.no_today")
    return _covers(words, "same" if words.today_is_best else "today", today)


def _best(words: Words, cover: Reached) -> str:
    return _covers(words, "best", cover, names=words.names(cover.places))


def _covers(words: Words, key: str, one: Reached, **names: str) -> str:
    whom, share = text(f"placing.of.{words.whom}"), words.share(one.covered)
    return text(f"placing.answer.{key}", whom=whom, share=share, reach=words.reach, **names)


def _beside(words: Words, today: Reached | None) -> str:
    if today is None:
        return text("placing.answer.no_today")
    share, held = words.share(today.covered), len(words.ground.of("today"))
    if words.same_size or not held:
        return text("placing.answer.best_today", share=share)
    return text("placing.answer.best_today_other", share=share, places=count_text(held))


def _move(words: Words, move: Move | None) -> str:
    if move is None:
        return text("placing.answer.no_move")
    told = {"old": words.name(move.old), "new": words.name(move.new), "gain": words.amount(move.gain)}
    if move.loss <= SAME:
        return text("placing.answer.move_gain", **told)
    return text("placing.answer.move", loss=words.amount(move.loss), **told)


# --- what it rests on


def scope(words: Words) -> str:
    """Year and source of the areas, the day of the places, and that the head office is one of them."""
    ground = words.ground
    used = [ground.areas[n] for n in words.sets.crowd.areas]
    years = sorted({str(a.year) for a in used if a.year})
    origins = list(dict.fromkeys(a.origin for a in used if a.origin))
    said = text(
        "placing.scope.areas" if years else "placing.scope.areas_no_year",
        year=da.joined(years),
        known=da.number(len(used)),
        all=da.number(len(ground.areas) + len(ground.areas_without_point)),
        origin="; ".join(origins) or text("placing.scope.no_origin"),
    )
    comers = (
        [] if words.share_65 is None else [text("placing.scope.comers", share=da.percent(words.share_65))]
    )
    places = text("placing.scope.places", day=da.day(ground.day))
    return " ".join([said, places, *_offices(ground), *comers])


def _offices(ground: Ground) -> list[str]:
    names = [ground.places[n].name for n in ground.of("office")]
    if not names:
        return []
    return [text(f"placing.scope.office_{'one' if len(names) == 1 else 'many'}", names=da.joined(names))]


def warnings(words: Words) -> tuple[str, ...]:
    """What a reader must know: old figures, who is left out, places on trial, an uneven comparison."""
    ground = words.ground
    said = left_out(ground)
    if ground.old_years:
        said = [text("placing.warning.old", year=_years(ground)), *said]
    if words.sets.crowd.unknown:
        said.append(text("placing.warning.areas_people", names=da.joined(words.sets.crowd.unknown)))
    if ground.travel_missing:
        said.append(text("placing.warning.travel", count=da.number(ground.travel_missing)))
    trials = [place.name for place in ground.places if place.on_trial]
    if trials:
        one = "one" if len(trials) == 1 else "many"
        said.append(text(f"placing.warning.trial_{one}", names=da.joined(trials)))
    if words.sets.cover is not None and not words.same_size:
        today = spelled(len(ground.of("today")))
        said.append(text("placing.warning.count", today=today, chosen=spelled(words.count)))
    return tuple(said)


def left_out(ground: Ground) -> list[str]:
    """The areas and places without coordinates, by name."""
    found = (("areas_point", ground.areas_without_point), ("places_point", ground.places_without_point))
    return [text(f"placing.warning.{key}", names=da.joined(names)) for key, names in found if names]


def _years(ground: Ground) -> str:
    return da.joined([str(year) for year in ground.old_years])


def figures(words: Words) -> tuple[KeyFigure, ...]:
    """At most five."""
    sets = words.sets
    found = [
        _share_figure(words, key, one) for key, one in (("today", sets.today), ("cover", sets.cover)) if one
    ]
    if sets.today is not None:
        found.append(_mean_figure(words, "mean", sets.today, text("placing.figure.mean_detail")))
    if sets.median is not None:
        detail = text("placing.figure.median_detail", names=words.names(sets.median.places))
        found.append(_mean_figure(words, "median", sets.median, detail))
    move = sets.best_move
    if move is not None:
        ends = {"old": words.name(move.old), "new": words.name(move.new)}
        both = {"gain": words.amount(move.gain), "loss": words.amount(move.loss)}
        detail = text("placing.figure.move_detail", **ends, **both)
        found.append(KeyFigure(text("placing.figure.move"), f"+{words.more(move.net)}", "", detail))
    return tuple(found)


def _mean_figure(words: Words, key: str, one: Reached, detail: str) -> KeyFigure:
    return KeyFigure(text(f"placing.figure.{key}"), words.distance(one.mean), "", detail)


def _share_figure(words: Words, key: str, one: Reached) -> KeyFigure:
    covered, total = words.amount(one.covered), words.amount(words.sets.total)
    detail = "" if words.whom == "kommer" else text("placing.figure.of_total", covered=covered, total=total)
    label = text(f"placing.figure.{key}", reach=words.distance(words.sets.reach, 0))
    return KeyFigure(label, words.share(one.covered), "", detail)


def definitions(words: Words) -> Definitions:
    """What the terms mean."""
    told = {"reach": words.reach, "day": da.day(words.ground.day)}
    found = [
        (text("placing.definitions.reach"), text(f"placing.definitions.reach_{words.unit}_said", **told))
    ]
    keys = ["today", "cover", "median", "move"] if words.sets.cover is not None else ["today"]
    keys += ["kommer"] if words.whom == "kommer" else []
    found += [
        (text(f"placing.definitions.{key}"), text(f"placing.definitions.{key}_said", **told)) for key in keys
    ]
    return tuple(found)


def caveats(words: Words) -> tuple[str, ...]:
    """What the page cannot tell."""
    keys = ["line" if words.unit == "km" else "travel", "residents", "point", "edge", "fit", "effect"]
    said = [text(f"placing.caveats.{key}") for key in keys]
    if words.ground.old_years:
        said.append(text("placing.caveats.old", year=_years(words.ground)))
    return tuple(said)
