"""The rules of the house: who may import whom, what a page may hold, where Danish may stand."""

import ast
import re
from collections.abc import Collection, Iterator, Sequence

from tests.architecture.source import PACKAGE, Module

GROUND = {"errors", "settings"}
#: Top floor last. A package imports itself and those of floors below its own, never one beside it.
FLOORS: tuple[set[str], ...] = (
    GROUND,
    {"texts", "stats"},
    {"store", "initiative", "calibration"},
    {"engine", "intake", "demo"},
    {"metrics"},
    {"disclosure"},
    {"findings"},
    {"charts"},
    {"web", "report"},
    {"cli"},
    {"__main__", "pages", "dashboard"},
)
#: Narrower than its floor: statistics never see what counts mean.
ONLY: dict[str, set[str]] = {"stats": {"errors"}, "errors": set(), "settings": set()}
#: Reached from the top floor alone: what the demo planted must not leak into what is evaluated.
FROM_TOP_ONLY = {"demo"}
TOP = {"cli", *FLOORS[-1]}

PAGE_LINES = 60
NOT_IN_PAGES = {"duckdb", "numpy", "scipy", *(f"{PACKAGE}.{part}" for part in ("stats", "engine", "metrics"))}
SQL = re.compile(r"\bselect\b.*\bfrom\b|\b(insert\s+into|delete\s+from|create\s+(table|view))\b", re.I | re.S)
DANISH = re.compile(r"[æøåÆØÅ]|\s(ikke|eller|og|til|fra|på|der|som|skal|kan)\s", re.I)
MAY_IMPORT_STREAMLIT = ("src/evaluation/web/", "pages/", "dashboard.py")
PLANTED = re.compile(r"planted_truth|truth\.toml")


def part_of(name: str) -> str:
    """The part of the house that a dotted name belongs to; "" for what is not ours."""
    first, _, rest = name.partition(".")
    if first == PACKAGE:
        return rest.partition(".")[0]
    return first if first in {"pages", "dashboard"} else ""


def _floor(part: str) -> int:
    return next((number for number, parts in enumerate(FLOORS) if part in parts), -1)


def allowed(part: str) -> set[str]:
    """The parts that a part may import."""
    below = set().union(*FLOORS[: _floor(part)])
    reachable = ONLY.get(part, below if part in TOP else below - FROM_TOP_ONLY)
    return reachable | {part}


def import_faults(module: Module) -> Iterator[str]:
    """Imports that point up or sideways, and the escape that would hide them."""
    part = part_of(module.name)
    if module.name != PACKAGE and _floor(part) < 0:
        yield module.at(module.tree, f"part {part!r} stands on no floor")
        return
    for escape in ast.walk(module.tree):
        if "TYPE_CHECKING" in {getattr(escape, field, None) for field in ("id", "attr", "name")}:
            yield module.at(escape, "no TYPE_CHECKING: an import for types alone is an import")
    for node, name in module.imports():
        target = part_of(name)
        is_root = name in {PACKAGE, f"{PACKAGE}.__version__"}
        if target and not is_root and (module.name == PACKAGE or target not in allowed(part)):
            yield module.at(node, f"{part or PACKAGE} must not import {target} ({name})")


def circles(modules: Sequence[Module]) -> Iterator[str]:
    """Modules that import each other in a ring, one line a ring."""
    known = {module.name: module for module in modules}
    graph = {module.name: sorted(_targets(module, set(known))) for module in modules}
    done: set[str] = set()
    for start in graph:
        ring = _ring(start, graph, done, [])
        if ring:
            yield f"{known[ring[0]].path}:1: imports in a circle: {' -> '.join(ring)}"


def _targets(module: Module, known: set[str]) -> set[str]:
    """The modules of ours that must have run before this one: not its own packages, which import it."""
    named = {name if name in known else name.rpartition(".")[0] for _, name in module.imports()}
    return (named & known) - {module.name}


def _ring(name: str, graph: dict[str, list[str]], done: set[str], way: list[str]) -> list[str]:
    if name in way:
        return [*way[way.index(name) :], name]
    if name in done:
        return []
    for target in graph[name]:
        ring = _ring(target, graph, done, [*way, name])
        if ring:
            done.add(name)
            return ring
    done.add(name)
    return []


def danish_faults(module: Module) -> Iterator[str]:
    """Danish in a string outside texts/."""
    if part_of(module.name) == "texts":
        return
    for node in module.strings():
        if DANISH.search(str(node.value)):
            yield module.at(node, f"Danish outside texts/: {str(node.value)[:60]!r}")


def page_faults(module: Module) -> Iterator[str]:
    """What a page must not have: length, SQL, statistics."""
    if not module.path.startswith("pages/"):
        return
    lines = len(module.text.splitlines())
    if lines > PAGE_LINES:
        yield f"{module.path}:{PAGE_LINES + 1}: {lines} lines, a page has at most {PAGE_LINES}"
    for node in module.strings():
        if SQL.search(str(node.value)):
            yield module.at(node, "SQL in a page")
    for imported, name in module.imports():
        if any(name == banned or name.startswith(f"{banned}.") for banned in NOT_IN_PAGES):
            yield module.at(imported, f"a page must not import {name}")


def streamlit_faults(module: Module) -> Iterator[str]:
    """Streamlit outside the web part, the pages and the entry script."""
    for node, name in module.imports():
        if name.partition(".")[0] == "streamlit" and not module.path.startswith(MAY_IMPORT_STREAMLIT):
            yield module.at(node, "streamlit is imported in web/, pages/ and dashboard.py alone")


def planted_faults(module: Module, inside: Collection[str]) -> Iterator[str]:
    """The demo's own modules (`inside`, by name), where its planted truth lies, reached from outside it."""
    if part_of(module.name) == "demo":
        return
    for node, name in module.imports():
        if name in inside or name.rpartition(".")[0] in inside:
            yield module.at(node, f"{name} is the demo's own: import from {PACKAGE}.demo")
    for text in module.strings():
        if PLANTED.search(str(text.value)):
            yield module.at(text, "the planted truth is read by demo/ and the tests alone")
