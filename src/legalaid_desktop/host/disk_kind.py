"""What kind of disk a folder lies on: a local disk, or a stick, a share or a folder that another program copies away.

On the latter the database uses the older journal, which needs no more than whole-file locks and leaves one plain
file when closed (vault.md, "journal").
"""

from __future__ import annotations

import ctypes
import platform
from pathlib import Path

_FOREIGN_FILESYSTEMS = {
    "vfat", "msdos", "exfat", "fuseblk", "ntfs", "ntfs3", "hfs", "hfsplus", "nfs", "nfs4", "cifs", "smb3", "smbfs",
    "9p", "afs", "ceph", "glusterfs", "davfs", "sshfs", "udf", "vboxsf", "virtiofs", "prl_fs",
}  # fmt: skip
_SYNCED_FOLDERS = {
    "dropbox", "onedrive", "google drive", "googledrive", "icloud drive", "mobile documents", "yandex.disk",
    "yandexdisk", "nextcloud", "owncloud", "mega", "seafile", "syncthing", "sync",
}  # fmt: skip
_SYNC_MARKS = (".stfolder", ".dropbox", ".owncloudsync.log", ".sync_exclude.lst")
_DRIVE_REMOVABLE, _DRIVE_REMOTE = 2, 4


def keeps_shared_locks(folder: Path) -> bool:
    """Return whether ``folder`` lies on a fixed local disk, so that a write-ahead log is safe there.

    What cannot be found out counts as a fixed disk: the log is then read back by SQLite itself.
    """
    place = folder.resolve()
    if _is_synced(place):
        return False
    windows = getattr(ctypes, "windll", None)
    if windows is not None:
        kind = windows.kernel32.GetDriveTypeW(str(place.anchor))
        return kind not in (_DRIVE_REMOVABLE, _DRIVE_REMOTE)
    if platform.system() == "Linux":
        return _is_fixed_on_linux(place, mounts=Path("/proc/self/mountinfo"), devices=Path("/sys/dev/block"))
    # macOS mounts sticks and shares below /Volumes, the start disk there only as a link to "/".
    return place.parts[:2] != ("/", "Volumes")


def _is_synced(place: Path) -> bool:
    for part in (place, *place.parents):
        if part.name.lower() in _SYNCED_FOLDERS or part.name.lower().startswith("onedrive - "):
            return True
        if any((part / mark).exists() for mark in _SYNC_MARKS):
            return True
    return False


def _is_fixed_on_linux(place: Path, *, mounts: Path, devices: Path) -> bool:
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return True
    best: tuple[int, str, str] = (-1, "", "")
    for line in lines:
        left, _, right = line.partition(" - ")
        fields, kind = left.split(), right.split(" ", 1)[0]
        if len(fields) < 5:
            continue
        point = Path(fields[4].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\"))
        # A later line over the same point hides the earlier one.
        if (place == point or point in place.parents) and len(point.parts) >= best[0]:
            best = (len(point.parts), kind, fields[2])
    _, kind, device = best
    if kind in _FOREIGN_FILESYSTEMS or kind.startswith("fuse."):
        return False
    for sign in (devices / device / "removable", devices / device / ".." / "removable"):
        try:
            if sign.read_text(encoding="ascii").strip() == "1":
                return False
        except OSError:
            continue  # a partition has no such file of its own, a virtual disk none at all
    return True
