"""The command line: `python -m evaluation COMMAND …`, installed also as `evaluation`."""

import argparse
import sys
from collections.abc import Callable
from typing import Any, TextIO

from evaluation.cli.output import say, write_json
from evaluation.cli.parser import build
from evaluation.errors import UserError
from evaluation.settings import settings
from evaluation.texts import text

Command = Callable[[argparse.Namespace], dict[str, Any]]


def main(argv: list[str] | None = None) -> int:
    """Run one command. 0: done; 1: a user's error, one Danish line on standard error; 2: misuse."""
    _speak_utf8(sys.stdout, sys.stderr)
    args = build(settings().store).parse_args(argv)
    try:
        return _run(args)
    except UserError as problem:
        sys.stderr.write(" ".join(str(problem).split()) + "\n")
        return 1
    except KeyboardInterrupt:
        return 130


def _run(args: argparse.Namespace) -> int:
    if args.command == "serve":
        from evaluation.cli.serve import serve  # noqa: PLC0415  # only when asked for: help answers at once

        return serve(args)
    answer = _commands()[args.command](args)
    if args.json or getattr(args, "format", None) == "json":
        write_json(answer)
    return 1 if answer.get("problems") else 0


def _commands() -> dict[str, Command]:
    from evaluation.cli import importing, queries, trials  # noqa: PLC0415  # only when asked for: help answers at once

    return {
        "demo": _demo,
        "profile": importing.profile,
        "import": importing.run_import,
        "undo": importing.undo,
        "query": queries.query,
        "whatif": _whatif,
        "calibrate": _calibrate,
        "trial register": trials.run_register,
        "trial show": trials.show,
        "trial decide": trials.run_decide,
        "check": queries.check,
    }


def _demo(args: argparse.Namespace) -> dict[str, Any]:
    from evaluation.cli import demo  # noqa: PLC0415  # only when asked for: help answers at once

    year = demo.make(args.store, args.seed)
    say(args, text("cli.demo_done", store=args.store.name, rows=year.rows, folder=year.folder.name))
    return {"version": str(year.delta_version), "rows": year.rows, "folder": str(year.folder)}


def _whatif(args: argparse.Namespace) -> dict[str, Any]:
    from evaluation.cli.whatif import whatif  # noqa: PLC0415  # only when asked for: help answers at once

    return whatif(args)


def _calibrate(args: argparse.Namespace) -> dict[str, Any]:
    from evaluation.cli.calibrate import calibrate  # noqa: PLC0415  # only when asked for: help answers at once

    return calibrate(args)


def _speak_utf8(*streams: TextIO) -> None:
    """A Windows console may stand in another code page; Danish must not break there."""
    for stream in streams:
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    raise SystemExit(main())
