"""Reads a profile from TOML, writes one for a newcomer to edit, and takes its hash."""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from evaluation.errors import UserError
from evaluation.intake import toml_out
from evaluation.intake.cpr import masked
from evaluation.intake.profile import Profile
from evaluation.texts import error, table, text

#: Top-level keys first, in the order a reader meets them.
_TABLES = ("file", "identity", "coverage", "events", "constants", "columns", "counts")
#: Written even when they hold the default: a newcomer is likely to change them.
_SHOWN = ("record", "time_precision", "left_time", "coverage")
_MOST = 80  # characters shown of a faulty value


def load_profile(path: Path) -> Profile:
    """The profile of a TOML file. Raises UserError naming file, key, what was found and what is allowed."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8-sig"))  # Notepad writes a BOM
    except OSError:
        raise error("intake.profile_missing", file=masked(path.name)) from None
    except UnicodeDecodeError:
        raise error("intake.profile_encoding", file=masked(path.name)) from None
    except tomllib.TOMLDecodeError as fault:
        raise error("intake.profile_toml", got=masked(str(fault)), file=masked(path.name)) from None
    return read_profile(given, path.name)


def read_profile(given: Mapping[str, Any], file_name: str) -> Profile:
    """The profile of parsed TOML; `id` may be left to the file's name."""
    try:
        return Profile.model_validate({"id": Path(file_name).stem, **given, "origin": file_name})
    except ValidationError as fault:
        raise _user_error(fault.errors()[0], file_name) from None


def _user_error(first: ErrorDetails, file_name: str) -> UserError:
    context = first.get("ctx", {})
    if first["type"] == "profile":
        name = f"profile_{first['msg']}"
        return _named(name, file_name, context["key"], context["got"], context["allowed"])
    where = ".".join(str(part) for part in first["loc"])
    if first["type"] == "missing":
        return _named("profile_needed", file_name, where, "", "")
    if first["type"] == "extra_forbidden":
        return _named("profile_unknown_key", file_name, where, first["input"], "")
    return _named("profile_value", file_name, where, first["input"], _allowed(first["type"], context))


def _allowed(kind: str, context: Mapping[str, Any]) -> str:
    """What may stand there: the listed words, or a sentence for the kind of fault."""
    listed = re.findall(r"'([^']*)'", str(context.get("expected", "")))
    said = table("intake.allowed")
    return ", ".join(map(toml_out.quoted, listed)) or said.get(kind, said["other"])


def _named(name: str, file_name: str, where: str, got: object, allowed: str) -> UserError:
    shown = masked(str(got))[:_MOST]
    return error(
        f"intake.{name}", got=shown, file=masked(file_name), key=masked(where), allowed=masked(allowed)
    )


def profile_hash(profile: Profile) -> str:
    """sha256 of what the profile says; comments, key order and file name do not matter."""
    plain = profile.model_dump(mode="json", by_alias=True)
    return hashlib.sha256(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def dump_profile(profile: Profile) -> str:
    """The profile as commented TOML: `load_profile` of it gives the same profile."""
    whole = profile.model_dump(mode="json", by_alias=True, exclude_none=True)
    told = profile.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
    return draft({name: told.get(name, item) for name, item in whole.items() if name in (*told, *_SHOWN)})


def draft(plain: Mapping[str, Any], notes: Mapping[str, str] | None = None) -> str:
    """Commented TOML of a profile's keys, also of one that is not yet complete.

    `notes`: what to say of a column, by target.
    """
    head = {k: v for k, v in plain.items() if k not in _TABLES}
    lines = toml_out.comment(text("intake.dump.top"))
    for name, item in head.items():
        lines += [*toml_out.comment(text(f"intake.dump.{name}")), *toml_out.table([], {name: item})]
    for name in _TABLES:
        if plain.get(name):
            lines += ["", *toml_out.comment(text(f"intake.dump.{name}"))]
            lines += _counts(plain[name]) if name == "counts" else _table(name, plain[name], notes or {})
    return "\n".join(lines) + "\n"


def _table(name: str, items: Mapping[str, Any], notes: Mapping[str, str]) -> list[str]:
    if name != "columns":
        return toml_out.table([name], items)
    lines: list[str] = []
    for target, spec in items.items():
        lines += ["", *toml_out.comment(text(f"intake.targets.{target}"))]
        lines += toml_out.comment(notes.get(target, ""))
        lines += toml_out.table([name, target], _spec(spec))
    return lines


def _counts(items: Iterable[Mapping[str, Any]]) -> list[str]:
    return [line for item in items for line in ("", *toml_out.array_item("counts", item))]


def _spec(spec: Mapping[str, Any]) -> dict[str, Any]:
    headers = spec["column"]
    return {**spec, "column": headers[0] if len(headers) == 1 else headers}
