"""What every report is about: the study's own nouns, loaded by whoever calls, and how their text is got."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from qualbench.analysis.scope import Scope, Voices

if TYPE_CHECKING:
    from qualbench.analysis.scope import Source
    from qualbench.model.case import Attribute, Case
    from qualbench.model.code import Codebook
    from qualbench.model.coding import Coder, Segment
    from qualbench.model.document import DocumentKind
    from qualbench.model.ids import CaseId, CoderId, DocumentId


class TextOf(Protocol):
    """Gives the text of one revision of a document."""

    def __call__(self, document_id: DocumentId, revision: int) -> str:
        """Return the text."""
        ...


@dataclass(frozen=True)
class Study:
    """The study's nouns.

    Attributes:
        profile: The method profile, or empty.
        coders: All coders of the project, the lead first.
        sources: The documents in scope, in the project's order.
        cases: All cases, by number.
        attributes: In the order of the case table.
        codebook_changed: True where codes were changed since the version last saved.
        kinds: The kinds of source that alone are in scope; empty for all.
        smallest_cell: The number below which tables keep numbers back; 0 where they keep none.
        paraphrase_only: Kinds of source whose words are not quoted.
        others_hidden: Whose codings alone can be in a report while independent coding is in force, in words.
    """

    title: str
    coders: tuple[Coder, ...]
    codebook: Codebook
    sources: tuple[Source, ...]
    cases: tuple[Case, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    profile: str = ""
    codebook_changed: bool = False
    others_hidden: str = ""
    kinds: tuple[DocumentKind, ...] = ()
    smallest_cell: int = 0
    paraphrase_only: frozenset[DocumentKind] = frozenset()

    @cached_property
    def scope(self) -> Scope:
        """The documents that numbers are about."""
        return Scope(self.sources)

    @cached_property
    def case_by_id(self) -> dict[CaseId, Case]:
        """Cases by id."""
        return {case.id: case for case in self.cases}

    @cached_property
    def coder_by_id(self) -> dict[CoderId, Coder]:
        """Coders by id."""
        return {coder.id: coder for coder in self.coders}

    @property
    def words(self) -> int:
        """White-space separated words of all documents in scope."""
        return sum(source.document.words for source in self.sources)

    @property
    def lead(self) -> Coder:
        """The project's lead coder."""
        return self.coders[0]

    @cached_property
    def participants(self) -> tuple[Case, ...]:
        """The cases in scope, by number; their number is N."""
        return self.cases_of(Voices(self.scope.case_ids))

    def cases_of(self, voices: Voices) -> tuple[Case, ...]:
        """Return the cases behind `voices`, by number."""
        found = [self.case_by_id[one] for one in voices.case_ids if one in self.case_by_id]
        return tuple(sorted(found, key=lambda case: (case.number, case.id)))

    def document_order(self, segment: Segment) -> tuple[int, int, int, str, str]:
        """Return a sort key: by document, place, code's name and id, the same on every run."""
        code = self.codebook.paths.get(segment.code_id, "")
        return (self._order.get(segment.document_id, -1), segment.start, segment.end, code, segment.id)

    @cached_property
    def _order(self) -> dict[DocumentId, int]:
        return {source.document.id: index for index, source in enumerate(self.sources)}
