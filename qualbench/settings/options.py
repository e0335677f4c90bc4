"""What can be set: each setting with its values, its default and what it does, in the order of the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Value = str | int | bool

#: The table of the file in which gestures are given keys.
KEYS = "keys"
#: The table of the file in which languages are given the spaCy pipelines that hear them.
MODELS = "models"


@dataclass(frozen=True, slots=True)
class Option:
    """One setting.

    Attributes:
        name: What it is called in the file.
        default: What holds where the file says nothing; its type is the setting's.
        words: What it does, in a sentence.
        choices: The values that it can have; empty where any of its type will do.
        least, most: Bounds of a number.
    """

    name: str
    default: Value
    words: str
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 0

    @property
    def expected(self) -> str:
        """What can stand after the equals sign, in words."""
        if self.choices:
            return "one of " + ", ".join(f'"{one}"' for one in self.choices)
        if isinstance(self.default, bool):
            return "true or false"
        if isinstance(self.default, int):
            return f"a whole number from {self.least} to {self.most}"
        return "words in quotes"


OPTIONS: tuple[Option, ...] = (
    Option("keymap", "standard", "Which keys the gestures have.", ("standard", "vim")),
    Option(
        "colours",
        "auto",
        "The colours of the interface; “ansi” are those of the terminal itself.",
        ("auto", "dark", "light", "ansi", "high-contrast"),
    ),
    Option(
        "sentences", 1, "How many sentences stand around each segment that is retrieved.", least=0, most=20
    ),
    Option("minutes", False, "Whether the minutes that you read are counted, for you alone."),
    Option("model", "", "The spaCy model by which word forms are searched: its name or folder."),
)
BY_NAME: dict[str, Option] = {one.name: one for one in OPTIONS}


@dataclass(frozen=True, slots=True)
class UserKeys:
    """The keys that a person gave a gesture, best first, and the line of the file that says so."""

    keys: tuple[str, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force.

    Attributes:
        values: Each setting of `OPTIONS` by its name.
        keys: Gesture id -> the person's own keys for it, as Textual names them.
        models: Language code -> the spaCy pipeline, or its folder, that hears texts in it.
    """

    values: Mapping[str, Value] = field(default_factory=lambda: {one.name: one.default for one in OPTIONS})
    keys: Mapping[str, UserKeys] = field(default_factory=dict)
    models: Mapping[str, str] = field(default_factory=dict)

    @property
    def keymap(self) -> str:
        """`standard` or `vim`."""
        return str(self.values["keymap"])

    @property
    def colours(self) -> str:
        """The name of the colours."""
        return str(self.values["colours"])

    @property
    def sentences(self) -> int:
        """How many sentences of context a retrieved segment has before and after."""
        return int(self.values["sentences"])

    @property
    def count_minutes(self) -> bool:
        """Whether reading time is counted."""
        return bool(self.values["minutes"])

    @property
    def model(self) -> str:
        """The spaCy model for word forms; empty for the first of the known ones that is there."""
        return str(self.values["model"])
