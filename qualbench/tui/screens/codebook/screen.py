"""The codebook screen: the tree, all that changes it, its file and its versions."""

from __future__ import annotations

from qualbench.tui.keys import Where, bindings
from qualbench.tui.screens.codebook.versions import VersionsScreen


class CodebookScreen(VersionsScreen):
    """The codebook."""

    where = Where.CODEBOOK
    BINDINGS = bindings(Where.CODEBOOK)
