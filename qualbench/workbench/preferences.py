"""Where a person's settings lie, and reading and keeping them there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from qualbench.settings.keeping import keep_choice, value_of
from qualbench.settings.reading import Reading, read_settings

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["Reading", "keep_setting", "load_settings", "settings_file"]


def settings_file() -> Path:
    """Return the settings file (it need not exist): `$QUALBENCH_CONFIG`, else in the user's config folder."""
    named = os.environ.get("QUALBENCH_CONFIG")
    if named:
        place = Path(named).expanduser().absolute()
        return place / "settings.toml" if place.is_dir() else place
    from platformdirs import user_config_path

    return user_config_path("qualbench", appauthor=False) / "settings.toml"


def load_settings(gestures: Collection[str] | None = None) -> Reading:
    """Read the person's settings; faults come beside what holds, and never stop anything."""
    return read_settings(settings_file(), gestures)


def keep_setting(name: str, written: str) -> Path:
    """Keep one setting in the file, and return the file.

    Raises:
        UsageError: There is no such setting, or it cannot have that value.
        FileProblem: The file cannot be read, or not be written.
    """
    path = settings_file()
    keep_choice(path, name, value_of(name, written))
    return path
