from pathlib import Path

import pytest

from evaluation.errors import UserError
from evaluation.store import Store, place, refuse_unsuitable

#: As Linux writes them: a machine, a container on overlay, one on 9p, WSL's own C: drive.
LOCAL = """\
proc /proc proc rw,relatime 0 0
overlay / overlay rw,relatime,lowerdir=/a,upperdir=/b 0 0
none /gvisor 9p rw,trans=fd 0 0
C:\\134 /mnt/c 9p rw,aname=drvfs;path=C:\\ 0 0
share /vm virtiofs rw 0 0
/dev/sda1 /home ext4 rw 0 0
/dev/sdb1 /mnt/my\\040disk ext4 rw 0 0
"""
NETWORK = """\
//server/share /mnt/share cifs rw 0 0
server:/export /mnt/share/local/nfs nfs4 rw 0 0
user@host:/home /home/ib/host fuse.sshfs rw 0 0
/dev/sdc1 /mnt/share/local ext4 rw 0 0
server:/over /mnt/my\\040share nfs rw 0 0
tmpfs /covered tmpfs rw 0 0
//server/late /covered smb3 rw 0 0
"""


@pytest.fixture
def mounts(tmp_path: Path) -> tuple[tuple[str, str], ...]:
    table = tmp_path / "mounts"
    table.write_text(LOCAL + NETWORK, encoding="utf-8")
    return place.read_mounts(table)


@pytest.mark.parametrize(
    "path",
    [
        "/mnt/share",
        "/mnt/share/data/store",
        "/mnt/share/local/nfs/store",
        "/home/ib/host/store",
        "/mnt/my share/store",
        "/covered/store",
        r"\\server\share\store",
        r"\\?\UNC\server\share\store",
    ],
)
def test_network_shares_are_refused(path: str, mounts: tuple[tuple[str, str], ...]) -> None:
    with pytest.raises(UserError, match="netværksdrev") as refused:
        refuse_unsuitable(path, mounts)
    assert path in refused.value.got
    assert "--store" in refused.value.fix


@pytest.mark.parametrize(
    "path",
    [
        "/store",
        "/gvisor/store",
        "/mnt/c/store",
        "/vm/store",
        "/home/ib/store",
        "/mnt/shared/store",
        "/mnt/share/local/store",
        "/mnt/my disk/store",
        "/home/ib/boxes/store",
    ],
)
def test_the_machines_own_disks_are_not(path: str, mounts: tuple[tuple[str, str], ...]) -> None:
    refuse_unsuitable(path, mounts, environment={})


def test_a_link_into_a_share_is_refused(tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "store").symlink_to(tmp_path / "share")
    mounts = (("/", "ext4"), (str((tmp_path / "share").resolve()), "cifs"))
    with pytest.raises(UserError, match="netværksdrev"):
        refuse_unsuitable(tmp_path / "store", mounts)


def test_mapped_drives_are_refused_and_own_drives_not() -> None:
    types = {"Z:\\": 4, "C:\\": 3}
    for path in (r"Z:\store", r"\\?\Z:\store"):
        with pytest.raises(UserError, match="netværksdrev"):
            refuse_unsuitable(path, (), drives=types.__getitem__)
    asked: list[str] = []

    def drives(root: str) -> int:
        asked.append(root)
        return types[root]

    refuse_unsuitable(r"C:\data\store", (), drives=drives, environment={})
    assert asked == ["C:\\"]


@pytest.mark.parametrize(
    "folder", ["OneDrive - Vesthimmerlands Kommune", "Dropbox", "Google Drive", "Nextcloud", "iCloud Drive"]
)
def test_synchronised_folders_are_refused(folder: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="synkroniseres") as refused:
        refuse_unsuitable(tmp_path / folder / "data" / "store", ())
    assert folder in refused.value.what


def test_a_folder_that_onedrive_took_over_is_refused(tmp_path: Path) -> None:
    moved = {"OneDriveCommercial": str(tmp_path / "Documents")}
    with pytest.raises(UserError, match="OneDrive"):
        refuse_unsuitable(tmp_path / "Documents" / "store", (), environment=moved)


@pytest.mark.parametrize("sign", ["%20", "[1]", "^", "*"])
def test_signs_that_the_table_cannot_have_in_its_path_are_refused(sign: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="tegnet"):
        refuse_unsuitable(tmp_path / f"a{sign}b" / "store", ())


def test_this_machines_own_mounts_can_be_read_and_a_store_asks_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store(tmp_path / "store")
    monkeypatch.setattr(place, "read_mounts", lambda: (("/", "nfs4"),))
    with pytest.raises(UserError, match="netværksdrev"):
        Store(tmp_path / "store")
    assert not (tmp_path / "store").exists()


def test_no_mount_table_no_mounts(tmp_path: Path) -> None:
    assert place.read_mounts(tmp_path / "none") == ()
