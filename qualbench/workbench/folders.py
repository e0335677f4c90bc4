"""Folders: what the place of a project means for its safety (network and sync folders, conflicted copies)."""

from __future__ import annotations

import os
import re
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualbench.model.document import Problem

_SYNC = re.compile(
    r"^(onedrive( ?- .*)?|dropbox( \(.*\))?|icloud ?drive.*|mobile documents|com~apple~clouddocs|nextcloud|"
    r"owncloud|google ?drive|googledrive-.*|my drive|box( sync)?|pcloud ?drive|synology ?drive|seafile|"
    r"sync\.com|syncthing|resilio sync)$",
    re.IGNORECASE,
)
_SYNC_MARKS = (
    ".dropbox",
    ".dropbox.cache",
    ".nextcloudsync.log",
    ".owncloudsync.log",
    ".stfolder",
    ".SynologyWorkingDirectory",
)
_NETWORK = {
    *("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "afpfs", "ncpfs", "webdav", "davfs"),
    *("9p", "fuse.sshfs", "fuse.davfs2", "fuse.rclone", "fuse.gvfsd-fuse", "glusterfs", "ceph", "lustre"),
}
_CONFLICT = re.compile(
    r"conflicted copy|conflict(ed)?[-_ ]copy|sync-conflict|\(case conflict|in konflikt|-conflict-\d|"
    r"^project( \(\d+\)|-[\w.]+(?<!-wal)(?<!-shm)(?<!-journal))\.qualbench$",
    re.IGNORECASE,
)


def synced_by(folder: Path) -> str:
    """Return what keeps `folder` on other machines (`a network folder (nfs)`), or an empty string."""
    folder = folder.absolute()
    for place in (folder, *folder.parents):
        if _SYNC.match(place.name):
            return f"the sync folder “{place.name}”"
        for mark in _SYNC_MARKS:
            if (place / mark).exists():
                return f"a sync folder (it holds {mark})"
    kind = _file_system(folder)
    return f"a network folder ({kind})" if kind in _NETWORK else ""


def folder_warnings(folder: Path) -> tuple[Problem, ...]:
    """Say what is risky about the place of the project in `folder`, and name conflicted copies in it."""
    from qualbench.model.document import Problem  # late: most commands have nothing to say here

    warnings = []
    keeper = synced_by(folder)
    if keeper:
        warnings.append(
            Problem(
                f"This project lies in {keeper}.",
                hint="Close it before syncing, and never open it on two computers at once. It is written in "
                "the safer, slower way here, and its backups go to your own data folder.",
            )
        )
    try:
        names = sorted(entry.name for entry in os.scandir(folder))
    except OSError:
        names = []
    warnings.extend(
        Problem(
            f"A conflicted copy lies beside the project: {name}.",
            hint="Two computers wrote at once. Compare before you remove it; nothing is read from it.",
            serious=True,
        )
        for name in names
        if _CONFLICT.search(name)
    )
    return tuple(warnings)


def _file_system(folder: Path) -> str:
    """Return the file system's kind in lower case, or an empty string where it cannot be told."""
    if sys.platform == "win32":
        return _windows_kind(folder)
    mounts = _mounts()
    best, kind = "", ""
    for point, name in mounts:
        inside = point == "/" or str(folder) == point or str(folder).startswith(point + "/")
        if inside and len(point) >= len(best):
            best, kind = point, name
    return kind


def _windows_kind(folder: Path) -> str:
    if str(folder).startswith("\\\\"):
        return "smb"
    import ctypes

    windll = getattr(ctypes, "windll", None)
    remote = 4
    return "smb" if windll and windll.kernel32.GetDriveTypeW(folder.anchor) == remote else ""


@cache
def _mounts() -> tuple[tuple[str, str], ...]:
    """Return (mount point, file system) pairs of this machine."""
    try:
        lines = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
        fields = [line.split(" ") for line in lines]
        return tuple((one[1].replace("\\040", " "), one[2].lower()) for one in fields if len(one) > 2)
    except OSError:
        pass
    import subprocess  # late: costs time, and Linux has no need of it

    try:  # macOS and the BSDs: `//server/share on /Volumes/share (smbfs, nodev, ...)`
        said = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=False).stdout
    except (OSError, subprocess.SubprocessError):
        return ()
    found = re.findall(r"^.* on (.+) \(([\w.]+)", said, re.MULTILINE)
    return tuple((point, kind.lower()) for point, kind in found)
