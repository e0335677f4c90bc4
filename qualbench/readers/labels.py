"""What a speaker's label looks like, and what it says about who speaks.

Words and shapes only: which labels a text really has is decided in `turns`, on evidence from the whole
    of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from qualbench.model.document import ASKING, Problem, Role


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Role words that settle it on their own, in the languages that transcripts come in most.
INTERVIEWERS = _words(
    """
    interviewer interviewers interviewerin int intv researcher researchers investigator forscher
    forscherin entrevistador entrevistadora investigador investigadora pesquisador pesquisadora
    intervieweur intervieweuse enquêteur enquêtrice chercheur chercheuse intervistatore
    intervistatrice ricercatore ricercatrice onderzoeker intervjuare intervjuer interviewende badacz
    badaczka интервьюер исследователь المحاور الباحث 访谈者 訪談者 采访者 採訪者 研究者 调查者 聞き手
    インタビュアー 調査者 면접자 연구자
    면담자
    """
)
MODERATORS = _words(
    """
    moderator moderators moderatorin facilitator facilitators cofacilitator comoderator chair host
    moderador moderadora facilitador facilitadora modérateur modératrice animateur animatrice
    moderatore moderatrice gespreksleider prowadzący модератор ведущий 主持人 司会 司会者 진행자 사회자
    """
)
PARTICIPANTS = _words(
    """
    participant participants interviewee interviewees respondent respondents informant teilnehmer
    teilnehmerin befragte befragter interviewte interviewter interviewpartner interviewpartnerin
    probandin proband entrevistado entrevistada participante enquêté enquêtée interviewé interviewée
    répondant répondante intervistato intervistata partecipante deelnemer geïnterviewde deltagare
    deltaker deltager uczestnik uczestniczka badany badana respondentka респондент респондентка
    информант участник участница المشارك المشاركة 受访者 受訪者 被访者 被訪者 参与者 參與者 回答者
    参加者 참여자 응답자 피면접자
    """
)
INTERPRETERS = _words(
    """
    interpreter interpreters dolmetscher dolmetscherin übersetzer übersetzerin interprète intérprete
    interprete tolk tłumacz tłumaczka переводчик переводчица المترجم 口译员 口譯員 通訳 통역사
    """
)
#: These name a participant too, but stand at the head of a line for other reasons as well.
PERHAPS_PARTICIPANTS = _words("patient client subject user carer caregiver pt")
UNIDENTIFIED = _words(
    """
    unknown unidentified unclear inaudible all everyone everybody group several multiple both
    various
    """
)
_ANONYMOUS = _words(
    """
    speaker voice sprecher sprecherin orador oradora hablante locuteur 发言人 화자 話者
    """
)
_KNOWN = (
    INTERVIEWERS
    | MODERATORS
    | INTERPRETERS
    | PARTICIPANTS
    | _ANONYMOUS
    | frozenset({"unidentified", "unknown"})
)
_QUALIFIERS = _words(
    """
    male female man woman first second third lead main co assistant new other
    """
)
_PARTICLES = _words(
    """
    de da di do dos du del della van der den von zu la le el al bin ibn y e and & + und et
    """
)

#: What heads a line of prose, a form or a note, and is nobody's name.
_PROSE = _words(
    """
    note notes nb example examples e.g question questions answer answers summary conclusion
    conclusions introduction background method methods results discussion abstract appendix date
    time place location duration length title topic subject theme themes section part chapter figure
    table source sources url link http https ftp www mailto file files email e-mail mail tel phone
    fax address warning important remember attention tip hint caution ps re fw fwd cc bcc to from
    sent dear yes no ok okay well so and but because then thus hence first second third last finally
    also however therefore thing things point points result reason reasons problem problems fact
    facts he she they we you it this that these those here there now today yesterday tomorrow what
    who whom whose why how when where which transcript transcription transcriber transcribed
    interview recording audio video project study pseudonym name names age gender sex occupation id
    code codes total version page status comment comments memo memos field observation observations
    keywords key references reference monday tuesday wednesday thursday friday saturday sunday
    january february march july september october november december day week month year morning
    afternoon evening night option options step steps item items phase stage session task tasks
    scenario advantages disadvantages pros cons strengths weaknesses opportunities threats or if in
    on at by for with of as the a an my your his her our their its one two three four five some any
    another other each every more most like not never always maybe perhaps just really basically
    actually honestly anyway right sure yeah yep nope hmm oh ah uh um eh laughter laughs pause
    silence crosstalk inaudible unintelligible noise music applause sighs quote quotes definition
    description instructions instruction aim aims goal goals objective objectives purpose update
    edit edited spoiler todo agenda attendees present apologies participants setting context notiz
    notizen frage fragen antwort beispiel datum zeit ort hinweis thema nota notas pregunta respuesta
    ejemplo fecha lugar remarque exemple lieu réponse 备注 注 注意 例如 问题 日期 时间 地点 注記 備考
    日時 場所
    """
)
_NO_CODE = _words("NB PS OK TV FYI BTW ID URL DOI TEL FAX RE CC FW EG")

_CODE = re.compile(r"[A-Za-z]{1,3}[-_ .#]?\d{1,4}[a-z]?|[A-Z]{1,3}|[A-Z](?:\.[A-Z]){1,2}\.?|[ipqram]")
_QUESTION_NUMBER = re.compile(r"[Qq][-_ .#]?\d{1,4}[a-z]?")
_ONE_WORD = re.compile(r"[\w.'’\-/&+#]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_NUMBERED_PARTICIPANT = re.compile(r"(?:p|pt|r|a|ip)[-_ .#]?\d{1,4}[a-z]?|p")


class Shape(IntEnum):
    """How much a label by itself looks like a speaker's."""

    PROSE = 0  # no speaker, whatever the rest says
    LOWER = 1  # one word without a capital
    NAME = 2  # a name of up to four words
    CODE = 3  # initials, a letter, P07
    KNOWN = 4  # a role word


