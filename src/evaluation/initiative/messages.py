"""What is wrong in an `initiative.toml`, in Danish: file, key, what was given, what is allowed."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from evaluation.errors import UserError
from evaluation.initiative.kinds import KEY_PATTERN, MONTH_DAY_PATTERN, MUNICIPALITY_PATTERN
from evaluation.initiative.models import Initiative
from evaluation.texts import error, has, text
from evaluation.texts.format import joined

_LONGEST_SHOWN = 160
_PATTERNS = {KEY_PATTERN: "key", MUNICIPALITY_PATTERN: "municipality", MONTH_DAY_PATTERN: "month_day"}

Location = Sequence[str | int]


def problem(
    file: Path, path: str, kind: str, given: object = None, *, more: int = 0, **allowed: object
) -> UserError:
    """The user's error of one key: sentences `[problems.<kind>]` of the texts, `allowed` filled into them."""
    what, fix = sentences(kind, allowed)
    rest = text("initiative.more", count=more) if more else ""
    return error(
        "initiative.value",
        got="" if given is None else shown(given),
        file=file,
        path=path,
        problem=what,
        allowed=f"{fix} {rest}".strip(),
    )


def sentences(kind: str, allowed: Mapping[str, object]) -> tuple[str, str]:
    """What is wrong with one key, and what is allowed there."""
    known = kind if has(f"initiative.problems.{kind}.what") else "other"
    what, fix = (text(f"initiative.problems.{known}.{part}", **allowed) for part in ("what", "fix"))
    return what, fix


def first_problem(
    file: Path, failed: ValidationError, raw: Mapping[str, Any], model: type[BaseModel] = Initiative
) -> UserError:
    """The first thing pydantic found in what should be a `model`, and how many more there are."""
    location, kind, given, allowed = first_of(failed, model)
    return problem(file, key_path(location, raw), kind, given, more=failed.error_count() - 1, **allowed)


def first_of(failed: ValidationError, model: type[BaseModel]) -> tuple[Location, str, object, dict[str, str]]:
    """The first thing pydantic found: where, which kind of problem, what was given, what is allowed."""
    found, *_ = failed.errors(include_url=False)
    context = found.get("ctx", {})
    kind = str(context["error"]) if found["type"] == "value_error" else found["type"]
    given = None if kind == "missing" else found["input"]
    return found["loc"], kind, given, _allowed(context) | {"keys": _keys_at(model, found["loc"][:-1])}


def key_path(location: Location, raw: Mapping[str, Any]) -> str:
    """`sites[2].lat`, with the id that the element states, since a reader does not count from 0."""
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")
    name = _name(location, raw)
    return f"{path} ({name})" if name else path


def shown(given: object) -> str:
    """A value as TOML would write it, shortened."""
    if isinstance(given, Mapping):
        written = ", ".join(f"{key} = {shown(value)}" for key, value in given.items())
    else:
        written = json.dumps(given, ensure_ascii=False, default=str)
    return written if len(written) <= _LONGEST_SHOWN else written[: _LONGEST_SHOWN - 1] + "…"


def listed(names: Sequence[object]) -> str:
    """What is allowed, as a Danish list."""
    return joined([f'"{name}"' for name in names]) or text("initiative.nothing")


def _name(location: Location, raw: Mapping[str, Any]) -> str:
    if len(location) < 2 or not isinstance(location[1], int):
        return ""
    element = raw[str(location[0])][location[1]]
    keys = ("id", "key", "site", "kind") if isinstance(element, Mapping) else ()
    return next((f'{key} = "{element[key]}"' for key in keys if isinstance(element.get(key), str)), "")


def _allowed(context: Mapping[str, Any]) -> dict[str, str]:
    """Pydantic's limits as words: bounds, lengths, patterns, and the values of a closed list."""
    allowed = {name: str(limit) for name, limit in context.items()}
    if "expected" in allowed:
        allowed["expected"] = (
            allowed["expected"].replace(" or ", f" {text('initiative.or')} ").replace("'", '"')
        )
    if allowed.get("pattern") in _PATTERNS:
        allowed["pattern"] = text(f"initiative.patterns.{_PATTERNS[allowed['pattern']]}")
    return allowed


def _keys_at(model: type[BaseModel], location: Location) -> str:
    """The keys that may stand where `location` points."""
    for part in location:
        if isinstance(part, str):
            fields = {field.alias or name: field for name, field in model.model_fields.items()}
            if part not in fields:
                return ""
            model = _model_in(fields[part].annotation) or model
    return joined([field.alias or name for name, field in model.model_fields.items()])


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)
