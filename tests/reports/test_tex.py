"""LaTeX: every sign of the text is printed as it is, and nothing in it is a command."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualbench.reports.report import Heading, Items, Quote, Report, Run, Table, paragraph, strong
from qualbench.reports.summary import collect_summary
from qualbench.reports.tex import escape, render_tex
from qualbench.reports.theme_summary import build
from tests.reports.made import DEAR, LEAD, SEGMENTS, SET, STUDY, THEMES, text_of

if TYPE_CHECKING:
    from pathlib import Path

NASTY = "\\ { } $ & # % _ ~ ^ < > | \" ` -- --- '' ,, ?` [x] \x00\x1b\u200b ثم 🫀\n\n[y]\n"
#: What LaTeX prints for what is written.
_PRINTED = {
    r"\textbackslash{}": "\\",
    r"\unreadable{}": "\ufffd",
    r"\{": "{",
    r"\}": "}",
    r"\$": "$",
    r"\&": "&",
    r"\#": "#",
    r"\%": "%",
    r"\_": "_",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    r"\textless{}": "<",
    r"\textgreater{}": ">",
    r"\textbar{}": "|",
    r"\textquotedbl{}": '"',
    r"\textasciigrave{}": "`",
    r"\-": "\u00ad",
    "\\\\{}\n": "\n",
    "~": "\u00a0",
    "{}": "",
}


def printed(source: str) -> str:
    marks = "|".join(re.escape(one) for one in sorted(_PRINTED, key=len, reverse=True))
    return re.sub(marks, lambda found: _PRINTED[found[0]], source)


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]), max_size=60))
def test_every_sign_is_printed_as_it_is(text: str) -> None:
    assert printed(escape(text)) == text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")


def test_no_two_signs_become_another() -> None:
    assert escape("a -- b --- c '' ,, ?`") == r"a -{}- b -{}-{}- c '{}' ,{}, ?{}\textasciigrave{}"


def test_brackets_after_a_line_break_or_an_item_are_words() -> None:
    made = render_tex(
        Report("t", (Items(((Run("[a] b"),),)), Quote("x\n[y]", "", None), Table("c", ("[h]",), (("[r]",),))))
    ).decode()
    assert "\\item {}[a] b" in made
    assert "x\\\\{}\n[y]" in made
    assert "\n{}[r] \\\\" in made


def nasty() -> Report:
    blocks = (
        Heading(1, NASTY),
        paragraph(strong(NASTY), NASTY),
        Items(((Run(NASTY),),)),
        Quote(NASTY, NASTY, "id-1"),
        Table(NASTY, (NASTY, "1"), ((NASTY, "2"), (NASTY, "3")), foot=1),
    )
    return Report(NASTY, blocks, author=NASTY)


def test_braces_and_environments_are_closed() -> None:
    for report in (nasty(), build(collect_summary(STUDY, SET, THEMES, SEGMENTS, LEAD, text_of))):
        made = render_tex(report).decode()
        bare = re.sub(r"(?<!\\)%.*", "", made.replace("\\\\", "").replace(r"\{", "").replace(r"\}", ""))
        assert bare.count("{") == bare.count("}")
        begun, ended = re.findall(r"\\begin\{(\w+)\}", bare), re.findall(r"\\end\{(\w+)\}", bare)
        assert sorted(begun) == sorted(ended)
        assert "\x00" not in made


def test_a_quote_keeps_its_segment_in_a_comment() -> None:
    made = render_tex(build(collect_summary(STUDY, SET, THEMES, SEGMENTS, LEAD, text_of))).decode()
    assert f"\\begin{{quote}} % segment {DEAR.id}\nIt's dear \\textbar{{}} and *slow*, " in made
    assert "ثم ذهبت 🫀" in made


@pytest.mark.skipif(
    shutil.which("lualatex") is None,
    reason="LuaLaTeX is missing (Debian: apt install texlive-luatex texlive-plain-generic)",
)
def test_it_compiles(tmp_path: Path) -> None:
    (tmp_path / "t.tex").write_bytes(render_tex(nasty()))
    done = subprocess.run(
        ["lualatex", "-interaction=nonstopmode", "-halt-on-error", "t.tex"],
        cwd=tmp_path,
        check=False,
        capture_output=True,
    )
    assert done.returncode == 0, done.stdout[-2000:]
