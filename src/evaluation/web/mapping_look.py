"""Steps "see what will happen" and "keep it": the trial, and the import with its profile."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from evaluation.errors import UserError
from evaluation.findings import data_status
from evaluation.findings.model import TableTwin
from evaluation.intake.form import Form
from evaluation.intake.importing import Imported
from evaluation.intake.trial import Trial
from evaluation.texts import format as da
from evaluation.texts import table, text
from evaluation.web import components, html, mapping_columns, mapping_values, mapping_work, menus
from evaluation.web.mapping_state import Tried, Work
from evaluation.web.mapping_work import Target

_SHOWN = 10
_FIRST = ("site", "channel", "topic", "outcome", "target_group")


def draw(work: Work, place: Target, upload: UploadedFile) -> bool:
    """The button, and what the newest trial gave; whether that lets the file be imported."""
    lacks = work.form.lacks(work.opened.columns)
    if lacks:
        said = [text(f"mapping.lacks.{name}", column=about) for name, about in lacks]
        components.notice(text("mapping.lacks.heading"), *said)
    pressed = st.button(text("mapping.look.try"), key="try_mapping", type="primary", disabled=bool(lacks))
    if pressed and not lacks:
        with st.spinner(text("mapping.look.trying")):
            work.tried = _try(work, place, upload)
    tried = work.tried
    if tried is None or lacks:
        return False
    if _asked(tried.form) != _asked(work.form):
        components.notice(text("mapping.look.stale"))
        return False
    if tried.trial is None:
        components.notice(text("web.notice.error"), tried.problem)
        return False
    _show(tried.trial, work, place)
    return tried.trial.imported.files[0].rows["used"] > 0


def _asked(form: Form) -> object:
    """All but the profile's own name: that changes nothing of what a trial gives."""
    return ({k: v for k, v in form.plain.items() if k not in ("id", "name")}, form.new)


def _try(work: Work, place: Target, upload: UploadedFile) -> Tried:
    form = work.form
    try:
        return Tried(form, mapping_work.tried(upload.name, upload.getvalue(), form, place), "")
    except UserError as problem:
        return Tried(form, None, str(problem))


def _show(trial: Trial, work: Work, place: Target) -> None:
    file = trial.imported.files[0]
    components.paragraph(data_status.accounted(dict(file.rows)))
    for said in _tickets(trial, work.form):
        components.paragraph(said)
    if trial.tickets and (closing := trial.tickets.closing):
        said = text("mapping.look.closing", count=da.number(closing.count), clock=da.clock(closing.clock))
        components.notices((said,))
    if trial.people is not None:
        components.paragraph(text("mapping.look.people", count=da.number(trial.people)))
    components.notices(mapping_columns.doubt(work))
    if trial.reissued:
        components.notices((text("mapping.look.reissued", count=da.number(trial.reissued)),))
    for warning in file.warnings:
        components.notices((warning,))
    if file.reasons:
        why = [data_status.reason(name, count) for name, count in file.reasons.items()]
        head = tuple(text(f"pages.data.{name}") for name in ("reason", "fix", "count"))
        rows = tuple((one.label, one.fix, da.number(one.count)) for one in why)
        components.table(TableTwin(text("mapping.look.why"), head, rows, (2,)))
        _rejected(trial)
    _first(trial, work, place)
    _coverage(trial, work, place)


def _tickets(trial: Trial, form: Form) -> list[str]:
    """How many enquiries or steps the events tell of, how they ended and waited; none where rows are no events."""
    told = trial.tickets
    if told is None:
        return []
    kind = "step" if form.record == "step" else "ticket"
    number = "one" if told.count == 1 else "many"
    said = [text(f"mapping.look.{kind}_{number}", count=da.number(told.count))]
    if told.count:
        ended = [f"{_outcome(one)} {da.number(count)}" for one, count in told.outcomes.items()]
        said.append(text("mapping.look.outcomes", outcomes=", ".join(ended)))
    if told.wait_min is not None:
        waited = {"count": da.number(told.called), "minutes": da.number(told.wait_min)}
        said.append(text("mapping.look.waited", **waited))
    return said


def _outcome(outcome: str | None) -> str:
    """In the words of its menu, but for the one that has a comma."""
    if outcome in (None, "served"):
        return text("mapping.look.served" if outcome else "mapping.look.unknown")
    return table("mapping.outcomes")[outcome].lower()


def _rejected(trial: Trial) -> None:
    file = trial.imported.files[0]
    head = tuple(text(f"findings.data.{name}") for name in ("row", "column", "reason", "shape"))
    rows = tuple(
        (str(one.row), one.column or "", data_status.reason(one.reason, 1).label, one.shape)
        for one in file.rejected[:_SHOWN]
    )
    caption = text("mapping.look.rejected")
    if file.rows["rejected"] > _SHOWN:
        caption = text("mapping.look.rejected_more", shown=_SHOWN, count=da.number(file.rows["rejected"]))
    components.table(TableTwin(caption, head, rows))


def _coverage(trial: Trial, work: Work, place: Target) -> None:
    """The days the file speaks for, by site."""
    names = {**_names("site", work, place)}
    told = [
        text(
            "mapping.look.coverage_line",
            site=names.get(span.site, span.site),
            period=da.period(span.from_date, span.to_date),
        )
        for span in trial.coverage[:_SHOWN]
    ]
    st.html(html.listed(text("mapping.look.coverage"), told or [text("mapping.look.coverage_none")]))


