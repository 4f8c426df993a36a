"""Step "what the columns are": what a row is, a menu for every column, formats, and what values mean."""

import streamlit as st

from evaluation.intake.columns import FileColumn, first_values
from evaluation.intake.form import COUNT, EVENT, Form
from evaluation.intake.targets import CATEGORIES, FLAGS, TIMES
from evaluation.texts import table, text
from evaluation.texts.format import number
from evaluation.web import html, mapping_values, menus
from evaluation.web.mapping_state import Work
from evaluation.web.mapping_work import Target

_SHOWN = 4  # values of a column named beside it
_UNUSED, _NONE = "", ""
#: What a row is: the profile's record, and whether rows are events that fold into it.
_RECORDS = {
    "contact": ("contact", False),
    "events": ("contact", True),
    "steps": ("step", False),
    "step_events": ("step", True),
    "tally": ("tally", False),
}


def draw(work: Work, place: Target) -> None:
    """One menu for the row, one for each column."""
    with st.container(key="mapping"):
        _record(work)
        for position, column in enumerate(work.opened.columns):
            with st.container(key=f"column_{position}"):
                _column(work, column, position, place)
        _fixed(work, place, "site")
        _fixed(work, place, "channel")


def _record(work: Work) -> None:
    told = (work.form.record, work.form.is_event_log)
    now = next(name for name, meant in _RECORDS.items() if meant == told)

    def change(name: str) -> None:
        record, events = _RECORDS[name]
        work.change(lambda form: _as_record(form, record, events, work.opened.columns))

    label = text("mapping.columns.record")
    menus.menu(label, table("mapping.records"), now, f"record_{work.key}", change)


def _as_record(form: Form, record: str, events: bool, columns: tuple[FileColumn, ...]) -> Form:
    """What belongs to another kind of row is let go."""
    if not events:
        form = form.put("events", None)
    elif not form.is_event_log:
        form = form.put("events", {"values": {}})
    if record != "tally":
        form = form.put("counts", None)
    elif form.coverage().get("unit") == "week":
        form = form.put("coverage", {"unit": "sheet"})
    if record != "tally" and form.coverage().get("unit") == "sheet":
        form = form.put("coverage", {"unit": "week"})
    return form.put("record", record)


def _column(work: Work, column: FileColumn, position: int, place: Target) -> None:
    """What it holds on the left, what it is used as on the right, what its values mean below."""
    use = work.form.use(column.header)
    left, right = st.columns(2, gap="medium")
    with left:
        said = "" if use else work.opened.remarks.get(column.label, "")
        st.html(html.file_column(column.label, _holds(column), said))
    with right:
        options = {_UNUSED: text("mapping.unused")} | _uses(work, column)
        menus.menu(
            text("mapping.columns.use", column=html.plain_markdown(column.label)),
            options,
            use,
            f"use_{position}_{work.key}",
            lambda chosen: _used_as(work, column, chosen, place),
            hide_label=True,
        )
        if use:
            st.html(html.remark(_help(use)))
        elif column.header in work.form.identity()["columns"]:
            st.html(html.remark(text("mapping.columns.identity")))
    if use in TIMES:
        _format(work, column, use, position)
    elif use == COUNT:
        mapping_values.counted(work, column, position, place)
    elif use == EVENT or (use in (*CATEGORIES, *FLAGS) and work.form.columns[use].get("values") is not None):
        mapping_values.draw(work, column, use, position, place)


def _help(use: str) -> str:
    """One line on a use; where the intake's own words say no more than the menu does, other ones."""
    return table("mapping.use_help").get(use) or text(f"intake.targets.{use}")


def _uses(work: Work, column: FileColumn) -> dict[str, str]:
    """The targets that its content allows, and what the row's kind adds."""
    offered = [*column.could]
    if work.form.is_event_log and column.values:
        offered.insert(0, EVENT)
    if work.form.record == "tally" and column.whole_numbers:
        offered.insert(0, COUNT)
    return {use: text(f"mapping.uses.{use}") for use in offered}


def _used_as(work: Work, column: FileColumn, use: str, place: Target) -> None:
    """A new use, with the values that plainly mean something."""
    columns = work.opened.columns
    values = {} if use == EVENT else first_values(column, use, place.initiative)
    work.change(lambda form: form.used_as(column.header, use, columns, values))
    if values is not None and use in CATEGORIES:
        mapping_values.offer_new(work, column, use, place)


def _holds(column: FileColumn) -> str:
    """Some values where they may be shown, else their shapes."""
    if not column.values:
        shapes = ", ".join(column.shapes)
        return text("mapping.columns.shaped", shapes=shapes) if shapes else text("mapping.columns.empty")
    parts = [", ".join(" ".join(value.split()) for value in column.values[:_SHOWN])]
    if len(column.values) > _SHOWN:
        parts.append(text("mapping.columns.more", count=number(len(column.values) - _SHOWN)))
    if column.hidden:
        name = "hidden_one" if column.hidden == 1 else "hidden"
        parts.append(text(f"mapping.columns.{name}", count=number(column.hidden)))
    return text("mapping.columns.holds", values=" · ".join(parts))


def _format(work: Work, column: FileColumn, target: str, position: int) -> None:
    """The way dates are written, where there is more than one that it could be."""
    offered = work.form.styles(target, work.opened.columns)
    first = work.form.columns[target]["column"][0]
    if len(offered) < 2 or column.header != first:
        return
    st.html(html.remark(text("mapping.columns.format_about")))
    menus.menu(
        text("mapping.columns.format", column=html.plain_markdown(column.label)),
        {style: mapping_values.written(style) for style in offered},
        work.form.columns[target].get("format"),
        f"format_{position}_{work.key}",
        lambda style: work.change(lambda form: form.styled(target, style)),
    )


def _fixed(work: Work, place: Target, target: str) -> None:
    """A value for all rows, where no column says it."""
    if target in work.form.columns or place.initiative is None:
        return
    options = {_NONE: text(f"mapping.columns.{target}_none")}
    options |= mapping_values.meanings(target, work.form, place)
    menus.menu(
        text(f"mapping.columns.{target}"),
        options,
        work.form.constant(target),
        f"constant_{target}_{work.key}",
        lambda value: work.change(lambda form: form.put_constant(target, value)),
    )
