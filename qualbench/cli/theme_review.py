"""`theme lint`, `pile`, `review`, `reread`: looking a theme set over, reviewing a theme in two steps."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from qualbench.cli.command import CodeName, command, json_option, project_session, why_option
from qualbench.cli.output import count, print_json, say
from qualbench.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualbench.workbench.theme_remarks import ThemeRemark
    from qualbench.workbench.theme_review import Review

_SET: dict[str, Any] = {"metavar": "NAME", "help": "The theme set; by default the current one."}


@command("lint")
@click.option("--set", "set_name", **_SET)
@click.option("--all", "everything", is_flag=True, help="List silenced remarks too, with their reasons.")
@click.option("--silence", metavar="REMARK", help="Silence a remark, with --theme (or --code) and --why.")
@click.option("--restore", metavar="REMARK", help="Let a silenced remark be heard again.")
@click.option("--theme", metavar="THEME", help="The theme that the remark is about.")
@click.option(
    "--code", metavar="CODE", type=CodeName(), help="The code in no theme; silenced, it is put aside."
)
@why_option
@json_option
def lint_command(
    set_name: str | None,
    everything: bool,
    silence: str | None,
    restore: str | None,
    theme: str | None,
    code: str | None,
    why: str,
    as_json: bool,
) -> None:
    """List remarks on the themes of a set: what may be worth a look, such as a theme that one case carries.

    None of them says that a theme is wrong. Each can be silenced with a reason. The exit code is 0 whether or
    not there are remarks.

    Example: qualbench theme lint --silence one-group --theme "Getting by" --why "asked of women alone"
    """
    from qualbench.workbench.theme_remarks import theme_remarks

    named = silence or restore
    if silence and restore:
        raise UsageError("A remark is silenced or heard again, not both.")
    if bool(named) != (bool(theme) != bool(code)):
        raise UsageError("--silence and --restore go with --theme THEME or --code CODE.")
    if named:
        _silence(named, bool(silence), set_name, theme, code, why)
        return
    with project_session() as session:
        remarks = theme_remarks(session, set_name)
    shown = [one for one in remarks if everything or one.why is None]
    if as_json:
        print_json(
            [
                {
                    "remark": one.id,
                    "message": one.message,
                    "hint": one.hint,
                    "theme_id": one.theme_id or None,
                    "code_id": one.code_id or None,
                    "silenced": one.why,
                }
                for one in shown
            ]
        )
    else:
        _say_remarks(remarks, shown)


def _silence(
    name: str, silencing: bool, set_name: str | None, theme: str | None, code: str | None, why: str
) -> None:
    from qualbench.workbench import theme_remarks as remarks
    from qualbench.workbench.codebooks import find_code
    from qualbench.workbench.theming import find_theme

    with project_session(write=True) as session:
        one = remarks.find_theme_remark(
            session,
            name,
            set_name,
            theme_id=find_theme(session, theme, set_name).id if theme else "",
            code_id=find_code(session, code).id if code else "",
        )
        if silencing:
            remarks.silence_remark(session, one, set_name, why)
        else:
            remarks.hear_again(session, one, set_name)
        say(f"{'Silenced' if silencing else 'Heard again'}: {one.message}")


def _say_remarks(remarks: Sequence[ThemeRemark], shown: Sequence[ThemeRemark]) -> None:
    from qualbench.workbench.theme_remarks import THEME_REMARKS

    order = list(THEME_REMARKS)
    for name, alike in groupby(sorted(shown, key=lambda one: order.index(one.id)), key=lambda one: one.id):
        same = list(alike)
        say(f"{name}: {same[0].hint}")
        for one in same:
            say(f"  {one.message}" + (f" Silenced: {one.why}" if one.why is not None else ""))
        say()
    silenced = sum(one.why is not None for one in remarks)
    said = count(len(remarks) - silenced, "remark") if len(remarks) > silenced else "Nothing to remark"
    say(f"{said}{f', {silenced} silenced' if silenced else ''}.")


@command("pile")
@click.argument("codes", nargs=-1, metavar="[CODE]...", type=CodeName())
@click.option("--back", is_flag=True, help="Take them off the pile again.")
@click.option("--set", "set_name", **_SET)
@why_option
@json_option
def pile_command(codes: tuple[str, ...], back: bool, set_name: str | None, why: str, as_json: bool) -> None:
    """Put codes aside from a theme set, with a reason, or list those that are; nothing is lost.

    Example: qualbench theme pile Weather --why "small talk"
    """
    from qualbench.workbench.codebooks import find_code, load_codebook
    from qualbench.workbench.theming import find_set, load_pile, put_aside, take_back

    if back and not codes:
        raise UsageError("Name the codes that come back.")
    with project_session(write=bool(codes)) as session:
        chosen, book = find_set(session, set_name), load_codebook(session)
        ids = [find_code(session, one, book).id for one in codes]
        if codes:
            done = take_back(session, chosen.id, ids) if back else put_aside(session, chosen.id, ids, why)
            say(f"{'Took back' if back else 'Put aside'} {count(len(done), 'code')}.")
            return
        rows = [{"code": book.paths[one], "why": said} for one, said in load_pile(session, chosen.id).items()]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        say(f"{row['code']}{': ' if row['why'] else ''}{row['why']}")
    if not rows:
        say("No code is put aside.")


@command("review")
@click.argument("theme")
@click.argument("segments", nargs=-1, metavar="[SEGMENT]...")
@click.option("--verdict", metavar="VERDICT", help="fits, doubtful or “does not fit”; none takes it back.")
@click.option("--note", default="", metavar="TEXT", help="What you saw.")
@click.option("--set", "set_name", **_SET)
@json_option
def review_command(
    theme: str, segments: tuple[str, ...], verdict: str | None, note: str, set_name: str | None, as_json: bool
) -> None:
    """Read a theme against its extracts: list them with your verdicts, or give one.

    Example: qualbench theme review "Practical barriers" 5f0c6f2e --verdict doubtful
    """
    from qualbench.workbench.theme_review import judge_extracts, review_of
    from qualbench.workbench.theming import find_theme

    if bool(segments) != (verdict is not None):
        raise UsageError("A verdict is given on segments: name them, and --verdict VERDICT.")
    with project_session(write=bool(segments)) as session:
        found = find_theme(session, theme, set_name)
        if segments:
            judge_extracts(session, found.id, segments, "" if verdict == "none" else verdict or "", note)
        review = review_of(session, found.id)
    if segments:
        say(review.said[:1].upper() + review.said[1:] + ".")
    elif as_json:
        print_json(_review_json(review))
    else:
        for one in review.extracts:
            judged = f"[{one.verdict.verdict}] " if one.verdict else "[ ] "
            say(f"{judged}“{' '.join(one.segment.quote.split())}” {one.segment.id}")
        say(f"{review.said}.")


@command("reread")
@click.argument("theme")
@click.argument("document", required=False)
@click.option(
    "--verdict", metavar="VERDICT", help="holds, “needs a change” or “not spoken of”; none takes it back."
)
@click.option("--note", default="", metavar="TEXT", help="What you found.")
@click.option("--set", "set_name", **_SET)
@json_option
def reread_command(
    theme: str, document: str | None, verdict: str | None, note: str, set_name: str | None, as_json: bool
) -> None:
    """Read a theme against the whole data set: list the documents to read again, or say what one showed.

    Documents without a segment of the theme come first: what was not coded is found there.

    Example: qualbench theme reread "Practical barriers" P04 --verdict "needs a change" --note "a bus runs"
    """
    from qualbench.workbench.theme_review import judge_reading, review_of
    from qualbench.workbench.theming import find_theme

    if bool(document) != (verdict is not None):
        raise UsageError("A verdict is given on a document: name it, and --verdict VERDICT.")
    with project_session(write=bool(document)) as session:
        found = find_theme(session, theme, set_name)
        if document:
            judge_reading(session, found.id, document, "" if verdict == "none" else verdict or "", note)
        review = review_of(session, found.id)
    if document:
        say(review.said[:1].upper() + review.said[1:] + ".")
    elif as_json:
        print_json(_review_json(review))
    else:
        for one in review.readings:
            judged = f"[{one.verdict.verdict}] " if one.verdict else "[ ] "
            noted = f" ({one.verdict.note})" if one.verdict and one.verdict.note else ""
            say(f"{judged}{one.document.name}: {count(one.segments, 'segment')}{noted}")
        say(f"{review.said}.")


def _review_json(review: Review) -> dict[str, Any]:
    return {
        "theme": review.theme.name,
        "extracts": [
            {
                "segment": one.segment.id,
                "quote": one.segment.quote,
                "verdict": one.verdict.verdict if one.verdict else "",
                "note": one.verdict.note if one.verdict else "",
            }
            for one in review.extracts
        ],
        "documents": [
            {
                "document": one.document.name,
                "segments": one.segments,
                "verdict": one.verdict.verdict if one.verdict else "",
                "note": one.verdict.note if one.verdict else "",
            }
            for one in review.readings
        ],
    }
