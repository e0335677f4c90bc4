"""The text of a document: corrected, taken anew, and what a correction left unsure."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from qualbench.cli.asking import confirm_by_name
from qualbench.cli.coding import place
from qualbench.cli.command import (
    ANY_PATH,
    DocumentName,
    dry_run_option,
    group,
    json_option,
    project_session,
    why_option,
)
from qualbench.cli.documents import KINDS
from qualbench.cli.output import count, print_json, print_table, say, warn

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.workbench.correcting import Corrected
    from qualbench.workbench.placing import Waiting
    from qualbench.workbench.purging import Purge


@group("document")
def document_command() -> None:
    """Say what a document is, correct its text, and settle what is unsure.

    The text of a revision never changes: a correction makes the next one, codings go along, and `undo` takes
    it back.
    """


@document_command.command("set")
@click.argument("document", type=DocumentName())
@click.option("--kind", type=click.Choice(KINDS), metavar="KIND", help="What sort of source it is.")
@click.option("--language", metavar="CODE", help="What is spoken in it, such as de; an empty text for none.")
def set_command(document: str, kind: str | None, language: str | None) -> None:
    """Say what sort of source a document is, and its language.

    KIND is interview, group discussion, survey answers, field notes, document, diary, posts or interview
    guide. No word of the text is touched.

    Example: qualbench document set P01 --kind diary
    """
    from qualbench.model.document import DocumentKind
    from qualbench.workbench.describing import set_document

    with project_session(write=True) as session:
        after = set_document(session, document, kind=DocumentKind(kind) if kind else None, language=language)
    spoken = f", language {after.language}" if after.language else ""
    say(f"{after.name}: {after.kind.value}{spoken}.")


@document_command.command("correct")
@click.argument("document", type=DocumentName())
@click.argument("where", metavar="START:END")
@click.argument("text")
@dry_run_option
@why_option
@json_option
def correct_command(document: str, where: str, text: str, dry_run: bool, why: str, as_json: bool) -> None:
    """Put TEXT in the place of a stretch of a document.

    The stretch is START:END in characters from 0 (END is not in it), as `show --json` counts them. An empty
    TEXT takes the words out, START:START puts TEXT in. Codings that hold the stretch keep their edges around
    it; one that it cuts across, or whose words go, is looked at with `document review`.

    Example: qualbench document correct P01 120:127 "waiting"
    """
    from qualbench.workbench.correcting import Edit, correct_document, preview_correction

    span = place(where)
    edit = Edit(span.start, span.end, text)
    with project_session(write=not dry_run) as session:
        if dry_run:
            done = preview_correction(session, document, [edit])
        else:
            done = correct_document(session, document, [edit], why=why)
    _say_corrected(done, as_json, dry_run=dry_run)


@document_command.command("update")
@click.argument("document", type=DocumentName())
@click.argument("file", type=ANY_PATH)
@dry_run_option
@why_option
@json_option
def update_command(document: str, file: Path, dry_run: bool, why: str, as_json: bool) -> None:
    """Take a new version of a document's whole text from FILE.

    Codings whose very words are found again go there, also where they moved; all others wait, with a
    proposal, for `document review`. Nothing is dropped.

    Example: qualbench document update P01 corrected/P01.docx --dry-run
    """
    from qualbench.workbench.correcting import preview_update, update_document

    with project_session(write=not dry_run) as session:
        if dry_run:
            done = preview_update(session, document, file)
        else:
            done = update_document(session, document, file, why=why)
    _say_corrected(done, as_json, dry_run=dry_run)


def _say_corrected(done: Corrected, as_json: bool, *, dry_run: bool) -> None:
    name = done.document.name
    if as_json:
        print_json(
            {
                "document": name,
                "revision": done.revision,
                "fates": {fate.value: done.fates[fate] for fate in done.fates},
                "waiting": done.waiting,
            }
        )
        return
    would = "would be" if dry_run else "is"
    say(f"{name} {would} revision {done.revision}. Codings and annotations: {done.said}.")
    for problem in done.problems:
        warn(f"{f'line {problem.line}: ' if problem.line else ''}{problem.message} {problem.hint}".rstrip())
    if done.waiting and not dry_run:
        say(f"Look at them with: qualbench document review {name}")


@document_command.command("revisions")
@click.argument("document", type=DocumentName())
@json_option
def revisions_command(document: str, as_json: bool) -> None:
    """List the texts that a document has had; `show --revision N` prints one.

    Example: qualbench document revisions P01
    """
    from qualbench.workbench.correcting import list_revisions
    from qualbench.workbench.importing import find_document

    with project_session() as session:
        found, now = list_revisions(session, document), find_document(session, document).revision
    if as_json:
        print_json(
            [
                {"revision": number, "created_at": made, "words": words, "now": number == now}
                for number, made, words in found
            ]
        )
        return
    rows = [
        (number, made[:16].replace("T", " "), f"{words:,}", "now" if number == now else "")
        for number, made, words in found
    ]
    print_table(("revision", "made", "words", ""), rows, numbers=(0, 2))


@document_command.command("purge")
@click.argument("document", type=DocumentName())
@click.option("--speaker", metavar="LABEL", default="", help="Only what this speaker says in it.")
@click.option("--everywhere", is_flag=True, help="Exports and backups too.")
@click.option("--keep-case", is_flag=True, help="Let its case stay, with its attributes.")
@click.option("--yes", is_flag=True, help="Do not ask; say that you know there is no way back.")
@dry_run_option
@why_option
@json_option
def purge_command(document: str, *, dry_run: bool, yes: bool, as_json: bool, **asked: Any) -> None:
    """Take a document out for good, or one voice of a group: a participant withdraws.

    Its text, codings and memos go, and every run of five of its words or more, wherever it stands: in names
    of codes, definitions, memos, themes, saved versions and the history. First all of that is listed. There
    is no undo. With --everywhere exports are blanked or removed and backups are rewritten. What git has kept
    is out of reach and named. A record with numbers stays: document withdrawals.

    With --speaker the turns of one speaker go, out of all texts that the document has had; [withdrawn] stands
    in their place. Codings of others' words stay on these very words.

    Example: qualbench document purge P03 --dry-run
    """
    from qualbench.workbench.purging import preview_purge, purge_document, purge_in_words

    keep, everywhere, why, speaker = (asked[one] for one in ("keep_case", "everywhere", "why", "speaker"))
    with project_session(write=not dry_run) as session:
        seen = preview_purge(session, document, keep_cases=keep, speaker=speaker)
        if as_json and dry_run:
            print_json(_purge(seen, done=False))
        elif not as_json:
            for line in purge_in_words(seen, everywhere=everywhere):
                say(line)
            if (seen.exports or seen.backups) and not everywhere:
                say("--everywhere reaches exports and backups too.")
        if dry_run:
            return
        name = seen.named
        confirm_by_name(f"This cannot be taken back. Type “{name}” to go on", name, yes=yes)
        given = {"why": why, "everywhere": everywhere, "keep_cases": keep, "speaker": speaker}
        purge_document(session, seen.document.id, **given)
        if as_json:
            print_json(_purge(seen, done=True))
        else:
            say(f"{name} is taken out. The record stays: qualbench document withdrawals")


def _purge(seen: Purge, *, done: bool) -> dict[str, Any]:
    return {
        "document": seen.document.name,
        "speaker": seen.speaker or None,
        "done": done,
        "segments": seen.counts.segments,
        "memos": seen.counts.memos,
        "revisions": seen.counts.revisions,
        "quotes": seen.counts.quotes,
        "turns": seen.counts.turns,
        "words": seen.counts.words,
        "cut": seen.counts.cut,
        "cases": list(seen.cases),
        "blanked": [{"where": seen.words_of(one), "words": one.words, "text": one.text} for one in seen.held],
        "codebook_files": [str(one) for one in seen.files],
        "exports": [str(one) for one in seen.exports],
        "backups": [str(one) for one in seen.backups],
        "others": [str(one) for one in seen.others],
        "copies": seen.copies,
        "key": str(seen.key) if seen.key else None,
        "git": str(seen.git) if seen.git else None,
    }


@document_command.command("withdrawals")
@json_option
def withdrawals_command(as_json: bool) -> None:
    """List what was taken out for good, in numbers.

    Example: qualbench document withdrawals
    """
    from qualbench.workbench.purging import list_withdrawals

    with project_session() as session:
        found = list_withdrawals(session)
    if as_json:
        print_json([asdict(one) for one in found])
    elif not found:
        say("Nobody has withdrawn.")
    else:
        rows = [
            (
                *(one.at[:16].replace("T", " "), one.coder, "document" if one.documents else "one voice"),
                *(one.segments, one.memos, one.blanked, one.why),
            )
            for one in found
        ]
        heads = ("at", "coder", "what", "segments", "memos", "texts blanked", "why")
        print_table(heads, rows, numbers=(3, 4, 5))


@document_command.command("review")
@click.argument("document", required=False, type=DocumentName())
@click.option("--keep", metavar="ID", help="Agree with the place where ID stands now.")
@click.option("--place", "placed", metavar="ID", help="Give ID the place that --at says.")
@click.option("--at", metavar="START:END", help="The place for --place, in characters from 0.")
@click.option("--remove", metavar="ID", help="Remove the coding or the annotation ID.")
@why_option
@json_option
def review_command(document: str | None, as_json: bool, **asked: Any) -> None:
    """List what corrections left unsure, or settle one of them.

    Each has the words as they were and the words where it stands now. What is lost stands on the text before;
    it is in no list and no count until it has a place again.

    Example: qualbench document review P01
    """
    from qualbench.errors import UsageError
    from qualbench.workbench import placing

    settling = [name for name in ("keep", "placed", "remove") if asked[name]]
    if len(settling) > 1:
        raise UsageError("One thing at a time: --keep, --place or --remove.")
    if bool(asked["placed"]) != bool(asked["at"]):
        raise UsageError("--place ID and --at START:END belong together.")
    with project_session(write=bool(settling)) as session:
        if asked["keep"]:
            placing.keep_place(session, asked["keep"])
        elif asked["placed"]:
            placing.place_at(session, asked["placed"], place(asked["at"]))
        elif asked["remove"]:
            placing.remove_waiting(session, asked["remove"], asked["why"])
        found = placing.list_waiting(session, document)
    if as_json:
        print_json([_waiting(one) for one in found])
    elif not found:
        say("Nothing waits: every coding and annotation is where its words are.")
    else:
        for one in found:
            _say_waiting(one)
        say(f"{count(len(found), 'place')} to look at. --keep ID, --place ID --at START:END, or --remove ID.")


def _waiting(one: Waiting) -> dict[str, Any]:
    now = one.place.now
    return {
        "id": one.place.id,
        "document": one.document.name,
        "what": one.what,
        "coder": one.coder,
        "doubt": one.place.doubt.value,
        "was": one.was,
        "start": now.start if now else None,
        "end": now.end if now else None,
        "now": one.now,
        "score": one.place.score,
    }


def _say_waiting(one: Waiting) -> None:
    now = one.place.now
    say(f"{one.place.id[:8]}  {one.document.name}, {one.what}, {one.coder}: {one.place.doubt.value}")
    say(f"    was: {' '.join(one.was.split())}")
    if now is not None and one.now is not None:
        say(f"    now: {' '.join(one.now.split())}  ({now.start}:{now.end}, {one.place.score:.0f}% alike)")
    else:
        say("    now: nowhere in the text")
