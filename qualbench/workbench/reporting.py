"""Reporting: results become files a researcher can hand on. Every quote is checked against the text first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualbench.errors import UsageError
from qualbench.reports.quotes import DEFAULT_TEMPLATE
from qualbench.reports.report import paragraph
from qualbench.storage.codings import load_segments
from qualbench.storage.themes import load_theme_sets, load_themes
from qualbench.storage.unsure import load_lost_segments
from qualbench.workbench.analysing import choose_coders, load_study
from qualbench.workbench.importing import find_document
from qualbench.workbench.independence import others_hidden
from qualbench.workbench.memoing import exported_memos
from qualbench.workbench.outputs import check_output, write_output
from qualbench.workbench.theming import current_set, find_set
from qualbench.workbench.working_file import changed_since_version

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from qualbench.analysis.selection import Selection
    from qualbench.model.theme import Theme
    from qualbench.reports.report import Report
    from qualbench.reports.summary import ThemeSummary
    from qualbench.workbench.project import Session

#: Formats that a report to be read is written in.
FORMATS = ("md", "html", "docx")
#: And those that its blocks can be written in for other uses: a spreadsheet, a program, a typesetter.
SUMMARY_FORMATS = (*FORMATS, "xlsx", "json", "tex")
#: Formats of a transcript with its codes.
TRANSCRIPT_FORMATS = ("html", "docx")
#: Formats of the table of segments.
SEGMENT_FORMATS = ("csv", "xlsx", "jsonl")

__all__ = [
    "DEFAULT_TEMPLATE",
    "FORMATS",
    "SEGMENT_FORMATS",
    "SUMMARY_FORMATS",
    "TRANSCRIPT_FORMATS",
    "Exported",
    "export_memos",
    "export_segments",
    "export_theme_summary",
    "export_transcript",
]


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written.

    Attributes:
        quotes: How many quotes are in it, each checked against the text.
        warnings: One sentence each: what was left out and why.
    """

    path: Path
    quotes: int
    warnings: tuple[str, ...] = ()


def export_theme_summary(
    session: Session,
    *,
    output: Path,
    format: str = "md",  # noqa: A002 (the field's word, and the option's)
    set_name: str | None = None,
    coder_names: Sequence[str] = (),
    kinds: Collection[str] = (),
    template: str = DEFAULT_TEMPLATE,
) -> Exported:
    """Write the summary of a theme set: the current one, or the one of that name.

    Args:
        format: One of `SUMMARY_FORMATS`.
        coder_names: Whose segments count; the lead's where none is named.
        kinds: Only sources of these kinds count; all where none is named.
        template: How a quote is attributed.

    Raises:
        QuoteDiffers: A chosen quote is not what the text says; nothing is written.
        NotFound, UsageError: A name is unknown; no source is of such a kind; the format or the template is
            none; `output` is a file that the study is kept in.
        FileProblem: The file cannot be written; what was there is as it was.
    """
    known_format(format, SUMMARY_FORMATS)
    check_output(session, output)
    summary, report = summary_report(session, set_name, coder_names, kinds, template)
    write_output(session, output, rendered(said_so(session, report), format))
    return Exported(output, summary.quotes, (*summary.warnings, *left_out(session)))


def summary_report(
    session: Session,
    set_name: str | None = None,
    coder_names: Sequence[str] = (),
    kinds: Collection[str] = (),
    template: str = DEFAULT_TEMPLATE,
) -> tuple[ThemeSummary, Report]:
    """Return a theme summary and its blocks, locked: the file says out of sight what its numbers count.

    Raises:
        As in `export_theme_summary`.
    """
    from qualbench.reports.evidence import with_lock
    from qualbench.reports.summary import collect_summary
    from qualbench.reports.theme_summary import build
    from qualbench.workbench.codebook_export import code_examples
    from qualbench.workbench.theme_history import theme_development

    selection = choose_coders(session, coder_names)
    theme_set = find_set(session, set_name)
    study = load_study(session, kinds=kinds, codebook_changed=changed_since_version(session))
    themes = load_themes(session.store, theme_set.id)
    summary = collect_summary(
        study,
        theme_set,
        themes,
        load_segments(session.store, coder_ids=selection.coder_ids),
        selection,
        session.store.text,
        template,
        developed=theme_development(session, tuple(one.id for one in themes)),
        examples=code_examples(session, study.codebook),
    )
    recipe = {
        "report": "theme-summary",
        "project": session.project.id,
        "set": theme_set.id,
        "coders": list(selection.coder_ids),
        "kinds": sorted(kinds),
    }
    return summary, with_lock(build(summary), recipe)


