"""Pseudonyms: names are proposed, a person decides, and aliases take their place without moving a coding.

What is proposed and decided stands in the key (`name_key`), which lies outside the project. Applying is one
correction of all texts, as one step: codings go along, and one undo takes all of it back. The texts before
stay in the project as earlier revisions; only `document purge` takes words out for good.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualbench.errors import NotFound, UsageError
from qualbench.model.change import Noun
from qualbench.readers.labels import stated_role
from qualbench.search.edits import Edit
from qualbench.search.identifiers import Detail, Kind, find_details, is_nobody
from qualbench.search.people import Replacer, group_names, next_alias
from qualbench.storage.codebooks import load_codebook
from qualbench.storage.documents import load_documents, load_speakers, load_turns
from qualbench.storage.projects import load_cases, load_memos
from qualbench.storage.themes import load_theme_sets, load_themes
from qualbench.workbench.carrying import Carrying
from qualbench.workbench.code_fields import code_row
from qualbench.workbench.correcting import planned
from qualbench.workbench.importing import find_document
from qualbench.workbench.name_key import Entry, NameKey, key_path, load_key, save_key
from qualbench.workbench.writing import changed, follow_codebook, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from qualbench.model.change import Change
    from qualbench.model.document import Document
    from qualbench.workbench.project import Session

__all__ = [
    "Applied",
    "Entry",
    "Kind",
    "accept_name",
    "apply_names",
    "details_in",
    "find_names",
    "key_path",
    "load_key",
    "names_elsewhere",
    "places_of",
    "reject_name",
    "with_names",
]

#: What a model's labels mean here; its other labels are no details.
_HEARD = {
    "PERSON": Kind.PERSON,
    "PER": Kind.PERSON,
    "GPE": Kind.PLACE,
    "LOC": Kind.PLACE,
    "FAC": Kind.PLACE,
    "ORG": Kind.ORGANISATION,
}
#: Letters around a name where it is shown in its words.
_AROUND = 40


@dataclass(frozen=True, slots=True)
class Applied:
    """What aliases have taken the place of.

    Attributes:
        documents: Names of the documents that have a new text.
        places: In how many places of them.
        elsewhere: In how many other texts (names of codes, memos, cases ...).
        waiting: Codings that wait for a look.
    """

    documents: tuple[str, ...]
    places: int
    elsewhere: int
    waiting: int


def details_in(texts: Sequence[str], *, model: str = "") -> list[list[Detail]]:
    """Return the identifying details of each text: by rules, and by a model where one is named.

    Raises:
        UsageError: The model is not installed.
    """
    found = [find_details(text) for text in texts]
    if not model:
        return found
    from qualbench.model.span import Span
    from qualbench.search.language import find_entities

    for text, details, entities in zip(texts, found, find_entities(texts, model), strict=True):
        for start, end, label in entities:
            span, kind = Span(start, end), _HEARD.get(label)
            words = text[start:end]
            if kind is None or any(one.span.overlaps(span) for one in details) or is_nobody(words):
                continue
            details.append(Detail(span, kind, model))
        details.sort()
    return found


def find_names(
    session: Session, documents: Sequence[str] = (), *, model_for: Callable[[str], str] = lambda _code: ""
) -> NameKey:
    """Look for identifying details and propose those that are new; return the key with them.

    What was rejected stays so. The key is written.

    Args:
        model_for: Returns the model that hears names in texts of a language (its code, or an empty text where
            nobody said which); an empty name for rules alone.

    Raises:
        NotFound: There is no such document.
        UsageError: The model is not installed.
    """
    wanted = [find_document(session, one) for one in documents] or load_documents(session.store)
    texts = [session.store.text(one.id, one.revision) for one in wanted]
    counts: Counter[tuple[Kind, str]] = Counter()
    by_model: dict[str, list[str]] = {}
    for document, text in zip(wanted, texts, strict=True):
        by_model.setdefault(model_for(document.language), []).append(text)
    heard = [
        found
        for model, some in by_model.items()
        for found in zip(some, details_in(some, model=model), strict=True)
    ]
    for text, details in heard:
        for one in details:
            name = " ".join(text[one.span.start : one.span.end].split())
            shouted = name.isupper() and one.kind in (Kind.PERSON, Kind.PLACE) and len(name) > 3
            counts[one.kind, name.title() if shouted else name] += 1
    for label, turns in _labels(session, wanted).items():
        counts[Kind.PERSON, label] += turns
    key = load_key(session)
    aliases = {one.alias.casefold() for one in key.entries if one.alias}
    for group in group_names(counts):
        forms = [form for form, _times in group.forms if form.casefold() not in aliases]
        if not forms:
            continue
        at = next((found for form in forms if (found := key.entry_of(form)) is not None), None)
        if at is None:
            key.entries.append(Entry(group.kind, tuple(forms), count=group.count))
        else:
            known = key.entries[at]
            more = [one for one in forms if one.casefold() not in {form.casefold() for form in known.forms}]
            key.settle(at, forms=(*known.forms, *more), count=group.count)
    save_key(key)
    return key


def _labels(session: Session, documents: Sequence[Document]) -> Counter[str]:
    """Count the turns under each speaker's label that is a name, and neither a role nor a number."""
    found: Counter[str] = Counter()
    for document in documents:
        for turn in load_turns(session.store, document.id, document.revision):
            label = turn.speaker or ""
            if (
                label
                and not is_nobody(label)
                and not any(map(str.isdigit, label))
                and stated_role(label) is None
            ):
                found[label] += 1
    return found