def _names(target: str, work: Work, place: Target) -> dict[str, str]:
    return mapping_values.meanings(target, work.form, place)


def _first(trial: Trial, work: Work, place: Target) -> None:
    """Some rows in plain words."""
    rows = trial.first.to_pylist()
    if not rows:
        return
    filled = [name for name in trial.first.column_names if any(row[name] is not None for row in rows)]
    shown = [name for name in filled if name not in ("local_date", "wait_min", "arrived_at")]
    zone = ZoneInfo(place.initiative.timezone if place.initiative else "Europe/Copenhagen")
    timed = work.form.plain.get("time_precision") in (None, "minute", "hour")
    head = [text("mapping.look.date"), *([text("mapping.look.clock")] if timed else [])]
    head += [text(f"mapping.uses.{name}") for name in shown]
    waits = "wait_min" in filled
    head += [text("mapping.look.wait")] if waits else []
    body = []
    for row in rows:
        cells = [da.day(row["local_date"]), *([_clock(row.get("arrived_at"), zone)] if timed else [])]
        cells += [_cell(name, row[name], zone, work, place) for name in shown]
        body.append(tuple([*cells, _minutes(row.get("wait_min"))] if waits else cells))
    caption = text("mapping.look.first" if trial.tickets is None else "mapping.look.first_tickets")
    components.table(TableTwin(caption, tuple(head), tuple(body)))


def _cell(name: str, value: object, zone: ZoneInfo, work: Work, place: Target) -> str:
    if value is None:
        counted = any(name in one for one in work.form.plain.get("counts", ()))
        return text("mapping.look.everybody" if counted else "mapping.look.blank")
    if isinstance(value, bool):
        return text("mapping.look.yes" if value else "mapping.look.no")
    if isinstance(value, datetime):
        return _clock(value, zone)
    if isinstance(value, date | int):
        return str(value)
    return _names(name, work, place).get(str(value), str(value))


def _clock(utc: datetime | None, zone: ZoneInfo) -> str:
    return da.clock(utc.replace(tzinfo=UTC).astimezone(zone)) if utc else text("mapping.look.blank")


def _minutes(count: int | None) -> str:
    return text("mapping.look.blank") if count is None else text("mapping.look.minutes", count=count)


def save(work: Work, place: Target, upload: UploadedFile) -> None:
    """The profile's name, the import, and what came of it."""
    menus.line(
        text("mapping.save.name"),
        str(work.form.plain.get("name", "")),
        f"name_{work.key}",
        lambda said: _name(work, said, place),
        hint=text("mapping.save.name_hint"),
    )
    named = bool(work.form.plain.get("name"))
    if not named:
        st.html(html.remark(text("mapping.save.nameless")))
    if work.tried and work.tried.trial and _mostly_rejected(work.tried.trial.imported):
        components.notices((_kept(work.tried.trial.imported),))
    if (
        st.button(text("mapping.save.button"), key="save_mapping", type="primary", disabled=not named)
        and named
    ):
        with st.spinner(text("mapping.look.importing")):
            _import(work, place, upload)
        st.rerun()  # the tables of the page were drawn before the import
    if work.refused:
        components.notice(*work.refused)


def _name(work: Work, said: str, place: Target) -> None:
    name = " ".join(said.split())
    made = mapping_work.new_profile_name(name, place.folder) if name else ""
    work.change(lambda form: form.put("name", name or None).put("id", made or form.plain.get("id")))


def _import(work: Work, place: Target, upload: UploadedFile) -> None:
    try:
        done, file = mapping_work.imported(upload.name, upload.getvalue(), work.form, place)
    except UserError as problem:
        work.refused = (text("web.upload.refused", file=upload.name), str(problem))
        return
    work.refused = ()
    told = _tickets(work.tried.trial, work.form) if work.tried and work.tried.trial else []
    work.done = (_title(done, upload.name), *told, *_said(done, file))


def _title(done: Imported, file: str) -> str:
    if not done.changed:
        return text("findings.data.same_again")
    return text(
        "mapping.save.mostly_rejected" if _mostly_rejected(done) else "web.upload.imported", file=file
    )


def _said(done: Imported, file: str) -> list[str]:
    accounted = data_status.accounted(data_status.account(one.rows for one in done.files))
    why = _why(done) if _mostly_rejected(done) else []
    return [accounted, *done.files[0].warnings, *why, text("mapping.save.saved", name=file)]


def _mostly_rejected(done: Imported) -> bool:
    rows = done.files[0].rows
    return rows["rejected"] * 2 > rows["read"]


def _kept(done: Imported) -> str:
    rows = {name: da.number(count) for name, count in done.files[0].rows.items()}
    return text("mapping.save.few", used=rows["used"], read=rows["read"], rejected=rows["rejected"])


def _why(done: Imported) -> list[str]:
    """Each reason with its number of rows and what to do."""
    told = (data_status.reason(name, count) for name, count in done.files[0].reasons.items())
    return [f"{da.number(one.count)}: {one.label} {one.fix}" for one in told]
