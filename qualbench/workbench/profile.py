"""The method profile: what the project says of its method. It sets defaults and notes, and locks nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.errors import UsageError
from qualbench.model.change import Noun
from qualbench.workbench.project import PROFILES
from qualbench.workbench.writing import changed, write

if TYPE_CHECKING:
    from qualbench.workbench.project import Session


def set_profile(session: Session, profile: str, why: str = "") -> str:
    """Say which method the project follows, as one logged step, and return the profile.

    The session goes on as it was opened; the next one has the new profile.

    Raises:
        UsageError: There is no such profile.
    """
    if profile not in PROFILES:
        raise UsageError(f"There is no method profile “{profile}”.", f"Choose one of: {', '.join(PROFILES)}.")
    change = changed(
        "ProfileSet",
        Noun.PROJECT,
        session.project.id,
        {"profile": session.project.profile},
        {"profile": profile},
    )
    write(
        session,
        [change] if change else [],
        verb="profile",
        summary=f"set the method profile to {profile}",
        why=why,
    )
    return profile
