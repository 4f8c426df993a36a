"""`import`, `undo` and `profile`: from a file to the store, and back."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evaluation.cli.output import say
from evaluation.errors import UserError
from evaluation.findings.data_status import bent
from evaluation.initiative import Initiative, find_folder, load_initiative
from evaluation.initiative.known import remember
from evaluation.intake.importing import (
    MOST_REJECTED,
    FileReport,
    Imported,
    Rejected,
    find_profile,
    import_files,
    import_other,
    readable_profiles,
)
from evaluation.intake.propose import Proposal, Unmapped, propose
from evaluation.intake.reasons import sentences
from evaluation.settings import settings
from evaluation.store import ENQUIRIES_KIND, Store
from evaluation.texts import error, text

_NAMED = 10  # rejected rows that are named in the text, a file


def run_import(args: argparse.Namespace) -> dict[str, Any]:
    """One commit of all files given, or a dry run."""
    folder = find_folder(args.initiative, settings().initiatives)
    initiative = load_initiative(folder)
    store = Store(args.store)
    done = _import(args, store, initiative, folder)
    if not args.dry_run:
        _note(store.path, initiative.id, folder)
    return _told(done, args)


def _import(args: argparse.Namespace, store: Store, initiative: Initiative, folder: Path) -> Imported:
    how = {"now": _now(), "dry_run": args.dry_run}
    if args.kind == ENQUIRIES_KIND:
        profiles, unread = readable_profiles(folder)
        with _told_of(unread) as told, _progress() as progress:
            named = (find_profile(args.profile, folder),) if args.profile else profiles
            return told(import_files(args.files, store, initiative, named, progress=progress, **how))
    if args.profile:
        raise error("kinds.no_profile_here", got=args.profile, kind=text(f"kinds.{args.kind}.name").lower())
    with _progress() as progress:
        return import_other(args.files, store, initiative, args.kind, progress=progress, **how)


@contextmanager
def _told_of(unread: Sequence[UserError]) -> Iterator[Callable[[Imported], Imported]]:
    """Says which profiles could not be read, whatever comes of the import: the one that is wanted may be there."""
    lines = tuple(text("intake.warnings.unread_profile", why=str(problem)) for problem in unread)

    def told(done: Imported) -> Imported:
        first, *others = done.files
        return replace(done, files=(replace(first, warnings=(*first.warnings, *lines)), *others))

    try:
        yield told
    except UserError as problem:
        fresh = [line for line, one in zip(lines, unread, strict=True) if str(one) != str(problem)]
        if not fresh:
            raise
        fix = " ".join((problem.fix, *fresh))
        raise UserError(problem.what, problem.got, fix, key=problem.key) from problem


def _note(store: Path, initiative_id: str, folder: Path) -> None:
    """The import has landed by now: what fails here must say so."""
    try:
        remember(store, initiative_id, folder)
    except OSError as problem:
        raise error("cli.cannot_note", got=store.parent) from problem


def undo(args: argparse.Namespace) -> dict[str, Any]:
    """Take the latest import back."""
    undone = Store(args.store).undo(now=_now())
    say(args, text("cli.undone", version=undone.version))
    return {"version": str(undone.version), "import_id": undone.import_id}


def profile(args: argparse.Namespace) -> dict[str, Any]:
    """Propose how a file is read; what is ambiguous stays unmapped."""
    initiative = None
    if args.initiative:
        initiative = load_initiative(find_folder(args.initiative, settings().initiatives))
    found = propose(args.file, initiative)
    if args.out:
        _save(args.out, found.toml)
        _say_saved(args, found)
    else:
        say(args, found.toml)  # what is missing stands in it
    if found.sites_toml:
        say(args, found.sites_toml)
    return {
        "profile": found.toml,
        "unmapped": [
            {
                "column": one.column,
                "why": one.why,
                "text": one.sentence,
                "candidates": list(one.candidates),
                "needed": one.needed,
            }
            for one in found.unmapped
        ],
        "warnings": list(found.warnings),
        "sites": found.sites_toml,
    }


def _say_saved(args: argparse.Namespace, found: Proposal) -> None:
    missing = [one for one in found.unmapped if one.needed]
    heading = text("intake.leftovers.missing_heading")
    saved = "profile_saved_unfinished" if missing else "profile_saved"
    say(args, text(f"cli.{saved}", path=args.out.name, count=len(missing), heading=heading))
    for warning in found.warnings:
        say(args, warning)
    _say_listed(args, heading, missing)
    left_out = [one for one in found.unmapped if not one.needed]
    _say_listed(args, text("intake.leftovers.left_out_heading"), left_out)


def _say_listed(args: argparse.Namespace, heading: str, entries: Sequence[Unmapped]) -> None:
    if entries:
        say(args, text("cli.profile_listed", heading=heading))
    for one in entries:
        say(args, f"  {one.line}")


def _save(path: Path, profile: str) -> None:
    """The profile alone: what belongs in initiative.toml would make it unreadable as a profile.

    A file that exists may be a profile somebody has finished: it is never written over.
    """
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(profile)
    except FileExistsError as problem:
        raise error("intake.out_exists", got=path) from problem
    except OSError as problem:
        raise error("cli.cannot_write", got=path) from problem


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


@contextmanager
def _progress() -> Iterator[Any]:
    """A line on the terminal for long files; nothing when nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return

    def show(file: str, done: int) -> None:
        sys.stderr.write("\r" + text("cli.import_progress", file=file, done=done))

    yield show
    sys.stderr.write("\n")


