"""`serve` says in one sentence why it does not start. No server is started here."""

import os
import socket
from pathlib import Path

import pytest

from evaluation.cli import serve
from tests.cli.command import refused, run, says, tells


@pytest.fixture(autouse=True)
def never_starts(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What would have been started."""
    started: list[tuple[str, int]] = []

    def note(address: str, port: int) -> int:
        started.append((address, port))
        return 0

    monkeypatch.setattr(serve, "_run", note)
    for name in (serve.STORE_VARIABLE, serve.INITIATIVES_VARIABLE, serve.ROLE_VARIABLE):
        monkeypatch.setenv(name, "")  # what serve sets is taken back afterwards
    return started


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_port_in_use(tmp_path: Path, never_starts: list[tuple[str, int]]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = refused("serve", "--port", port, "--store", tmp_path / "store")
    assert says(said, "cli.port_in_use")
    assert f"127.0.0.1:{port}" in said
    assert "--port" in said
    assert not never_starts


@pytest.mark.parametrize("port", [70_000, -1])
def test_a_port_that_is_none(tmp_path: Path, port: int, never_starts: list[tuple[str, int]]) -> None:
    said = refused("serve", "--port", port, "--store", tmp_path / "store")
    assert says(said, "cli.cannot_listen")
    assert not never_starts


@pytest.mark.parametrize("role", ["leder", "dataansvarlig"])
@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.10", "example.org", ""])  # noqa: S104
def test_without_login_only_aggregates_leave_the_machine(
    tmp_path: Path, role: str, address: str, never_starts: list[tuple[str, int]]
) -> None:
    given = ("--address", address, "--role", role, "--port", free_port(), "--store", tmp_path / "store")
    said = refused("serve", *given)
    assert says(said, "cli.address_needs_login")
    assert role in said
    assert not never_starts


@pytest.mark.parametrize(("address", "role"), [("127.0.0.1", "dataansvarlig"), ("0.0.0.0", "udvalg")])  # noqa: S104
def test_what_may_be_served(
    tmp_path: Path, address: str, role: str, never_starts: list[tuple[str, int]]
) -> None:
    port, store = free_port(), tmp_path / "store"
    answer = run("serve", "--address", address, "--role", role, "--port", port, "--store", store)
    assert answer.code == 0
    assert f"http://{address}:{port}" in answer.out
    assert tells(answer.out, "cli.serving")
    assert never_starts == [(address, port)]
    assert os.environ[serve.ROLE_VARIABLE] == role
    assert os.environ[serve.STORE_VARIABLE] == str(store)


def test_the_committees_role_is_the_default(tmp_path: Path) -> None:
    run("serve", "--port", free_port(), "--store", tmp_path / "store")
    assert os.environ[serve.ROLE_VARIABLE] == "udvalg"
