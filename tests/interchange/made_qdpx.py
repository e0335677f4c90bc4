"""REFI-QDA projects as programs write them, with invented words."""

from __future__ import annotations

import io
import random
import zipfile
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import quoteattr

from qualbench.interchange.positions import Model, Unit, plain_breaks

if TYPE_CHECKING:
    from pathlib import Path

_WORDS = [
    "ward",
    "bed",
    "night",
    "señora",
    "😀",
    "nurse",
    "früh",
    "we",
    "had",
    "🏥",
    "nobody",
    "字",
    "late",
    "tired",
    "👩\u200d⚕️",
    "and",
    "the",
    "bus",
    "garden",
]
SPACE = "urn:QDA-XML:project:1.0"


def guid(number: int, kind: int = 0) -> str:
    """A GUID of its own for each number and kind."""
    return f"{number:08x}-{kind:04x}-4000-8000-000000000001"


def position_in(raw: str, at: int, model: Model) -> int:
    """Where a code point of the raw text is in a model's count, worked out the slow way."""
    before = raw[:at]
    if model.breaks == 1:
        before = before.replace("\r\n", "\n")
    number = {
        Unit.CODE_POINTS: len(before),
        Unit.UTF16: len(before.encode("utf-16-le")) // 2,
        Unit.BYTES: len(before.encode()),
    }[model.unit]
    return number + ((3 if model.unit is Unit.BYTES else 1) if model.bom else 0)


def package(
    path: Path, listed: str, sources: dict[str, bytes] | None = None, name: str = "project.qde"
) -> Path:
    """Write a project file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for part, data in (sources or {}).items():
            file.writestr(part, data)
        file.writestr(name, listed)
    return path


def project(inside: str, origin: str = "", space: str = SPACE) -> str:
    """The list of a project."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<Project xmlns="{space}" name="Wards" '
        f"origin={quoteattr(origin)}>{inside}</Project>"
    )


class Passages(NamedTuple):
    """A project of many passages: its file, and the words of each by the id of its coding."""

    path: Path
    words: dict[str, str]


