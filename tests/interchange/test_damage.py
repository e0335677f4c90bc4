"""Whatever happened to a file, reading it gives codes that the codebook can hold, or a sentence."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualbench.codebook.resolve import resolve_entries
from qualbench.codebook.yaml_file import read_codebook, write_codebook
from qualbench.errors import QualbenchError
from qualbench.interchange.formats import read_bytes, write_bytes
from qualbench.model.code import Codebook
from tests.codebook.made import small
from tests.interchange.made import zipped

PIECES = (
    b'"',
    b"<",
    b">",
    b"&",
    b"\n",
    b",",
    b";",
    b"\t",
    b"\0",
    b"\xff",
    b">>",
    b" > ",
    b"  ",
    b"'",
    b"</Code>",
)
MARKUP = (
    b"<Code name='x'>",
    b"<c r='ZZZ9999999' t='s'><v>9</v></c>",
    b"<row r='0'>",
    b"_x0000_",
    b"&#0;",
    b"--",
)
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from((*PIECES, *MARKUP))),
    min_size=1,
    max_size=4,
)


def damaged(data: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    for where, cut, piece in edits:
        at = int(where * len(data))
        data = data[:at] + piece + data[at + cut :]
    return data


@pytest.mark.parametrize("form", ["qdc", "csv", "xlsx", "txt", "xlsx inside"])
@settings(max_examples=30)
@given(edits=EDITS)
def test_a_damaged_file_is_read_or_refused(form: str, edits: list[tuple[float, int, bytes]]) -> None:
    form, _, inside = form.partition(" ")
    data = write_bytes(small(), form)
    if inside:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            parts = {name: file.read(name) for name in file.namelist()}
        sheet = "xl/worksheets/sheet1.xml"
        data = zipped({**parts, sheet: damaged(parts[sheet], edits)})
    else:
        data = damaged(data, edits)
    try:
        read = read_bytes("a file", data, form)
    except QualbenchError as error:
        assert error.message.startswith("a file")
        return
    if not any(one.serious for one in read.problems):
        made = resolve_entries(read, Codebook("", ()), known_at_writing=None).target
        assert not [one for one in read_codebook(write_codebook(made)).problems if one.serious]
