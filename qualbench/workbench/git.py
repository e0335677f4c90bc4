"""The merge of codebooks as git's own, in the repository of the person who wants it."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from qualbench.errors import FileProblem, QualbenchError
from qualbench.reports.files import write_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

#: How git calls what is set up here, and the files that it is for.
NAME = "qualbench"
LINE = f"codebook.yaml merge={NAME} diff={NAME}"
ATTRIBUTES = ".gitattributes"


class NoRepository(QualbenchError):
    """The folder is in no git repository, or git is not there."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} is in no git repository.", "Go into one, or make one of this folder: git init"
        )


def set_up_git(folder: Path) -> tuple[str, ...]:
    """Make git merge and show codebooks by their meaning in the repository of `folder`.

    Returns:
        What was done, a sentence each; empty where all of it was there.

    Raises:
        NoRepository: `folder` is in none.
        QualbenchError: There is no git, or it refuses.
    """
    top = _top(folder)
    done = []
    path = top / ATTRIBUTES
    lines = _lines(path)
    if LINE not in [line.strip() for line in lines]:
        _write(path, [*lines, LINE])
        done.append(f"{path}: codebook.yaml is merged and compared by qualbench. Commit this file.")
    for key, value in _settings().items():
        if _git(top, "config", "--local", "--get-all", key, refusal=False).splitlines() != [value]:
            _git(top, "config", "--local", "--replace-all", key, value)
            done.append(f"This repository's git settings: {key} = {value}")
    return tuple(done)


def remove_from_git(folder: Path) -> tuple[str, ...]:
    """Take out what `set_up_git` set up; return what was done, a sentence each.

    Raises:
        NoRepository: `folder` is in none.
        QualbenchError: There is no git, or it refuses.
    """
    top = _top(folder)
    done = []
    path = top / ATTRIBUTES
    lines = _lines(path)
    left = [line for line in lines if line.strip() != LINE]
    if left != lines:
        if left:
            _write(path, left)
        else:
            path.unlink()
        done.append(f"{path}: the line for codebook.yaml is taken out.")
    for section in (f"merge.{NAME}", f"diff.{NAME}"):
        pattern = rf"^{section.replace('.', chr(92) + '.')}\."
        if _git(top, "config", "--local", "--get-regexp", pattern, refusal=False):
            _git(top, "config", "--local", "--remove-section", section)
            done.append(f"This repository's git settings: {section} is taken out.")
    return tuple(done)


def merge_as_text(base: Path, ours: Path, theirs: Path) -> bool:
    """Let git merge line by line into `ours`, with its own marks; True where that was possible."""
    labels = ("-L", "ours", "-L", "base", "-L", "theirs")
    try:
        done = subprocess.run(
            ["git", "merge-file", *labels, str(ours), str(base), str(theirs)],
            capture_output=True,
            check=False,
        )
    except OSError:
        return False
    return 0 <= done.returncode < 128


def _settings() -> dict[str, str]:
    # this very program by its path: a merge may be started where the shell's PATH is not known
    program = f"{shlex.quote(sys.executable)} -m qualbench"
    return {
        f"merge.{NAME}.name": "codebooks by the ids of their codes",
        f"merge.{NAME}.driver": f"{program} codebook merge %O %A %B --output %A --called %P",
        f"diff.{NAME}.textconv": f"{program} codebook outline",
    }


def _top(folder: Path) -> Path:
    if shutil.which("git") is None:
        raise QualbenchError(
            "git is not installed here.", "Install it (https://git-scm.com) and run this again."
        )
    if not folder.is_dir():
        raise FileProblem(folder, "there is no such folder")
    said = _git(folder, "rev-parse", "--show-toplevel", refusal=False)
    if not said:
        raise NoRepository(folder)
    return folder.__class__(said)


def _git(folder: Path, *words: str, refusal: bool = True) -> str:
    """Run git in a folder and return what it printed; empty where it refuses and that is no matter."""
    done = subprocess.run(
        ["git", "-C", str(folder), *words],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode == 0:
        return done.stdout.strip()
    if refusal:
        raise QualbenchError(f"git refuses: {done.stderr.strip() or 'it does not say why'}")
    return ""


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise FileProblem(path, "cannot be read as UTF-8 text") from error


def _write(path: Path, lines: Sequence[str]) -> None:
    write_file(path, "".join(f"{line}\n" for line in lines).encode("utf-8"))
