"""Memos and the reflexive journal as a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.errors import QualbenchError
from qualbench.model.coding import MemoKind, MemoTarget
from qualbench.model.theme import theme_tree
from qualbench.reports.quotes import DEFAULT_TEMPLATE, attribute_quote, verify_quote
from qualbench.reports.report import Heading, Quote, Report, light, paragraph, paragraphs, strong

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualbench.analysis.scope import Source
    from qualbench.model.coding import Memo, Segment
    from qualbench.model.span import Span
    from qualbench.model.theme import Theme
    from qualbench.reports.report import Block
    from qualbench.reports.study import Study, TextOf

#: The groups of memos, in the order of the report.
_GROUPS = {
    MemoTarget.PROJECT: "On the project",
    MemoTarget.DOCUMENT: "On documents",
    MemoTarget.PASSAGE: "On passages",
    MemoTarget.CASE: "On cases",
    MemoTarget.CODE: "On codes",
    MemoTarget.SEGMENT: "On segments",
    MemoTarget.THEME: "On themes",
}


class NoMemos(QualbenchError):
    """There is nothing to write."""

    def __init__(self) -> None:
        super().__init__(
            "There is no memo and no journal entry to write.",
            "Write one with `qualbench memo add` or `qualbench journal`.",
        )


def build_memos(
    study: Study,
    themes: Iterable[Theme],
    segments: Iterable[Segment],
    memos: Sequence[Memo],
    text_of: TextOf,
) -> Report:
    """Put memos, grouped by what they are about, and the journal, by date, into blocks.

    Args:
        study: Names what memos are about.
        themes: Of all sets.
        segments: Those that memos are about; others are passed over.
        memos: Memos and journal entries, in any order; what is to stay private is not among them.
        text_of: Asked for the documents of segments that have a memo; their quotes are checked.

    Raises:
        NoMemos: Where there is none.
        QuoteDiffers: Where a quote is not what the text says.
    """
    if not memos:
        raise NoMemos
    notes = [one for one in memos if one.kind is MemoKind.MEMO]
    journal = [one for one in memos if one.kind is MemoKind.JOURNAL]
    about = _About(study, themes, segments, {one.target_id for one in memos}, text_of)
    blocks: list[Block] = []
    if notes:
        blocks.append(Heading(1, "Memos"))
    for target, title in _GROUPS.items():
        own = [one for one in notes if one.target is target]
        if own:
            blocks.append(Heading(2, title))
        for memo in sorted(own, key=lambda one: (about.order(one), one.created_at, one.id)):
            blocks.extend(about.blocks(memo))
    if journal:
        blocks.append(Heading(1, "Reflexive journal"))
    for entry in sorted(journal, key=lambda one: (one.date, one.created_at, one.id)):
        blocks.extend([Heading(2, entry.date), *about.blocks(entry, dated=False)])
    return Report(
        title=f"{study.title}: memos",
        blocks=tuple(blocks),
        author=", ".join(coder.name for coder in study.coders if coder.id in {one.coder_id for one in memos}),
        date=max(one.created_at for one in memos),
    )


class _About:
    """Says what a memo is about, in words and in order."""

    def __init__(
        self,
        study: Study,
        themes: Iterable[Theme],
        segments: Iterable[Segment],
        wanted: set[str],
        text_of: TextOf,
    ) -> None:
        self._study = study
        self._text_of = text_of
        self._segments = {one.id: one for one in segments if one.id in wanted}
        self._names: dict[tuple[MemoTarget, str], tuple[int, str]] = {}
        by_set: dict[str, list[Theme]] = {}
        for theme in themes:
            by_set.setdefault(theme.set_id, []).append(theme)
        tree = [one for own in by_set.values() for one in theme_tree(tuple(own))]
        cases = sorted(study.cases, key=lambda case: (case.number, case.id))
        documents = [(one.document.id, one.document.name) for one in study.sources]
        self._name(MemoTarget.DOCUMENT, documents)
        self._name(MemoTarget.PASSAGE, documents)
        self._name(MemoTarget.CASE, [(case.id, case.shown) for case in cases])
        self._name(MemoTarget.CODE, list(study.codebook.paths.items()))
        self._name(MemoTarget.THEME, [(theme.id, path) for theme, _depth, path in tree])
        ordered = sorted(self._segments.values(), key=study.document_order)
        self._name(MemoTarget.SEGMENT, [(one.id, self._code(one)) for one in ordered])

    def _name(self, target: MemoTarget, names: list[tuple[str, str]]) -> None:
        self._names.update({(target, key): (place, name) for place, (key, name) in enumerate(names)})

    def _code(self, segment: Segment) -> str:
        return self._study.codebook.paths.get(segment.code_id, "")

    def order(self, memo: Memo) -> tuple[int, int, int]:
        """Return the place of what the memo is about among its like; what is gone comes last."""
        place, _name = self._names.get((memo.target, memo.target_id), (len(self._names), ""))
        return place, memo.start or 0, memo.end or 0

    def blocks(self, memo: Memo, *, dated: bool = True) -> list[Block]:
        """Return the memo: what about, by whom and when, its words."""
        coder = self._study.coder_by_id.get(memo.coder_id)
        by = coder.name if coder else "unknown coder"
        signed = light(f"{by}, {memo.date}" if dated else by)
        blocks: list[Block] = []
        if memo.target is MemoTarget.PROJECT:
            blocks.append(paragraph(signed))
        else:
            _place, name = self._names.get((memo.target, memo.target_id), (0, ""))
            what = "passage of" if memo.target is MemoTarget.PASSAGE else memo.target.value
            named = f"{what.capitalize()} “{name}”" if name else f"A {memo.target} since removed"
            blocks.append(paragraph(strong(named), " ", signed))
        segment = self._segments.get(memo.target_id) if memo.target is MemoTarget.SEGMENT else None
        if segment is not None and segment.document_id in self._study.scope.by_document:
            blocks.append(self._quote(segment))
        if memo.target is MemoTarget.PASSAGE and memo.target_id in self._study.scope.by_document:
            blocks.append(self._passage(memo))
        blocks.extend(paragraphs(memo.text))
        return blocks

    def _quote(self, segment: Segment) -> Quote:
        source = self._study.scope.by_document[segment.document_id]
        text = self._text_of(segment.document_id, segment.revision)
        said = self._said(source, segment.span) if segment.revision == source.document.revision else ""
        return Quote(verify_quote(text, segment, source.document.name), said, segment.id)

    def _passage(self, memo: Memo) -> Quote:
        """Return the words that a memo on a passage is about; they are taken from the text itself."""
        source, span = self._study.scope.by_document[memo.target_id], memo.span
        assert span is not None
        text = self._text_of(memo.target_id, memo.revision or 1)
        # in an earlier text other words may stand there, of somebody else
        said = self._said(source, span) if memo.revision == source.document.revision else ""
        return Quote(text[span.start : span.end], said, None)

    def _said(self, source: Source, span: Span) -> str:
        voices = source.voices(span)
        return attribute_quote(DEFAULT_TEMPLATE, self._study.cases_of(voices), voices)