@lru_cache(maxsize=4096)
def label_key(label: str) -> str:
    """Return what is equal for spellings of one label: `Interviewer 1`, `interviewer1`."""
    return "".join(label.split()).casefold()


@lru_cache(maxsize=4096)
def label_shape(label: str) -> Shape:
    """Say what `label` (without its colon) looks like by itself."""
    bare = label.partition("(")[0].strip() or label
    words = bare.split()
    letters = _LETTERS.findall(label.casefold())
    if not letters or not 1 <= len(words) <= 4 or not all(_ONE_WORD.fullmatch(word) for word in words):
        return Shape.PROSE
    core = [token for token in letters if len(token) > 1 and token not in _QUALIFIERS]
    if core and len(words) <= 3 and all(token in _KNOWN for token in core):
        return Shape.KNOWN
    if _CODE.fullmatch(bare) and bare.upper() not in _NO_CODE and not _QUESTION_NUMBER.fullmatch(bare):
        return Shape.CODE
    if bare.isupper() and "REDACTED" in words:
        return Shape.NAME
    if words[0].casefold().strip(".") in _PROSE or _QUESTION_NUMBER.fullmatch(bare):
        return Shape.PROSE
    if _starts_a_name(words[0]) and all(_may_be_in_a_name(word) for word in words[1:]):
        return Shape.NAME
    return (
        Shape.LOWER
        if len(words) == 1 and len(bare) <= 15 and bare.isalnum() and bare.islower()
        else Shape.PROSE
    )


def _starts_a_name(word: str) -> bool:
    first = word[0]
    if word.endswith(".") and len(word) > 5:
        return False
    if first.lower() == first.upper():  # a script without capitals: short, and no verb of saying
        return first.isalpha() and len(word) <= 12 and word[-1] not in "说說道曰"
    return first.isupper() or first.istitle()


def _may_be_in_a_name(word: str) -> bool:
    low = word.casefold()
    return word.isdigit() or low in _PARTICLES or low in _KNOWN or _starts_a_name(word)


@dataclass(slots=True)
class Label:
    """A label in the text, or what may be one.

    Attributes:
        line_start: Where its line begins: the turn before ends before it.
        start: First code point of the name.
        words_start: Where what is said may begin.
        name: As it stands, without colon, brackets and markup.
        time: Seconds, or None.
        settled: True where the form alone (a time, a given name) says that it is a label.
        bare: True where neither colon nor time sets it off.
        heads_block: True at the head of a paragraph.
    """

    line_start: int
    start: int
    words_start: int
    name: str
    time: float | None
    settled: bool
    bare: bool
    heads_block: bool

    @property
    def key(self) -> str:
        """What spellings of one label share; a bare label is judged apart."""
        return f"\t{label_key(self.name)}" if self.bare else label_key(self.name)


