"""Real git in a real repository: branches that changed one codebook are merged, and compared, by meaning."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from qualbench.codebook.yaml_file import read_codebook, write_codebook
from qualbench.errors import QualbenchError
from qualbench.workbench.codebooks import change_code, create_code, load_codebook
from qualbench.workbench.git import LINE, NoRepository, remove_from_git, set_up_git
from qualbench.workbench.working_file import adopt, working_file, working_path
from tests.codebook.made import small
from tests.workbench.builders import new_project

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed here")
BASE = "# Kept by Ana.\n" + write_codebook(small())


class Repository:
    """A repository with a codebook in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "study" / "codebooks" / "codebook.yaml"
        self.file.parent.mkdir(parents=True)
        self.git("init", "-q", "-b", "main")
        for key, value in (
            ("user.name", "Ana"),
            ("user.email", "ana@example.org"),
            ("core.autocrlf", "false"),
        ):
            self.git("config", key, value)
        set_up_git(folder)
        (folder / ".gitignore").write_text("*.qualbench*\n*.sqlite3*\n*.lock\n.writ*\nbackups\n")
        self.write(BASE)

    def git(self, *words: str, exit_code: int = 0) -> str:
        done = subprocess.run(
            ["git", "-C", str(self.folder), *words], capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == exit_code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def write(self, text: str) -> None:
        self.file.write_text(text, encoding="utf-8", newline="")
        self.git("add", "-A")
        self.git("commit", "-qm", "changed")

    def merge(self, ours: str, theirs: str, *, exit_code: int = 0) -> str:
        """Merge a branch in which the file is `theirs` into one in which it is `ours`."""
        self.git("checkout", "-q", "-b", "theirs")
        self.write(theirs)
        self.git("checkout", "-q", "main")
        self.write(ours)
        return self.git("merge", "-q", "-m", "merged", "theirs", exit_code=exit_code)

    def text(self) -> str:
        return self.file.read_text(encoding="utf-8")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "none"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return Repository(tmp_path / "team's work")


COST = BASE[
    BASE.index("      - id: " + small().codes[1].id) : BASE.index("      - id: " + small().codes[2].id)
]
MOVED = BASE.replace(COST, "") + COST.replace("      ", "  ", 1).replace("\n    ", "\n")


def test_a_rename_and_a_move_of_one_code_merge_clean(repository: Repository) -> None:
    repository.merge(BASE.replace("name: Cost", "name: Price  # in euros"), MOVED)
    top, _hope, price = read_codebook(repository.text()).entries
    assert [one.name for one in top.children] == ["Distance"]
    assert price.name == "Price"
    assert "# in euros" in repository.text()
    assert repository.text().startswith("# Kept by Ana.\n")
    assert repository.git("status", "--short") == ""


def test_what_came_by_a_merge_is_taken_over_by_each_project(repository: Repository) -> None:
    with new_project(repository.folder / "mine") as session:
        help_ = create_code(session, "Help")
        repository.file = working_path(session.project)
        repository.write(repository.text())
        theirs = repository.text().replace("name: Help", "name: Help\n    definition: Any help.")
        change_code(session, help_.id, name="Support")
        ours = repository.text()
        repository.git("stash", "-q")
        repository.merge(ours, theirs)
        assert working_file(session).difference == ("redefined “Support”: now “Any help.”",)
        adopt(session, message="merged with Tom")
        (code,) = load_codebook(session).codes
        assert (code.id, code.name, code.definition) == (help_.id, "Support", "Any help.")


def test_two_names_are_a_conflict_until_one_is_chosen(repository: Repository) -> None:
    ours, theirs = (BASE.replace("name: Cost", f"name: {name}") for name in ("Money", "Price"))
    said = repository.merge(ours, theirs, exit_code=1)
    assert "study/codebooks/codebook.yaml, line 12: “Barriers > Cost”: `name` was changed" in said
    assert repository.git("status", "--short").startswith("UU study/codebooks/codebook.yaml")
    assert "            - Money\n            - Price\n" in repository.text()
    (problem,) = read_codebook(repository.text()).problems
    assert (problem.serious, problem.line) == (True, 12)
    repository.write(theirs)
    assert repository.git("status", "--short") == ""


def test_a_side_that_is_no_codebook_is_merged_as_text(repository: Repository) -> None:
    said = repository.merge(
        BASE.replace("name: Cost", "name: Money"), BASE.replace("name: Cost", "nam: Price"), exit_code=1
    )
    assert "theirs) cannot be merged: line 10" in said
    assert "There is no key “nam”" in said
    assert "<<<<<<< ours\n        name: Money\n" in repository.text()
    assert ">>>>>>> theirs" in repository.text()


def test_git_shows_what_the_codes_say(repository: Repository) -> None:
    repository.file.write_text(
        BASE.replace("# Kept by Ana.", "# Kept by Tom.").replace("name: Cost", "name: Price"),
        encoding="utf-8",
    )
    lines = repository.git("diff").splitlines()
    assert [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")] == [
        "-  - Cost",
        "+  - Price",
    ]


def test_setting_up_twice_changes_nothing_and_removing_leaves_nothing(repository: Repository) -> None:
    attributes = repository.folder / ".gitattributes"
    assert attributes.read_text() == f"{LINE}\n"
    assert set_up_git(repository.file.parent) == ()
    attributes.write_text(f"*.png binary\n{LINE}\n")
    assert len(remove_from_git(repository.folder)) == 3
    assert attributes.read_text() == "*.png binary\n"
    assert "qualbench" not in (repository.folder / ".git" / "config").read_text()
    assert remove_from_git(repository.folder) == ()
    assert len(set_up_git(repository.folder)) == 4
    assert attributes.read_text() == f"*.png binary\n{LINE}\n"


def test_outside_a_repository_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(NoRepository, match="is in no git repository"):
        set_up_git(tmp_path)
    with pytest.raises(QualbenchError, match="no such folder"):
        set_up_git(tmp_path / "none")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(QualbenchError, match="git is not installed"):
        set_up_git(tmp_path)
