"""What the values of a column mean: a menu for each, by the initiative's Danish names."""

from datetime import datetime

import streamlit as st

from evaluation.intake.columns import FileColumn
from evaluation.intake.form import EVENT, Form
from evaluation.intake.profile import AUTO_ISO, EXCEL
from evaluation.intake.targets import ELSEWHERE, FLAGS, NOWHERE, OUTSIDE, fold, known_names
from evaluation.intake.words import slug
from evaluation.texts import table, text
from evaluation.web import html, menus
from evaluation.web.mapping_state import Work
from evaluation.web.mapping_work import Target

UNDECIDED, UNKNOWN = "?", "-"
_NEW = "+"  # followed by the kind of what is to be made
_SPECIAL = (OUTSIDE, NOWHERE, ELSEWHERE)
#: Targets whose lists an initiative made here can be given more of: the block it goes in, and its kinds.
_GROWING = {
    "site": ("sites", ("popup", "unit")),
    "served_by": ("sites", ("unit",)),
    "topic": ("topics", ("",)),
    "target_group": ("groups", ("target", "other")),
}
#: What a stroke on a tally sheet may tell.
_COUNTED = ("topic", "target_group", "outcome", "otherwise_site", "digital_exempt")
_EXAMPLE = datetime(2025, 3, 31, 14, 5)  # noqa: DTZ001 - a wall clock by design


def draw(work: Work, column: FileColumn, target: str, position: int, place: Target) -> None:
    """A menu for every value that may be shown, and one for all others."""
    name = html.plain_markdown(column.label)
    with st.expander(
        text("mapping.values.heading", column=name), expanded=True, key=f"values_{position}_{work.key}"
    ):
        if target == EVENT:
            st.html(html.remark(text("mapping.values.events_about")))
        for number, value in enumerate(column.values):
            _value(work, target, value, f"value_{target}_{position}_{number}_{work.key}", place)
        if target != EVENT:
            _others(work, target, position, place)
        if target in _GROWING and not place.can_grow:
            st.html(html.remark(text("mapping.values.by_hand", block=_GROWING[target][0])))


def _value(work: Work, target: str, value: str, key: str, place: Target) -> None:
    told = work.form.event_values() if target == EVENT else work.form.values(target)
    meaning = told.get(value)
    undecided = "undecided_event" if target == EVENT else "undecided"
    options = {UNDECIDED: text(f"mapping.values.{undecided}")} | meanings(target, work.form, place)
    options |= _new(target, value, work.form, place)
    if target not in ("site", EVENT):
        options[UNKNOWN] = text("mapping.values.unknown")
    now = UNDECIDED if meaning is None else meaning or UNKNOWN

    def change(chosen: str) -> None:
        work.change(lambda form: _meant(form, target, value, chosen))

    shown = html.plain_markdown(" ".join(value.split()))
    menus.menu(text("mapping.values.value", value=shown), options, now, key, change)


def _meant(form: Form, target: str, value: str, chosen: str) -> Form:
    if chosen.startswith(_NEW):
        name = " ".join(value.split())
        made = slug(name, [*form.new.get(target, {}), *_SPECIAL])
        return form.named(target, made, name, chosen.removeprefix(_NEW)).mapped(target, value, made)
    meaning = {UNDECIDED: None, UNKNOWN: ""}.get(chosen, chosen)
    return form.mapped(target, value, meaning)


def _others(work: Work, target: str, position: int, place: Target) -> None:
    """What every other value means: those not shown here, and those of files to come."""
    options = {UNDECIDED: text("mapping.values.other_none")} | meanings(target, work.form, place)
    if target != "site":
        options[UNKNOWN] = text("mapping.values.unknown")
    other = work.form.columns[target].get("other")

    def change(chosen: str) -> None:
        meaning = {UNDECIDED: None, UNKNOWN: ""}.get(chosen, chosen)
        work.change(lambda form: form.others(target, meaning))

    now = UNDECIDED if other is None else other or UNKNOWN
    menus.menu(text("mapping.values.other"), options, now, f"other_{target}_{position}_{work.key}", change)


