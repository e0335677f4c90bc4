"""States of the coding screen in which some gestures mean something else; the bottom line says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from qualbench.model.span import Span
    from qualbench.tui.screens.coding.screen import CodingScreen

    #: What stands first in the bottom line, and the gestures to offer after it with their words.
    Offers = tuple[str, list[tuple[str, str]]]


class Mode:
    """A state; each answers to what it needs, everything else goes on as always.

    Attributes:
        name: What it is called where it is told that it rests or has ended.
    """

    name: ClassVar[str]

    def perform(self, screen: CodingScreen, gesture: str, times: int) -> bool:
        """Do what a gesture means in this state; False where it means what it always means."""
        raise NotImplementedError

    def offers(self, screen: CodingScreen) -> Offers:
        """Return what the bottom line says."""
        raise NotImplementedError

    def leave(self, screen: CodingScreen) -> None:
        """End the state: Esc."""
        raise NotImplementedError

    def after(self, screen: CodingScreen) -> None:
        """Follow a gesture that meant what it always means, or the mouse."""

    def coded(self, screen: CodingScreen, span: Span) -> None:
        """Follow a code that was given to a stretch."""

    def dragged(self, screen: CodingScreen) -> None:
        """Follow the end of a drag over words of the text."""

    def holds(self, screen: CodingScreen) -> bool:
        """Say whether the state can go on in a document that one comes back to."""
        return screen.session.writable

    def refuses(self, screen: CodingScreen) -> bool:
        """Say, and tell the person, that nothing else is coded or changed as long as this state lasts.

        Every way to code is asked about here: a key, the palette, the codebook beside the text, the mouse.
        """
        return False
