"""Whether every pinned package has a ready-made wheel for Windows, so that nothing is compiled there.

`python scripts/check_wheels.py` asks the package index that pip is set up for and downloads nothing but
metadata. `--folder DIR` downloads the wheels, for a machine without the internet (README, "Offline").
"""

import argparse
import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).resolve().parents[1]
PYTHON = "3.11"
PLATFORM = "win_amd64"

#: What pip would find on the other machine; it reads markers for the machine it runs on.
WINDOWS = {
    "implementation_name": "cpython",
    "implementation_version": f"{PYTHON}.0",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "platform_system": "Windows",
    "python_full_version": f"{PYTHON}.0",
    "python_version": PYTHON,
    "sys_platform": "win32",
}
_TARGET = (
    *("--no-deps", "--only-binary", ":all:", "--platform", PLATFORM),
    *("--python-version", PYTHON, "--implementation", "cp"),
)


def pins(requirements: str, environment: Mapping[str, str]) -> list[str]:
    """`name==version` of every line whose marker holds in the environment."""
    found = [Requirement(line) for line in requirements.splitlines() if line and not line.startswith("#")]
    asked = [one for one in found if one.marker is None or one.marker.evaluate(environment)]
    return [f"{one.name}{one.specifier}" for one in asked]


def without_wheel(wanted: Sequence[str]) -> list[str]:
    """The pins for which pip finds no wheel. Asks for all at once, and one by one only when that fails."""
    if not wanted or _pip("install", "--dry-run", "--target", "unused", *wanted) is not None:
        return []
    if len(wanted) == 1:
        return list(wanted)
    half = len(wanted) // 2
    return without_wheel(wanted[:half]) + without_wheel(wanted[half:])


def binaries(wanted: Sequence[str]) -> dict[str, str]:
    """Package → wheel of those that hold compiled code."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        _pip("install", "--dry-run", "--target", "unused", "--report", str(report), *wanted)
        found = json.loads(report.read_text(encoding="utf-8"))["install"]
    files = [entry["download_info"]["url"].rsplit("/", 1)[-1] for entry in found]
    return {canonicalize_name(parse_wheel_filename(f)[0]): f for f in sorted(files) if "-none-any" not in f}


def download(wanted: Sequence[str], folder: Path) -> bool:
    """Puts the wheels into a folder, with what builds this project itself."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return _pip("download", "--dest", str(folder), *wanted, *declared["build-system"]["requires"]) is not None


def _pip(command: str, *arguments: str) -> str | None:
    """What pip printed; None when it failed, its words passed on."""
    call = [sys.executable, "-m", "pip", command, "--quiet", "--disable-pip-version-check", *_TARGET]
    done = subprocess.run(  # noqa: S603  # arguments are our own pins
        [*call, *arguments], capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        sys.stderr.write(done.stderr)
        return None
    return done.stdout


def main() -> int:
    """0: every package has a wheel; 1: some have none, and they are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, metavar="DIR", help="download the wheels into DIR")
    folder = parser.parse_args().folder
    wanted = pins((ROOT / "requirements.txt").read_text(encoding="utf-8"), WINDOWS)
    missing = without_wheel(wanted)
    if missing:
        sys.stdout.write(f"No wheel for {PLATFORM}, Python {PYTHON}: {', '.join(missing)}\n")
        return 1
    if folder is not None:
        return 0 if download(wanted, folder) else 1
    compiled = binaries(wanted)
    sys.stdout.writelines(f"{wheel}\n" for wheel in compiled.values())
    sys.stdout.write(f"{len(wanted)} packages, {len(compiled)} of them compiled: all have wheels.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
