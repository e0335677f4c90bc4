"""Asking: only where somebody can answer; otherwise the safe answer, with the option that decides named."""

from __future__ import annotations

import sys

import click

from qualbench.errors import QualbenchError


def someone_is_there() -> bool:
    """Say whether a person sits at a terminal that can ask and be answered."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def confirm_by_name(question: str, name: str, *, yes: bool) -> None:
    """Go on only if the person types a name: for what cannot be taken back.

    Raises:
        QualbenchError: Something else is typed, or there is nobody to ask.
    """
    if yes:
        return
    if not someone_is_there():
        raise QualbenchError(
            f"{question}: there is no terminal to ask at.", "Nothing was changed. --yes decides."
        )
    if click.prompt(question, err=True, default="", show_default=False).strip() != name:
        raise QualbenchError("Nothing was changed.")


def confirm(question: str, *, yes: bool, option: str = "--yes") -> None:
    """Go on only if the person agrees.

    Args:
        yes: The person has agreed already.
        option: What decides where nobody can be asked.

    Raises:
        QualbenchError: The answer is no, or there is nobody to ask.
    """
    if yes:
        return
    if not someone_is_there():
        raise QualbenchError(
            f"{question} There is no terminal to ask at.", f"Nothing was changed. {option} decides."
        )
    if not click.confirm(question, err=True):
        raise QualbenchError("Nothing was changed.")