def seconds(clock: str) -> float:
    """Read `0:07`, `[01:02:03.5]`, `#00:01:02-5#` as seconds (a tenth after a hyphen included)."""
    total = 0.0
    tenths = 0.0
    body = clock.strip("[]()<># \t").replace(",", ".")
    body, hyphen, tenth = body.partition("-")
    if hyphen:
        tenths = int(tenth) / 10 ** len(tenth)
    for part in body.split(":"):
        total = total * 60 + float(part)
    return total + tenths


class Talk(NamedTuple):
    """How one speaker talks: the number of turns, and how many of them ask something."""

    turns: int
    asking: int

    @property
    def share(self) -> float:
        """Questions per turn, from 0 to 1."""
        return self.asking / self.turns if self.turns else 0.0


def stated_role(label: str) -> Role | None:
    """Return the role that the words of `label` state, or None where they state none."""
    tokens = set(_LETTERS.findall(label.casefold()))
    for words, role in (
        (MODERATORS, Role.MODERATOR),
        (INTERVIEWERS, Role.INTERVIEWER),
        (INTERPRETERS, Role.INTERPRETER),
        (PARTICIPANTS | PERHAPS_PARTICIPANTS, Role.PARTICIPANT),
        (UNIDENTIFIED, Role.UNIDENTIFIED),
    ):
        if tokens & words:
            return role
    return Role.PARTICIPANT if _NUMBERED_PARTICIPANT.fullmatch(label.strip().casefold()) else None


def assign_roles(talk: dict[str, Talk]) -> tuple[dict[str, Role], list[Problem]]:
    """Give every label its role: what it states, then letters in company, then who asks.

    Args:
        talk: How each label's speaker talks, by label in order of first appearance.

    Returns:
        Role by label in the same order, and remarks on what was concluded and not read.
    """
    stated = {label: stated_role(label) for label in talk}
    _read_letters(stated, talk)
    remarks: list[Problem] = []
    if not any(role in ASKING for role in stated.values()):
        asker = _who_asks(stated, talk)
        if asker is not None:
            stated[asker] = Role.INTERVIEWER
            message = f"“{asker}” is taken for the interviewer: the others are named as participants."
            remarks.append(Problem(message, hint="If that is wrong, set the role with `speaker set`."))
        elif len(talk) > 1:
            message = "None of the speakers is recognised as the interviewer: all count as participants."
            remarks.append(Problem(message, hint="Set the interviewer's role with `speaker set`."))
    return {label: role or Role.PARTICIPANT for label, role in stated.items()}, remarks


def _read_letters(stated: dict[str, Role | None], talk: dict[str, Talk]) -> None:
    """Read one-letter labels by their company: R beside I responds, R beside P researches."""
    keys = {label_key(label): label for label in stated}
    if keys.keys() == {"i", "r"} and talk[keys["r"]].share > talk[keys["i"]].share:
        stated[keys["r"]], stated[keys["i"]] = Role.INTERVIEWER, Role.PARTICIPANT  # researcher, informant
        return
    others = {key for key in keys if not re.fullmatch(r"(?:i|iv|ir)\d*", key)}
    for key, label in keys.items():
        if key in ("q", "iv", "ir") or (re.fullmatch(r"i\d*", key) and (others or key == "i")):
            stated[label] = Role.INTERVIEWER
    led = any(role in ASKING for role in stated.values())
    answered = any(role is Role.PARTICIPANT for role in stated.values())
    for key, role in (("m", Role.MODERATOR), ("f", Role.MODERATOR), ("r", Role.INTERVIEWER)):
        if key in keys and stated[keys[key]] is None and answered and not led:
            stated[keys[key]], led = role, True
    for key in ("r", "a"):
        if key in keys and stated[keys[key]] is None:
            stated[keys[key]] = Role.PARTICIPANT


def _who_asks(stated: dict[str, Role | None], talk: dict[str, Talk]) -> str | None:
    """Return the one unnamed speaker beside named participants, if it is the one who asks."""
    named = [label for label, role in stated.items() if role is Role.PARTICIPANT]
    unnamed = [label for label, role in stated.items() if role is None]
    if not named or not unnamed:
        return None
    if len(stated) == 2:
        return unnamed[0]
    asker = max(unnamed, key=lambda label: talk[label].share)
    most = max(talk[label].share for label in named)
    return asker if talk[asker].share >= 0.2 and talk[asker].share > most else None
