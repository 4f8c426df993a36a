"""The tables, squares and file of Placering."""

from evaluation.findings.model import Download, KnownChart, KnownRow, TableTwin
from evaluation.findings.placing_ground import Place, apart
from evaluation.findings.placing_map import candidate_number
from evaluation.findings.placing_sets import Move, Reached
from evaluation.findings.placing_words import SAME, Words
from evaluation.initiative.staffing import Candidate, Judged
from evaluation.texts import format as da
from evaluation.texts import text


def compared(words: Words) -> tuple[tuple[str, Reached], ...]:
    """The sets there are, by key: today's, most within reach, shortest mean distance."""
    sets = words.sets
    found = (("today", sets.today), ("cover", sets.cover), ("median", sets.median))
    return tuple((key, one) for key, one in found if one is not None)


def sets_table(words: Words) -> TableTwin:
    """Today's places and the best ones: people within reach, mean distance."""
    names = ("set", "names", "covered", "share", "mean")
    head = tuple(text(f"placing.table.{name}", reach=words.reach) for name in names)
    rows = tuple(
        (
            text(f"placing.set.{key}"),
            words.names(one.places),
            words.amount(one.covered),
            words.share(one.covered),
            words.distance(one.mean),
        )
        for key, one in compared(words)
    )
    return TableTwin(text("placing.table.sets_caption"), head, rows, (2, 3, 4))


def moves_table(words: Words) -> TableTwin | None:
    """The best replacement of each pop-up of today, and for whom."""
    if not words.sets.moves:
        return None
    names = ("old", "new", "gain", "loss", "net", "gaining", "losing")
    rows = tuple(
        (
            words.name(one.old),
            words.name(one.new),
            words.amount(one.gain),
            words.amount(one.loss),
            _net(words, one),
            words.areas(one.gaining),
            words.areas(one.losing),
        )
        for one in words.sets.moves
    )
    head = tuple(text(f"placing.table.{name}") for name in names)
    return TableTwin(text("placing.table.moves_caption", unit=_unit(words)), head, rows, (2, 3, 4))


def _unit(words: Words) -> str:
    """What is counted: "borgere på 65 år og derover"."""
    return text(f"placing.file.people_unit_{words.whom}")


def _net(words: Words, move: Move) -> str:
    if abs(move.net) <= SAME:
        return words.more(0.0)
    return f"+{words.more(move.net)}" if move.net > 0 else words.more(move.net)


# --- the places one by one


def candidates_table(words: Words) -> TableTwin | None:
    """Every pop-up of today and every candidate: people near it, its nearest neighbour, how people judged it."""
    places = [*words.ground.of("candidate"), *words.ground.of("today")]
    if not places:
        return None
    criteria = ("central", "anonymous", "group_comes") if judged(words) else ()
    names = ("place", "near", "new_reach", "nearest", *criteria)
    head = tuple(text(f"placing.table.{name}", reach=words.reach) for name in names)
    rows = tuple(_place(words, number)[: len(names)] for number in places)
    return TableTwin(text("placing.table.candidates_caption", unit=_unit(words)), head, rows, (1, 2))


def judged(words: Words) -> bool:
    """Whether anybody has judged any place: three columns of nothing would only make the table long."""
    told = [place.judged for place in words.ground.places if place.judged is not None]
    return any(said is not None for one in told for said in (one.central, one.anonymous, one.group_comes))


def _place(words: Words, number: int) -> tuple[str, ...]:
    place = words.ground.places[number]
    name = f"{place.name}\n{text('placing.table.is_today')}"
    if place.kind == "candidate":
        name = text("placing.table.number", number=candidate_number(words, number), name=place.name)
    near, new = near_and_new(words, number)
    return (
        name,
        words.amount(near),
        text("placing.table.none") if new is None else words.amount(new),
        _neighbour(words, number),
        *_criteria(place),
    )


def near_and_new(words: Words, number: int) -> tuple[float, float | None]:
    """Weight within reach of a place; and of it what has no place of today within reach (None for one of today)."""
    sets = words.sets
    inside = sets.distance[:, number] <= sets.reach
    near = float(sets.crowd.weights[inside].sum())
    if words.ground.places[number].kind != "candidate":
        return near, None
    today = words.ground.of("office", "today")
    already = (sets.distance[:, list(today)] <= sets.reach).any(axis=1)
    return near, float(sets.crowd.weights[inside & ~already].sum())


def _neighbour(words: Words, number: int) -> str:
    """The nearest other place of today, as the crow flies."""
    others = [n for n in words.ground.of("office", "today") if n != number]
    if not others:
        return text("placing.table.none")
    km = apart(words.ground)[number]
    first = min(others, key=lambda n: (km[n], n))
    return f"{words.name(first)}\n{text('placing.distance_km', number=da.number(float(km[first]), 1))}"


