"""Placering: where else could we try? From geography; the log only tells the ages of those who come."""

from typing import Final

from evaluation.disclosure import Cell, Role
from evaluation.findings import placing_tables as tables
from evaluation.findings import placing_words as said
from evaluation.findings import sensitive
from evaluation.findings.dataset import Dataset
from evaluation.findings.group_counts import reader, together
from evaluation.findings.model import Opening
from evaluation.findings.period import WHOLE, find
from evaluation.findings.placing_ground import WHOM, Ground, Unit, crowd_of, distances, ground_of
from evaluation.findings.placing_map import map_of
from evaluation.findings.placing_model import Option, PlacingChoices, PlacingFinding
from evaluation.findings.placing_sets import sets_of
from evaluation.findings.placing_words import Words
from evaluation.findings.wording import MANY_UNKNOWN, runs, status_word
from evaluation.texts import text

#: Reaches that a reader can choose, and the one shown first: an assumption, no source gives a distance.
_KM: Final = (2, 3, 5, 7, 10, 15, 20)
_MINUTES: Final = (10, 15, 20, 30, 45)
_FIRST_KM: Final = 5
_FIRST_MINUTES: Final = 15
#: More pop-ups than this no municipality would open at once.
_MOST: Final = 8


def choices(dataset: Dataset, role: Role) -> PlacingChoices | None:
    """What the reader may choose; None where areas or places are missing, so that there is nothing to reckon with."""
    ground = ground_of(dataset)
    share, note = comers(dataset, role)
    weights = [whom for whom in WHOM if crowd_of(ground, whom, share) is not None]
    if not weights or not ground.places:
        return None
    if share is not None and "kommer" not in weights:
        note = text("placing.note.no_share_areas")
    reaches = _reaches(dataset, ground)
    counts = range(1, min(_MOST, len(ground.of("today", "candidate"))) + 1)
    today = min(max(1, len(ground.of("today"))), _MOST)
    return PlacingChoices(
        reaches=reaches,
        reach=_id(_FIRST_MINUTES, "min") if _by_time(dataset, ground) else _id(_FIRST_KM, "km"),
        weights=tuple((whom, text(f"placing.weight_{whom}")) for whom in weights),
        weight=weights[0],
        counts=tuple((str(n), said.count_text(n)) for n in counts),
        count=str(today) if today in counts else "",
        notes=(note,) if note else (),
    )


def _id(reach: float, unit: Unit) -> str:
    return f"{reach:g}{unit}"


def _by_time(dataset: Dataset, ground: Ground) -> bool:
    return dataset.initiative.geography.has_travel and not ground.travel_missing


def _reaches(dataset: Dataset, ground: Ground) -> tuple[Option, ...]:
    found = [(_id(n, "km"), said.reach_text(n, "km")) for n in _KM]
    if _by_time(dataset, ground):
        found = [(_id(n, "min"), said.reach_text(n, "min")) for n in _MINUTES] + found
    return tuple(found)


def comers(dataset: Dataset, role: Role) -> tuple[float | None, str]:
    """The released share of 65+ among those who come, in whole per cent, and why it is not there.

    Of the pop-ups together, over completed quarters. None with the reason where it is not released; rounded, so that
    no figure made of it tells more than the share itself does.
    """
    if dataset.data_through is None:
        return None, text("placing.note.no_log")
    of = reader(dataset, role, find(dataset, WHOLE))
    site = sensitive.margin(dataset, together(dataset))
    if of.release("age_65plus") is None or site is None:
        return None, text("placing.note.no_age")
    return _told(of.flag_share("age_65plus", site))


def _told(cell: Cell) -> tuple[float | None, str]:
    if cell.value is None:
        return None, text("placing.note.hidden", why=status_word(cell).lower())
    if cell.reason == MANY_UNKNOWN:
        return None, text("placing.note.unknown")
    return round(cell.value, 2), ""


def placing(dataset: Dataset, role: Role, reach: str, whom: str, count: int) -> PlacingFinding:
    """The page for a reader's choice: `reach` and `whom` are ids of `choices` ("5km", "15min"; "aeldre").

    Where areas, people or places are missing it says so, and what to import.
    """
    ground = ground_of(dataset)
    share = comers(dataset, role)[0] if whom == "kommer" else None
    crowd = crowd_of(ground, next((one for one in WHOM if one == whom), WHOM[0]), share)
    if crowd is None or not ground.places:
        return _missing(ground)
    unit: Unit = "min" if reach.endswith("min") else "km"
    far = distances(ground, dataset.initiative, unit)
    sets = sets_of(ground, crowd, far, float(reach.removesuffix(unit)), count)
    return _finding(dataset, Words(ground, sets, unit, count, share))


def _finding(dataset: Dataset, words: Words) -> PlacingFinding:
    return PlacingFinding(
        opening=Opening(text("placing.question"), runs(said.answer(words)), said.scope(words)),
        warnings=said.warnings(words),
        figures=said.figures(words),
        map=map_of(words, dataset.initiative.geography),
        charts=tables.charts_of(words),
        sets=tables.sets_table(words),
        moves=tables.moves_table(words),
        candidates=tables.candidates_table(words),
        candidates_about=text(f"placing.candidates_{'about' if tables.judged(words) else 'unjudged'}"),
        how=("candidates",) if words.sets.cover is None else (),
        definitions=said.definitions(words),
        caveats=said.caveats(words),
        download=tables.download(words),
    )


def _missing(ground: Ground) -> PlacingFinding:
    """No figure at all: what is missing, and how it comes."""
    if not ground.areas:
        key, how = "no_areas", ["areas", "points"]
    elif not ground.places:
        key, how = "no_places", ["sites", "candidates"]
    else:
        key, how = "no_people", ["areas"]
    opening = Opening(text("placing.question"), runs(text(f"placing.answer.{key}")), "")
    return PlacingFinding(opening, warnings=tuple(said.left_out(ground)), how=tuple(how))