def many_passages(
    path: Path, model: Model, *, origin: str = "", crlf: bool = True, marked: bool = True, number: int = 300
) -> Passages:
    """Write ten texts with passages of one to nine words, in a way of counting, without names."""
    chance = random.Random(7)
    words: dict[str, str] = {}
    sources: dict[str, bytes] = {}
    listed = []
    for document in range(10):
        line = "\r\n" if crlf else "\n"
        pieces = [[chance.choice(_WORDS) for _ in range(chance.randint(3, 12))] for _ in range(60)]
        raw = line.join("😀 " + " ".join(one) + chance.choice(".?!") for one in pieces)
        starts = [
            at for at, one in enumerate(raw) if one not in " \r\n" and raw[at - 1 : at] in ("", " ", "\n")
        ]
        selections = []
        for one in range(number // 10):
            first = chance.randrange(len(starts) - 10)
            start, last = starts[first], starts[first + chance.randint(1, 9)]
            end = start + len(raw[start:last].rstrip())
            until = end - (1 if model.inclusive else 0)
            coding = guid(document * 1000 + one, 2)
            words[coding] = plain_breaks(raw[start:end])
            selections.append(
                f'<PlainTextSelection guid="{guid(document * 1000 + one, 1).upper()}" name="" '
                f'startPosition="{position_in(raw, start, model)}" endPosition="{position_in(raw, until, model)}" '
                f'creatingUser="{guid(1, 9)}"><Coding guid="{{{coding.upper()}}}" creatingUser="{guid(2, 9)}">'
                f'<CodeRef targetGUID="{guid(1, 8)}"/></Coding></PlainTextSelection>'
            )
        sources[f"Sources/{guid(document)}.txt"] = (b"\xef\xbb\xbf" if marked else b"") + raw.encode()
        listed.append(
            f'<TextSource guid="{guid(document)}" name="P{document}" plainTextPath="internal://'
            f'{guid(document).upper()}.txt" richTextPath="internal://{guid(document)}.docx">'
            + "".join(selections)
            + "</TextSource>"
        )
    inside = (
        f'<Users><User guid="{guid(1, 9)}" name="Mia"/><User guid="{guid(2, 9)}" name="Jon"/></Users>'
        f'<CodeBook><Codes><Code guid="{guid(1, 8)}" name="Rest" isCodable="true"/></Codes></CodeBook>'
        f"<Sources>{''.join(listed)}</Sources>"
    )
    return Passages(package(path, project(inside, origin), sources), words)


TEXT = "Anna: We had no day off at all.\n\nBen: The wards were full 😀, the beds too.\n"
TALK = "They came late.\nNobody said a word.\nThen it rained.\n"


def _at(words: str, text: str = TEXT) -> str:
    return f'startPosition="{text.index(words)}" endPosition="{text.index(words) + len(words)}"'


def _coding(number: int, code: int = 2, more: str = "") -> str:
    return f'<Coding guid="{guid(number, 2)}" creatingUser="{guid(1, 9)}"><CodeRef targetGUID="{guid(code, 8)}"/>{more}</Coding>'


def everything(path: Path) -> Path:
    """Write a project that holds one of everything."""
    inside = f"""
<Users><User guid="{guid(1, 9)}" name="Mia"/><User guid="{guid(2, 9)}" id="J"/></Users>
<CodeBook><Codes>
<Code guid="{guid(1, 8)}" name="Work" isCodable="false" color="#ff0000"><Description>About work.</Description>
<NoteRef targetGUID="{guid(1, 7)}"/>
<Code guid="{{{guid(2, 8).upper()}}}" name="Rest" isCodable="true" color="no colour"/></Code>
<Code guid="{guid(3, 8)}" name="Care" isCodable="true"><Code guid="{guid(4, 8)}" name="Rest" isCodable="true"/></Code>
</Codes></CodeBook>
<Variables><Variable guid="{guid(1, 6)}" name="Age" typeOfVariable="Integer"/>
<Variable guid="{guid(2, 6)}" name="Retired" typeOfVariable="Boolean"/>
<Variable guid="{guid(3, 6)}" name="Since" typeOfVariable="DateTime"/></Variables>
<Cases><Case guid="{guid(1, 5)}" name="Ward 3"><Description>The third ward.</Description>
<CodeRef targetGUID="{guid(3, 8)}"/>
<VariableValue><VariableRef targetGUID="{guid(1, 6)}"/><IntegerValue>41</IntegerValue></VariableValue>
<VariableValue><VariableRef targetGUID="{guid(2, 6)}"/><BooleanValue>true</BooleanValue></VariableValue>
<SourceRef targetGUID="{guid(1)}"/><SelectionRef targetGUID="{guid(1, 1)}"/></Case></Cases>
<Sources>
<TextSource guid="{guid(1)}" name="ward.docx" plainTextPath="internal://a.txt">
<PlainTextSelection guid="{guid(1, 1)}" name="The wards were full 😀" {_at("The wards were full 😀")}>
<Description>look again</Description>{_coding(1)}{_coding(2, 3, f'<NoteRef targetGUID="{guid(2, 7)}"/>')}</PlainTextSelection>
<PlainTextSelection guid="{guid(2, 1)}" name="the be…" {_at("the beds")} creatingUser="{guid(2, 9)}"><Description>nice</Description></PlainTextSelection>
<PlainTextSelection guid="{guid(3, 1)}" name="We had no day off at all." {_at("the beds too")}>{_coding(3)}</PlainTextSelection>
<PlainTextSelection guid="{guid(4, 1)}" name="far" startPosition="900" endPosition="950">{_coding(4)}</PlainTextSelection>
<PlainTextSelection guid="{guid(5, 1)}" name="" startPosition="6" endPosition="6">{_coding(5)}</PlainTextSelection>
<PlainTextSelection guid="{guid(6, 1)}" name="my best quote" {_at("no day off")}>{_coding(6)}</PlainTextSelection>
<Coding guid="{guid(7, 2)}" creatingUser="{guid(3, 9)}"><CodeRef targetGUID="{guid(4, 8)}"/></Coding>
<VariableValue><VariableRef targetGUID="{guid(3, 6)}"/><DateTimeValue>2020-03-01T00:00:00Z</DateTimeValue></VariableValue>
</TextSource>
<PictureSource guid="{guid(2)}" name="bed.jpg" path="internal://bed.jpg">
<PictureSelection guid="{guid(7, 1)}" name="corner" firstX="1" firstY="2" secondX="3" secondY="4">{_coding(8)}</PictureSelection>
</PictureSource>
<PDFSource guid="{guid(3)}" name="rules.pdf" path="internal://rules.pdf">
<PDFSelection guid="{guid(8, 1)}" page="0" firstX="1" firstY="2" secondX="3" secondY="4">{_coding(9)}</PDFSelection>
<PDFSelection guid="{guid(9, 1)}" page="1" firstX="1" firstY="2" secondX="3" secondY="4">{_coding(10)}</PDFSelection>
<Representation guid="{guid(4)}" name="Representation"><PlainTextContent>No visits after eight.</PlainTextContent>
<PlainTextSelection guid="{guid(8, 1)}" {_at("visits", "No visits after eight.")}>{_coding(11)}</PlainTextSelection>
</Representation></PDFSource>
<AudioSource guid="{guid(5)}" name="talk.m4a" path="relative:///talk.m4a">
<Transcript guid="{guid(6)}" name="talk"><PlainTextContent>{TALK}</PlainTextContent>
<SyncPoint guid="{guid(1, 4)}" timeStamp="0" position="0"/>
<SyncPoint guid="{guid(2, 4)}" timeStamp="2500" position="{TALK.index("Nobody")}"/>
<SyncPoint guid="{guid(3, 4)}" timeStamp="61000" position="{TALK.index("Then")}"/>
<TranscriptSelection guid="{guid(10, 1)}" fromSyncPoint="{guid(2, 4)}" toSyncPoint="{guid(3, 4)}">{_coding(12)}</TranscriptSelection>
</Transcript><AudioSelection guid="{guid(11, 1)}" begin="1500" end="63000" name="silence"/></AudioSource>
</Sources>
<Notes><Note guid="{guid(1, 7)}" name="On work"><PlainTextContent>It never ends.</PlainTextContent></Note>
<Note guid="{guid(2, 7)}" name="On this" plainTextPath="internal://note.txt" creatingUser="{guid(2, 9)}"/>
<Note guid="{guid(3, 7)}" name="Plan"><PlainTextContent>Ask more.</PlainTextContent></Note></Notes>
<Links><Link guid="{guid(1, 3)}" name="leads to" direction="OneWay" originGUID="{guid(1, 8)}" targetGUID="{guid(1, 1)}"/></Links>
<Sets><Set guid="{guid(4, 3)}" name="Hard"><MemberCode targetGUID="{guid(2, 8)}"/></Set>
<Set guid="{guid(5, 3)}" name="city: Ulm"><MemberSource targetGUID="{guid(1)}"/></Set>
<Set guid="{guid(6, 3)}" name="All"><MemberSource targetGUID="{guid(4)}"/></Set></Sets>
<Graphs><Graph guid="{guid(7, 3)}" name="Net"><Vertex guid="{guid(8, 3)}" representedGUID="{guid(1, 8)}" firstX="0" firstY="0"/>
<Vertex guid="{guid(9, 3)}" name="idea" firstX="0" firstY="0"/><Edge guid="{guid(10, 3)}" sourceVertex="{guid(8, 3)}" targetVertex="{guid(9, 3)}"/></Graph></Graphs>
<Oddity/>
"""
    sources = {
        "Sources/A.TXT": TEXT.encode(),
        "Sources/note.txt": b"Later.",
        "Sources/bed.jpg": b"\xff\xd8\xff",
        ".root": b"",
    }
    return package(path, project(inside, "NVivo for Mac 15"), sources, "Wards.QDE")


def lying(data: bytes) -> bytes:
    """The same package with a smaller size said of its list than it has."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        size = file.infolist()[-1].file_size
    at = data.rindex(size.to_bytes(4, "little"))
    return data[:at] + (size // 2).to_bytes(4, "little") + data[at + 4 :]