def export_segments(
    session: Session,
    *,
    output: Path,
    format: str = "csv",  # noqa: A002
    coder_names: Sequence[str] = (),
    set_name: str | None = None,
    expression: str = "",
) -> Exported:
    """Write one row per coding; see `reports.tables` for the columns.

    Args:
        format: One of `SEGMENT_FORMATS`.
        expression: Only codings that answer it, of those coders' (see `questions`); empty for all.
        coder_names: Whose codings; the lead's where none is named.
        set_name: The theme set whose themes are named; the current one where none is given.

    Raises:
        As in `export_theme_summary`.
    """
    from qualbench.reports.tables import segment_header, segment_rows
    from qualbench.workbench.table_files import render_table

    known_format(format, SEGMENT_FORMATS)
    check_output(session, output)
    selection = choose_coders(session, coder_names)
    chosen = find_set(session, set_name) if set_name else current_set(session)
    themes: tuple[Theme, ...] = load_themes(session.store, chosen.id) if chosen else ()
    study = load_study(session)
    segments = load_segments(session.store, coder_ids=selection.coder_ids)
    if expression:
        from qualbench.workbench.retrieving import retrieve

        answer = {one.id for one in retrieve(session, expression, coder_ids=selection.coder_ids).places}
        segments = [one for one in segments if one.id in answer]
    rows = segment_rows(study, themes, segments, exported_memos(session), selection, session.store.text)
    if format == "jsonl":  # an escaped line end would stand before a name as a letter: looked through plainly
        from qualbench.reports.csv_file import render_csv
        from qualbench.workbench.leaks import check_content

        table = list(rows)
        check_content(session, output, render_csv(segment_header(study), table))
        rows = iter(table)
    content, remarks = render_table("segments", segment_header(study), rows, format)
    write_output(session, output, content)
    return Exported(output, len(segments), (*remarks, *_others(session, selection), *left_out(session)))


def export_transcript(
    session: Session,
    document: str,
    *,
    output: Path,
    format: str = "html",  # noqa: A002 (the field's word, and the option's)
    coder_names: Sequence[str] = (),
) -> Exported:
    """Write an interview with its codes and memos.

    Args:
        document: Name or id.
        format: `html`, a page with turn numbers, codes in the margin and memos as notes; or `docx`, the text
            with codings, their memos and annotations as comments.
        coder_names: Whose codings; the lead's where none is named.

    Raises:
        As in `export_theme_summary`.
    """
    from qualbench.reports.transcript import render_transcript
    from qualbench.reports.transcript_docx import render_transcript_docx

    known_format(format, TRANSCRIPT_FORMATS)
    check_output(session, output)
    found = find_document(session, document)
    selection = choose_coders(session, coder_names)
    study = load_study(session)
    segments = load_segments(session.store, document_id=found.id, coder_ids=selection.coder_ids)
    text = session.store.text(found.id, found.revision)
    source = study.scope.by_document[found.id]
    facts = (study, source, text, segments, exported_memos(session), selection)
    if format == "docx":
        page = render_transcript_docx(*facts, session.project.id)
    else:
        page = render_transcript(*facts)
    write_output(session, output, page)
    return Exported(output, len(segments), (*_others(session, selection, found.id), *left_out(session)))


def export_memos(session: Session, *, output: Path, format: str = "md") -> Exported:  # noqa: A002
    """Write every memo, by what it is about, and the journal, by date; none that is private.

    Raises:
        NoMemos: There is none.
        UsageError: The format is none, or `output` is a file that the study is kept in.
        FileProblem: The file cannot be written.
    """
    from qualbench.reports.memos import build_memos

    known_format(format, FORMATS)
    check_output(session, output)
    themes = [theme for one in load_theme_sets(session.store) for theme in load_themes(session.store, one.id)]
    report = build_memos(
        load_study(session),
        themes,
        [*load_segments(session.store), *load_lost_segments(session.store)],
        exported_memos(session),
        session.store.text,
    )
    write_output(session, output, rendered(said_so(session, report), format))
    return Exported(output, 0, left_out(session))


def rendered(report: Report, form: str) -> bytes:
    """Write blocks in a format; python-docx is imported for a Word document alone."""
    if form == "docx":
        from qualbench.reports.docx import render_docx

        return render_docx(report)
    if form == "html":
        from qualbench.reports.html import render_html

        return render_html(report)
    if form == "xlsx":
        from qualbench.interchange.xlsx import write_sheets
        from qualbench.reports.sheets import sheets_of

        return write_sheets(sheets_of(report))
    if form == "json":
        from qualbench.reports.json_file import render_json

        return render_json(report)
    if form == "tex":
        from qualbench.reports.tex import render_tex

        return render_tex(report)
    from qualbench.reports.markdown import render_markdown

    return render_markdown(report)


def known_format(form: str, formats: Sequence[str]) -> None:
    """Refuse a format that is none of `formats`."""
    if form not in formats:
        raise UsageError(f"There is no format “{form}” for this.", f"Choose one of: {', '.join(formats)}.")


def left_out(session: Session) -> tuple[str, ...]:
    """Say what is in no file: others' codings where they are hidden, and those that lost their words."""
    said = others_hidden(session)
    hidden = [f"{said[0].upper()}{said[1:]} and memos are in the file."] if said else []
    lost = len(load_lost_segments(session.store))
    codings, are = (
        ("1 coding lost its words", "is") if lost == 1 else (f"{lost} codings lost their words", "are")
    )
    waiting = f"{codings} in a correction and {are} in no list and no number: qualbench document review."
    return (*hidden, *([waiting] if lost else []))


def said_so(session: Session, report: Report) -> Report:
    """Return a report that says at its end which codings could not be in it."""
    notes = [paragraph(said) for said in left_out(session)]
    return replace(report, blocks=(*report.blocks, *notes)) if notes else report


def _others(session: Session, selection: Selection, document_id: str | None = None) -> tuple[str, ...]:
    """Say how many codings of other coders are not in the file."""
    everyone = load_segments(session.store, document_id=document_id)
    left = sum(one.coder_id not in selection.coder_ids for one in everyone)
    return (f"{left} codings of other coders are not in it (--coder names who is).",) if left else ()
