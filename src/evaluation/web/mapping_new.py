"""A few answers that make an initiative; what the file shows is filled in, and nothing else is guessed."""

from collections.abc import Callable, Mapping

import streamlit as st

from evaluation.errors import UserError
from evaluation.initiative.models import SiteKind
from evaluation.intake.trial import Opened
from evaluation.texts import table, text
from evaluation.texts.format import danish_key
from evaluation.web import components, html, mapping_openings, mapping_work, menus
from evaluation.web.mapping_openings import Openings
from evaluation.web.mapping_work import NewInitiative, NewPlace

_ANSWERS, _OPENINGS = "mapping_new_initiative", "mapping_new_openings"
_NONE, _YES = "", "yes"
_OWN, _OTHER = "own", "other"
_MOST_PLACES = 60


def describe(opened: Opened, made: Callable[[str, str], None]) -> None:
    """The questions. `made` is told the id and the name of the initiative once there is one."""
    answers = _answers(opened)
    with st.container(key="new_initiative"):
        _line(answers, "name")
        names = table("municipalities.names")
        towns = dict(sorted(names.items(), key=lambda pair: danish_key(pair[1])))
        menus.menu(
            text("mapping.place.municipality"),
            towns,
            answers.get("municipality"),
            "new_municipality",
            lambda code: answers.update(municipality=code),
            typing=True,
        )
        _line(answers, "starts")
        _line(answers, "ends")
        _line(answers, "source")
        _places(answers, opened)
        _counted(answers, opened)
        hours, named = _hours(opened), _met(answers)
        components.paragraph(text("mapping.openings.about"))
        mapping_openings.draw(hours, named, "new_hours")
        if any(hours[name] for name in named):
            menus.tick(
                text("mapping.openings.holidays"),
                bool(answers["holidays"]),
                "new_holidays",
                lambda yes: answers.update(holidays=_YES if yes else ""),
            )
        missing = _missing(answers, opened)
        mapping_openings.tell(missing)
        st.button(
            text("mapping.place.create"),
            key="create_initiative",
            type="primary",
            disabled=bool(missing),
            on_click=_create,
            args=(answers, opened, made),
        )
        if problem := answers.get("problem"):
            components.notice(text("web.notice.error"), problem)


def _answers(opened: Opened) -> dict[str, str]:
    """What has been answered for this file; at first what it shows."""
    kept: dict[str, dict[str, str]] = st.session_state.setdefault(_ANSWERS, {})
    if opened.sha256 not in kept:
        shown = opened.suggested
        first = {
            name: menus.read_day(str(shown.get(name, ""))) for name in ("starts_on", "evaluation_ends_on")
        }
        starts, ends = first["starts_on"], first["evaluation_ends_on"]
        site = opened.form.columns.get("site", {}).get("column", [""])[0]
        kept[opened.sha256] = {
            "name": "",
            "source": "",
            "starts": starts.strftime(menus.DAY) if starts else "",
            "ends": mapping_work.year_from(starts, ends).strftime(menus.DAY) if starts and ends else "",
            "column": site,
            "holidays": _YES,
            "places": "\n".join(str(one["name"]) for one in shown.get("sites", ())),
        }
    return kept[opened.sha256]


def site_column(file: str, initiative: str) -> str:
    """The header that was said to be the place, when this initiative was made of this file; else "".

    `file`: the SHA-256 of its content.
    """
    kept: dict[str, dict[str, str]] = st.session_state.get(_ANSWERS, {})
    answers = kept.get(file, {})
    return answers["column"] if answers.get("made") == initiative else ""


def _hours(opened: Opened) -> Openings:
    """The openings given for this file's places."""
    kept: dict[str, Openings] = st.session_state.setdefault(_OPENINGS, {})
    return kept.setdefault(opened.sha256, {})


def _line(answers: dict[str, str], name: str) -> None:
    hint = text(f"mapping.place.{name}_hint") if name in ("name", "source") else ""
    menus.line(
        text(f"mapping.place.{name}"),
        answers[name],
        f"new_{name}",
        lambda said: answers.update({name: said.strip()}),
        hint=hint,
    )


def _places(answers: dict[str, str], opened: Opened) -> None:
    """The column of places, the places themselves, and what each is."""
    words = {column.header: column for column in opened.columns if column.values or "site" in column.could}
    options = {_NONE: text("mapping.place.no_column")} | {name: one.label for name, one in words.items()}

    def take(header: str) -> None:
        values = words[header].values if header in words else ()
        answers.update(column=header, places="\n".join(values))

    menus.menu(text("mapping.place.column"), options, answers["column"], "new_column", take)
    components.paragraph(text("mapping.place.places_about"))
    menus.lines(
        text("mapping.place.places"),
        answers["places"],
        "new_places",
        lambda said: answers.update(places=said),
    )
    kinds = table("mapping.site_kinds")
    for number, name in enumerate(_named(answers)):
        menus.menu(
            text("mapping.place.kind_of", name=html.plain_markdown(name)),
            kinds,
            _kind(answers, name),
            f"new_kind_{number}",
            lambda kind, name=name: answers.update({f"kind of {name}": kind}),  # type: ignore[misc]
        )


