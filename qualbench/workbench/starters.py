"""Beginning a codebook, from nothing or from one that comes with the program, and writing one to a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.codebook.yaml_file import read_codebook, write_codebook
from qualbench.errors import NotFound, UsageError
from qualbench.reports.files import write_file
from qualbench.workbench.codebooks import list_versions, load_codebook
from qualbench.workbench.outputs import check_output
from qualbench.workbench.shipped import shipped
from qualbench.workbench.working_file import adopt, mirror, working_file, working_path

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.model.code import CodebookVersion
    from qualbench.workbench.project import Session


def list_starters() -> dict[str, str]:
    """Return the starter codebooks: the name to ask for, and the codebook's own name."""
    files = sorted(shipped("codebooks").glob("*.yaml"))
    return {file.stem: read_codebook(file.read_text(encoding="utf-8")).name or file.stem for file in files}


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
    file = shipped("codebooks") / f"{starter}.yaml"
    if starter not in list_starters():
        raise NotFound("starter codebook", starter, list(list_starters()))
    return path, adopt(session, file, message=f"begun from the starter codebook {starter}")


def export_codebook(session: Session, output: Path, version: int | None = None) -> Path:
    """Write the codebook as it stands, or a saved version byte for byte, as YAML and return the file's path.

    Raises:
        NotFound: There is no such version.
        UsageError: `output` is a file that the study is kept in.
        FileProblem: The file cannot be written.
    """
    check_output(session, output)
    write_file(output, codebook_yaml(session, version).encode("utf-8"))
    return output


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
