"""The codebook to a file, for another program or for a paper; what a format cannot carry is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.codebook.resolve import resolve_entries
from qualbench.codebook.yaml_file import read_codebook
from qualbench.errors import UsageError
from qualbench.interchange.formats import WRITTEN, what_is_lost, write_bytes
from qualbench.model.code import Codebook
from qualbench.model.ids import is_id
from qualbench.reports.codebook_appendix import Example, build_appendix
from qualbench.reports.csv_file import render_csv
from qualbench.reports.quotes import verify_quote
from qualbench.reports.report import Table
from qualbench.storage.codings import load_segments_by_id
from qualbench.workbench.codebooks import list_versions, load_codebook
from qualbench.workbench.importing import OpenDocument, open_document
from qualbench.workbench.outputs import check_output, write_output
from qualbench.workbench.project_settings import paraphrase_only
from qualbench.workbench.quoting import speaker_of
from qualbench.workbench.reporting import FORMATS as APPENDIX
from qualbench.workbench.reporting import Exported, known_format, rendered
from qualbench.workbench.starters import codebook_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.reports.report import Report
    from qualbench.workbench.project import Session

#: Every format that the codebook is written in: those that are read again, and those for a paper.
FORMATS = (*WRITTEN, *APPENDIX)
#: Those that are no text, and are not printed.
BINARY = ("xlsx", "docx")


def export_codebook(
    session: Session, output: Path, version: int | None = None, *, form: str = "yaml", table: bool = False
) -> Exported:
    """Write the codebook as it stands, or a saved version, and say what the format cannot carry.

    Args:
        output: Where to.
        version: A saved version's number.
        form: One of `FORMATS`; YAML is written as it is kept, byte for byte.
        table: For a paper: one table instead of an entry for each code.

    Raises:
        NotFound: There is no such version.
        UsageError: There is no such format, or `output` is a file that the study is kept in.
        QualbenchError: The format has no place for such a codebook, or a quote is not what the text says.
        FileProblem: The file cannot be written.
    """
    if form not in FORMATS:
        raise UsageError(
            f"There is no format “{form}” for a codebook.", f"Choose one of: {', '.join(FORMATS)}."
        )
    check_output(session, output)
    if form == "yaml":
        write_output(session, output, codebook_yaml(session, version).encode("utf-8"))
        return Exported(output, 0)
    codebook = _codebook(session, version)
    if form in WRITTEN:
        write_output(session, output, write_bytes(codebook, form))
        return Exported(output, 0, what_is_lost(codebook, form))
    report, quoted, missing = _appendix(session, codebook, table=table)
    write_output(session, output, rendered(report, form))
    return Exported(output, quoted, missing)


def export_appendix(
    session: Session,
    *,
    output: Path,
    format: str = "md",  # noqa: A002 (the field's word, and the option's)
    version: int | None = None,
    table: bool = False,
) -> Exported:
    """Write the codebook as an appendix for a paper.

    Args:
        format: One of `quote_export.FORMATS`; csv and xlsx are a table in any case.
        version: A saved version's number; the codebook of now where there is none.
        table: One table instead of an entry for each code.

    Raises:
        As `export_codebook`.
    """
    from qualbench.workbench.quote_export import FORMATS as APPENDIX_FORMATS

    known_format(format, APPENDIX_FORMATS)
    check_output(session, output)
    rows = format in ("csv", "xlsx")
    report, quoted, missing = appendix_report(session, version, table=table or rows)
    if format == "csv":
        made = next(one for one in report.blocks if isinstance(one, Table))
        write_output(session, output, render_csv(made.header, made.rows))
    else:
        write_output(session, output, rendered(report, format))
    return Exported(output, quoted, missing)


def appendix_report(
    session: Session, version: int | None = None, *, table: bool = False
) -> tuple[Report, int, tuple[str, ...]]:
    """Return a codebook as an appendix, how many segments it quotes, and what it cannot.

    Raises:
        NotFound: There is no such version.
        NoCodes: There is no code.
    """
    return _appendix(session, _codebook(session, version), table=table)


def _appendix(session: Session, codebook: Codebook, *, table: bool) -> tuple[Report, int, tuple[str, ...]]:
    """Return a codebook as a report, how many segments it quotes, and what it cannot."""
    examples = code_examples(session, codebook)
    saved = {one.number: one.created_at for one in list_versions(session)}
    date = saved.get(codebook.version, "")
    report = build_appendix(codebook, examples, table=table, author=session.coder.name, date=date)
    quoted = sum(one.segment_id is not None for one in examples.values())
    missing = len(examples) - quoted
    are = "example is" if missing == 1 else "examples are"
    said = f"{missing} {are} not quoted: no such segment is there, in sight, or of a source that is quoted."
    return report, quoted, (said,) if missing else ()


def _codebook(session: Session, version: int | None) -> Codebook:
    if version is None:
        return load_codebook(session)
    read = read_codebook(codebook_yaml(session, version))
    found = resolve_entries(read, Codebook("", ()), known_at_writing=None).target
    return Codebook(found.name, found.codes, version)


def code_examples(session: Session, codebook: Codebook) -> dict[str, Example]:
    """Return what stands for the examples that are segments, each compared with the text."""
    texts = [one for code in codebook.codes for one in (*code.examples, *code.counter_examples)]
    wanted = {one.strip().lower(): one for one in texts if is_id(one.strip())}
    segments = load_segments_by_id(session.store, list(wanted))
    opened: dict[str, OpenDocument] = {}
    unquoted = paraphrase_only(session)
    found = {}
    for segment_id, said in wanted.items():
        segment = segments.get(segment_id)
        if segment is None:
            found[said] = Example("(A segment that is not there.)", "", None)
            continue
        if segment.document_id not in opened:
            opened[segment.document_id] = open_document(session, segment.document_id)
        document = opened[segment.document_id]
        if document.document.kind in unquoted:
            found[said] = Example("(A segment of a kind of source that is not quoted.)", "", None)
            continue
        text = session.store.text(segment.document_id, segment.revision)
        words = verify_quote(text, segment, document.document.name)
        found[said] = Example(words, speaker_of(session, document, segment.span), segment.id)
    return found
