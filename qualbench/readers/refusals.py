"""Why a file was not read: one class for each reason, all of them file problems."""

from __future__ import annotations

from pathlib import PurePath

from qualbench.errors import FileProblem

#: What can be read, as it is said.
FORMATS = "txt, md, docx, odt, rtf, pdf, html, vtt, srt, sbv, json (Whisper), ris and bib"


class UnsupportedFormat(FileProblem):
    """The file is of a kind that is not read."""

    def __init__(self, path: object, what: str = "", hint: str = "") -> None:
        said = f"{what or 'files of this kind'} cannot be read; {FORMATS} can"
        super().__init__(path, f"{said}.", hint or "Save it as plain text or as a Word document (.docx).")


#: What to do with files that people have and that are not read, by their suffixes.
_INSTEAD = {
    "Import its transcript.": "mp3 m4a wav aac ogg opus flac wma mp4 mov avi mkv webm m4v",
    "Export the references as RIS or BibTeX.": "nbib enw ciw xml rdf",
    "Save the captions as .vtt or .srt.": "ass ssa sub ttml dfxp lrc",
    "Open it with a word processor and save it as .docx.": "doc dot pages wpd abw sxw wps",
    "Have its text recognised (OCR), and save it as text or PDF.": "png jpg jpeg heic tif tiff gif webp",
    "Answers of a survey come in with: qualbench survey import. A table of cases: qualbench case import.": (
        "csv tsv tab xlsx xlsm xls ods"
    ),
    "Unpack it, and import the folder.": "zip tar gz tgz rar 7z",
    "It is a whole project: take it in by the command qualbench import.": "qdpx qde qda sqlite3 sqlite db",
    "Export it from its program as a REFI-QDA project (.qdpx), and take that in.": (
        "nvp nvpx nvcx mx18 mx20 mx22 mx24 mx25 mex20 mex22 mex24 atlproj atlproj23 atlproj24 hpr7 tra qrk"
    ),
}


def unsupported(path: object) -> UnsupportedFormat:
    """Return the refusal of a file whose suffix no reader has."""
    suffix = PurePath(str(path)).suffix.lower()
    hint = next((one for one, suffixes in _INSTEAD.items() if suffix[1:] in suffixes.split()), "")
    return UnsupportedFormat(path, f"{suffix} files" if suffix else "files without a suffix", hint)


class FileUnreadable(FileProblem):
    """The file is not there, is a folder, or may not be opened."""


class EmptyFile(FileProblem):
    """The file holds no words."""

    def __init__(self, path: object, what: str = "the file holds no words.") -> None:
        super().__init__(path, what, "Look whether the transcript was saved.")


class BinaryFile(FileProblem):
    """The file claims to be text and is not."""

    def __init__(self, path: object) -> None:
        super().__init__(path, "this is no text file.", "Open it with its own program and save it as text.")


class FileTooLarge(FileProblem):
    """The file is larger than any transcript."""

    def __init__(self, path: object, size: int, limit: int) -> None:
        said = f"{size / 2**20:,.0f} MB is more than the {limit / 2**20:,.0f} MB that a transcript may have."
        super().__init__(path, said, "Is this the recording? Choose its transcript, or split the file.")


class UnpacksTooLarge(FileTooLarge):
    """The file is small, and a part of it would unpack to something huge."""

    def __init__(self, path: object, part: str, times: int) -> None:
        said = f"its part {part} unpacks to {times:,} times its size, as in no such file."
        FileProblem.__init__(self, path, said, "Where is it from? Save its words as plain text.")


class DamagedFile(FileProblem):
    """The file is of a kind that is read, but its inside is broken."""


class EncryptedFile(FileProblem):
    """The file is protected by a password."""

    def __init__(self, path: object) -> None:
        super().__init__(
            path, "the file is protected by a password.", "Save a copy without a password and import that."
        )


class ScannedFile(FileProblem):
    """The file holds pictures of pages and no text."""

    def __init__(self, path: object, pages: int) -> None:
        said = "its page holds" if pages == 1 else f"its {pages:,} pages hold"
        super().__init__(
            path, f"{said} no text; they may be scans.", "Have the text recognised (OCR), then import that."
        )
