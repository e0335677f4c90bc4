"""What a codebook file would make of the project: read, and compared with what it was written from."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from qualbench.codebook.guessing import Guess, guess_entries, say_guess
from qualbench.codebook.links import with_links
from qualbench.codebook.matching import walk_entries
from qualbench.codebook.merging import Prefer, merge_entries
from qualbench.codebook.resolve import Proposal, resolve_entries
from qualbench.codebook.yaml_file import CodebookFile, read_codebook, rewrite_codebook, write_codebook
from qualbench.errors import FileProblem, QualbenchError
from qualbench.model.code import Codebook
from qualbench.model.document import Problem
from qualbench.storage import codebooks as stored

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualbench.workbench.project import Project, Session

__all__ = [
    "CodebookRefused",
    "Guess",
    "GuessesOpen",
    "Prefer",
    "base_of",
    "codebook_of",
    "edits_of",
    "file_text",
    "last_version",
    "propose",
    "read_text",
    "refuse_serious",
    "say_guess",
    "working_path",
    "written_texts",
]

NAME = "codebook.yaml"
#: What the program wrote last, and what it is about to write: two only where it was interrupted.
RECORD = ".written.yaml"
PENDING = ".writing.yaml"


class CodebookRefused(QualbenchError):
    """A codebook file cannot be used as it is; every problem is listed."""

    def __init__(self, path: object, problems: tuple[Problem, ...]) -> None:
        hints = {one.hint for one in problems}
        said = [f"line {one.line}: {one.message}" if one.line else one.message for one in problems]
        if len(hints) > 1:  # each is followed by what to do about it
            said = [f"{line} {one.hint}".rstrip() for line, one in zip(said, problems, strict=True)]
        super().__init__(
            f"{path} cannot be saved as a version: {' Also '.join(said)}",
            hints.pop() if len(hints) == 1 else "",
        )
        self.problems = problems


class GuessesOpen(QualbenchError):
    """Codes of a file have lost their ids, and nobody has said which of the project's they are."""

    def __init__(self, path: object, guesses: tuple[Guess, ...]) -> None:
        said = "; ".join(say_guess(one) for one in guesses)
        super().__init__(
            f"In {path} codes without an id may be codes of the project: {said}.",
            "Nothing was saved. If they are: --yes. If they are new and the others are to go: --as-new. "
            "To decide one by one, answer at a terminal, or write their ids into the file.",
        )
        self.guesses = guesses


def working_path(project: Project) -> Path:
    """Return where the working file lies."""
    return project.codebooks / NAME


def refuse_serious(read: CodebookFile, problems: tuple[Problem, ...]) -> None:
    """Refuse a file that has serious problems.

    Raises:
        CodebookRefused: It has; all are listed.
    """
    serious = tuple(one for one in problems if one.serious)
    if serious:
        raise CodebookRefused(read.source, serious)


def propose(
    read: CodebookFile,
    current: Codebook,
    base: Codebook | None,
    *,
    bring_back: bool = False,
    prefer: Prefer = Prefer.FILE,
    confirm: Callable[[Guess], bool] = lambda _guess: True,
) -> Proposal:
    """Return what a file makes of the codebook; where its base is not known, nothing is removed by it.

    Args:
        read: The file, without serious problems.
        current: The codebook as it is.
        base: What the file was written from.
        bring_back: Without a base, take codes whose id the project does not have; else they are conflicts,
            for the project may have deleted them.
        prefer: What the proposal has where both sides changed the same thing.
        confirm: Says whether an entry that lost its id is the code that it seems to be.
    """
    if base is not None:
        proposal = merge_entries(read, base, current, prefer=prefer)
        guesses = guess_entries(read, current, {one.id for one in proposal.removed})
        confirmed = {one.place: one.code_id for one in guesses if confirm(one)}
        if confirmed:
            proposal = merge_entries(read, base, current, confirmed, prefer=prefer)
        return with_links(read, replace(proposal, guesses=guesses), current, base)
    proposal = resolve_entries(read, current, known_at_writing=frozenset())
    proposal = with_links(read, proposal, current, None)
    if bring_back or not (current.codes or current.version):
        return proposal
    hint = "Take it out, or take its id out to make it anew; to have it as it is: --prefer-file"
    unknown = tuple(
        Problem(f"“{one.name}” has an id that the project does not have.", one.line, hint, serious=True)
        for one, _place in walk_entries(read.entries)
        if one.id and one.id not in current.by_id
    )
    return replace(proposal, conflicts=unknown)


def last_version(session: Session) -> Codebook | None:
    """Return the codebook of the version saved last: what a file given by hand is taken to come from."""
    versions = stored.load_versions(session.store)
    return codebook_of(versions[-1].yaml) if versions else None


def codebook_of(text: str) -> Codebook:
    """Return the codebook that a text is which the program wrote; every code has its id in it."""
    return resolve_entries(read_codebook(text), Codebook("", ()), known_at_writing=None).target


def read_text(text: str, path: Path) -> CodebookFile:
    """Read a codebook file's text, naming the file in what is said of it."""
    return read_codebook(text, source=str(path))


def file_text(path: Path) -> str | None:
    """Return a file's text, or None where there is no such file.

    Raises:
        FileProblem: It cannot be read, or is no UTF-8 text.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise FileProblem(path, "it is not UTF-8 text", "Save it as UTF-8 in your editor.") from error
    except OSError as error:
        raise FileProblem(path, f"cannot be read ({error.strerror})") from error


def written_texts(project: Project) -> list[str]:
    """Return the texts that the program may have written last."""
    found = []
    for name in (RECORD, PENDING):
        with suppress(FileProblem):
            text = file_text(project.codebooks / name)
            found += [] if text is None else [text]
    return found


def base_of(project: Project) -> Codebook | None:
    """Return the codebook that the working file was written from, or None where that is not known."""
    written = written_texts(project)
    return codebook_of(written[0]) if written else None


def edits_of(
    project: Project, text: str, codebook: Codebook, prefer: Prefer = Prefer.FILE
) -> tuple[CodebookFile, Proposal | None] | None:
    """Return what a person made of the working file and what it proposes (None if it cannot be used).

    Returns:
        None where the file is the program's own, also where the copy beside it is missing or older.
    """
    written = written_texts(project)
    if text in written:
        return None
    read = read_text(text, working_path(project))
    if any(one.serious for one in read.problems):
        return read, None
    proposal = propose(read, codebook, base_of(project), prefer=prefer)
    if not (proposal.differences or proposal.problems or proposal.conflicts):
        own = codebook_of(text)
        if text == (rewrite_codebook(written[0], own) if written else write_codebook(own)):
            return None
    return read, proposal
