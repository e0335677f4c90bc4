"""Tables of rows: one row per coding, with everything that stands around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.analysis.prevalence import theme_members
from qualbench.model.coding import MemoKind, MemoTarget
from qualbench.model.theme import theme_tree
from qualbench.reports.quotes import verify_quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qualbench.analysis.selection import Selection
    from qualbench.model.coding import Memo, Segment
    from qualbench.model.ids import SegmentId
    from qualbench.model.theme import Theme
    from qualbench.reports.csv_file import Cell
    from qualbench.reports.study import Study, TextOf

#: Between several cases, speakers or themes in one cell.
BETWEEN = "; "

_BEFORE = ("id", "document", "turn", "speaker", "case")
_AFTER = (
    "code",
    "code_path",
    "theme",
    "coder",
    "start",
    "end",
    "quote",
    "memo",
    "created_at",
    "important",
    "stance",
)


def segment_header(study: Study) -> tuple[str, ...]:
    """Return the header of `segment_rows`: an attribute that is named like a column of ours says so."""
    ours = {*_BEFORE, *_AFTER}
    names = [
        f"{attribute.name} (attribute)" if attribute.name in ours else attribute.name
        for attribute in study.attributes
    ]
    return (*_BEFORE, *names, *_AFTER)


def segment_rows(
    study: Study,
    themes: Sequence[Theme],
    segments: Iterable[Segment],
    memos: Iterable[Memo],
    selection: Selection,
    text_of: TextOf,
) -> Iterator[tuple[Cell, ...]]:
    """Yield one row per coding, in document order, each quote checked against its text.

    Args:
        study: Documents in scope; a coding in another document has no row.
        themes: One set's themes; a coding is in a theme that its code belongs to itself.
        segments: At least those that `selection` holds.
        memos: All that may leave the project; those on segments are used.
        selection: The stated coders, documents, codes.
        text_of: Asked once for each document.

    Raises:
        QuoteDiffers: Where a quote is not what the text says.
    """
    by_document = study.scope.by_document
    counted = [one for one in segments if one.document_id in by_document and selection.holds(one)]
    counted.sort(key=study.document_order)
    themes_of = _themes_of(study, themes)
    memos_of = memos_by_segment(memos)
    held: tuple[str, int] | None = None
    text = ""
    for segment in counted:
        if held != (segment.document_id, segment.revision):
            held = (segment.document_id, segment.revision)
            text = text_of(*held)
        verify_quote(text, segment, by_document[segment.document_id].document.name)
        yield _row(study, segment, themes_of, memos_of)


def _row(
    study: Study,
    segment: Segment,
    themes_of: dict[str, list[str]],
    memos_of: dict[SegmentId, list[Memo]],
) -> tuple[Cell, ...]:
    source = study.scope.by_document[segment.document_id]
    turns = source.turns_over(segment.span)
    cases = study.cases_of(source.voices(segment.span))
    code = study.codebook.by_id.get(segment.code_id)
    coder = study.coder_by_id.get(segment.coder_id)
    return (
        segment.id,
        source.document.name,
        _turns([turn.index for turn in turns]),
        BETWEEN.join(dict.fromkeys(turn.speaker for turn in turns if turn.speaker is not None)),
        BETWEEN.join(case.shown for case in cases),
        *(
            BETWEEN.join(case.values.get(attribute.name, "") for case in cases).strip(BETWEEN)
            for attribute in study.attributes
        ),
        code.name if code else "",
        study.codebook.paths.get(segment.code_id, ""),
        BETWEEN.join(dict.fromkeys((*themes_of.get(segment.code_id, ()), *themes_of.get(segment.id, ())))),
        coder.name if coder else "",
        segment.start,
        segment.end,
        segment.quote,
        "\n\n".join(memo.text for memo in memos_of.get(segment.id, ())),
        segment.created_at,
        "yes" if segment.important else "",
        segment.stance.value,
    )


def _turns(numbers: list[int]) -> Cell:
    """Return a number, or `3 to 5`, which no spreadsheet takes for a date."""
    if not numbers:
        return ""
    return numbers[0] if len(numbers) == 1 else f"{numbers[0]} to {numbers[-1]}"


def _themes_of(study: Study, themes: Sequence[Theme]) -> dict[str, list[str]]:
    """Return for each code and single segment the themes' paths that it is in, the subtheme not its theme."""
    paths: dict[str, list[str]] = {}
    for theme, _depth, path in theme_tree(tuple(themes)):
        # alone, so that a theme does not take its subthemes' codes
        held = theme_members([theme], study.codebook)[theme.id]
        for one in (*held.codes, *held.segments) if not theme.gone else ():
            paths.setdefault(one, []).append(path)
    return paths


def memos_by_segment(memos: Iterable[Memo]) -> dict[SegmentId, list[Memo]]:
    """Return the memos on segments, oldest first; journal entries are the researcher's own and stay out."""
    found: dict[SegmentId, list[Memo]] = {}
    for memo in sorted(memos, key=lambda one: (one.created_at, one.id)):
        if memo.kind is MemoKind.MEMO and memo.target is MemoTarget.SEGMENT:
            found.setdefault(memo.target_id, []).append(memo)
    return found
