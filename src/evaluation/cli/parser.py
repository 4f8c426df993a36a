"""Which commands there are and what they take. argparse, speaking Danish."""

import argparse
import sys
from pathlib import Path
from typing import Any, NoReturn, get_args

from evaluation import __version__
from evaluation.disclosure.cells import Role
from evaluation.initiative.trial_models import Action
from evaluation.store import ENQUIRIES_KIND, OTHER_KINDS
from evaluation.texts import text

KINDS = (ENQUIRIES_KIND, *OTHER_KINDS)


class DanishParser(argparse.ArgumentParser):
    """An ArgumentParser whose own words are Danish; a misuse exits with 2."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401  # argparse's own signature, passed on
        super().__init__(**{**kwargs, "add_help": False})
        self._positionals.title = text("cli.positionals")
        self._optionals.title = text("cli.options")
        self.add_argument("-h", "--help", action="help", help=text("cli.help"))

    def format_usage(self) -> str:
        """The usage line with a Danish lead."""
        return super().format_usage().replace("usage: ", text("cli.usage"), 1)

    def format_help(self) -> str:
        """The help page with a Danish lead."""
        return super().format_help().replace("usage: ", text("cli.usage"), 1)

    def error(self, message: str) -> NoReturn:
        """One Danish line and the usage; argparse's English message is not shown."""
        sys.stderr.write(f"{text('cli.misunderstood')}\n{self.format_usage()}")
        raise SystemExit(2)


def _add(
    commands: "argparse._SubParsersAction[DanishParser]", name: str, store: Path, of: str = ""
) -> argparse.ArgumentParser:
    about = text(f"cli.commands.{name}")
    command = commands.add_parser(name, help=about, description=about)
    command.set_defaults(command=f"{of}{name}")
    _option(command, "--store", "store", type=Path, default=store, metavar="DIR")
    _option(command, "--json", "json", action="store_true")
    return command


def _option(command: argparse.ArgumentParser, flag: str, name: str, **kwargs: Any) -> None:  # noqa: ANN401  # argparse's own, passed on
    command.add_argument(flag, help=text(f"cli.arguments.{name}"), **kwargs)


def _serve(command: argparse.ArgumentParser) -> None:
    _option(command, "--demo", "demo", action="store_true")
    _option(command, "--role", "role", choices=[r.value for r in Role], default=Role.UDVALG.value)
    _option(command, "--port", "port", type=int, default=8501)
    _option(command, "--address", "address", default="127.0.0.1")


def _import(command: argparse.ArgumentParser) -> None:
    _option(command, "files", "files", nargs="+", type=Path, metavar="FILE")
    _option(command, "--initiative", "initiative", required=True, metavar="ID_OR_DIR")
    _option(command, "--profile", "profile", metavar="FILE")
    _option(command, "--kind", "kind", choices=KINDS, default="enquiries")
    _option(command, "--dry-run", "dry_run", action="store_true")


def _query(command: argparse.ArgumentParser) -> None:
    _option(command, "metric", "metric", metavar="METRIC")
    _option(command, "--by", "by", default="")
    _option(command, "--where", "where", action="append", default=[], metavar="DIM=VALUE")
    _option(command, "--from", "from", dest="start", metavar="D")
    _option(command, "--to", "to", dest="end", metavar="D")
    _option(command, "--initiative", "initiative", metavar="ID")
    _option(command, "--role", "role", default=Role.UDVALG.value)
    _option(command, "--version", "version", type=int, metavar="V")
    _option(command, "--format", "format", choices=["json", "csv"], default="json")


def _whatif(command: argparse.ArgumentParser) -> None:
    _option(command, "--model", "model", action="append", default=[], metavar="ID")
    _option(command, "--about", "about", choices=["models", "economy", "places"], default="models")
    _option(command, "--initiative", "initiative", metavar="ID")
    _option(command, "--role", "role", choices=[r.value for r in Role], default=Role.UDVALG.value)
    _option(command, "--format", "format", choices=["json", "csv"])


def _trial(trial: argparse.ArgumentParser, store: Path) -> None:
    """`trial` is three commands, each with flags of its own."""
    commands = trial.add_subparsers(dest="of_trial", required=True, parser_class=DanishParser)
    register = _add(commands, "register", store, of="trial ")
    _option(register, "file", "trial_file", type=Path, metavar="FILE")
    _option(register, "--initiative", "initiative", required=True, metavar="ID_OR_DIR")
    _option(register, "--by", "by_whom", metavar="NAME")
    show = _add(commands, "show", store, of="trial ")
    _option(show, "trial", "trial", nargs="?", metavar="TRIAL")
    _option(show, "--initiative", "initiative", metavar="ID")
    decide = _add(commands, "decide", store, of="trial ")
    _option(decide, "trial", "trial", metavar="TRIAL")
    _option(decide, "--action", "action", required=True, choices=get_args(Action))
    _option(decide, "--by", "by_whom", required=True, metavar="NAME")
    _option(decide, "--reason", "reason", default="")
    _option(decide, "--on", "on", metavar="D")
    _option(decide, "--initiative", "initiative", metavar="ID")


def build(store: Path) -> argparse.ArgumentParser:
    """The whole command line; `store` is the default of `--store`."""
    parser = DanishParser(prog="evaluation", description=text("cli.description"))
    _option(parser, "--version", "program_version", action="version", version=f"evaluation {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, parser_class=DanishParser)
    _serve(_add(commands, "serve", store))
    _option(_add(commands, "demo", store), "--seed", "seed", type=int)
    profile = _add(commands, "profile", store)
    _option(profile, "file", "file", type=Path, metavar="FILE")
    _option(profile, "--out", "out", type=Path, metavar="FILE")
    _option(profile, "--initiative", "initiative", metavar="ID_OR_DIR")
    _import(_add(commands, "import", store))
    _add(commands, "undo", store)
    _query(_add(commands, "query", store))
    about = text("cli.commands.trial")
    _trial(commands.add_parser("trial", help=about, description=about), store)
    _whatif(_add(commands, "whatif", store))
    calibrate = _add(commands, "calibrate", store)
    _option(calibrate, "--trials", "trials", type=int, metavar="N")
    _option(calibrate, "--seed", "seed", type=int)
    _option(calibrate, "--save", "save", action="store_true")
    _add(commands, "check", store)
    return parser
