"""PDFs made letter by letter for the tests: lines of Helvetica at places, pictures, a password."""

from __future__ import annotations

from typing import NamedTuple


class At(NamedTuple):
    """Words at a place, in points from the page's lower left corner."""

    x: float
    y: float
    words: str


def column(lines: list[str], x: float = 72, top: float = 760, pitch: float = 14) -> list[At]:
    """Lines one below another."""
    return [At(x, top - n * pitch, line) for n, line in enumerate(lines)]


def pdf(*pages: list[At], pictures: tuple[int, ...] = (), password: bool = False) -> bytes:
    """Return a PDF; pages in `pictures` (from 0) hold an image."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    image = (
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
        b"/Length 1 >>\nstream\n0\nendstream"
    )
    objects: list[bytes] = [b"", b"", font]
    objects.append(image)
    kids = []
    for number, page in enumerate(pages):
        content = b"".join(
            b"BT /F 11 Tf %g %g Td (%s) Tj ET\n" % (one.x, one.y, _escaped(one.words)) for one in page
        )
        if number in pictures:
            content += b"q 500 0 0 700 50 50 cm /I Do Q\n"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        resources = b"<< /Font << /F 3 0 R >> /XObject << /I 4 0 R >> >>"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources %s /Contents %d 0 R >>"
            % (resources, len(objects))
        )
        kids.append(len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (
        len(kids),
        b" ".join(b"%d 0 R" % kid for kid in kids),
    )
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    lock = b""
    if password:
        lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >> /ID [<00> <00>] " % (
            b"ab" * 32,
            b"cd" * 32,
        )
    return out + b"trailer\n<< /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        lock,
        table,
    )


def _escaped(words: str) -> bytes:
    plain = words.encode("cp1252")
    return plain.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
