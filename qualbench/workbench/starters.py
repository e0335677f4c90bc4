"""Beginning a codebook, from nothing or from one that comes with the program, and writing one to a file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from qualbench.codebook.resolve import resolve_entries
from qualbench.codebook.yaml_file import read_codebook, rewrite_codebook, write_codebook
from qualbench.errors import NotFound, UsageError
from qualbench.model.code import Code, Codebook
from qualbench.reports.files import write_file
from qualbench.workbench.codebooks import list_versions, load_codebook
from qualbench.workbench.shipped import shipped
from qualbench.workbench.working_file import CodebookRefused, adopt, mirror, working_file, working_path

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.model.code import CodebookVersion
    from qualbench.workbench.project import Session


@dataclass(frozen=True, slots=True)
class Starter:
    """A codebook that comes with the program.

    Attributes:
        name: What to ask for it by.
        title: The codebook's own name.
        citation: After whom it is made.
        codebook: Its codes, each with its source.
        text: The file, with what it says of itself in comments.
    """

    name: str
    title: str
    citation: str
    codebook: Codebook
    text: str


def list_starters() -> tuple[Starter, ...]:
    """Return the starter codebooks in the order of their names."""
    return tuple(_read_starter(file) for file in sorted(shipped("codebooks").glob("*.yaml")))


def find_starter(name: str) -> Starter:
    """Return the starter codebook of a name.

    Raises:
        NotFound: There is none; near names are offered.
    """
    file = shipped("codebooks") / f"{name}.yaml"
    names = [one.stem for one in sorted(file.parent.glob("*.yaml"))]
    if name not in names:
        raise NotFound("starter codebook", name, get_close_matches(name, names, 3, 0.4) or names)
    return _read_starter(file)


def _read_starter(file: Path) -> Starter:
    text = file.read_text(encoding="utf-8")
    read = read_codebook(text)
    book = resolve_entries(read, Codebook("", ()), known_at_writing=None).target
    first = text.partition("\n")[0]
    return Starter(file.stem, read.name, first.removeprefix("#").strip(), book, text)


def take_starter(session: Session, name: str, *, under: str | None = None) -> tuple[Code, ...]:
    """Add a starter's codes to the working file, as a proposal; no code that is there is touched.

    Args:
        name: The starter's.
        under: Id of the code under which they come; None for the top, after those that are there.

    Returns:
        The codes that were added; those of the starter that the codebook has already, by id, are not.

    Raises:
        NotFound: There is no such starter.
        CodebookRefused: The working file has edits that cannot be saved; they come first.
        UsageError: A code of the same name stands there already, or `under` is not in the working file.
        FileProblem: The file cannot be written.
    """
    starter = find_starter(name)
    file = working_file(session)
    serious = tuple(one for one in file.problems if one.serious)
    if file.edited and serious:
        raise CodebookRefused(file.path, serious)
    current = load_codebook(session)
    text = file.path.read_text(encoding="utf-8-sig") if file.path.exists() else write_codebook(current)
    proposed = resolve_entries(read_codebook(text), current, known_at_writing=None).target
    if under is not None and under not in proposed.by_id:
        raise UsageError("The code to put them under is not in the working file.", "Put it back there first.")
    fresh = [code for code, _depth in starter.codebook.walk() if code.id not in proposed.by_id]
    added: list[Code] = []
    for code in fresh:
        parent = code.parent_id or under
        family = proposed.children(parent)
        if any(one.name == code.name for one in family):
            raise _clash(code, parent, proposed)
        position = max((one.position for one in family), default=-1) + 1
        added.append(replace(code, parent_id=parent, position=position))
        proposed = Codebook(proposed.name, (*proposed.codes, added[-1]), proposed.version)
    if added:
        write_file(file.path, rewrite_codebook(text, proposed).encode("utf-8"))
    return tuple(added)


def _clash(code: Code, parent: str | None, proposed: Codebook) -> UsageError:
    place = f"under “{proposed.paths[parent]}”" if parent else "at the top"
    return UsageError(
        f"The codebook has a code “{code.name}” {place} already; nothing was added.",
        "Take the starter under another code, with --under CODE, or rename yours first.",
    )


def start_codebook(session: Session, starter: str | None = None) -> tuple[Path, CodebookVersion | None]:
    """Begin the codebook; return the working file, and the version saved from the starter if one was named.

    Raises:
        UsageError: The project has codes already.
        NotFound: There is no starter of that name.
    """
    if load_codebook(session).codes:
        raise UsageError(
            "The project has codes already, so its codebook has begun.",
            "Edit the working file, or take over another file with: qualbench codebook adopt FILE -m MESSAGE",
        )
    path = working_path(session.project)
    if starter is None:
        mirror(session)
        return path, None
    find_starter(starter)
    file = shipped("codebooks") / f"{starter}.yaml"
    return path, adopt(session, file, message=f"begun from the starter codebook {starter}")


def codebook_schema() -> str:
    """Return the JSON Schema of the codebook file, by which an editor checks it and completes its keys."""
    return (shipped("docs") / "codebook.schema.json").read_text(encoding="utf-8")


def write_schema(output: Path) -> Path:
    """Write the schema to a file and return its path.

    Raises:
        UsageError: The file is there already and is something else.
        FileProblem: The file cannot be written.
    """
    schema = codebook_schema()
    if output.exists() and not (output.is_file() and '"A qualbench codebook"' in _start(output)):
        raise UsageError(f"{output} is there already, and is no codebook schema.", "Give another name.")
    write_file(output, schema.encode("utf-8"))
    return output


def _start(path: Path) -> str:
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.read(300)


def codebook_yaml(session: Session, version: int | None = None) -> str:
    """Return the codebook as it stands (with the working file's comments unless it is edited) or as saved.

    Raises:
        NotFound: There is no such version.
    """
    if version is not None:
        saved = next((one for one in list_versions(session) if one.number == version), None)
        if saved is None:
            raise NotFound("version", str(version), hint="See: qualbench codebook log")
        return saved.yaml
    file = working_file(session)
    if not file.edited and file.path.exists():
        return file.path.read_text(encoding="utf-8-sig")
    return write_codebook(load_codebook(session))
