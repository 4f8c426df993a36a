"""Pinned packages, versions and the two scripts that serve Windows."""

import re
import socket
import tomllib
from datetime import date

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from evaluation import __version__
from scripts import check_wheels, open_when_ready
from tests.docs.pages import ROOT

DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUN, DEV = "requirements.txt", "requirements-dev.txt"


def pinned(name: str) -> list[Requirement]:
    return [Requirement(line) for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if line]


@pytest.mark.parametrize("name", [RUN, DEV])
def test_every_line_is_one_exact_version(name: str) -> None:
    assert all(re.fullmatch(r"==[^,*]+", str(one.specifier)) and one.url is None for one in pinned(name))


def test_what_is_declared_is_pinned_within_its_bounds() -> None:
    for name, declared in ((RUN, DECLARED["dependencies"]), (DEV, DECLARED["optional-dependencies"]["dev"])):
        found = {canonicalize_name(one.name): str(one.specifier).removeprefix("==") for one in pinned(name)}
        for wanted in map(Requirement, declared):
            assert wanted.specifier.contains(found[canonicalize_name(wanted.name)]), wanted


def test_tests_run_on_the_same_versions() -> None:
    assert {str(one) for one in pinned(RUN)} <= {str(one) for one in pinned(DEV)}


def test_pins_are_chosen_for_windows_not_for_this_machine() -> None:
    lines = 'a==1 ; sys_platform == "win32"\nb==2 ; sys_platform == "linux"\n\n# c==3\nd==4\n'
    lines += 'e==5 ; python_full_version < "3.12"\ne==6 ; python_full_version >= "3.12"\n'
    assert check_wheels.pins(lines, check_wheels.WINDOWS) == ["a==1", "d==4", "e==5"]


def test_packages_without_a_wheel_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """pip says only that a set cannot be had; halving finds which of it."""
    bad = {"c==1", "f==1"}
    monkeypatch.setattr(check_wheels, "_pip", lambda *arguments: None if bad & set(arguments) else "")
    wanted = [f"{letter}==1" for letter in "abcdefg"]
    assert check_wheels.without_wheel(wanted) == ["c==1", "f==1"]
    assert check_wheels.without_wheel([]) == []


def test_the_browser_waits_for_the_server() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        port = server.getsockname()[1]
        assert not open_when_ready.wait(port, seconds=0.0, pause=0.01)
        server.listen()
        assert open_when_ready.wait(port, seconds=5.0, pause=0.01)


def test_one_version_everywhere() -> None:
    described = (ROOT / "publiccode.yml").read_text(encoding="utf-8")
    (released,) = re.findall(r'^releaseDate: "([^"]+)"', described, re.MULTILINE)
    logged = re.findall(
        r"^## \[(\d[^\]]*)\] – (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
    )
    assert re.findall(r'^softwareVersion: "([^"]+)"', described, re.MULTILINE) == [__version__]
    assert DECLARED["version"] == __version__
    assert logged[0] == (__version__, released)
    assert date.fromisoformat(released)


def test_descriptions_are_as_long_as_the_standard_wants() -> None:
    """publiccode.yml 0.4: a short one of at most 150 characters, a long one of 150 to 10,000."""
    described = (ROOT / "publiccode.yml").read_text(encoding="utf-8")
    short = re.findall(r"shortDescription: (.*)", described)
    long = re.findall(r"longDescription: >\n((?: {6}.*\n)+)", described)
    assert len(short) == len(long) == 2
    assert all(len(one) <= 150 for one in short)
    assert all(150 <= len(" ".join(one.split())) <= 10_000 for one in long)


def test_windows_files_keep_their_line_ends() -> None:
    """A batch file with bare line feeds loses its labels."""
    content = (ROOT / "start.cmd").read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n") > 0