def accept_name(
    session: Session, name: str, *, alias: str = "", kind: Kind | None = None, forms: Sequence[str] = ()
) -> Entry:
    """Decide that a name is replaced, by an alias given or by the next that nobody has; return the entry.

    Args:
        kind: Of a name that was not proposed; by default a person's.
        forms: Other names of the same person; they leave the entries that they are in.

    Raises:
        UsageError: The alias is another's, or a word of a text.
    """
    key = load_key(session)
    at = key.entry_of(name)
    if at is None:
        key.entries.append(Entry(kind or Kind.PERSON, (name.strip(),)))
        at = len(key.entries) - 1
    entry = key.entries[at]
    if forms:
        lowered = {one.casefold() for one in forms}
        for n, other in enumerate(key.entries):
            if n != at:
                key.settle(n, forms=tuple(one for one in other.forms if one.casefold() not in lowered))
        fresh = [one for one in forms if one.casefold() not in {form.casefold() for form in entry.forms}]
        entry = replace(entry, forms=(*entry.forms, *fresh))
    taken = [one.alias for n, one in enumerate(key.entries) if n != at and one.alias]
    texts = [session.store.text(one.id, one.revision) for one in load_documents(session.store)]
    if alias:
        if alias.casefold() in {one.casefold() for one in taken}:
            raise UsageError(f"“{alias}” stands for somebody else already.", "Two people would become one.")
        if (
            not alias.startswith("[")
            and Replacer({alias: "x"}).edits("\n".join(texts))
            and entry.alias != alias
        ):
            raise UsageError(f"“{alias}” is a word of the texts.", "Another alias can be told from it.")
    chosen = alias or entry.alias or next_alias(entry.kind, taken, texts)
    key.entries[at] = replace(entry, kind=kind or entry.kind, alias=chosen, status="accepted")
    key.entries[:] = [one for one in key.entries if one.forms]
    save_key(key)
    return next(one for one in key.entries if one.alias == chosen)


def reject_name(session: Session, name: str) -> Entry:
    """Decide that a name stays as it is, and remember that; return the entry.

    Raises:
        NotFound: It is not proposed.
    """
    key = load_key(session)
    at = key.entry_of(name)
    if at is None:
        raise NotFound("proposed name", name, [one.forms[0] for one in key.entries])
    key.settle(at, status="rejected")
    save_key(key)
    return key.entries[at]


def _replacer(key: NameKey) -> Replacer:
    return Replacer(
        {form: one.alias for one in key.entries if one.status == "accepted" for form in one.forms}
    )


def places_of(session: Session, entry: Entry, limit: int = 5) -> list[tuple[str, str, str, str]]:
    """Return where an entry's names stand: document, words before, name, words after."""
    find = Replacer(dict.fromkeys(entry.forms, "x"))
    found: list[tuple[str, str, str, str]] = []
    for document in load_documents(session.store):
        text = session.store.text(document.id, document.revision)
        for start, end, _new in find.edits(text):
            before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
            found.append((document.name, " ".join(before.split()), text[start:end], " ".join(after.split())))
            if len(found) >= limit:
                return found
    return found


def apply_names(session: Session, *, why: str = "", dry_run: bool = False) -> Applied:
    """Put the accepted aliases in the place of their names, in all texts and wherever else they stand.

    One step: codings go along, an undo takes all of it back. The key remembers which name stood where.

    Raises:
        UsageError: No name is accepted, or none of them stands anywhere.
        WhileIndependent: Independent coding is in force.
    """
    key = load_key(session)
    replacer = _replacer(key)
    if not key.names:
        raise UsageError("No name is accepted yet.", "Look for some: qualbench pseudonyms find")
    steps: list[tuple[Document, Carrying]] = []
    places = waiting = 0
    order: dict[str, dict[str, list[str]]] = {}
    for document in load_documents(session.store):
        text = session.store.text(document.id, document.revision)
        edits = [Edit(*one) for one in replacer.edits(text)]
        if not edits:
            continue
        order[document.id] = _order(key, text, edits)
        _document, plan = planned(session, document.id, edits, replacer.replaced)
        places += len(edits)
        waiting += plan.look(session, document).waiting
        steps.append((document, Carrying(session, document, plan)))
    elsewhere = list(_elsewhere(session, replacer))
    if not steps and not elsewhere:
        raise UsageError("None of the accepted names stands anywhere.", "Nothing was changed.")
    done = Applied(tuple(one.name for one, _carrying in steps), places, len(elsewhere), waiting)
    if dry_run:
        return done
    for document_id, names in order.items():
        key.order[document_id] = {**key.order.get(document_id, {}), **names}
    save_key(key)  # first: who has aliases must have the way back

    def changes() -> Iterator[Change]:
        for document, carrying in steps:
            yield from carrying.changes()
            yield from _speakers(session, document, replacer)
        yield from elsewhere

    summary = f"put aliases in the place of names: {places} places in {len(steps)} documents"
    write(session, changes(), verb="pseudonyms", summary=summary, why=why)
    follow_codebook(session)
    return done


