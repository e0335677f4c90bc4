"""What we are measured against does the same: the same rows in the same tables, the same JSON."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import click
import pytest
from click.testing import CliRunner

from benchmarks.bare import bare_help, bare_listing, raw_codings, raw_import
from benchmarks.corpus import code_paths, codebook, write_corpus
from qualbench.cli.app import root
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.coding_import import import_codings
from qualbench.workbench.importing import import_documents
from qualbench.workbench.project import create_project, open_session
from qualbench.workbench.working_file import adopt

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    write_corpus(tmp_path / "texts", tmp_path / "rows.json", 2)
    (tmp_path / "codes.yaml").write_text(codebook(), encoding="utf-8")
    create_project(tmp_path / "empty", title="Bench", coder="Mira Example")
    return tmp_path


@pytest.fixture
def imported(corpus: Path) -> Path:
    shutil.copytree(corpus / "empty", corpus / "imported")
    with open_session(corpus / "imported") as session:
        import_documents(session, [corpus / "texts"])
        adopt(session, corpus / "codes.yaml", message="for the bench")
        assert set(code_paths()) < set(load_codebook(session).by_path)
    return corpus / "imported"


@pytest.fixture
def coded(corpus: Path, imported: Path) -> Path:
    shutil.copytree(imported, corpus / "coded")
    with open_session(corpus / "coded") as session:
        assert import_codings(session, corpus / "rows.json").added == 600
    return corpus / "coded"


def rows(project: Path, query: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(project / "project.qualbench")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT position, name, kind, source, format, sha256, encoding, revision FROM document ORDER BY 1",
        "SELECT text, sha256, words, turns, turn_count, number FROM revision ORDER BY rowid",
        "SELECT c.number, c.name, d.name FROM cases c JOIN document d ON d.case_id = c.id ORDER BY 1",
        "SELECT d.name, s.position, s.label, s.role FROM speaker s JOIN document d ON d.id = s.document_id "
        "ORDER BY d.name, s.position",
        "SELECT rowid FROM revision_fts WHERE revision_fts MATCH 'think' ORDER BY 1",
        "SELECT verb, rows FROM step WHERE verb <> 'save version' ORDER BY id",
    ],
)
def test_the_raw_import_writes_the_same_rows(corpus: Path, imported: Path, query: str) -> None:
    raw = shutil.copytree(corpus / "empty", corpus / "raw")
    raw_import.main(raw, corpus / "texts")
    found = rows(raw, query)
    assert found
    assert found == rows(imported, query)


def test_the_raw_codings_are_the_same_rows(corpus: Path, imported: Path, coded: Path) -> None:
    raw_codings.main(imported, corpus / "rows.json")
    query = 'SELECT document_id, revision, start, "end", quote, code_id, coder_id FROM segment ORDER BY rowid'
    assert len(rows(coded, query)) == 600
    assert rows(imported, query) == rows(coded, query)
    steps = "SELECT verb, rows FROM step ORDER BY id"
    assert rows(imported, steps) == rows(coded, steps)


def test_the_bare_listing_prints_the_same_json(coded: Path) -> None:
    code = code_paths()[7]
    ours = CliRunner().invoke(root, ["--project", str(coded), "segments", "--code", code, "--json"])
    bare = CliRunner().invoke(bare_listing.main, [str(coded), "--code", code])
    assert len(json.loads(ours.stdout)) == 10
    assert json.loads(ours.stdout) == json.loads(bare.stdout)


def test_the_bare_help_has_the_same_commands(tmp_path: Path) -> None:
    script = tmp_path / "bare.py"
    script.write_text(bare_help.source(root), encoding="utf-8")
    said = subprocess.run([sys.executable, script, "--help"], capture_output=True, text=True, check=True)
    for name in root.list_commands(click.Context(root)):
        assert f"\n  {name} " in said.stdout
    said = subprocess.run(
        [sys.executable, script, "code", "--help"], capture_output=True, text=True, check=True
    )
    assert "\n  apply " in said.stdout
