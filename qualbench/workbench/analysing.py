"""Analysing: the study's own nouns, loaded once, handed to the pure functions that count."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualbench.analysis import prevalence
from qualbench.analysis.prevalence import ThemeCount
from qualbench.analysis.scope import Source
from qualbench.analysis.selection import Selection
from qualbench.errors import NotFound, UsageError
from qualbench.model.document import DocumentKind, kinds_in_words
from qualbench.reports.study import Study
from qualbench.storage.codings import load_coders, load_segments
from qualbench.storage.documents import load_documents, load_speakers, load_turns
from qualbench.storage.projects import load_attributes, load_cases
from qualbench.storage.themes import load_themes
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.independence import OthersHidden, others_hidden
from qualbench.workbench.project_settings import paraphrase_only, smallest_cell
from qualbench.workbench.theming import find_theme

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from qualbench.model.case import Case
    from qualbench.model.coding import Segment, Stance
    from qualbench.model.document import Document
    from qualbench.model.ids import CodeId, ThemeId
    from qualbench.workbench.project import Session

__all__ = [
    "Stances",
    "ThemeCount",
    "choose_coders",
    "load_study",
    "mentioned_by",
    "of_kinds",
    "theme_codes",
    "theme_counts",
    "theme_segments",
    "theme_stances",
]


def choose_coders(session: Session, names: Sequence[str] = ()) -> Selection:
    """Return the selection of segments of the named coders, in that order; of the lead where none is named.

    While independent coding is in force it is the session's own coder where none is named.

    Raises:
        NotFound: The project has no coder of one of the names.
        OthersHidden: Independent coding is in force, and another coder is named.
    """
    own_only = bool(others_hidden(session))
    coders = load_coders(session.store)
    chosen = []
    for name in names:
        found = next(
            (one for one in coders if name.strip().casefold() in (one.name.casefold(), one.id)), None
        )
        if found is None:
            raise NotFound("coder", name, [one.name for one in coders])
        if own_only and found.id != session.coder.id:
            raise OthersHidden("only your own codings can be shown, counted or exported")
        chosen.append(found.id)
    by_default = session.coder.id if own_only else session.project.lead_id
    return Selection(tuple(dict.fromkeys(chosen)) or (by_default,))


def of_kinds(session: Session, kinds: Collection[str] = ()) -> list[Document]:
    """Return the documents of some kinds of source, in order; all where none is named.

    Raises:
        UsageError: There is no document of such a kind.
    """
    documents = load_documents(session.store)
    there = Counter(one.kind for one in documents)
    for one in kinds:
        if one not in there:
            hint = f"What there is: {kinds_in_words(there) or 'nothing yet'}."
            raise UsageError(f"No source here is of the kind “{one}”.", hint)
    return [one for one in documents if not kinds or one.kind in kinds]


def load_study(session: Session, *, kinds: Collection[str] = (), codebook_changed: bool = False) -> Study:
    """Return the study: the documents with their turns and speakers, the cases, the codebook.

    Args:
        kinds: Only sources of these kinds; all where none is named.
        codebook_changed: Whether codes were changed since the version last saved.

    Raises:
        UsageError: There is no document of such a kind.
    """
    store, project = session.store, session.project
    coders = sorted(load_coders(store), key=lambda one: one.id != project.lead_id)
    attributes = load_attributes(store)
    private = {one.name for one in attributes if one.private}
    sources = tuple(
        Source(one, load_turns(store, one.id, one.revision), load_speakers(store, one.id))
        for one in of_kinds(session, kinds)
    )
    return Study(
        title=project.title,
        coders=tuple(coders),
        codebook=load_codebook(session),
        sources=sources,
        cases=tuple(_without(case, private) for case in load_cases(store)),
        attributes=tuple(one for one in attributes if not one.private),
        profile=project.profile,
        codebook_changed=codebook_changed,
        others_hidden=others_hidden(session),
        kinds=tuple(sorted(map(DocumentKind, kinds))),
        smallest_cell=smallest_cell(session),
        paraphrase_only=paraphrase_only(session),
    )


def _without(case: Case, private: Collection[str]) -> Case:
    """Return a case without what is private: no report has it from here on."""
    return replace(case, values={name: value for name, value in case.values.items() if name not in private})


def mentioned_by(participants: int, of: int) -> str:
    """Say how many participants mention a theme; of one case there is no number."""
    if of == 1:
        return "mentioned in the one case" if participants else "not mentioned in the one case"
    return f"mentioned by {participants:,} of {of:,} participants"


def theme_codes(session: Session, set_id: str) -> dict[ThemeId, frozenset[CodeId]]:
    """Return every theme's codes: its own and its subthemes', each with its subcodes."""
    return prevalence.theme_codes(load_themes(session.store, set_id), load_codebook(session))


def theme_segments(session: Session, theme_id: str, coder_names: Sequence[str] = ()) -> list[Segment]:
    """Return the segments of a theme by the stated coders, in document order, with stances."""
    theme = find_theme(session, theme_id)
    themes, codebook = load_themes(session.store, theme.set_id), load_codebook(session)
    held = prevalence.theme_members(themes, codebook)[theme.id]
    selection = choose_coders(session, coder_names)
    # single segments may have any code: only then are all looked at
    codes = None if held.segments else sorted(held.codes)
    found = load_segments(session.store, code_ids=codes, coder_ids=selection.coder_ids)
    return list(prevalence.theme_segments(themes, codebook, found, selection)[theme.id])


@dataclass(frozen=True, slots=True)
class Stances:
    """How the segments of one theme stand to it.

    Attributes:
        total: The theme's numbers: all but what contradicts it.
        apart: Each stance that there is, counted alone; the empty one for where none is said.
    """

    total: ThemeCount
    apart: Mapping[Stance, ThemeCount]

    @property
    def said(self) -> str:
        """The numbers in words."""
        found = f"{mentioned_by(self.total.participants, self.total.of)}, {self.total.segments:,} segment"
        found += "s" * (self.total.segments != 1)
        marked = [f"{one} {held.participants}" for one, held in self.apart.items() if one]
        return f"{found}; {', '.join(marked)} of {self.total.of}" if marked and self.total.of != 1 else found


def theme_stances(session: Session, theme_id: str, coder_names: Sequence[str] = ()) -> Stances:
    """Return how many participants and segments a theme has, and how they stand to it."""
    study, selection = load_study(session), choose_coders(session, coder_names)
    found = theme_segments(session, theme_id, coder_names)
    return Stances(
        prevalence.count_segments(prevalence.speaking_for(found), study.scope, selection),
        prevalence.count_stances(found, study.scope, selection),
    )


def theme_counts(
    session: Session, set_id: str, coder_names: Sequence[str] = (), kinds: Collection[str] = ()
) -> dict[ThemeId, ThemeCount]:
    """Return every theme's participants (n of N) and distinct segments, by the stated coders.

    Args:
        kinds: Only in sources of these kinds; in all where none is named.

    Raises:
        NotFound, OthersHidden: As for `choose_coders`.
        UsageError: As for `load_study`.
    """
    study = load_study(session, kinds=kinds)
    selection = choose_coders(session, coder_names)
    themes = load_themes(session.store, set_id)
    segments = load_segments(session.store, coder_ids=selection.coder_ids)
    return prevalence.count_themes(themes, study.codebook, segments, study.scope, selection)
