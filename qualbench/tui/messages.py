"""What screens tell each other."""

from __future__ import annotations

from textual.message import Message


class Changed(Message):
    """The project has changed, here or in another process; whoever shows it reads it again."""
