"""Step "answer the rest": the source, what makes a row itself, which days the file speaks for."""

from collections.abc import Mapping

import streamlit as st

from evaluation.intake.match import LOCAL_DATE
from evaluation.intake.words import slug
from evaluation.texts import table, text
from evaluation.web import html, mapping_counts, mapping_work, menus
from evaluation.web.mapping_state import Work
from evaluation.web.mapping_work import Target

_BY_COLUMNS, _BY_DAY, _NEW = "by_columns", "by_day", "+"
_PARSED = (LOCAL_DATE, "site")
_IDENTITY = "identity"
_NO_ENDS = ("served", "left", "no_show", "open")  # the first is what is meant if nothing is said


def prepare(work: Work, place: Target) -> None:
    """What a proposal leaves open and an initiative answers: its only source, a free name."""
    if place.initiative is None:
        return
    sources = [source.id for source in place.initiative.sources]
    if not work.form.plain.get("source") and len(sources) == 1:
        work.change(lambda form: form.put("source", sources[0]))
    name = mapping_work.new_profile_name(str(work.form.plain.get("id", "")), place.folder)
    work.change(lambda form: form.put("id", name))


def draw(work: Work, place: Target) -> None:
    """The questions whose answers are not columns."""
    with st.container(key="rest"):
        _source(work, place)
        mapping_counts.draw(work, place)
        if work.form.is_event_log:
            _ticket(work)
        else:
            _identity(work)
        if work.form.is_event_log and work.form.record == "contact":
            _ends(work)
        units = table("mapping.coverage")
        if work.form.record != "tally":
            units.pop("sheet")
        _choice(work, "coverage", units, str(work.form.coverage().get("unit", "week")))
        with st.expander(text("mapping.rest.more"), key=f"more_{work.key}"):
            _more(work)


def _choice(work: Work, name: str, options: Mapping[str, str], now: str) -> None:
    def choose(value: str) -> None:
        work.change(lambda form: form.put(name, {"unit": value} if name == "coverage" else value))

    menus.menu(text(f"mapping.rest.{name}"), options, now, f"rest_{name}_{work.key}", choose)


def _source(work: Work, place: Target) -> None:
    if place.initiative is None:
        return
    made = work.form.new.get("source", {})
    options = {source.id: source.name for source in place.initiative.sources}
    options |= {key: name for key, (name, _) in made.items()}
    if place.can_grow:
        options[_NEW] = text("mapping.rest.source_new")
    asked = work.answers.get("source") == _NEW
    now = _NEW if asked else str(work.form.plain.get("source", ""))

    def choose(source: str) -> None:
        work.answers["source"] = source
        if source != _NEW:
            work.change(lambda form: form.put("source", source))

    about = "source_about" if place.can_grow else "source_about_fixed"
    st.html(html.remark(text(f"mapping.rest.{about}")))
    menus.menu(text("mapping.rest.source"), options, now, f"rest_source_{work.key}", choose)
    if asked:
        menus.line(
            text("mapping.rest.source_name"),
            "",
            f"new_source_{work.key}",
            lambda name: _make_source(work, name, list(options)),
        )


def _make_source(work: Work, name: str, taken: list[str]) -> None:
    if not (said := " ".join(name.split())):
        return
    made = slug(said, taken)
    work.answers["source"] = made
    work.change(lambda form: form.named("source", made, said).put("source", made))


def _identity(work: Work) -> None:
    """Numbers, or none."""
    told = work.form.identity()
    ways = {_BY_COLUMNS: text("mapping.rest.by_columns"), _BY_DAY: text("mapping.rest.by_day")}
    asked = work.answers.get(_IDENTITY)
    now = asked or (
        _BY_DAY if told.get("mode") == "replace_day" else _BY_COLUMNS if told["columns"] else None
    )
    st.html(html.remark(text("mapping.rest.identity_about")))
    menus.menu(text("mapping.rest.identity"), ways, now, f"identity_{work.key}", lambda way: _by(work, way))
    if now == _BY_COLUMNS:
        _numbers(work, list(told["columns"]), text("mapping.rest.which"))
        st.html(html.remark(text("mapping.rest.restart")))


def _ticket(work: Work) -> None:
    """What the events of one enquiry share, and no other enquiry has."""
    st.html(html.remark(text("mapping.rest.ticket_about")))
    _numbers(work, list(work.form.identity()["columns"]), text("mapping.rest.ticket"))


def _ends(work: Work) -> None:
    """What a queue's end means, and when the system ends what nobody ended."""
    if "finished" in work.form.event_values().values():
        outcomes = {key: name for key, name in table("mapping.outcomes").items() if key not in _NO_ENDS}
        options = {"": text("mapping.rest.served")} | outcomes
        menus.menu(
            text("mapping.rest.finished"),
            options | {"resolved": text("mapping.rest.resolved")},
            work.form.finished,
            f"finished_{work.key}",
            lambda outcome: work.change(lambda form: form.ended_as(outcome)),
        )
    menus.line(
        text("mapping.rest.closing_time"),
        work.form.closing_time,
        f"closing_{work.key}",
        lambda clock: work.change(lambda form: form.closes_at(clock)),
        hint=text("mapping.rest.closing_hint"),
    )
    wrong = ("closing_time", "") in work.form.lacks(work.opened.columns)
    st.html(html.remark(text("mapping.lacks.closing_time" if wrong else "mapping.rest.closing_about")))


def _by(work: Work, way: str) -> None:
    work.answers[_IDENTITY] = way
    work.change(lambda form: form.identified(()) if way == _BY_DAY else form.put(_IDENTITY, None))


def _numbers(work: Work, chosen: list[str], label: str) -> None:
    columns = {c.header: c for c in work.opened.columns if c.values or c.shapes}
    options = {name: column.label for name, column in columns.items()}
    options |= {name: text(f"mapping.rest.{name}") for name in _PARSED if name not in options}
    numeric = bool(work.form.identity().get("numeric_id"))

    def choose(names: list[str]) -> None:
        work.answers[_IDENTITY] = _BY_COLUMNS  # also while none is chosen
        work.change(
            lambda form: form.identified(names, numeric=numeric) if names else form.put(_IDENTITY, None)
        )

    menus.several(label, options, chosen, f"numbers_{work.key}", choose)
    if numeric or any(columns[name].looks_like_cpr for name in chosen if name in columns):
        menus.tick(
            text("mapping.rest.numeric"),
            numeric,
            f"numeric_{work.key}",
            lambda yes: work.change(lambda form: form.identified(chosen, numeric=yes)),
        )


def _more(work: Work) -> None:
    """What is seldom changed."""
    plain = work.form.plain
    _choice(work, "time_precision", table("mapping.precision"), str(plain.get("time_precision", "minute")))
    _choice(work, "left_time", table("mapping.left"), str(plain.get("left_time", "actual")))
    menus.tick(
        text("mapping.rest.snapshot"),
        bool(plain.get("snapshot")),
        f"snapshot_{work.key}",
        lambda yes: work.change(lambda form: form.put("snapshot", True if yes else None)),
    )
