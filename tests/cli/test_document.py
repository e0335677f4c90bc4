"""Correcting a document's text on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.cli.documents import KINDS
from qualbench.model.document import DocumentKind

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell


def text_of(study: Shell) -> str:
    return str(study.json("show", "P01")["text"])


def test_a_word_is_corrected_looked_at_first_and_taken_back(study: Shell) -> None:
    before = text_of(study)
    start = before.index("kept me going")
    (segment,) = study.json("code", "apply", "P01", "Comfort", "--quote", "kept me going")
    where = f"{start + 5}:{start + 7}"
    looked = study.json("document", "correct", "P01", where, "us", "--dry-run")
    assert (looked["revision"], looked["fates"], looked["waiting"]) == (2, {"changed": 1}, 0)
    assert text_of(study) == before
    said = study.ok("document", "correct", "P01", where, "us", "--why", "misheard")
    assert (
        said
        == "P01 is revision 2. Codings and annotations: 0 on the same words, 1 with the correction inside.\n"
    )
    assert "kept us going" in text_of(study)
    assert study.json("show", "P01", "--revision", "1")["text"] == before
    rows = study.json("document", "revisions", "P01")
    assert [(row["revision"], row["now"]) for row in rows] == [(1, False), (2, True)]
    assert [one["quote"] for one in study.json("segments") if one["id"] == segment["id"]] == ["kept us going"]
    study.ok("undo")
    assert text_of(study) == before


def test_what_waits_is_listed_and_settled(study: Shell, tmp_path_factory: object) -> None:
    before = text_of(study)
    study.json("code", "apply", "P01", "Comfort", "--quote", "kept me going")
    file = study.folder.parent / "better.txt"
    file.write_text(before.replace("kept me going", "helped me a lot"), encoding="utf-8")
    said = study.ok("document", "update", "P01", str(file))
    assert "1 to be looked at" in said
    (waiting,) = study.json("document", "review", "P01")
    assert (waiting["what"], waiting["was"]) == ("Comfort", "kept me going")
    assert "was: kept me going" in study.ok("document", "review")
    new = text_of(study)
    start = new.index("helped me a lot")
    at = f"{start}:{start + len('helped me a lot')}"
    assert "belong together" in study.refused("document", "review", "--place", waiting["id"], code=2)
    study.ok("document", "review", "--place", waiting["id"][:8], "--at", at)
    assert (
        study.ok("document", "review")
        == "Nothing waits: every coding and annotation is where its words are.\n"
    )
    assert "helped me a lot" in {one["quote"] for one in study.json("segments")}


def test_a_wrong_call_is_told(study: Shell) -> None:
    assert "no place in a text" in study.refused("document", "correct", "P01", "here", "x", code=2)
    assert "no stretch" in study.refused("document", "correct", "P01", "5:99999", "x", code=2)
    assert "no such file" in study.refused("document", "update", "P01", "nowhere.txt")
    assert "One thing at a time" in study.refused(
        "document", "review", "--keep", "a", "--remove", "b", code=2
    )
    assert "revision" in study.refused("show", "P01", "--revision", "9")


def test_what_a_document_is_can_be_said(study: Shell) -> None:
    assert (
        study.ok("document", "set", "P01", "--kind", "diary", "--language", "de").strip()
        == "P01: diary, language de."
    )
    shown = study.json("show", "P01")
    assert (shown["kind"], shown["language"]) == ("diary", "de")
    study.ok("undo")
    assert study.json("show", "P01")["kind"] == "interview"
    assert "No language has the code “dee”" in study.refused(
        "document", "set", "P01", "--language", "dee", code=2
    )
    assert "Say what the document is" in study.refused("document", "set", "P01", code=2)


def test_the_kinds_of_the_help_are_those_that_there_are() -> None:
    assert tuple(KINDS) == tuple(one.value for one in DocumentKind)


def test_an_import_can_say_what_it_brings(study: Shell, tmp_path: Path) -> None:
    (tmp_path / "group.txt").write_text("Moderator: Who begins?\n\nAnna: I do.\n\nBen: No, I.\n")
    study.ok("import", str(tmp_path / "group.txt"), "--kind", "group discussion")
    assert study.json("show", "group")["kind"] == "group discussion"


def test_what_hears_the_language_is_listed(study: Shell) -> None:
    said = study.json("language")
    assert said["spacy"].startswith("3.")
    assert all(one["install"] for one in said["more"])
    assert "fetches nothing" in study.ok("language")


def test_one_of_a_group_withdraws(study: Shell, tmp_path: Path) -> None:
    group = tmp_path / "group.txt"
    group.write_text(
        "Moderator: And?\n\nP1: I had a coat on.\n\nP2: I had none and froze all winter.\n", encoding="utf-8"
    )
    study.ok("import", str(group))
    study.json("code", "apply", "group", "Comfort", "--quote", "had a coat")
    study.json("code", "apply", "group", "Comfort", "--quote", "froze all winter")
    seen = study.json("document", "purge", "group", "--speaker", "P2", "--dry-run")
    assert (seen["speaker"], seen["turns"], seen["words"], seen["segments"]) == ("P2", 1, 7, 1)
    study.refused("document", "purge", "group", "--speaker", "Zoe", "--dry-run")
    said = study.ok("document", "purge", "group", "--speaker", "P2", "--yes")
    assert "1 turn of P2 (7 words)" in said
    assert "P2 is taken out" in said
    shown = study.ok("show", "group")
    assert "[withdrawn]" in shown
    assert "froze" not in shown
    quotes = [row["quote"] for row in study.json("segments") if row["document"] == "group"]
    assert quotes == ["had a coat"]
    assert "one voice" in study.ok("document", "withdrawals")
    assert "All is well" in study.ok("check")


def test_a_participant_withdraws(study: Shell) -> None:
    study.json("code", "apply", "P01", "Comfort", "--quote", "kept me going")
    seen = study.json("document", "purge", "P01", "--dry-run")
    assert (seen["done"], seen["segments"], seen["cases"]) == (False, 1, ["P01"])
    assert "--yes decides" in study.refused("document", "purge", "P01")
    assert "P01" in study.ok("documents")
    said = study.ok("document", "purge", "P01", "--yes", "--why", "asked to")
    assert "P01 goes, and with it 1 segment" in said
    assert "P01" not in study.ok("documents")
    (record,) = study.json("document", "withdrawals")
    assert (record["segments"], record["why"]) == (1, "asked to")
    assert "asked to" in study.ok("document", "withdrawals")
    assert "All is well" in study.ok("check")
