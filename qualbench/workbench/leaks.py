"""Leaks: whether a file holds a name that the key says is to be in none, spelt right or nearly so."""

from __future__ import annotations

import io
import re
import shlex
import stat
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from qualbench.errors import FileProblem, QualbenchError, UsageError
from qualbench.search.people import Replacer
from qualbench.workbench.name_key import load_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qualbench.workbench.name_key import NameKey
    from qualbench.workbench.project import Session

_TAG = re.compile(r"<[^>]*>")
#: What stands between words in the parts of a document or a workbook: words on both sides are not one.
_APART = re.compile(
    r"</(?:w:p|c|si|text:p|text:h)>|<(?:w:br|w:tab|w:cr|text:tab|text:line-break|text:s)\b[^>]*>"
)
#: Escaped signs in JSON; line breaks and tabs would else be letters of the word that follows.
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|[nrtbf\"/\\])")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
#: A word this much like a name, in percent, and as long as this, is said to be nearly it.
_NEARLY, _LONG = 90, 5
_HOOK = "qualbench leakcheck --staged"


@dataclass(frozen=True, slots=True)
class Leak:
    """A name in a file.

    Attributes:
        line: From 1; in a Word or Excel file the part that it is in has no lines, and it is None.
        alias: What should stand there.
        name: The name of the key.
        said: As it stands there.
        nearly: True where it is spelt in another way.
    """

    path: Path
    line: int | None
    alias: str
    name: str
    said: str
    nearly: bool = False


class NamesFound(QualbenchError):
    """An export would hold names that have aliases."""

    def __init__(self, output: Path, leaks: list[Leak]) -> None:
        number = len(leaks)
        aliases = ", ".join(dict.fromkeys(one.alias for one in leaks))
        super().__init__(
            f"Nothing was exported: {output.name} would hold {number} name{'s' * (number != 1)} that the key "
            f"knows (in the places of {aliases}).",
            "Put the aliases in (qualbench pseudonyms apply), or go on deliberately: --allow-names.",
        )
        self.leaks = leaks


def check_content(
    session: Session, output: Path, content: bytes | Iterable[bytes]
) -> bytes | Iterable[bytes]:
    """Look through what is about to be exported, and return it.

    Raises:
        NamesFound: It holds a name of the key, and the session does not allow that.
    """
    if session.allow_names:
        return content
    key = load_key(session)
    if not key.names:
        return content
    whole = content if isinstance(content, bytes) else b"".join(content)
    leaks = list(_leaks_in(output, whole, key))
    if leaks:
        raise NamesFound(output, leaks)
    return whole


def check_files(session: Session, paths: Iterable[Path]) -> list[Leak]:
    """Return the names of the key in files, and in the files of folders.

    Raises:
        FileProblem: A file cannot be read.
        UsageError: The key has no accepted name.
    """
    key = load_key(session)
    if not key.names:
        raise UsageError("The key has no accepted name yet.", "Look for some: qualbench pseudonyms find")
    found: list[Leak] = []
    for path in _files(paths):
        try:
            data = path.read_bytes()
        except OSError as error:
            raise FileProblem(path, f"it cannot be read ({error.strerror}).") from error
        found += _leaks_in(path, data, key)
    return found


def check_project(session: Session) -> list[Leak]:
    """Return the names of the key in the project: its texts, names and memos, exports, codebook files."""
    from qualbench.storage.documents import load_documents
    from qualbench.workbench.naming import names_elsewhere

    project = session.project
    found = check_files(session, [one for one in (project.exports, project.codebooks) if one.is_dir()])
    key = load_key(session)
    for document in load_documents(session.store):
        text = session.store.text(document.id, document.revision)
        found += _leaks_in(Path(document.name), text.encode("utf-8", "replace"), key)
    elsewhere = names_elsewhere(session)
    if elsewhere:
        found.append(Leak(Path(f"{elsewhere} names, memos or definitions"), None, "…", "…", "…"))
    return found


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(one for one in path.rglob("*") if one.is_file() and not one.is_symlink())
        else:
            yield path


def _leaks_in(path: Path, data: bytes, key: NameKey) -> Iterator[Leak]:
    finder = Replacer(dict.fromkeys(key.names, "x"))
    for text, lined in _texts_of(data):
        for start, end, _new in finder.edits(text):
            entry = _entry(key, text[start:end])
            if entry is not None:
                line = text.count("\n", 0, start) + 1 if lined else None
                yield Leak(path, line, entry[0], entry[1], text[start:end])
        yield from _nearly(path, text, key, lined=lined)


