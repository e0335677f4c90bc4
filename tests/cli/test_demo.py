"""`qualbench demo`: the example study, built by the public verbs."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from docs.make_example_reports import OUTPUT, reports
from qualbench.cli.app import root
from qualbench.errors import QualbenchError
from qualbench.workbench.demo import build_demo
from qualbench.workbench.project import ProjectLocked, open_session
from qualbench.workbench.tour_state import MARK
from tests.cli.conftest import Shell


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The example study and what was printed while it was built without a terminal."""
    folder = tmp_path_factory.mktemp("somewhere") / "build" / "demo"
    result = CliRunner().invoke(root, ["demo", "--folder", str(folder)])
    assert result.exit_code == 0, result.output
    assert str(folder) in result.stderr
    return folder, result.stdout


def test_the_summary_is_printed_and_all_are_written(demo: tuple[Path, str]) -> None:
    folder, printed = demo
    assert printed.startswith("# Heart and mind (fictional example): Four themes")
    written = folder / "exports" / "theme-summary-four-themes.md"
    assert printed.strip() == written.read_text(encoding="utf-8").strip()
    assert {path.suffix for path in (folder / "exports").iterdir()} == {".md", ".html", ".docx"}
    assert len(list((folder / "exports").iterdir())) == 6


def test_the_evolution_reports_beside_the_study_are_current(demo: tuple[Path, str]) -> None:
    """Where they are not: docs/make_example_reports.py writes them, and the difference is to be looked at."""
    with open_session(demo[0], write=False) as session:
        made = reports(session)
    assert {path.name: path.read_bytes() for path in OUTPUT.iterdir()} == made


def test_what_became_of_the_codes_is_told(demo: tuple[Path, str]) -> None:
    told = Shell(demo[0]).ok("codebook", "evolution", "--output", "-")
    assert "Merged into “Timing of referral and screening > Timing of referral”." in told
    assert "Split; “Practical barriers > Mobility and fatigue” was split off." in told
    assert "the two coders could not keep them apart." in told
    assert "Note in the file" in told


def test_the_study_is_whole(demo: tuple[Path, str]) -> None:
    shell = Shell(demo[0])
    assert shell.json("check") == []
    assert len(shell.json("documents")) == 13
    assert len(shell.json("case", "list")) == 13
    assert [row["number"] for row in shell.json("codebook", "log")] == [1, 2, 3]
    assert len(shell.json("segments", "--coder", "Ana Ruiz")) >= 250
    assert {row["document"] for row in shell.json("segments", "--coder", "Tom Okafor")} == {
        *("P02", "P05", "P08", "P11"),
    }
    assert [row["name"] for row in shell.json("theme", "set", "list")] == ["Four themes", "Three themes"]
    themes = shell.json("theme", "list")
    assert {row["of"] for row in themes} == {13}
    assert all(row["exemplars"] for row in themes)
    assert "Reluctance to report or engage > Preference for informal peer support" in {
        row["path"] for row in themes
    }
    assert shell.json("journal")
    assert {row["about"] for row in shell.json("memo", "list")} == {
        *("project", "document", "case", "code", "segment", "theme"),
    }


def test_who_was_not_recruited_counts_for_nobody(demo: tuple[Path, str]) -> None:
    roles = {row["speaker"]: row["role"] for row in Shell(demo[0]).json("speaker", "list", "P11")}
    assert roles["Partner"] == "unidentified"
    assert roles["P11"] == "participant"


def test_the_notice_of_the_captions_has_no_speaker(demo: tuple[Path, str]) -> None:
    shell = Shell(demo[0])
    for name in ("P04", "P10"):
        first = shell.json("show", name)["turns"][0]
        assert first["speaker"] is None or "fictional" not in first["speaker"]


def test_an_example_study_is_opened_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    folder.mkdir()
    build_demo(folder)
    Shell(folder).ok("code", "create", "My own code")
    build_demo(folder)
    assert "My own code" in Shell(folder).ok("code", "list")
    with open_session(folder), pytest.raises(ProjectLocked):
        build_demo(folder, fresh=True)
    assert "My own code" in Shell(folder).ok("code", "list")
    build_demo(folder, fresh=True)
    assert "My own code" not in Shell(folder).ok("code", "list")
    assert not [path for path in tmp_path.iterdir() if path != folder]


@pytest.mark.parametrize("fresh", [False, True])
def test_a_folder_that_is_no_example_study_is_left_alone(tmp_path: Path, fresh: bool) -> None:
    (tmp_path / "thesis.docx").write_text("years of work", encoding="utf-8")
    (tmp_path / MARK).write_text("a file of that name", encoding="utf-8")
    with pytest.raises(QualbenchError, match="not the example study"):
        build_demo(tmp_path, fresh=fresh)
    assert (tmp_path / "thesis.docx").read_text(encoding="utf-8") == "years of work"


def test_a_project_that_is_no_example_study_is_left_alone(study: Shell) -> None:
    with pytest.raises(QualbenchError, match="not the example study"):
        build_demo(study.folder, fresh=True)
    assert len(study.json("documents")) == 2


def test_building_anew_without_a_terminal_needs_a_yes(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    build_demo(folder)
    Shell(folder).ok("code", "create", "My own code")
    result = CliRunner().invoke(root, ["demo", "--folder", str(folder), "--fresh"])
    assert result.exit_code == 1
    assert "--yes" in result.stderr
    assert "My own code" in Shell(folder).ok("code", "list")
    result = CliRunner().invoke(root, ["demo", "--folder", str(folder), "--fresh", "--yes"])
    assert result.exit_code == 0
    assert "My own code" not in Shell(folder).ok("code", "list")


def test_the_files_of_the_example_say_on_their_first_line_that_it_is_made_up() -> None:
    study = Path(__file__).parents[2] / "examples" / "heart-and-mind"
    files = sorted(study.rglob("*.json"))
    assert files
    for file in files:
        assert "Fictional" in file.read_text(encoding="utf-8").split("\n", 1)[0], file.name