def _criteria(place: Place) -> tuple[str, str, str]:
    one = place.judged
    if one is None:
        return (text("placing.table.not_judged"),) * 3
    return _judged(one, one.central), _judged(one, one.anonymous), _judged(one, one.group_comes)


def _judged(one: Candidate, said: Judged | None) -> str:
    if said is None:
        return text("placing.table.not_judged")
    return f"{text(f'placing.table.{said}')}\n{_by(one)}"


def _by(one: Candidate) -> str:
    if not one.judged_by:
        return text("placing.table.judged_nobody")
    if one.judged_on is None:
        return text("placing.table.judged", name=one.judged_by)
    return text("placing.table.judged_on", name=one.judged_by, day=da.day(one.judged_on))


# --- squares


def charts_of(words: Words) -> tuple[KnownChart, ...]:
    """People within reach and mean distance, a row a set."""
    whom = text(f"placing.kind.{words.whom}")
    kommer = words.whom == "kommer"
    return (
        KnownChart(
            title=_cover_title(words),
            subtitle=da.typeset(text("placing.chart.cover_subtitle", whom=whom, reach=words.reach)),
            axis_title=text(f"placing.chart.cover_axis_{'share' if kommer else 'people'}"),
            rows=tuple(
                _row(words, key, one, one.covered * (100 if kommer else 1), words.amount(one.covered))
                for key, one in compared(words)
            ),
        ),
        KnownChart(
            title=_mean_title(words),
            subtitle=text("placing.chart.mean_subtitle", whom=text(f"placing.of.{words.whom}")),
            axis_title=text(f"placing.chart.mean_axis_{words.unit}"),
            rows=tuple(
                _row(words, key, one, one.mean, words.distance(one.mean)) for key, one in compared(words)
            ),
        ),
    )


def _row(words: Words, key: str, one: Reached, value: float, said: str) -> KnownRow:
    return KnownRow(text(f"placing.set.{key}"), value, said, note=words.names(one.places))


def _cover_title(words: Words) -> str:
    today, cover = words.sets.today, words.sets.cover
    if today is None or cover is None or cover.covered <= today.covered + SAME:
        return text("placing.chart.cover_title_plain")
    return text("placing.chart.cover_title", more=words.more(cover.covered - today.covered))


def _mean_title(words: Words) -> str:
    today, median = words.sets.today, words.sets.median
    if today is None or median is None or median.mean >= today.mean - SAME:
        return text("placing.chart.mean_title_plain")
    return text("placing.chart.mean_title", less=words.distance(today.mean - median.mean))


# --- the file


def download(words: Words) -> Download:
    """Every figure of the page, a measure a line."""
    head = tuple(text(f"placing.file.{name}") for name in ("table", "row", "measure", "value", "unit"))
    rows = (*_sets_lines(words), *_move_lines(words), *_place_lines(words), *_area_lines(words))
    return Download(text("placing.file.name"), head, rows)


_Line = tuple[object, ...]


def _line(words: Words, table: str, row: str, measure: str, value: float | None) -> _Line:
    mean = measure in {"mean", "to_nearest"}
    unit = f"distance_unit_{words.unit}" if mean else f"people_unit_{words.whom}"
    whole = not mean and words.whom != "kommer" and value is not None
    told = round(value) if whole and value is not None else value
    names = (text(f"placing.file.{table}"), row, text(f"placing.file.{measure}"))
    return *names, told, text(f"placing.file.{unit}")


def _sets_lines(words: Words) -> list[_Line]:
    lines = []
    for key, one in compared(words):
        name = text(f"placing.set.{key}")
        values = {"covered": one.covered, "total": words.sets.total, "mean": one.mean}
        lines += [_line(words, "sets", name, measure, value) for measure, value in values.items()]
    return lines


def _move_lines(words: Words) -> list[_Line]:
    lines = []
    for one in words.sets.moves:
        name = text("placing.file.from_to", old=words.name(one.old), new=words.name(one.new))
        values = {"gain": one.gain, "loss": one.loss, "mean": one.mean}
        lines += [_line(words, "move", name, measure, value) for measure, value in values.items()]
    return lines


def _place_lines(words: Words) -> list[_Line]:
    lines = []
    for number in range(len(words.ground.places)):
        near, new = near_and_new(words, number)
        values = {"near": near, "new_reach": new}
        lines += [_line(words, "place", words.name(number), key, one) for key, one in values.items()]
    return lines


def _area_lines(words: Words) -> list[_Line]:
    sets, lines = words.sets, []
    for number, weight in enumerate(sets.crowd.weights):
        places = list(sets.today.places) if sets.today else []
        values = {"people": float(weight)}
        if places:
            values["to_nearest"] = float(sets.distance[number, places].min())
        lines += [_line(words, "area", words.area(number), key, one) for key, one in values.items()]
    return lines