def _named(answers: Mapping[str, str]) -> list[str]:
    names = (" ".join(line.split()) for line in answers["places"].splitlines())
    return list(dict.fromkeys(name for name in names if name))[:_MOST_PLACES]


def _kind(answers: Mapping[str, str], name: str) -> str:
    return answers.get(f"kind of {name}", SiteKind.POPUP.value)


def _met(answers: Mapping[str, str]) -> list[str]:
    """The places where citizens are met: the others have no openings."""
    return [name for name in _named(answers) if _kind(answers, name) != SiteKind.UNIT.value]


def _unspoken(answers: Mapping[str, str], opened: Opened) -> list[str]:
    """The places that the file does not speak of, as far as can be seen."""
    names = _named(answers)
    values = next((c.values for c in opened.columns if c.header == answers["column"]), ())
    if not answers["column"]:
        return names if len(names) > 1 else []
    told = {" ".join(value.split()).casefold() for value in values}
    return [name for name in names if name.casefold() not in told]


def _counted(answers: dict[str, str], opened: Opened) -> None:
    """Who counts the places that the file does not speak of: two sources at one place would count twice."""
    ways = {_OWN: text("mapping.place.counted_here"), _OTHER: text("mapping.place.counted_elsewhere")}
    for number, name in enumerate(_asked(answers, opened)):
        menus.menu(
            text("mapping.place.counted", name=html.plain_markdown(name)),
            ways,
            answers.get(f"counts {name}"),
            f"new_counts_{number}",
            lambda way, name=name: answers.update({f"counts {name}": way}),  # type: ignore[misc]
        )
        if answers.get(f"counts {name}") == _OTHER:
            menus.line(
                text("mapping.place.counted_by", name=html.plain_markdown(name)),
                answers.get(f"counted by {name}", ""),
                f"new_counted_by_{number}",
                lambda said, name=name: answers.update({f"counted by {name}": " ".join(said.split())}),  # type: ignore[misc]
                hint=text("mapping.place.counted_by_hint"),
            )


def _asked(answers: Mapping[str, str], opened: Opened) -> list[str]:
    met = _met(answers)
    return [name for name in _unspoken(answers, opened) if name in met]


def _counter(answers: Mapping[str, str], opened: Opened, name: str) -> str | None:
    """The name of the source that counts a place, "" for the file's own, None for a unit that none counts."""
    if name not in _unspoken(answers, opened):
        return ""
    if name not in _met(answers):
        return None
    return answers.get(f"counted by {name}", "") if answers.get(f"counts {name}") == _OTHER else ""


def _missing(answers: Mapping[str, str], opened: Opened) -> list[tuple[str, str]]:
    """What must still be said: (key of texts `mapping.lacks`, the place it is about or "")."""
    starts, ends = menus.read_day(answers["starts"]), menus.read_day(answers["ends"])
    lacks = {
        "name": not answers["name"],
        "municipality": "municipality" not in answers,
        "starts": starts is None,
        "ends": ends is None or (starts is not None and ends < starts),
        "source": not answers["source"],
        "places": not _named(answers),
    }
    uncounted = [name for name in _asked(answers, opened) if not _says_who_counts(answers, name)]
    return [
        *((name, "") for name, so in lacks.items() if so),
        *(
            ("counted_by" if answers.get(f"counts {name}") == _OTHER else "counted", name)
            for name in uncounted
        ),
        *mapping_openings.lacks(_hours(opened), _met(answers)),
    ]


def _says_who_counts(answers: Mapping[str, str], name: str) -> bool:
    way = answers.get(f"counts {name}")
    return way == _OWN or (way == _OTHER and bool(answers.get(f"counted by {name}")))


def _create(answers: dict[str, str], opened: Opened, told: Callable[[str, str], None]) -> None:
    """Makes the initiative; why not is kept beside the answers."""
    starts, ends = menus.read_day(answers["starts"]), menus.read_day(answers["ends"])
    if starts is None or ends is None or _missing(answers, opened):
        return  # an answer was taken back between the button's drawing and its press
    given = NewInitiative(
        name=answers["name"],
        municipality=answers["municipality"],
        starts=starts,
        ends=ends,
        places=tuple(_place(answers, opened, name) for name in _named(answers)),
        source=answers["source"],
        holidays=bool(answers["holidays"]),
    )
    try:
        made = mapping_work.create_initiative(given)
    except UserError as problem:
        answers["problem"] = str(problem)
        return
    answers.pop("problem", None)
    answers["made"] = made
    told(made, given.name)


def _place(answers: Mapping[str, str], opened: Opened, name: str) -> NewPlace:
    hours = mapping_openings.openings(_hours(opened), name) if name in _met(answers) else ()
    return NewPlace(name, _kind(answers, name), hours, _counter(answers, opened, name))