def _order(key: NameKey, text: str, edits: Sequence[Edit]) -> dict[str, list[str]]:
    """Return for each alias the names that it takes the place of, in order of the text."""
    names: dict[str, list[str]] = {}
    for edit in edits:
        said = text[edit.start : edit.end]
        found = (key.entry_of(said[:end]) for end in range(len(said), 0, -1))
        at = next((n for n in found if n is not None), None)
        if at is not None:
            names.setdefault(key.entries[at].alias, []).append(said)
    return names


def _speakers(session: Session, document: Document, replacer: Replacer) -> Iterator[Change]:
    for speaker in load_speakers(session.store, document.id):
        label = {"label": replacer.replaced(speaker.label)}
        change = changed("SpeakerRenamed", Noun.SPEAKER, speaker.id, {"label": speaker.label}, label)
        if change is not None:
            yield change


def names_elsewhere(session: Session) -> int:
    """Return in how many texts beside the documents accepted names stand: codes, memos, themes, cases."""
    return sum(1 for _change in _elsewhere(session, _replacer(load_key(session))))


def _elsewhere(session: Session, replacer: Replacer) -> Iterator[Change]:
    """Yield the changes that put aliases into names, definitions, memos and themes."""
    rows: list[tuple[str, Noun, str, dict[str, str]]] = []
    for code in load_codebook(session.store).codes:
        fields = ("name", "definition", "full_definition", "when", "when_not", "notes", "source")
        rows.append(("CodeEdited", Noun.CODE, code.id, {one: str(getattr(code, one)) for one in fields}))
        lists = {one: str(code_row(code)[one]) for one in ("examples", "counter_examples")}
        rows.append(("CodeEdited", Noun.CODE, code.id, lists))
    rows += [("MemoChanged", Noun.MEMO, one.id, {"text": one.text}) for one in load_memos(session.store)]
    rows += [("CaseRenamed", Noun.CASE, one.id, {"name": one.name}) for one in load_cases(session.store)]
    rows += [
        ("DocumentRenamed", Noun.DOCUMENT, one.id, {"name": one.name})
        for one in load_documents(session.store)
    ]
    for themes in load_theme_sets(session.store):
        for theme in load_themes(session.store, themes.id):
            said = {"name": theme.name, "concept": theme.concept, "definition": theme.definition}
            rows.append(("ThemeEdited", Noun.THEME, theme.id, said))
    for kind, noun, row_id, before in rows:
        after = {column: replacer.replaced(text) for column, text in before.items()}
        change = changed(kind, noun, row_id, before, after)
        if change is not None:
            yield change


def with_names(session: Session, name_or_id: str) -> str:
    """Return a document's text of now with the names put back, for who has the key.

    Where an alias stands as often as it took a name's place, each place gets the name that stood there; else
    each gets the fullest.

    Raises:
        NotFound: There is no such document.
    """
    document = find_document(session, name_or_id)
    key = load_key(session)
    text = session.store.text(document.id, document.revision)
    aliases = {one.alias: one for one in key.entries if one.status == "accepted" and one.alias}
    back = Replacer({alias: alias for alias in aliases})
    stood = {alias: list(names) for alias, names in key.order.get(document.id, {}).items()}
    found: dict[str, list[tuple[int, int]]] = {}
    for start, end, _same in back.edits(text):
        alias = next((one for one in aliases if text[start:end].casefold().startswith(one.casefold())), None)
        if alias is not None:
            found.setdefault(alias, []).append((start, end))
    edits: list[tuple[int, int, str]] = []
    for alias, spans in found.items():
        names = stood.get(alias, [])
        for n, (start, end) in enumerate(spans):
            put = (
                names[n]
                if len(names) == len(spans)
                else aliases[alias].forms[0] + text[start + len(alias) : end]
            )
            edits.append((start, end, put))
    parts, at = [], 0
    for start, end, put in sorted(edits):
        parts += [text[at:start], put]
        at = end
    return "".join([*parts, text[at:]])