def _told(done: Imported, args: argparse.Namespace) -> dict[str, Any]:
    for file in done.files:
        _say_file(args, file)
    listed = [(file.file, one) for file in done.files for one in file.rejected][:MOST_REJECTED]
    say(args, text("cli.import_enquiries", kind=text(f"kinds.{args.kind}.name"), **done.enquiries))
    if args.dry_run:
        say(args, text("cli.dry_run"))
    elif not done.changed:
        say(args, text("cli.nothing_changed"))
    else:
        say(args, text("cli.import_version", version=done.delta_version))
    return {
        "version": None if done.delta_version is None else str(done.delta_version),
        "changed": done.changed,
        "enquiries": dict(done.enquiries),
        "files": [_as_json(file, done, alone=len(done.files) == 1) for file in done.files],
        "rejections": [_rejection(file, one) for file, one in listed],
        "rejections_total": sum(file.rows["rejected"] for file in done.files),
    }


def _say_file(args: argparse.Namespace, file: FileReport) -> None:
    say(args, text("cli.import_file", file=file.file, **bent(file.rows)))
    for reason, count in file.reasons.items():
        what, fix = sentences(reason, args.kind)
        say(args, text("cli.import_reason", count=count, what=what, fix=fix))
    for one in file.rejected[:_NAMED]:
        say(args, _rejected(one, args.kind))
    more = file.rows["rejected"] - _NAMED
    if more > 0:
        say(args, text(f"cli.import_more_{'dry_run' if args.dry_run else 'stored'}", count=more))
    for warning in file.warnings:
        say(args, warning)


def _rejected(one: Rejected, kind: str) -> str:
    """Where the row stands and what is wrong, with the value's shape."""
    where = text("cli.import_row", row=one.row)
    where += text("cli.import_column", column=one.column) if one.column else ""
    what = sentences(one.reason, kind)[0].split(". ")[0].rstrip(".")
    return f"{where}: {what}" + (text("cli.import_shape", shape=one.shape) if one.shape else "")


def _rejection(file: str, one: Rejected) -> dict[str, Any]:
    return {"file": file, "row": one.row, "column": one.column, "reason": one.reason, "shape": one.shape}


def _as_json(file: FileReport, done: Imported, *, alone: bool) -> dict[str, Any]:
    return {
        "file": file.file,
        "sha256": file.sha256,
        "profile": file.profile_id,
        "rows": dict(file.rows),
        # Files of one commit are joined before they meet the store: then only their sum can be told.
        "enquiries": dict(done.enquiries) if alone else None,
        "reasons": dict(file.reasons),
        "warnings": list(file.warnings),
    }
