"""What comes with the program, in a checkout and installed: starter codebooks and the example study."""

from __future__ import annotations

from pathlib import Path

from qualbench.errors import QualbenchError


def shipped(name: str) -> Path:
    """Return the folder `name` (`codebooks`, `examples/heart-and-mind`) that comes with the program.

    Raises:
        QualbenchError: The installation does not have it.
    """
    package = Path(__file__).parents[1]
    for folder in (package / "shipped" / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise QualbenchError(f"This installation comes without {name}.", "Install qualbench again.")
