"""Remarks on the codebook with its codings and on the themes' names, and silencing one with a reason."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from operator import itemgetter
from typing import TYPE_CHECKING

from qualbench.analysis.overlap import nearly_always
from qualbench.analysis.scope import Source
from qualbench.codebook.lint import (
    REMARKS,
    SEVERAL_CASES,
    SEVERAL_CODERS,
    SEVERAL_CODINGS,
    TOGETHER,
    TOGETHER_FROM,
    Remark,
    check_codebook,
    in_order,
    in_use,
    names_a_topic,
    not_silenced,
    reason,
    remark,
    silencing_key,
    silencing_keys,
)
from qualbench.errors import QualbenchError, UsageError
from qualbench.model.change import Noun
from qualbench.model.span import Span
from qualbench.storage import usage as stored
from qualbench.storage.codings import load_coders
from qualbench.storage.documents import load_documents, load_speakers, load_turns
from qualbench.storage.projects import load_cases
from qualbench.workbench.code_fields import code_changed, kept
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.writing import changed, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from qualbench.model.change import Change
    from qualbench.model.code import Code, Codebook
    from qualbench.workbench.project import Session

__all__ = [
    "REMARKS",
    "NoSuchRemark",
    "Remark",
    "check_project",
    "find_remark",
    "not_silenced",
    "restore",
    "silence",
    "with_reasons",
]

TOPIC = "topic-name"


class NoSuchRemark(QualbenchError):
    """A remark that is to be silenced or heard again is not made."""

    def __init__(self, name: str, about: str) -> None:
        super().__init__(
            f"There is no remark “{name}” on {about}.",
            "Nothing was changed. `qualbench codebook lint --all` lists all remarks.",
        )


def check_project(session: Session) -> tuple[Remark, ...]:
    """Return every remark on the codebook, its use and the themes' names, silenced ones too.

    In the order of the tree, those on themes last. While independent coding is in force, how codes are used
    is told by one's own codings alone. The number of statements does not grow with codes or codings.
    """
    book = load_codebook(session)
    places = stored.load_code_places(session.store)
    found = [*check_codebook(book), *_topics(session)]
    if places:  # before anything is coded every code is used nowhere
        used = _Used(places)
        found += _rarely(book, used)
        found += _one_coder(session, book, used)
        found += _one_case(session, book, used)
        found += _together(book, used)
    return in_order(book, found)


def with_reasons(session: Session, remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """Return remarks that were made before as they are silenced now; nothing is counted anew."""
    book = load_codebook(session)
    themes = {theme.id: theme.silenced for theme in stored.load_theme_names(session.store)}
    return tuple(
        replace(one, why=dict(json.loads(themes.get(one.theme_id, "[]"))).get(one.id))
        if one.theme_id
        else replace(one, why=reason(book, one.id, one.code_id, one.other_id))
        for one in remarks
        if one.theme_id in themes or one.code_id in book.by_id
    )


# --- remarks that need the codings ----------------------------------------------------------------------


class _Used:
    """All codings, counted once: how many each code has, in which documents, by which coders."""

    def __init__(self, places: Sequence[stored.CodePlace]) -> None:
        self.places = places
        self.codings = Counter(map(itemgetter(3), places))
        self.documents: dict[str, set[str]] = {}
        self.coders: dict[str, set[str]] = {}
        for document, code, coder in set(map(itemgetter(0, 3, 4), places)):
            self.documents.setdefault(code, set()).add(document)
            self.coders.setdefault(code, set()).add(coder)

    def often(self, book: Codebook) -> Iterator[tuple[Code, int]]:
        """Yield the codes in use that have several codings, with how many."""
        for code in in_use(book):
            if self.codings[code.id] >= SEVERAL_CODINGS:
                yield code, self.codings[code.id]


def _rarely(book: Codebook, used: _Used) -> Iterator[Remark]:
    """Codes with no coding, or one. A code with others under it may be there to hold them."""
    for code in in_use(book):
        path = book.paths[code.id]
        if book.children(code.id):
            continue
        if not used.codings[code.id]:
            hint = "It may be waiting for what is still to be read; else it can be retired."
            yield remark(book, "unused", f"“{path}” is used nowhere.", hint, code.id)
        elif used.codings[code.id] == 1:
            hint = "It may stand for something that only one person says, or belong to a broader code."
            yield remark(book, "used-once", f"“{path}” has one coding.", hint, code.id)


def _one_coder(session: Session, book: Codebook, used: _Used) -> Iterator[Remark]:
    if len(set().union(*used.coders.values())) < SEVERAL_CODERS:
        return
    names = {one.id: one.name for one in load_coders(session.store)}
    for code, many in used.often(book):
        if len(used.coders[code.id]) == 1:
            (coder,) = used.coders[code.id]
            message = f"All {many:,} codings of “{book.paths[code.id]}” are by {names.get(coder, '?')}."
            hint = "The others may read the definition differently, or not have come to such a passage."
            yield remark(book, "one-coder", message, hint, code.id)


def _one_case(session: Session, book: Codebook, used: _Used) -> Iterator[Remark]:
    """Codes that only one case has; turns are looked at only in documents of several cases."""
    of_document = stored.load_document_cases(session.store)
    coded = set().union(*used.documents.values())
    if len(set().union(*(of_document.get(one, set()) for one in coded))) < SEVERAL_CASES:
        return
    cases: dict[str, set[str]] = {}
    unclear: dict[str, set[str]] = {}  # code id -> documents in which several cases speak
    for code_id, documents in used.documents.items():
        sets = {document: of_document.get(document, set()) for document in documents}
        cases[code_id] = set().union(*(one for one in sets.values() if len(one) == 1))
        several = {document for document, found in sets.items() if len(found) > 1}
        if several and len(cases[code_id]) < 2:
            unclear[code_id] = several
    if unclear:
        sources = _sources(session, set().union(*unclear.values()))
        for document, start, end, code_id, _coder in used.places:
            if document in unclear.get(code_id, ()) and len(cases[code_id]) < 2:
                cases[code_id] |= sources[document].voices(Span(start, end)).case_ids
    names = {one.id: one.name for one in load_cases(session.store)}
    for code, many in used.often(book):
        if len(cases[code.id]) == 1:
            (case,) = cases[code.id]
            message = (
                f"All {many:,} codings of “{book.paths[code.id]}” are of one case, {names.get(case, '?')}."
            )
            hint = "It may be this person's own; a theme that rests on it rests on one person."
            yield remark(book, "one-case", message, hint, code.id)


def _sources(session: Session, document_ids: set[str]) -> dict[str, Source]:
    store = session.store
    return {
        one.id: Source(one, load_turns(store, one.id, one.revision), load_speakers(store, one.id))
        for one in load_documents(store)
        if one.id in document_ids
    }


def _together(book: Codebook, used: _Used) -> Iterator[Remark]:
    """Codes that are nearly always on the same words; a code and one above it belong together anyway."""
    live = {code.id for code in in_use(book)}
    for rarer, other, n, of in nearly_always(used.places, share=TOGETHER, fewest=TOGETHER_FROM):
        if not {rarer, other} <= live or _above(book, rarer, other) or _above(book, other, rarer):
            continue
        one, two = book.paths[rarer], book.paths[other]
        message = (
            f"“{one}” and “{two}” are nearly always together: "
            f"{n:,} of {of:,} codings of “{one}” overlap one of “{two}”."
        )
        hint = "That may be a finding; if they mean the same, one may do."
        yield remark(book, "always-together", message, hint, rarer, other)


def _above(book: Codebook, code_id: str, under_id: str) -> bool:
    parent = book.by_id[under_id].parent_id
    while parent is not None and parent != code_id:
        parent = book.by_id[parent].parent_id
    return parent == code_id


def _topics(session: Session) -> Iterator[Remark]:
    for theme in stored.load_theme_names(session.store):
        if names_a_topic(theme.name):
            yield Remark(
                TOPIC,
                f"The theme “{theme.name}” (in the set “{theme.set_name}”) is named as a topic.",
                "A name that says what is claimed tells a reader more; a study of topics may want it so.",
                theme_id=theme.id,
                why=dict(json.loads(theme.silenced)).get(TOPIC),
            )


# --- silencing ------------------------------------------------------------------------------------------


def find_remark(
    session: Session, name: str, *, code_id: str = "", other_id: str = "", theme_id: str = ""
) -> Remark:
    """Return the remark of that name on a code, two codes (in either order) or a theme.

    Raises:
        UsageError: There is no remark of that name, or it is about two codes and one is given.
        NoSuchRemark: It is not made about these.
    """
    if name not in REMARKS:
        raise UsageError(f"There is no remark “{name}”.", f"Remarks are: {', '.join(REMARKS)}.")
    book = load_codebook(session)
    about = {code_id, other_id} - {""}
    found = [
        one
        for one in check_project(session)
        if one.id == name and (one.theme_id == theme_id if theme_id else about <= {one.code_id, one.other_id})
    ]
    said = " and ".join(f"“{book.paths[one]}”" for one in (code_id, other_id) if one)
    if not found:
        raise NoSuchRemark(name, said or "that theme")
    if len(found) > 1:
        others = {one for two in found for one in (two.code_id, two.other_id)} - about
        paths = "; ".join(path for one, path in book.paths.items() if one in others)
        raise UsageError(f"{said} has that remark with several codes.", f"Name one with --other: {paths}.")
    return found[0]


def silence(session: Session, one: Remark, why: str) -> None:
    """Silence a remark with a reason, in the entry of its code (of two the first) or with its theme.

    Raises:
        UsageError: There is no reason.
    """
    why = why.strip()
    if not why:
        raise UsageError(
            "A remark is silenced with a reason.", "Say in a few words why it does not matter here."
        )
    key = silencing_key(one)
    _keep(session, one, lambda code_id: {key: why} if code_id in (one.code_id, one.theme_id) else {}, why)


def restore(session: Session, one: Remark, why: str = "") -> None:
    """Let a silenced remark be heard again; one that is not silenced stays as it is."""
    _keep(session, one, lambda _code_id: {}, why)


def _keep(session: Session, one: Remark, more: Callable[[str], dict[str, str]], why: str) -> None:
    """Take the silencing of a remark out of every entry that has it, and put `more` in, as one step."""
    changes: list[Change] = []
    if one.theme_id:
        theme = next(t for t in stored.load_theme_names(session.store) if t.id == one.theme_id)
        before = dict(json.loads(theme.silenced))
        after = {key: said for key, said in before.items() if key != one.id} | more(one.theme_id)
        row = changed(
            "ThemeChanged",
            Noun.THEME,
            theme.id,
            {"silenced": theme.silenced},
            {"silenced": kept(tuple(after.items()))},
        )
        changes, name, verb = [row] if row else [], f"the theme “{theme.name}”", "theme"
    else:
        book = load_codebook(session)
        gone = silencing_keys(book, one)
        for code_id in (one.code_id, one.other_id)[: 1 + bool(one.other_id)]:
            code = book.by_id[code_id]
            pairs = {key: said for key, said in code.silenced if key not in gone.get(code_id, ())}
            pairs |= more(code_id)
            changes += code_changed(session, code, replace(code, silenced=tuple(pairs.items())))
        name, verb = f"“{book.by_id[one.code_id].name}”", "edit code"
    did = "silenced the remark" if more(one.theme_id or one.code_id) else "heard again the remark"
    write(session, changes, verb=verb, summary=f"{did} “{REMARKS[one.id]}” on {name}", why=why)
