"""How a chosen quote is printed: shortened at an ellipsis, clarified in brackets, or paraphrased."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.errors import UsageError
from qualbench.model.change import Noun
from qualbench.reports.quotes import printed_wording
from qualbench.workbench.coding import find_segment
from qualbench.workbench.importing import find_document
from qualbench.workbench.project_settings import paraphrase_only
from qualbench.workbench.theming import find_theme
from qualbench.workbench.writing import changed, write

if TYPE_CHECKING:
    from qualbench.workbench.project import Session


def word_quote(session: Session, theme_id: str, segment_id: str, wording: str, why: str = "") -> None:
    """Say how a chosen quote of a theme is printed, as one logged step; empty: as it stands.

    Words may be left out at an ellipsis and put between [brackets]; where the source is of a kind that is
    not quoted, any words are a paraphrase.

    Raises:
        NotFound: There is no such theme or segment.
        UsageError: The segment is no chosen quote of the theme.
        WordingDiffers: The wording has other words than the segment.
    """
    theme, segment = find_theme(session, theme_id), find_segment(session, segment_id)
    if segment.id not in theme.exemplar_ids:
        raise UsageError(
            f"That is no chosen quote of the theme “{theme.name}”.",
            "Choose it first: qualbench theme exemplar THEME SEGMENT",
        )
    document = find_document(session, segment.document_id)
    wording = wording.strip()
    if document.kind not in paraphrase_only(session):
        printed_wording(segment.quote, wording, document.name)
        wording = "" if wording == segment.quote.strip() else wording
    change = changed(
        "ExemplarWorded",
        Noun.EXEMPLAR,
        (theme.id, segment.id),
        {"wording": dict(theme.wordings).get(segment.id, "")},
        {"wording": wording},
    )
    how = "how a quote is printed" if wording else "that a quote is printed as it stands"
    summary = f"said {how}, in the theme “{theme.name}”"
    write(session, [change] if change else [], verb="exemplar", summary=summary, why=why)
