"""When the places of an initiative are open each week: asked by menus, and never guessed.

Rows are kept as they are being filled in; `openings` gives them once they are whole.
"""

from collections.abc import Iterator, Sequence
from datetime import time
from itertools import combinations

import streamlit as st

from evaluation.initiative.schedule import Rule
from evaluation.texts import table, text
from evaluation.texts.format import clock, joined
from evaluation.web import components, html, menus
from evaluation.web.mapping_work import Weekly

Row = dict[str, str]  # weekday, opens, closes, staff; "" while it is not chosen
Openings = dict[str, list[Row]]  # by the place's name

_EMPTY = {"weekday": "", "opens": "", "closes": "", "staff": "1"}
_HOURS, _QUARTERS = range(5, 24), (0, 15, 30, 45)
_MOST_STAFF = 12
_MOST = 14  # openings a week: two every day


def draw(found: Openings, names: Sequence[str], key: str) -> None:
    """The rows of each place with a button for one more."""
    for number, name in enumerate(names):
        for position, row in enumerate(found.setdefault(name, [])):
            _row(found[name], row, name, position, f"{key}_{number}_{position}")
        st.button(
            text("mapping.openings.add", place=html.plain_markdown(name)),
            key=f"{key}_{number}_add",
            disabled=len(found[name]) >= _MOST,
            on_click=found[name].append,
            args=({**_EMPTY},),
        )
    without = [name for name in names if not found[name]]
    if without and len(without) < len(names):
        st.html(html.remark(text("mapping.openings.some_without", places=joined(without))))


def _row(rows: list[Row], row: Row, name: str, position: int, key: str) -> None:
    times = {f"{at:%H:%M}": clock(at) for at in _times()}
    opening = text("mapping.openings.weekday", place=html.plain_markdown(name), number=position + 1)
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"{key}_row"):
        _menu(opening, table("mapping.weekdays"), row, "weekday", key)
        _menu(text("mapping.openings.opens"), times, row, "opens", key, typing=True)
        _menu(text("mapping.openings.closes"), times, row, "closes", key, typing=True)
        staff = {str(count): str(count) for count in range(1, _MOST_STAFF + 1)}
        _menu(text("mapping.openings.staff"), staff, row, "staff", key)
        st.button(
            text("mapping.openings.remove"),
            key=f"{key}_remove",
            help=text("mapping.openings.remove_this", opening=opening),
            on_click=rows.remove,
            args=(row,),
        )


def _menu(
    label: str, options: dict[str, str], row: Row, field: str, key: str, *, typing: bool = False
) -> None:
    menus.menu(
        label,
        options,
        row[field] or None,
        f"{key}_{field}",
        lambda said: row.update({field: said}),
        typing=typing,
    )


def _times() -> Iterator[time]:
    return (time(hour, minute) for hour in _HOURS for minute in _QUARTERS)


def row_of(rule: Rule) -> Row | None:
    """The opening as the menus show it; None for one that they cannot say."""
    row = {
        "weekday": rule.weekday,
        "opens": f"{rule.opens:%H:%M}",
        "closes": f"{rule.closes:%H:%M}",
        "staff": str(rule.staff_serving),
    }
    told = {"weekday": rule.weekday, "opens": rule.opens, "closes": rule.closes}
    whole = Rule.model_validate(told | {"site": rule.site, "staff_serving": rule.staff_serving})
    offered = {rule.opens, rule.closes} <= set(_times()) and 1 <= rule.staff_serving <= _MOST_STAFF
    return row if offered and rule == whole else None


def openings(found: Openings, name: str) -> tuple[Weekly, ...]:
    """The place's openings, of rows without faults."""
    return tuple(
        Weekly(row["weekday"], row["opens"], row["closes"], int(row["staff"])) for row in found.get(name, ())
    )


def lacks(found: Openings, names: Sequence[str]) -> list[tuple[str, str]]:
    """What is wrong with the rows: (key of texts `mapping.lacks`, the place)."""
    said = [(problem, name) for name in names for problem in _faults(found.get(name, []))]
    return list(dict.fromkeys(said))


def tell(missing: Sequence[tuple[str, str]]) -> None:
    """A notice of what is missing or wrong: pairs as `lacks` gives them."""
    if missing:
        said = (text(f"mapping.lacks.{name}", place=about) for name, about in missing)
        components.notice(text("mapping.place.missing"), *said)


def _faults(rows: Sequence[Row]) -> Iterator[str]:
    whole = [row for row in rows if all(row.values())]
    if len(whole) < len(rows):
        yield "opening_unfinished"
    if any(row["closes"] <= row["opens"] for row in whole):
        yield "opening_order"
    if any(_overlap(one, other) for one, other in combinations(whole, 2)):
        yield "opening_overlap"


def _overlap(one: Row, other: Row) -> bool:
    """Clock times are written HH:MM, so their order as words is their order in time."""
    return one["weekday"] == other["weekday"] and max(one["opens"], other["opens"]) < min(
        one["closes"], other["closes"]
    )
