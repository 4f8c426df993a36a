"""Where a store may lie: on the machine's own disk.

Delta commits by a file operation that network shares and synchronised folders do not keep as a promise:
two imports can both believe they were first, or a half-copied log can travel to another machine.
"""

import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path, PureWindowsPath

from evaluation.texts import error

#: Types of network mounts, alone or after `fuse.`. 9p, overlay and virtiofs are not here: containers and
#: virtual machines run from them, and they are the machine's own disk.
NETWORK_TYPES = frozenset(
    {
        *("nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "smbnetfs", "ncpfs", "afs"),
        *("davfs", "davfs2", "sshfs", "curlftpfs", "gvfsd-fuse", "rclone", "s3fs", "gcsfuse", "goofys"),
        *("blobfuse", "blobfuse2", "onedriver", "google-drive-ocamlfuse"),
        *("ceph", "glusterfs", "lustre", "gpfs", "beegfs"),
    }
)

#: How the folders of synchronising programs begin, in lower case.
_SYNCED = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "icloud drive",
    "iclouddrive",
    "com~apple~clouddocs",
    "cloudstorage",
    "box sync",
    "nextcloud",
    "owncloud",
    "pcloud",
    "syncthing",
)
_ONEDRIVE_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")

#: Signs that delta-rs (1.6) or DuckDB reads as something else than a part of a file name.
_UNREADABLE = re.compile(r"[%\[\]^*?]")
_DRIVE_REMOTE = 4  # winbase.h
_LONG_PREFIX = "\\\\?\\"  # Windows' own way to write a long local path

Mount = tuple[str, str]


def read_mounts(table: Path = Path("/proc/mounts")) -> tuple[Mount, ...]:
    """(mount point, type) of all mounts, in order; empty where the system has no such table."""
    if not table.exists():
        return ()
    lines = (line.split() for line in table.read_text(encoding="utf-8", errors="replace").splitlines())
    return tuple((_unescaped(parts[1]), parts[2]) for parts in lines if len(parts) >= 3)


def drive_type(root: str) -> int:
    """Windows' type of the drive with that root (`Z:\\`); 0 (unknown) on other systems."""
    if sys.platform != "win32":
        return 0
    import ctypes  # noqa: PLC0415 (its windll exists there only)

    return int(ctypes.windll.kernel32.GetDriveTypeW(root))


def refuse_unsuitable(
    path: Path | str,
    mounts: Sequence[Mount] | None = None,
    *,
    drives: Callable[[str], int] = drive_type,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Raise UserError if `path` is on a network share, in a synchronised folder, or unreadable to Delta.

    `mounts`, `drives` and `environment` are the machine's own unless given.
    """
    given = str(path)
    full = str(Path(given).absolute()) if sys.platform == "win32" else given
    if _is_unc(full) or _on_mapped_drive(full, drives):
        raise error("store.network", got=given)
    place = Path(given).absolute()
    kind = mount_type(place.resolve(), read_mounts() if mounts is None else mounts)
    if kind.removeprefix("fuse.") in NETWORK_TYPES:
        raise error("store.network", got=f"{given} ({kind})")
    service = _synchronised(place, os.environ if environment is None else environment)
    if service:
        raise error("store.synchronised", got=given, service=service)
    sign = _UNREADABLE.search(str(place).removeprefix(_LONG_PREFIX))
    if sign:
        raise error("store.unreadable_path", got=given, sign=sign.group())


def mount_type(path: Path, mounts: Sequence[Mount]) -> str:
    """Type of the mount that holds `path`: the deepest one, of equals the last; "" if none does."""
    holding = [(len(Path(point).parts), i) for i, (point, _) in enumerate(mounts) if _within(path, point)]
    return mounts[max(holding)[1]][1].casefold() if holding else ""


def _within(path: Path, point: str) -> bool:
    return path == Path(point) or Path(point) in path.parents


def _unescaped(field: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found.group(1), 8)), field)


def _is_unc(given: str) -> bool:
    if given.startswith("//") and sys.platform != "win32":
        return False  # POSIX: another way to write /
    drive = PureWindowsPath(given).drive
    if drive.upper().startswith(f"{_LONG_PREFIX}UNC\\"):
        return True
    return drive.startswith("\\\\") and not drive.startswith((_LONG_PREFIX, "\\\\.\\"))


def _on_mapped_drive(given: str, drives: Callable[[str], int]) -> bool:
    drive = PureWindowsPath(given.removeprefix(_LONG_PREFIX)).drive
    return len(drive) == 2 and drives(f"{drive}\\") == _DRIVE_REMOTE


def _synchronised(place: Path, environment: Mapping[str, str]) -> str:
    for variable in _ONEDRIVE_VARIABLES:
        root = environment.get(variable)
        if root and _within(place, root):
            return "OneDrive"
    return next((part for part in place.parts if part.casefold().startswith(_SYNCED)), "")
