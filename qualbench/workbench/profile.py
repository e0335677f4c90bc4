"""The method profile: what the project says of its method. It sets defaults and notes, and locks nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualbench.errors import UsageError
from qualbench.model.change import Noun
from qualbench.model.code import Origin
from qualbench.workbench.project import PROFILES
from qualbench.workbench.writing import changed, write

if TYPE_CHECKING:
    from qualbench.workbench.project import Session


@dataclass(frozen=True, slots=True)
class Method:
    """What a profile brings.

    Attributes:
        note: What the method asks of its users, in a sentence or two.
        origin: What a new code is taken to come from unless it is said; None where that is left open.
    """

    note: str
    origin: Origin | None = None


#: Sources: Braun and Clarke 2006 and 2022 (types of thematic analysis), King (template analysis), Gale et al.
#: 2013 (framework method), Hsieh and Shannon 2005 (content analysis), Charmaz (grounded theory), Riessman
#: (narrative analysis). In our own words.
METHODS: dict[str, Method] = {
    "reflexive": Method(
        "Reflexive thematic analysis: the researcher's reading is the instrument. Themes are developed from "
        "codes, not found; write in the journal as you go. Coefficients of agreement do not fit this method.",
        Origin.INDUCTIVE,
    ),
    "codebook": Method(
        "Codebook thematic analysis: a team shares a codebook and refines it. Give each code a definition "
        "and say when to use it, and save a version whenever the team has agreed on a change."
    ),
    "template": Method(
        "Template analysis: begin with a few a priori codes, save an initial template after a subset of the "
        "interviews, and save each revision as a version with its reason.",
        Origin.A_PRIORI,
    ),
    "framework": Method(
        "The framework method: agree on an analytical framework after the first interviews, then apply it to "
        "all of them and summarise each case under each theme.",
        Origin.A_PRIORI,
    ),
    "coding-reliability": Method(
        "Coding reliability: the codebook is settled first and several coders apply it on their own; compare "
        "their codings and talk through every difference.",
        Origin.A_PRIORI,
    ),
    "content-analysis": Method(
        "Qualitative content analysis: say whether codes come from the data (conventional) or from theory "
        "(directed), and define each so that another person could apply it."
    ),
    "grounded-theory": Method(
        "Grounded theory: stay close to the data, compare segment with segment, and write memos often. "
        "Codes that say what people do are often named with a verb.",
        Origin.INDUCTIVE,
    ),
    "narrative": Method(
        "Narrative analysis: keep the account whole and in its order. Numbers of people say little here; "
        "with a single case none are printed.",
        Origin.INDUCTIVE,
    ),
    "undecided": Method("No method is chosen yet; nothing is assumed. It can be set at any time."),
}


def method_of(session: Session) -> Method:
    """Return what the project's profile brings; an unknown one brings nothing."""
    return METHODS.get(session.project.profile, METHODS["undecided"])


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
