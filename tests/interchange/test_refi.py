from __future__ import annotations

from xml.etree import ElementTree

import pytest
from lxml import etree

from qualbench.codebook.matching import walk_entries
from qualbench.errors import FileProblem
from qualbench.interchange.formats import read_bytes
from qualbench.interchange.refi import NoCodes, read_refi, write_refi
from qualbench.model.code import Codebook
from tests.codebook.made import book, code, number, small
from tests.interchange.made import REAL, there_and_back, told, tree, zipped

SCHEMA = REAL / "refi-qda" / "Codebook.xsd"
HEAD = '<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Another 1.0"><Codes>'
TAIL = "</Codes></CodeBook>"
SPACE = "{urn:QDA-XML:codebook:1.0}"


def qdc(inside: str) -> bytes:
    return f"{HEAD}\n{inside}\n{TAIL}".encode()


def test_a_file_has_guids_the_tree_colours_and_one_description_a_code() -> None:
    root = ElementTree.fromstring(write_refi(small()))
    assert root.tag == f"{SPACE}CodeBook"
    (codes,) = root
    barriers, hope = codes
    assert barriers.attrib == {"guid": number(1), "name": "Barriers", "isCodable": "true"}
    assert [one.tag for one in barriers] == [f"{SPACE}Description", f"{SPACE}Code", f"{SPACE}Code"]
    assert barriers[1].attrib["color"] == "#0072B2"
    assert hope[0].text == "In vivo: yes\n\nStatus: retired"


@pytest.mark.skipif(not SCHEMA.exists(), reason="the standard's schema is not beside the project")
def test_a_file_is_valid_against_the_standards_schema() -> None:
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    deep = [code(index, f"<{index}> & \"'", index - 1 or None, color="#fff000") for index in range(1, 30)]
    heading = code(40, "\ud7ff😀", position=1, properties=(("codable", "no"),))
    for codebook in (small(), book(*deep, heading)):
        schema.assertValid(etree.fromstring(write_refi(codebook)))


def test_a_codebook_without_codes_is_refused_in_a_sentence() -> None:
    with pytest.raises(NoCodes, match="at least one"):
        write_refi(Codebook("Empty", ()))


def test_a_heading_stays_one_and_what_another_program_says_of_it_holds() -> None:
    heading = book(code(1, "Themes", properties=(("a", "b"), ("codable", "no"), ("c", "d"))))
    assert there_and_back(heading, "qdc").codes == heading.codes
    made = write_refi(heading)
    assert b'isCodable="false"' in made
    (entry,) = read_refi("a.qdc", made.replace(b'"false"', b'"true"')).entries
    assert entry.properties == (("a", "b"), ("c", "d"))


def test_guids_in_braces_and_capitals_and_colours_of_any_kind_are_read() -> None:
    file = read_refi(
        "a.qdc",
        qdc(
            f'<Code guid="{{{number(1).upper()}}}" name="A" isCodable="true" color="#f0a">\n'
            '<Code guid="17" name="B" isCodable="1" color="rgba(0, 114, 178, 1)"/></Code>\n'
            f'<Code guid="{number(1)}" name="C" isCodable="true" color="blue"/>'
        ),
    )
    a, c = file.entries
    assert (a.id, a.color, a.children[0].id, a.children[0].color) == (number(1), "#ff00aa", None, "#0072B2")
    assert (c.id, c.color) == (None, "")
    assert told(file) == [
        "3 “17” is no id (a GUID): a new one is given.",
        f"4 The id {number(1)} is there twice (first on line 2): a new one is given.",
        "4 “blue” is no colour.",
    ]


def test_what_a_file_of_another_program_does_not_say_is_left_to_the_project() -> None:
    (entry,) = read_refi("a.qdc", qdc(f'<Code guid="{number(1)}" name="A" isCodable="true"/>')).entries
    assert entry.given == {"name"}
    (ours,) = read_refi("a.qdc", write_refi(book(code(1, "A")))).entries
    assert {"definition", "examples", "status", "color"} <= ours.given


