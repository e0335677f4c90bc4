"""Where each screen of a project is, by module and class: it is imported when it is first shown."""

from __future__ import annotations

from qualbench.tui.keys import Where

SCREENS = {
    Where.START: ("start", "StartScreen"),
    Where.DOCUMENTS: ("documents", "DocumentsScreen"),
    Where.CODEBOOK: ("codebook.screen", "CodebookScreen"),
    Where.THEMES: ("theming", "ThemesScreen"),
    Where.HISTORY: ("history", "HistoryScreen"),
    Where.MEMOS: ("memos", "MemosScreen"),
    Where.SEARCH: ("searching.screen", "SearchScreen"),
    Where.RETRIEVAL: ("retrieval.screen", "RetrievalScreen"),
    Where.DIFFERENCES: ("differences", "DifferencesScreen"),
    Where.LOOK_AGAIN: ("stale", "StaleScreen"),
    Where.PREVIEW: ("preview", "PreviewScreen"),
    Where.REMARKS: ("health", "RemarksScreen"),
    Where.NAMES: ("naming", "NamesScreen"),
    Where.CASES: ("case_grid", "CasesScreen"),
    Where.MATRIX: ("matrix", "MatrixScreen"),
    Where.BOARD: ("theme_board", "ThemeBoardScreen"),
}
