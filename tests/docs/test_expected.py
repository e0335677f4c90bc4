"""The example study's theme sets in every format are as they lie in examples/expected, and stand.

Where they are not: docs/make_example_reports.py writes them, and the difference is to be looked at.
"""

from __future__ import annotations

import io
import os
import zipfile
from typing import TYPE_CHECKING

import pytest

from docs.make_example_reports import EXPECTED, expected
from qualbench.workbench.project import open_session
from qualbench.workbench.verifying import verify_file

if TYPE_CHECKING:
    from pathlib import Path

FILES = sorted(path.name for path in EXPECTED.iterdir())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("expected")


@pytest.fixture(scope="module")
def made(folder: Path) -> dict[str, bytes]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "XDG_DATA_HOME", str(folder))
        return expected(folder)


def parts(content: bytes) -> dict[str, bytes]:
    """The parts of a container: how they are packed differs between computers, what is in them may not."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_every_export_has_its_file(made: dict[str, bytes]) -> None:
    assert sorted(made) == FILES


@pytest.mark.parametrize("name", FILES)
def test_the_exports_are_those_that_were_looked_at(made: dict[str, bytes], name: str) -> None:
    there = (EXPECTED / name).read_bytes()
    if name.endswith((".docx", ".xlsx")):
        assert parts(made[name]) == parts(there)
    else:
        assert made[name].decode("utf-8-sig") == there.decode("utf-8-sig")


@pytest.mark.parametrize("name", [one for one in FILES if one.endswith(("themes.md", ".html", ".docx"))])
def test_every_quote_and_number_of_them_stands(made: dict[str, bytes], folder: Path, name: str) -> None:
    with open_session(folder / "study", write=False) as session:
        found = verify_file(session, EXPECTED / name)
    assert found.stands
    assert found.locked
    assert found.numbers > 50
    assert sum(one.segment_id is not None for one in found.quotes) >= 10