def test_sets_and_strangers_are_named() -> None:
    text = (
        f'<CodeBook xmlns="urn:QDA-XML:codebook:0:4"><Codes><Code guid="{number(1)}" name="A">'
        '<NoteRef targetGUID="x"/></Code></Codes><Sets>'
        f'<Set guid="{number(2)}" name="Group"><MemberCode guid="{number(1)}"/></Set></Sets></CodeBook>'
    )
    assert told(read_refi("a.qdc", text.encode())) == [
        "The set “Group” is not taken over; it holds “A”.",
        "<NoteRef> is not taken over.",
    ]
    bare = read_refi("a.qdc", b'<CodeBook><Codes><Code name="A"/></Codes><Sets/></CodeBook>')
    assert told(bare) == ["The file does not say that it is REFI-QDA (its namespace); it is read as such."]


def test_names_that_cannot_stand_are_changed_and_said() -> None:
    same = '<Code guid="" name="A" isCodable="true"/>\n'
    file = read_refi(
        "a.qdc", qdc(f'{same}{same}{same}<Code guid="" name="B &gt; C&#10;D" isCodable="true"/>')
    )
    assert tree(file.entries) == ["A", "A (2)", "A (3)", "B / C D"]
    assert [one.partition(" ")[0] for one in told(file)] == ["3", "4", "5"]
    nameless = read_refi("a.qdc", qdc('<Code guid="" name=" " isCodable="true"/>'))
    assert told(nameless) == ["*2 A code has no name here."]


BOMB = '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;">]>'
FILE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
REMOTE = '<!DOCTYPE a SYSTEM "http://example.org/a.dtd">'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (f"{BOMB}<CodeBook>&y;</CodeBook>".encode(), "line 1: it defines a document type of its own"),
        (f"\n{FILE}<CodeBook>&x;</CodeBook>".encode(), "line 2: it defines a document type of its own"),
        (f"{REMOTE}<CodeBook/>".encode(), "document type of its own"),
        (qdc("<Code name='A'>"), "line 3: it is not well-formed XML (mismatched tag)"),
        (qdc("<Code name='A' name='B'/>"), "duplicate attribute"),
        (b"<html><body/></html>", "begins with <html>"),
        (b"name,definition\n", "not well-formed"),
        (("<CodeBook>" + "<Codes>" * 300).encode(), "nested more than 250 deep"),
        (b'<?xml version="1.0" encoding="ebcdic-zz"?><CodeBook/>', "encoding"),
        (b"", "the file is empty"),
        (zipped({"a.txt": "x"}), "this one has none"),
        (zipped({"a.qde": "x", "b.QDE": "x"}), "this one has 2"),
        (zipped({"a.qde": "<CodeBook/>" * 99})[:-30], "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old or a protected Office file"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_gets_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(FileProblem) as caught:
        read_bytes("a.qdc", data, "qdc")
    assert said in caught.value.message
    assert caught.value.message.startswith("a.qdc")


def test_codes_nested_too_deep_are_refused_with_their_line() -> None:
    deep = "".join(f'<Code name="{at}">\n' for at in range(60)) + "</Code>" * 60
    (said,) = told(read_refi("a.qdc", qdc(deep)))
    assert said == "*52 Codes are nested more than 50 deep here."


def test_the_codes_of_a_project_file_are_read() -> None:
    project = (
        '<Project xmlns="urn:QDA-XML:project:1.0"><CodeBook><Codes><Code name="A"/></Codes></CodeBook><Sets>'
    )
    project += '<Set name="s"/></Sets></Project>'
    file = read_refi("a.qdpx", zipped({"Study.QDE": project, "sources/a.qde": "no"}))
    assert tree(file.entries) == ["A"]
    assert told(file) == ["Of the project only its codes are read; sources and codings stay in it."]


@pytest.mark.parametrize(
    ("name", "codes", "levels"),
    [
        ("refi/annexA1_codebook.qdc", 6, 1),
        ("refi/TestProject.qdpx", 14, 1),
        ("nvivo_mac/nvivo_project.qdpx", 262, 7),
        ("atlasti/target-atlas-project.qdpx", 3, 2),
    ],
)
def test_what_other_programs_wrote_is_read(name: str, codes: int, levels: int) -> None:
    path = REAL / "data" / name
    if not path.exists():
        pytest.skip("no real files beside the project")
    file = read_bytes(name, path.read_bytes(), "qdc")
    places = [place for _entry, place in walk_entries(file.entries)]
    assert (len(places), max(map(len, places))) == (codes, levels)
    assert not [one for one in file.problems if one.serious]
