"""Starts the dashboard on this machine, or says in one sentence why it cannot."""

import argparse
import errno
import os
import socket
import sys

from evaluation.cli import demo
from evaluation.disclosure.cells import Role
from evaluation.settings import INITIATIVES_VARIABLE, ROLE_VARIABLE, ROOT, STORE_VARIABLE, settings
from evaluation.texts import error, text

LOOPBACK = ("127.0.0.1", "localhost", "::1")
#: On Windows a port that another program holds for itself alone is "access denied".
_TAKEN = {errno.EADDRINUSE} | ({errno.EACCES} if os.name == "nt" else set())


def serve(args: argparse.Namespace) -> int:
    """Checks address and port, makes the demo year if asked and needed, and serves until stopped."""
    _refuse_open_address(args.address, Role(args.role))
    _refuse_taken_port(args.address, args.port)
    if not (ROOT / "dashboard.py").is_file():
        raise error("cli.no_dashboard", got=ROOT.name)
    if args.demo:
        demo.make_if_empty(args.store)
    os.environ[STORE_VARIABLE] = str(args.store.resolve())
    os.environ[INITIATIVES_VARIABLE] = str(settings().initiatives.resolve())
    os.environ[ROLE_VARIABLE] = args.role
    print(text("cli.serving", address=args.address, port=args.port, role=args.role), flush=True)  # noqa: T201  # the command's answer
    return _run(args.address, args.port)


def _refuse_open_address(address: str, role: Role) -> None:
    """Without login only aggregates may leave the machine."""
    if address not in LOOPBACK and role is not Role.UDVALG:
        raise error("cli.address_needs_login", got=address, role=role.value)


def _refuse_taken_port(address: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":  # a port in TIME_WAIT is free; on Windows the option would mean sharing
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except (OSError, OverflowError) as problem:
            if getattr(problem, "errno", None) in _TAKEN:
                raise error("cli.port_in_use", got=f"{address}:{port}", other=(port % 60000) + 1) from problem
            raise error("cli.cannot_listen", got=f"{address}:{port}") from problem


def _run(address: str, port: int) -> int:
    os.chdir(ROOT)  # Streamlit reads .streamlit/config.toml where it stands
    from evaluation.web.server import run  # noqa: PLC0415  # Streamlit takes a second to import

    sys.argv = [
        "streamlit",
        "run",
        str(ROOT / "dashboard.py"),
        f"--server.port={port}",
        f"--server.address={address}",
        "--server.headless=true",
        "--logger.hideWelcomeMessage=true",
    ]
    return run()
