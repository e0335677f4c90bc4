"""What is packed in a PDF is read while it is as large as pages are (what is not: `test_hostile`)."""

from __future__ import annotations

import zlib

import pytest

from qualbench.errors import FileProblem
from qualbench.readers import pdf_streams
from qualbench.readers.pdf_streams import check_streams
from qualbench.readers.refusals import UnpacksTooLarge
from qualbench.readers.registry import read_bytes
from tests.readers.test_hostile import MB, deflated, packed_pdf


def test_a_packed_page_is_read() -> None:
    assert read_bytes("a.pdf", packed_pdf(deflated(1))).text == "Anna: hello"


def test_a_large_picture_passes_where_a_page_of_that_size_does_not() -> None:
    content = deflated(60)
    check_streams("a.pdf", packed_pdf(content, b"/Subtype/Image"))
    with pytest.raises(UnpacksTooLarge):
        check_streams("a.pdf", packed_pdf(content))


def test_pages_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_streams, "_ALL", 90 * MB)
    page = packed_pdf(deflated(47))
    check_streams("a.pdf", page)
    with pytest.raises(UnpacksTooLarge):
        check_streams("a.pdf", page + page)


@pytest.mark.parametrize("filters", [b"[/ASCII85Decode /FlateDecode]", b"[/FlateDecode /DCTDecode]"])
def test_filters_that_real_files_have_pass(filters: bytes) -> None:
    check_streams("a.pdf", packed_pdf(zlib.compress(b"words" * 100), filters=filters))


@pytest.mark.parametrize("cut", [1, 20, 300])
def test_a_broken_stream_is_no_reason_to_refuse(cut: int) -> None:
    content = deflated(47)
    check_streams("a.pdf", packed_pdf(content[:-cut]))
    check_streams("a.pdf", packed_pdf(content[:100] + b"junk" * 20_000))


def test_a_stream_that_is_packed_twice_is_seen_without_its_description() -> None:
    with pytest.raises(FileProblem, match="twice"):
        check_streams("a.pdf", packed_pdf(zlib.compress(deflated(1)), filters=b"9 0 R"))
