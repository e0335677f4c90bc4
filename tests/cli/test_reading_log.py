"""How far and for how long somebody has read stands in no export, no listing, no history and no backup."""

from __future__ import annotations

import sqlite3
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING

import click

from qualbench.cli.app import root
from qualbench.workbench.importing import list_documents
from qualbench.workbench.memoing import add_journal
from qualbench.workbench.project import open_session, save_place
from qualbench.workbench.reading import add_reading_time, reading_log
from tests.cli.conftest import Shell
from tests.tui.made import make_project

if TYPE_CHECKING:
    from pathlib import Path

MINUTES, TURN = 246_813_579_123, 987_654_321_012
TRACES = (str(MINUTES), f"{MINUTES:,}", str(MINUTES * 60), str(TURN), f"{TURN:,}")
#: What an export needs to be told.
GIVEN = {"transcript": ["anna"], "checklist": ["coreq"]}
LISTINGS = (
    *("documents", "show anna", "segments", "code list", "case list", "speaker list", "memo list", "log"),
    *("journal list", "theme list", "codebook show", "coder list", "profile", "check", "compare"),
)


def text_of(path: Path) -> str:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            return "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    return path.read_text(encoding="utf-8", errors="replace")


def test_it_leaves_in_no_export(tmp_path: Path) -> None:
    folder = make_project(tmp_path / "read")
    shell = Shell(folder)
    with open_session(folder) as session:
        add_journal(session, "A long day.")
        for one in list_documents(session):
            save_place(session, one.document.id, 0, turn=TURN)
            add_reading_time(session, one.document.id, MINUTES * 60)
        assert {(one.furthest_turn, one.seconds) for one in reading_log(session).values()} == {
            (TURN, MINUTES * 60)
        }
    out = tmp_path / "out"
    out.mkdir()
    export = root.get_command(click.Context(root), "export")
    assert isinstance(export, click.Group)
    for name, command in export.commands.items():
        (form,) = [one for one in command.params if one.name == "form"]
        assert isinstance(form.type, click.Choice)
        for kind in form.type.choices:
            target = str(out / f"{name}.{kind}")
            shell.ok("export", name, *GIVEN.get(name, []), "--format", kind, "--output", target)
    shell.ok("codebook", "export", "--output", str(out / "codebook.yaml"))
    said = [shell.run(*words.split()).output for words in LISTINGS]
    said += [shell.run(*words.split(), "--json").output for words in LISTINGS]
    written = [text_of(path) for path in out.iterdir()]
    assert len(written) >= 7
    for text in (*said, *written):
        assert not [trace for trace in TRACES if trace in text]


def test_a_backup_and_the_project_itself_hold_nothing_of_it(tmp_path: Path) -> None:
    folder = make_project(tmp_path / "read")
    shell = Shell(folder)
    with open_session(folder) as session:
        add_reading_time(session, list_documents(session)[0].document.id, 60)
    shell.ok("backup", "--to", str(tmp_path / "copies"))
    databases = [
        path for path in (*tmp_path.glob("copies/*"), folder / "project.qualbench") if path.is_file()
    ]
    assert len(databases) > 1
    for path in databases:
        with closing(sqlite3.connect(path)) as database:
            names = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
            assert names
            assert not names & {"reading", "place"}
    assert not [path for path in folder.rglob("*") if "reading" in path.name]
