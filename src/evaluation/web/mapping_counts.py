"""Which source counts a place: asked where a file speaks of a place that its own source does not count."""

import streamlit as st

from evaluation.initiative.models import Initiative, Site, SiteKind
from evaluation.intake.form import Form
from evaluation.intake.form_additions import COUNTED_BY
from evaluation.texts import text
from evaluation.texts.format import joined
from evaluation.web import html, menus
from evaluation.web.mapping_state import Work
from evaluation.web.mapping_work import Target

_NOBODY = ""


def draw(work: Work, place: Target) -> None:
    """A menu for each such place. New places are counted by the source they came with, and not asked about."""
    source = str(work.form.plain.get("source", ""))
    if place.initiative is None or not place.can_grow or not source:
        return
    if without := _without_openings(work.form, place.initiative):
        st.html(html.remark(text("mapping.counts.no_openings", places=joined(without))))
    told = _spoken_of(work.form)
    asked = [
        site
        for site in place.initiative.sites
        if site.id in told and source not in _counters(place.initiative, site)
    ]
    if asked:
        st.html(html.remark(text("mapping.counts.about")))
    for site in asked:
        _ask(work, place.initiative, site, source)


def _without_openings(form: Form, initiative: Initiative) -> list[str]:
    """New places where the others have openings: without any of their own they get no rates."""
    if not initiative.has_openings:
        return []
    known = {site.id for site in initiative.sites}
    made = (site for site in form.additions().sites if site.id not in known)
    return [site.name for site in made if site.kind is not SiteKind.UNIT]


def _spoken_of(form: Form) -> set[str]:
    """The ids of places that the file's rows may get."""
    other = str(form.columns.get("site", {}).get("other", ""))
    return {*form.values("site").values(), other, form.constant("site")}


def _counters(initiative: Initiative, site: Site) -> dict[str, str]:
    """The sources that count a place: {id: name}."""
    return {source.id: source.name for source in initiative.sources if site.id in source.counts}


def _ask(work: Work, initiative: Initiative, site: Site, source: str) -> None:
    """The one that counts it now stays until somebody says otherwise; one that nobody counts, the file does."""
    now = _counters(initiative, site)
    named = {one.id: one.name for one in initiative.sources}
    named |= {key: name for key, (name, _) in work.form.new.get("source", {}).items()}
    as_now = {key: text("mapping.counts.as_now", source=name) for key, name in now.items()}
    options = {source: named.get(source, source)} | (as_now or {_NOBODY: text("mapping.counts.nobody")})
    _, said = work.form.new.get(COUNTED_BY, {}).get(site.id, ("", None))
    if said not in options and not now:
        work.change(lambda form: form.named(COUNTED_BY, site.id, site.name, source))
    chosen = said if said in options else next(iter(now), source)
    menus.menu(
        text("mapping.counts.which", site=html.plain_markdown(site.name)),
        options,
        chosen,
        f"counts_{site.id}_{work.key}",
        lambda who: work.change(lambda form: form.named(COUNTED_BY, site.id, site.name, who)),
    )
