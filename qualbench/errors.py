"""Every error that a person can meet.

Each carries a message (one sentence: which file, which line, what was expected) and a hint (what to do).
Subclasses compose the message from facts; the two front doors format it once each. Nothing else is here.
"""

from __future__ import annotations


class QualbenchError(Exception):
    """A failure with a sentence for the person at the keyboard.

    Args:
        message: One sentence that says what is wrong and where.
        hint: What to do about it; may be empty.
    """

    #: What the process exits with: 1 for a failure, 2 for a wrong call.
    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message


class UsageError(QualbenchError):
    """The call itself is wrong: an unknown name, a bad position, a missing option."""

    exit_code = 2


class NotFound(QualbenchError):
    """Something was named that the project does not have; near names are offered."""

    def __init__(self, noun: str, name: str, near: list[str] | tuple[str, ...] = (), hint: str = "") -> None:
        said = f"There is no {noun} called “{name}”."
        if near:
            offered = ", ".join(f"“{one}”" for one in near[:3])
            hint = hint or f"Did you mean {offered}?"
        super().__init__(said, hint)
        self.noun = noun
        self.name = name


class FileProblem(QualbenchError):
    """A file that cannot be read or written, with its line where there is one."""

    def __init__(self, path: object, what: str, hint: str = "", line: int | None = None) -> None:
        place = " ".join(str(path).splitlines())  # a file's name may hold a line break
        place += f", line {line}" if line else ""
        super().__init__(f"{place}: {what}", hint)
        self.line = line


class Stopped(QualbenchError):
    """The person stopped the work."""

    def __init__(self) -> None:
        super().__init__("Stopped. Nothing was changed.")
