"""Gestures of the screens around the text: start, documents, codebook, themes, quotes, history."""

from __future__ import annotations

from qualbench.tui.gesture import Gesture, Where, rows

SCREENS: tuple[Gesture, ...] = (
    *rows(
        Where.START,
        "Begin",
        ("open_recent", "Open the project under the cursor", "enter", None, "Open"),
        ("new_study", "Begin a study from a folder of transcripts", "n", None, "New study"),
        ("open_folder", "Open a project's folder", "o", None, "Open a folder"),
        ("open_example", "Open the example study", "e", None, "Example"),
    ),
    *rows(
        Where.DOCUMENTS,
        "Documents",
        ("open_document", "Read and code the document under the cursor", "enter", None, "Open"),
        ("import_documents", "Import transcripts", "i", None, "Import"),
        ("edit_speakers", "Say who the speakers are", "s", None, "Speakers"),
        ("import_cases", "Import a table of cases (pseudonyms and other attributes)", "c", None, "Cases"),
        ("export_transcript", "Export the document with its codes in the margin", "x", None, "Export"),
        ("show_problems", "Show what was noticed while reading the file", "p", None, "Problems"),
        ("document_memo", "Write a memo about the document", "m", None, ""),
        ("write_journal", "Write in the journal", "j", None, ""),
    ),
    *rows(
        Where.CODEBOOK,
        "The codebook",
        ("edit_code", "Change the code under the cursor", "enter e", None, "Change"),
        ("add_code", "Add a code beside this one", "n", None, "New"),
        ("add_subcode", "Add a code under this one", "b", None, "Subcode"),
        ("move_code", "Move the code under another", "m", None, "Move"),
        ("raise_code", "Move the code up among its neighbours", "minus", None, "!"),
        ("lower_code", "Move the code down among its neighbours", "plus", None, "!"),
        ("delete_code", "Delete an unused code", "delete backspace", None, "Delete"),
        ("retire_code", "Retire the code, or bring it back", "t", None, "!Retire"),
        ("find_code", "Find a code by typing", "slash", None, "Find"),
        ("save_version", "Save the codebook as a version", "v", None, "Save as version"),
        ("read_working_file", "Look at what changed in the file codebook.yaml", "f", None, ""),
        ("code_memo", "Write a memo about the code", "o", None, ""),
    ),
    *rows(
        Where.THEMES,
        "Themes",
        ("edit_theme", "Change the theme under the cursor", "enter e", None, "Change"),
        ("mark_code", "Mark a code, to put several into a theme at once", "space", None, "Mark"),
        ("assign_codes", "Put the marked codes into the theme", "a", None, "!Put in"),
        ("choose_quotes", "Choose the theme's quotes from its segments", "s", None, "Quotes"),
        ("export_summary", "Export the theme summary", "x", None, "Export"),
        ("add_theme", "Add a theme", "n", None, "New"),
        ("add_subtheme", "Add a theme under this one", "b", None, ""),
        ("unassign_codes", "Take the marked codes out of the theme", "r", None, "!Take out"),
        ("remove_theme", "Remove the theme (its codes stay)", "delete backspace", None, "Remove"),
        ("choose_set", "Choose or add a theme set", "g", None, "Theme set"),
        ("theme_memo", "Write a memo about the theme", "m", None, ""),
    ),
    *rows(
        Where.QUOTES,
        "Quotes",
        ("choose_quote", "Choose the segment for the summary, or let it go", "enter", None, "!Choose"),
        ("read_quote", "Read the segment in its document", "o", None, "Read it there"),
    ),
    *rows(
        Where.HISTORY,
        "The history",
        ("show_step", "Show the step under the cursor in full", "enter", None, "Whole step"),
        ("undo_any", "Take back the newest step, whoever did it", "a", None, ""),
    ),
)
