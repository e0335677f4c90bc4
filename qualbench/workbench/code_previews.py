"""What a change of the codebook would touch, said before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from qualbench.analysis.prevalence import theme_codes
from qualbench.analysis.scope import Source
from qualbench.model.change import Noun
from qualbench.model.span import Span
from qualbench.model.theme import theme_tree
from qualbench.storage.code_use import load_stretches
from qualbench.storage.documents import load_documents, load_speakers, load_turns
from qualbench.storage.themes import load_theme_sets, load_themes
from qualbench.workbench.code_fields import replace_code
from qualbench.workbench.codebooks import load_codebook

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualbench.model.code import Codebook
    from qualbench.workbench.codebooks import CodeStep
    from qualbench.workbench.project import Session


@dataclass(frozen=True, slots=True)
class Touched:
    """What stands on some codes.

    Attributes:
        segments: Their codings in the documents, all coders together.
        documents: How many documents have one.
        cases: How many cases' words they cover.
        themes: The paths of the themes that hold one of the codes, itself or through a code above it.
    """

    segments: int = 0
    documents: int = 0
    cases: int = 0
    themes: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Say it in one line."""
        if not self.segments:
            said = "no segment"
        else:
            said = (
                f"{many(self.segments, 'segment')} in {many(self.documents, 'document')}, "
                f"of {many(self.cases, 'case')}"
            )
        return said + (f"; themes: {', '.join(self.themes)}" if self.themes else "; no theme")


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change of the codebook would do.

    Attributes:
        summary: The step, as the history will tell it.
        touched: What stands on the codes that it is about; a segment among them need not change.
        notes: What follows from it, a sentence each.
    """

    summary: str
    touched: Touched
    notes: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The preview for a person, line by line."""
        return (f"The step: {self.summary}.", f"Touched: {self.touched}.", *self.notes)

    def as_json(self) -> dict[str, Any]:
        """The preview as an object for JSON."""
        return {
            "summary": self.summary,
            "segments": self.touched.segments,
            "documents": self.touched.documents,
            "cases": self.touched.cases,
            "themes": list(self.touched.themes),
            "notes": list(self.notes),
        }


def preview_step(session: Session, step: CodeStep) -> Preview:
    """Say what a change of codes would touch: plan it with one of the `plan_` functions of `codebooks`.

    For codes that move, what is under them is touched too.
    """
    book = load_codebook(session)
    placed = {one.id: one.parent_id for one in step.before}
    moves = any(one.id not in placed or one.parent_id != placed[one.id] for one in step.after)
    touched = {one.id for one in (*step.before, *step.after)}
    notes: list[str] = []
    if not step.changes:
        notes.append("Nothing would change: it is so already.")
    if moves:
        touched = {under for one in touched for under in book.subtree(one)}
        notes += _other_themes(session, step, book, touched)
    for change in step.changes:
        if change.noun is Noun.MEANING:
            code = book.by_id[change.key[0]]
            number = touched_by(session, [code.id], book).segments
            if number:
                of = f"{many(number, 'coding')} of “{code.name}”"
                notes.append(f"The definition changes: {of} could be looked at again.")
    if step.verb == "delete code":
        memos = sum(change.noun is Noun.MEMO for change in step.changes)
        if memos:
            notes.append(f"{many(memos, 'memo')} on it would go with it.")
    return Preview(step.summary, touched_by(session, touched, book), tuple(notes))


def _other_themes(session: Session, step: CodeStep, book: Codebook, code_ids: set[str]) -> list[str]:
    """Say which themes would lose or win codes that move from under one code of theirs to another."""
    after = book
    for code in step.after:
        after = replace_code(after, code)
    before, now = (_themes_of(session, code_ids, one) for one in (book, after))
    lost = [one for one in before if one not in now]
    won = [one for one in now if one not in before]
    return [
        *(f"The theme “{one}” has them by a code above, and would have them no more." for one in lost),
        *(f"The theme “{one}” would have them too, by a code above." for one in won),
    ]


def touched_by(session: Session, code_ids: Iterable[str], codebook: Codebook | None = None) -> Touched:
    """Return what stands on some codes, without the codes under them; nothing that is hidden counts."""
    wanted = set(code_ids)
    stretches = load_stretches(session.store, wanted)
    themes = _themes_of(session, wanted, codebook or load_codebook(session))
    documents = {document for document, _start, _end in stretches}
    return Touched(len(stretches), len(documents), _count_cases(session, stretches), themes)


def _count_cases(session: Session, stretches: list[tuple[str, int, int]]) -> int:
    store = session.store
    known = {one.id: one for one in load_documents(store)} if stretches else {}
    cases: set[str] = set()
    for document_id, places in groupby(stretches, key=lambda one: one[0]):
        document = known[document_id]
        turns = load_turns(store, document.id, document.revision)
        source = Source(document, turns, load_speakers(store, document.id))
        for _document, start, end in places:
            if source.everybody.case_ids <= cases:  # nobody in this document is left to be found
                break
            cases |= source.voices(Span(start, end)).case_ids
    return len(cases)


def _themes_of(session: Session, code_ids: set[str], codebook: Codebook) -> tuple[str, ...]:
    found: list[str] = []
    sets = load_theme_sets(session.store)
    for one in sets:
        themes = load_themes(session.store, one.id)
        codes = theme_codes(themes, codebook)
        found += [
            path if len(sets) == 1 else f"{path} ({one.name})"
            for theme, _depth, path in theme_tree(themes)
            if codes[theme.id] & code_ids
        ]
    return tuple(found)


def many(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: `1 segment`, `2 segments`, `no segment`."""
    if not number:
        return f"no {noun}"
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