def _entry(key: NameKey, said: str) -> tuple[str, str] | None:
    for end in range(len(said), 0, -1):
        at = key.entry_of(" ".join(said[:end].split()))
        if at is not None and key.entries[at].status == "accepted":
            return key.entries[at].alias, key.entries[at].forms[0]
    return None


def _nearly(path: Path, text: str, key: NameKey, *, lined: bool) -> Iterator[Leak]:
    words: dict[str, int] = {}
    for hit in _WORD.finditer(text):
        if hit[0][0].isupper():
            words.setdefault(hit[0], hit.start())
    parts = {word for name in key.names for word in name.split() if len(word) >= _LONG}
    known = {word.casefold() for name in key.names for word in name.split()}
    known |= {word.casefold() for one in key.entries for word in one.alias.split()}
    for word, start in words.items():
        bare = word.removesuffix("’s").removesuffix("'s").casefold()
        if len(bare) < _LONG or bare in known:
            continue
        near = next((part for part in parts if _alike(word, part)), None)
        entry = next(
            (one for one in key.entries if near and any(near in form.split() for form in one.forms)), None
        )
        if entry is not None and entry.status == "accepted":
            line = text.count("\n", 0, start) + 1 if lined else None
            yield Leak(path, line, entry.alias, entry.forms[0], word, nearly=True)


@lru_cache(maxsize=65536)
def _alike(one: str, other: str) -> bool:
    from rapidfuzz import fuzz

    a, b = one.casefold(), other.casefold()
    return a[0] == b[0] and abs(len(a) - len(b)) <= 2 and fuzz.ratio(a, b) >= _NEARLY


def _texts_of(data: bytes) -> Iterator[tuple[str, bool]]:
    """Yield what a person would read in a file, and whether its lines are the file's."""
    if data.startswith(b"PK"):
        with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(data)) as file:
            for name in file.namelist():
                if name.endswith((".xml", ".txt", ".json", ".html")):
                    text = file.read(name).decode("utf-8", "replace")
                    yield unescape(_TAG.sub("", _APART.sub("\n", text))), False
        return
    if data.startswith(b"%PDF-"):
        from qualbench.readers.registry import read_bytes

        with suppress(FileProblem):
            yield read_bytes("it.pdf", data).text, False
        return
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    yield _plainly(data.decode(encoding, "replace")), True


def _plainly(text: str) -> str:
    """Return a text without the marks in which JSON and pages write signs; its lines stay."""
    if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        text = _ESCAPE.sub(lambda one: chr(int(one[1], 16)) if one[1] else " ", text)
    return unescape(text) if "<" in text and "&" in text else text


def install_hook(start: Path) -> Path:
    """Have git look for names before each commit of the repository around a folder; return the hook.

    A hook that is there is kept, and this added to it.

    Raises:
        UsageError: There is no repository.
        FileProblem: The hook cannot be written.
    """
    top = next(
        (one for one in (start.absolute(), *start.absolute().parents) if (one / ".git").is_dir()), None
    )
    if top is None:
        raise UsageError(f"{start} is in no git repository.", "Make one with: git init")
    hook = top / ".git" / "hooks" / "pre-commit"
    try:
        hook.parent.mkdir(exist_ok=True)
        text = hook.read_text(encoding="utf-8") if hook.exists() else "#!/bin/sh\n"
        if _HOOK not in text:
            end = "" if text.endswith("\n") else "\n"
            text += f"{end}{_HOOK} --project {shlex.quote(str(start.absolute()))} || exit 1\n"
            hook.write_text(text, encoding="utf-8")
        hook.chmod(hook.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    except OSError as error:
        raise FileProblem(hook, f"it cannot be written ({error.strerror}).") from error
    return hook


def staged_files() -> list[Path]:
    """Return the files that git is about to commit, in the repository that one is in.

    Raises:
        UsageError: This is no repository, or git is not there.
    """
    import subprocess

    try:
        run = subprocess.run(
            ["git", "diff", "--cached", "--name-only", "--diff-filter=d", "-z"],
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise UsageError("--staged is for a git repository, with git installed.") from error
    return [Path(one) for one in run.stdout.split("\0") if one and Path(one).is_file()]
