"""The peer `qualitative-coding`, installed from the package index into an environment of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import Cost, run
from benchmarks.terminal import Unmeasured

PACKAGE = "qualitative-coding"
VERSION = "1.7.8"


@dataclass(frozen=True, slots=True)
class Peer:
    """The installed peer; `python` is that of its environment."""

    python: Path

    @property
    def name(self) -> str:
        """What it is called in the table."""
        return f"{PACKAGE} {VERSION}"

    def _qc(self, project: Path, *arguments: str | Path) -> Cost:
        return run([self.python.with_name("qc"), *arguments], cwd=project)

    def new_project(self, folder: Path) -> Path:
        """Make an empty project."""
        folder.mkdir()
        self._qc(folder, "init")
        return folder

    def import_texts(self, project: Path, texts: Path) -> Cost:
        """Import a folder of txt files as they are."""
        return self._qc(project, "corpus", "import", texts, "--recursive", "--importer", "verbatim")

    def apply_codings(self, project: Path, lines: Path) -> Cost:
        """Apply codings, written by `write_lines`."""
        script = Path(__file__).parent / "bare" / "peer_coding.py"
        return run([self.python, script, "settings.yaml", lines], cwd=project)

    def write_lines(self, texts: Path, rows: Path, output: Path) -> None:
        """Write codings as the peer has them: a code to a line, not to words."""
        held = {path.stem: path.read_text(encoding="utf-8") for path in sorted(texts.iterdir())}
        coded = [
            {
                "document": f"{row['document']}.txt",
                "line": held[row["document"]].count("\n", 0, row["start"]),
                "code": row["code_path"].rpartition(" > ")[2],
            }
            for row in json.loads(rows.read_text(encoding="utf-8"))
        ]
        output.write_text(json.dumps(coded), encoding="utf-8")


def install_peer(folder: Path) -> Peer:
    """Install the peer under `folder`, unless it is there already.

    Raises:
        Unmeasured: It cannot be had from the package index.
    """
    python = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    mark = folder / "venv" / f".{PACKAGE}-{VERSION}"
    if not mark.exists():
        print(f"Installing {PACKAGE} {VERSION} (once) ...", file=sys.stderr)
        venv.create(folder / "venv", clear=True, with_pip=True)
        pip: list[str | Path] = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        done = subprocess.run([*pip, f"{PACKAGE}=={VERSION}"], capture_output=True, text=True, check=False)
        if done.returncode:
            raise Unmeasured(f"{PACKAGE} {VERSION} could not be installed: {done.stderr.strip()[-300:]}")
        mark.touch()
    return Peer(python)