def meanings(target: str, form: Form, place: Target) -> dict[str, str]:
    """The ids a value may mean, by name."""
    if target == EVENT:
        return table("mapping.events") | {"ignore": text("mapping.values.ignore")}
    if target in FLAGS:
        return {"true": text("mapping.values.yes"), "false": text("mapping.values.no")}
    if target in ("channel", "outcome"):
        return table(f"mapping.{target}s")
    known = known_names(target, place.initiative) or {} if place.initiative else {}
    named = {key: text(f"mapping.values.{key}") if key in _SPECIAL else name for key, name in known.items()}
    made = {key: name for key, (name, _) in form.new.get(target, {}).items()}
    used = {key: key for key in form.values(target).values() if key and key not in named and key not in made}
    return named | made | used


def _new(target: str, value: str, form: Form, place: Target) -> dict[str, str]:
    """What could be made of a value that the initiative has no word for."""
    name = " ".join(value.split())
    has = {label.casefold() for label in meanings(target, form, place).values()}
    if name.casefold() in has or place.initiative is None:
        return {}
    if target in _GROWING and place.can_grow:
        _, kinds = _GROWING[target]
        return {f"{_NEW}{kind}": text(f"mapping.values.new_{kind}" if kind else "mapping.values.new", value=name)
                for kind in kinds}  # fmt: skip
    if known_names(target, place.initiative) is None and target not in (*FLAGS, EVENT):
        return {_NEW: text("mapping.values.as_is", value=name)}
    return {}


def offer_new(work: Work, column: FileColumn, target: str, place: Target) -> None:
    """An initiative without any topics is proposed those that the file shows."""
    empty = place.initiative is not None and target == "topic" and not place.initiative.topics
    if not empty or not place.can_grow:
        return
    for value in column.values:
        if value not in work.form.values(target):
            work.change(lambda form, value=value: _meant(form, target, value, _NEW))  # type: ignore[misc]


def counted(work: Work, column: FileColumn, position: int, place: Target) -> None:
    """What a tally sheet's column of strokes counts: a topic, a group, ... or everybody."""
    now = work.form.counted(column.header)
    dimension = now[0] if now else UNKNOWN
    options = {UNKNOWN: text("mapping.values.total")}
    options |= {name: text(f"mapping.uses.{name}") for name in _COUNTED}

    def choose(name: str) -> None:
        told = None if name == UNKNOWN else (name, _own_word(name, work.form, place, column))
        work.change(lambda form: _counting(form, column, told))

    label = html.plain_markdown(column.label)
    menus.menu(
        text("mapping.values.what", column=label), options, dimension, f"count_{position}_{work.key}", choose
    )
    if now is not None:
        unsaid = {} if now[0] in FLAGS else {"": text("mapping.values.undecided_event")}
        words = unsaid | _counted_values(now[0], work.form, place, column)
        menus.menu(
            text("mapping.values.which"),
            words,
            str(now[1]).lower() if isinstance(now[1], bool) else str(now[1]),
            f"counted_{position}_{work.key}",
            lambda value: work.change(lambda form: _counting(form, column, (now[0], value))),
        )


def _counted_values(target: str, form: Form, place: Target, column: FileColumn) -> dict[str, str]:
    return meanings(target, form, place) | _new(target, column.label, form, place)


def _own_word(target: str, form: Form, place: Target, column: FileColumn) -> str:
    """The only one to propose: what the column's own name is, of a flag that it is so; "" for none."""
    if target in FLAGS:
        return "true"
    alike = (key for key, name in meanings(target, form, place).items() if fold(name) == fold(column.label))
    return next(alike, "")


def _counting(form: Form, column: FileColumn, told: tuple[str, str] | None) -> Form:
    if told is None:
        return form.counting(column.header, None)
    target, value = told
    if value.startswith(_NEW):
        name = " ".join(column.label.split())
        made = slug(name, [*form.new.get(target, {}), *_SPECIAL])
        return form.named(target, made, name, value.removeprefix(_NEW)).counting(
            column.header, (target, made)
        )
    return form.counting(column.header, (target, value == "true" if target in FLAGS else value))


def written(style: str) -> str:
    """A date format as an example: the last day of March, so that day and month cannot be mixed up."""
    if style in (AUTO_ISO, EXCEL):
        return text(f"mapping.formats.{style.replace('-', '_')}")
    order = text(
        "mapping.formats.day_first"
        if style.index("%d") < style.index("%m")
        else "mapping.formats.month_first"
    )
    return text("mapping.formats.example", order=order, example=_EXAMPLE.strftime(style))
