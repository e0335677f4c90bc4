"""The lines of the bench about reading files and splitting sentences, against the libraries beneath alone."""

from __future__ import annotations

import io
import re
import zipfile
from time import process_time
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from benchmarks.corpus import interview
from benchmarks.measure import Line

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.lines import Bench

TIMES = 5
_ODT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>{}'
    "</office:text></office:body></office:document-content>"
)


def reading_lines(_bench: Bench) -> list[Line]:
    """What reading an interview of 7,000 words costs, format by format."""
    from qualbench.readers.registry import read_bytes
    from qualbench.readers.turns import find_turns

    text = interview(1).text
    lines = []
    for form, (data, bare) in _files(text).items():
        read_bytes(f"anna.{form}", data)  # libraries are loaded, patterns compiled
        bare(data)
        # every reader finds who speaks: that is done for the library too
        took = _in_turn(
            lambda form=form, data=data: read_bytes(f"anna.{form}", data),
            lambda data=data, bare=bare: find_turns(bare(data)),
        )
        lines.append(Line(f"reading {form}: cpu s, against its library and the speaker grammar", *took, 1.5))
    return lines


def language_lines(_bench: Bench) -> list[Line]:
    """What dividing an interview into sentences costs, by spaCy's rules and ours."""
    import spacy

    from qualbench.search.language import split_sentences

    texts = interview(1).text.split("\n\n") * 3
    bare = spacy.blank("en")
    bare.add_pipe("sentencizer")
    split_sentences(texts[:20])
    took = _in_turn(
        lambda: split_sentences(texts),
        lambda: [[one.start_char for one in doc.sents] for doc in bare.pipe(texts)],
    )
    return [Line("sentences, no model: cpu s, against spaCy's bare sentencizer", *took, 2.5)]


def _in_turn(ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float]:
    took = [0.0, 0.0]
    for _ in range(TIMES):
        for side, what in enumerate((ours, theirs)):
            began = process_time()
            what()
            took[side] += process_time() - began
    return took[0] / TIMES, took[1] / TIMES


def _files(text: str) -> dict[str, tuple[bytes, Callable[[bytes], str]]]:
    """Return the same interview in each format, and what its library does by itself."""
    import docx
    import lxml.html
    import pypdfium2
    from lxml import etree
    from striprtf.striprtf import rtf_to_text

    from tests.readers.made_pdf import column, pdf

    paragraphs = [one for one in text.split("\n") if one.strip()]
    word = docx.Document()
    for one in paragraphs:
        word.add_paragraph(one)
    held = io.BytesIO()
    word.save(held)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        body = "".join(f"<text:p>{escape(one)}</text:p>" for one in paragraphs)
        file.writestr("content.xml", _ODT.format(body))
    rich = "{\\rtf1\\ansi " + "\\par\n".join(re.sub(r"[{}\\]", "", one) for one in paragraphs) + "}"
    page = "".join(f"<p>{escape(one)}</p>" for one in paragraphs)
    wrapped = [line for one in paragraphs for line in re.findall(r".{1,90}(?:\s|$)", one)]
    pages = [column(wrapped[at : at + 48]) for at in range(0, len(wrapped), 48)]

    def read_odt(data: bytes) -> str:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            tree = etree.fromstring(file.read("content.xml"))
        return "\n".join("".join(one.itertext()) for one in tree.iter("{*}p"))

    def read_docx(data: bytes) -> str:
        return "\n".join(one.text for one in docx.Document(io.BytesIO(data)).paragraphs)

    def read_pdf(data: bytes) -> str:
        file = pypdfium2.PdfDocument(data)
        return "\n".join(one.get_textpage().get_text_range().replace("\r", "") for one in file)

    return {
        "docx": (held.getvalue(), read_docx),
        "odt": (packed.getvalue(), read_odt),
        "rtf": (rich.encode("ascii", "ignore"), lambda data: rtf_to_text(data.decode("cp1252"))),
        "html": (
            f"<html><body><main>{page}</main></body></html>".encode(),
            lambda data: "\n".join(map(str, lxml.html.fromstring(data).itertext())),
        ),
        "pdf": (pdf(*pages), read_pdf),
    }
