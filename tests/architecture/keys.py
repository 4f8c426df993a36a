"""Keys of texts: every one that code names exists, every one that exists is named by code."""

import ast
import re
from collections.abc import Collection, Iterator, Sequence

from tests.architecture.source import Module

LOOKUPS = {"text", "error", "table", "has"}
CATALOGUE = "evaluation.texts"
#: Tables whose keys are put together from data in a way no f-string shows, each with why.
DYNAMIC: dict[str, str] = {
    "demand.": "a demand and a model's answer carry whole keys: what is assumed, why there is none",
    "stats.reasons_of_days.": "a cell carries the whole key as its reason",
}


def lookups(module: Module) -> Iterator[tuple[str, ast.Call]]:
    """(`text` | `error` | `table` | `has`, call) for every look-up, under whatever name it was imported."""
    names = {f"texts.{name}": name for name in LOOKUPS}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(CATALOGUE):
            names |= {alias.asname or alias.name: alias.name for alias in node.names if alias.name in LOOKUPS}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in names and node.args:
            yield names[ast.unparse(node.func)], node


def patterns(kind: str, key: ast.expr) -> Iterator[re.Pattern[str]]:
    """What a look-up's first argument can name; an f-string's {part} stands for one step of the key."""
    if isinstance(key, ast.IfExp):
        yield from patterns(kind, key.body)
        yield from patterns(kind, key.orelse)
        return
    written = _written(key)
    if written is None:
        return
    if kind == "error":
        area, _, name = written.partition(r"\.")
        yield from (re.compile(rf"{area}\.errors\.{name}\.{part}") for part in ("what", "fix"))
    elif kind == "table":
        yield re.compile(rf"{written}\.[^.]+")
    else:
        yield re.compile(written)


def _written(key: ast.expr) -> str | None:
    """The key as a regular expression; None where it is a variable, or begins with one."""
    if isinstance(key, ast.Constant) and isinstance(key.value, str):
        return re.escape(key.value)
    if not isinstance(key, ast.JoinedStr) or not isinstance(key.values[0], ast.Constant):
        return None
    return "".join(re.escape(str(p.value)) if isinstance(p, ast.Constant) else "[^.]+" for p in key.values)


def unknown_keys(module: Module, known: Collection[str]) -> Iterator[str]:
    """Look-ups that name no key; `has` may ask in vain."""
    for kind, call in lookups(module):
        named = patterns(kind, call.args[0])
        if kind != "has" and not all(any(map(pattern.fullmatch, known)) for pattern in named):
            yield module.at(call, f"no text {ast.unparse(call.args[0])} ({kind})")


def unused_keys(modules: Sequence[Module], known: Collection[str], dynamic: Collection[str]) -> Iterator[str]:
    """Keys that no look-up, no string constant equal to them and no declared dynamic prefix names."""
    named = [p for module in modules for kind, call in lookups(module) for p in patterns(kind, call.args[0])]
    constants = {str(node.value) for module in modules for node in module.strings()}
    for key in known:
        whole = key in constants or _error_name(key) in constants
        if not whole and not key.startswith(tuple(dynamic)) and not any(p.fullmatch(key) for p in named):
            area = key.partition(".")[0]
            yield f"src/evaluation/texts/{area}.toml:1: nothing names {key}"


def _error_name(key: str) -> str:
    """`area.errors.name.what` is named as `area.name`."""
    parts = key.split(".")
    return f"{parts[0]}.{parts[2]}" if len(parts) == 4 and parts[1] == "errors" else key
