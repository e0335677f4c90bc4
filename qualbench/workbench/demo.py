"""The example study: a fictional project, built by the verbs that a researcher uses."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qualbench.errors import FileProblem, NotFound, QualbenchError
from qualbench.model.coding import MemoTarget
from qualbench.model.document import Role
from qualbench.workbench.cases import find_case, import_cases
from qualbench.workbench.code_merging import merge_codes
from qualbench.workbench.codebooks import find_code, load_codebook
from qualbench.workbench.coders import find_coder
from qualbench.workbench.coding import load_segments
from qualbench.workbench.coding_import import import_codings
from qualbench.workbench.importing import find_document, import_documents, set_speaker
from qualbench.workbench.lineage import lineage_kept
from qualbench.workbench.memoing import add_journal, add_memo
from qualbench.workbench.project import close_session, create_project, find_project, open_session
from qualbench.workbench.quote_finding import find_quote
from qualbench.workbench.shipped import shipped
from qualbench.workbench.theming import (
    assign_codes,
    change_theme,
    choose_exemplar,
    create_set,
    create_theme,
    find_theme,
)
from qualbench.workbench.tour_state import MARK
from qualbench.workbench.working_file import adopt
from qualbench.workbench.writing import stamp, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualbench.workbench.project import Session

TITLE = "Heart and mind (fictional example)"
LEAD = "Ana Ruiz"
_NOTICE = (
    "This study is fictional. Every person, place of care and word in it was written for qualbench; no such "
    "persons exist.\n\nIt was built by `qualbench demo`. `qualbench demo --fresh` builds it anew and loses "
    "what was changed in it.\n"
)
_VERSIONS = (
    ("1-after-three-interviews.yaml", "first codes, from P01 to P03", "initial template"),
    ("2-after-eight-interviews.yaml", "worked over with P04 to P08", "after interview 8"),
    ("3-final.yaml", "all thirteen interviews, and the comparison of two coders", "final"),
)
#: On the way to a milestone: a code, what it was merged into, and why.
_MERGED = {
    "final": (
        (
            "Waved off at the door",
            "Timing of referral",
            "Every passage coded with it was also about when somebody should have come, and the two coders "
            "could not keep them apart.",
        ),
    )
}
#: On the way to a milestone: a code that keeps its id, the id of the one that its file splits off, and why.
_SPLIT = {
    "after interview 8": (
        (
            "Getting there",
            "86db12bb-89d6-4221-bf84-934e09ee1846",
            "Legs and breath stop people who have a car at the door; the way is another matter.",
        ),
    ),
    "final": (
        (
            "Stigma and burden",
            "90c79624-35b6-46d8-9b24-c0402596d24a",
            "What others would think and what it would load on them are told by different people.",
        ),
    ),
}
_STEPS = ("transcripts", "cases", "codebook", "codings", "themes", "memos")


def build_demo(
    folder: Path, *, fresh: bool = False, progress: Callable[[int, int, str], None] | None = None
) -> Path:
    """Build the example study in `folder` unless it is there already, and return the folder.

    It is built beside its place and moved there when it is whole: interrupted, nothing half is left to open.

    Args:
        fresh: Build it anew; what was changed in the example study there is lost.
        progress: Called with (steps done, steps in all, the next step).

    Raises:
        QualbenchError: The folder holds something else, which is left alone, or cannot be written.
    """
    folder = folder.absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        if not (folder / MARK).is_file() or find_project(folder) != folder:
            raise QualbenchError(
                f"{folder} holds something that is not the example study.",
                "It was left alone. Name another folder with --folder DIR.",
            )
        if not fresh:
            return folder
    beside = folder.with_name(f".{folder.name}-being-built")
    try:
        shutil.rmtree(beside, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            _build(beside, progress)
            _make_room(folder)
            beside.rename(folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise FileProblem(folder, f"cannot be written ({error.strerror})") from error
    return folder


def _make_room(folder: Path) -> None:
    """Remove an empty folder, or an example study that nobody has open."""
    if (folder / MARK).exists():
        close_session(open_session(folder))
        shutil.rmtree(folder)
    elif folder.exists():
        folder.rmdir()


def _build(folder: Path, progress: Callable[[int, int, str], None] | None) -> None:
    study = shipped("examples/heart-and-mind")
    create_project(folder, title=TITLE, coder=LEAD, profile="codebook")
    (folder / MARK).write_text(_NOTICE, encoding="utf-8")
    steps = (_transcripts, _cases, _codebook, _codings, _themes, _memos)
    with open_session(folder) as session:
        for number, (name, step) in enumerate(zip(_STEPS, steps, strict=True)):
            if progress is not None:
                progress(number, len(steps), name)
            step(session, study)


def _transcripts(session: Session, study: Path) -> None:
    for one in import_documents(session, [study / "transcripts"]):
        if one.status != "read":
            raise FileProblem(one.path, one.error)
    # his wife takes part in P11 and was not recruited: her words count for nobody, and N stays thirteen
    set_speaker(session, "P11", "Partner", role=Role.UNIDENTIFIED)


def _cases(session: Session, study: Path) -> None:
    import_cases(session, study / "cases.csv")


def _codebook(session: Session, study: Path) -> None:
    for file, message, milestone in _VERSIONS:
        _lineage(session, milestone)
        adopt(session, study / "codebooks" / file, message=message, milestone=milestone)


def _lineage(session: Session, milestone: str) -> None:
    """Merge what was merged on the way to a milestone, and keep what its file then splits."""
    for name, into, why in _MERGED.get(milestone, ()):
        merge_codes(session, [find_code(session, name).id], find_code(session, into).id, why=why)
    for name, new_id, why in _SPLIT.get(milestone, ()):
        old, book = find_code(session, name), load_codebook(session)
        kept = lineage_kept(session, "split", old.id, book.paths[old.id], new_id, stamp(), why)
        write(session, [kept], verb="split code", summary=f"split the code “{name}” in the file", why=why)


def _codings(session: Session, study: Path) -> None:
    for name in ("lead.json", "second.json"):
        path = study / "codings" / name
        rejected = import_codings(session, path).rejected
        if rejected:
            raise FileProblem(path, f"row {rejected[0].row}: {rejected[0].reason}")


def _themes(session: Session, study: Path) -> None:
    for one in _read(study / "themes.json")["sets"]:
        theme_set = create_set(session, one["name"])
        for theme in one["themes"]:
            _theme(session, theme, theme_set.id, None)


def _theme(session: Session, said: dict[str, Any], set_id: str, parent_id: str | None) -> None:
    made = create_theme(
        session,
        said["name"],
        set_id=set_id,
        parent_id=parent_id,
        concept=said["concept"],
        definition=said["definition"],
    )
    change_theme(session, made.id, status=said["status"])
    assign_codes(session, made.id, [find_code(session, path).id for path in said["codes"]])
    for quote in said["exemplars"]:
        choose_exemplar(session, made.id, _segment(session, quote))
    for under in said.get("themes", ()):
        _theme(session, under, set_id, made.id)


def _segment(session: Session, quoted: dict[str, str]) -> str:
    """Return the id of the lead's segment with that quote and code."""
    document = find_document(session, quoted["document"])
    span = find_quote(session, document, quoted["quote"])
    code = find_code(session, quoted["code"])
    found = load_segments(
        session, document_id=document.id, code_ids=[code.id], coder_ids=[session.project.lead_id]
    )
    for one in found:
        if one.span == span:
            return one.id
    raise NotFound("coding", quoted["quote"])


def _memos(session: Session, study: Path) -> None:
    written = _read(study / "memos.json")
    for memo in written["memos"]:
        writer = replace(session, coder=find_coder(session, memo["coder"]))
        target = MemoTarget(memo["target"])
        add_memo(writer, target, _target(session, target, memo["name"]), memo["text"])
    for entry in written["journal"]:
        writer = replace(session, coder=find_coder(session, entry["coder"]))
        add_journal(writer, entry["text"], date=entry["date"])


def _target(session: Session, target: MemoTarget, name: Any) -> str:
    if target is MemoTarget.DOCUMENT:
        return find_document(session, name).id
    if target is MemoTarget.CASE:
        return find_case(session, name).id
    if target is MemoTarget.CODE:
        return find_code(session, name).id
    if target is MemoTarget.SEGMENT:
        return _segment(session, name)
    if target is MemoTarget.THEME:
        return find_theme(session, name["theme"], name["set"]).id
    return session.project.id


def _read(path: Path) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return said
