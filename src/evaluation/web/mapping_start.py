"""Where a file belongs: the initiative that is chosen, or a new one that a few answers make."""

from collections.abc import Mapping
from datetime import date, datetime

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from evaluation.errors import UserError
from evaluation.initiative.models import SiteKind
from evaluation.intake.trial import Opened
from evaluation.texts import table, text
from evaluation.texts.format import danish_key
from evaluation.web import components, mapping_rest, mapping_work, menus, selection
from evaluation.web.interface import Service
from evaluation.web.mapping_state import Work, begin, find
from evaluation.web.mapping_work import NewInitiative, Target

_CHOICE, _ANSWERS, _MADE = "mapping_place", "mapping_new_initiative", "mapping_made"
_NEW = ""
_MOST_PLACES = 60
_DAYS = ("%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d")


def choose(service: Service, upload: UploadedFile) -> Target | None:
    """The initiative that the file is for; None while a new one is being described."""
    folder = service.folder()
    place = mapping_work.target(folder)
    if made := st.session_state.get(_MADE):
        components.notice(text("web.notice.done"), text("mapping.place.created", name=made))
    if place.initiative is not None:
        names = {place.key: place.initiative.name, _NEW: text("mapping.place.new")}
        st.session_state.setdefault(_CHOICE, place.key)
        menus.menu(text("mapping.place.label"), names, _chosen(names, place.key), "mapping_choice", _choose)
        if _chosen(names, place.key) != _NEW:
            return place
    work = open_work(upload, Target(None, None, is_selected=False))
    if work is not None:
        _describe(work.opened)
    return None


def _chosen(names: Mapping[str, str], default: str) -> str:
    """What was chosen; the selected initiative when another one has been selected since."""
    said = str(st.session_state.get(_CHOICE, default))
    return said if said in names else default


def _choose(choice: str) -> None:
    st.session_state[_CHOICE] = choice
    st.session_state.pop(_MADE, None)


def open_work(upload: UploadedFile, place: Target) -> Work | None:
    """The work on this file, begun if need be; None when the file is none, which is said."""
    if (found := find(upload.file_id, place.key)) is not None:
        return found
    try:
        with st.spinner(text("mapping.working")):
            opened = mapping_work.opened(upload.name, upload.getvalue(), place)
    except UserError as problem:
        components.notice(text("mapping.file.refused", file=upload.name), str(problem))
        return None
    work, is_new = begin(upload.file_id, place.key, upload.name, opened)
    if is_new:
        mapping_rest.prepare(work, place)
    return work


# --- a new initiative


def _describe(opened: Opened) -> None:
    """The questions; what the file shows is filled in."""
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
        _places(answers, opened)
        _line(answers, "source")
        missing = _missing(answers)
        if missing:
            components.notice(
                text("mapping.place.missing"), *(text(f"mapping.lacks.{name}") for name in missing)
            )
        st.button(
            text("mapping.place.create"),
            key="create_initiative",
            type="primary",
            disabled=bool(missing),
            on_click=_create,
            args=(answers,),
        )
        if problem := answers.get("problem"):
            components.notice(text("web.notice.error"), problem)


def _answers(opened: Opened) -> dict[str, str]:
    """What has been answered for this file; at first what it shows."""
    kept: dict[str, dict[str, str]] = st.session_state.setdefault(_ANSWERS, {})
    if opened.sha256 not in kept:
        shown = opened.suggested
        first = {name: _as_date(str(shown.get(name, ""))) for name in ("starts_on", "evaluation_ends_on")}
        starts, ends = first["starts_on"], first["evaluation_ends_on"]
        site = opened.form.columns.get("site", {}).get("column", [""])[0]
        kept[opened.sha256] = {
            "name": "",
            "source": "",
            "starts": starts.strftime("%d-%m-%Y") if starts else "",
            "ends": mapping_work.year_from(starts, ends).strftime("%d-%m-%Y") if starts and ends else "",
            "column": site,
            "places": "\n".join(str(one["name"]) for one in shown.get("sites", ())),
        }
    return kept[opened.sha256]


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
    options = {_NEW: text("mapping.place.no_column")} | {name: one.label for name, one in words.items()}

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
            text("mapping.place.kind_of", name=name),
            kinds,
            answers.get(f"kind of {name}", SiteKind.POPUP.value),
            f"new_kind_{number}",
            lambda kind, name=name: answers.update({f"kind of {name}": kind}),  # type: ignore[misc]
        )


def _named(answers: Mapping[str, str]) -> list[str]:
    names = (" ".join(line.split()) for line in answers["places"].splitlines())
    return list(dict.fromkeys(name for name in names if name))[:_MOST_PLACES]


def _missing(answers: Mapping[str, str]) -> list[str]:
    starts, ends = _as_date(answers["starts"]), _as_date(answers["ends"])
    lacks = {
        "name": not answers["name"],
        "municipality": "municipality" not in answers,
        "starts": starts is None,
        "ends": ends is None or (starts is not None and ends < starts),
        "places": not _named(answers),
        "source": not answers["source"],
    }
    return [name for name, so in lacks.items() if so]


def _create(answers: dict[str, str]) -> None:
    """Makes the initiative and selects it; why not is kept beside the answers."""
    starts, ends = _as_date(answers["starts"]), _as_date(answers["ends"])
    if starts is None or ends is None:
        return
    code = answers["municipality"]
    given = NewInitiative(
        name=answers["name"],
        municipality=code,
        municipality_name=table("municipalities.names")[code],
        starts=starts,
        ends=ends,
        places=tuple((n, answers.get(f"kind of {n}", SiteKind.POPUP.value)) for n in _named(answers)),
        source=answers["source"],
    )
    try:
        made = mapping_work.create_initiative(given)
    except UserError as problem:
        answers["problem"] = str(problem)
        return
    answers.pop("problem", None)
    selection.select(made)
    st.session_state[_CHOICE], st.session_state[_MADE] = made, given.name


def _as_date(written: str) -> date | None:
    for style in _DAYS:
        try:
            return datetime.strptime(written.strip(), style).date()  # noqa: DTZ007 - a day by design
        except ValueError:
            continue
    return None
