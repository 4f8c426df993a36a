"""Step "what the columns are": what a row is, a menu for every column, formats, and what values mean."""

import streamlit as st

from evaluation.intake.columns import FileColumn, first_values
from evaluation.intake.draft_events import known_events
from evaluation.intake.event_spec import TOLD_BY_EVENTS
from evaluation.intake.form import COUNT, EVENT, Form
from evaluation.intake.form_rows import RECORDS, as_record
from evaluation.intake.targets import CATEGORIES, FLAGS, TIMES
from evaluation.texts import table, text
from evaluation.texts.format import number
from evaluation.web import components, html, mapping_values, menus
from evaluation.web.mapping_state import Work
from evaluation.web.mapping_work import Target

_SHOWN = 4  # values of a column named beside it
_UNUSED, _NONE = "", ""


def draw(work: Work, place: Target) -> None:
    """One menu for the row, one for each column."""
    with st.container(key="mapping"):
        if (log := work.opened.event_column) and work.form.is_event_log:
            components.notices((text("mapping.columns.log", column=log),))
        _record(work)
        components.notices(doubt(work))
        for position, column in enumerate(work.opened.columns):
            with st.container(key=f"column_{position}"):
                _column(work, column, position, place)
        _fixed(work, place, "site")
        _fixed(work, place, "channel")


def _record(work: Work) -> None:
    told = (work.form.record, work.form.is_event_log)
    now = next(name for name, meant in RECORDS.items() if meant == told)

    def change(name: str) -> None:
        work.answers.pop("identity", None)  # asked anew of another kind of row
        work.change(lambda form: as_record(form, name, work.opened.columns))

    label = text("mapping.columns.record")
    menus.menu(label, table("mapping.records"), now, f"record_{work.key}", change)


def doubt(work: Work) -> tuple[str, ...]:
    """What is to be said where a log's rows are taken for enquiries."""
    rows = work.form.record == "contact" and not work.form.is_event_log
    return (text("mapping.columns.log_doubt"),) if work.opened.event_column and rows else ()


def _column(work: Work, column: FileColumn, position: int, place: Target) -> None:
    """What it holds on the left, what it is used as on the right, what its values mean below."""
    use = work.form.use(column.header)
    if use == EVENT:
        column = column.as_events()
    left, right = st.columns(2, gap="medium")
    with left:
        said = "" if use else work.opened.remarks.get(column.label, "")
        st.html(html.file_column(column.label, _holds(column), said))
    with right:
        numbers = column.header in work.form.identity()["columns"]
        options = {_UNUSED: text("mapping.number_only" if numbers else "mapping.unused")}
        options |= _uses(work, column)
        menus.menu(
            text("mapping.columns.use", column=html.plain_markdown(column.label)),
            options,
            use,
            f"use_{position}_{work.form.is_event_log}_{numbers}_{work.key}",  # its words differ
            lambda chosen: _used_as(work, column, chosen, place),
            hide_label=True,
        )
        if use:
            st.html(html.remark(_help(use, work.form)))
        elif numbers:
            said = "ticket" if work.form.is_event_log else "identity"
            st.html(html.remark(text(f"mapping.columns.{said}")))
    if use in TIMES:
        _format(work, column, use, position)
    elif use == COUNT:
        mapping_values.counted(work, column, position, place)
    elif use == EVENT or (use in (*CATEGORIES, *FLAGS) and work.form.columns[use].get("values") is not None):
        mapping_values.draw(work, column, use, position, place)


def _help(use: str, form: Form) -> str:
    """One line on a use; where the intake's own words say no more than the menu does, other ones."""
    own = table("mapping.use_help")
    if form.is_event_log and use == "arrived_at":
        return own["event_time"]
    return own.get(use) or text(f"intake.targets.{use}")


def _uses(work: Work, column: FileColumn) -> dict[str, str]:
    """The targets that its content allows, and what the row's kind adds."""
    offered = [*column.could]
    if work.form.is_event_log:
        offered = [use for use in offered if use not in TOLD_BY_EVENTS]
        offered = [EVENT, *offered] if column.values else offered
    if work.form.record == "tally" and column.whole_numbers:
        offered.insert(0, COUNT)
    return {use: name_of(use, work.form) for use in offered}


def name_of(use: str, form: Form) -> str:
    """A use's name; the time of a row that is an event is not yet an arrival."""
    event = form.is_event_log and use == "arrived_at"
    return text("mapping.uses.event_time") if event else text(f"mapping.uses.{use}")


def _used_as(work: Work, column: FileColumn, use: str, place: Target) -> None:
    """A new use, with the values that plainly mean something."""
    columns = work.opened.columns
    events = known_events(column.values) if use == EVENT else None
    values = first_values(column, use, place.initiative) if events is None else events
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
    if target == "channel" and not work.form.constant(target):
        st.html(html.remark(text("mapping.columns.channel_about")))
    options = {_NONE: text(f"mapping.columns.{target}_none")}
    options |= mapping_values.meanings(target, work.form, place)
    menus.menu(
        text(f"mapping.columns.{target}"),
        options,
        work.form.constant(target),
        f"constant_{target}_{work.key}",
        lambda value: work.change(lambda form: form.put_constant(target, value)),
    )
