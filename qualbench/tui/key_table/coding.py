"""Gestures of reading and coding a document."""

from __future__ import annotations

from qualbench.tui.gesture import Gesture, Where, rows

_DIGITS = tuple(
    (
        f"recent_{n}",
        f"Give the selection recent code {n} (with nothing selected: does nothing)",
        str(n),
        None,
        "!",
    )
    for n in range(1, 10)
)

_BOX = ("ctrl+e", "ctrl+e Y")
_BACK = ("apostrophe", "apostrophe ctrl+o")

CODING: tuple[Gesture, ...] = (
    *rows(
        Where.CODING,
        "Move",
        ("left", "One character to the left", "left", "h left", ""),
        ("right", "One character to the right", "right", "l right", ""),
        ("up", "One row up", "up", "k up", ""),
        ("down", "One row down", "down", "j down", ""),
        ("word_left", "To the word before", "ctrl+left b", "b ctrl+left", ""),
        ("word_right", "To the next word", "ctrl+right w", "w ctrl+right", ""),
        ("word_end", "To the end of the word", "e", None, ""),
        ("row_start", "To the start of the row", "home", "home 0", ""),
        ("row_end", "To the end of the row", "end", "end dollar_sign", ""),
        ("sentence_back", "To the sentence before", "left_parenthesis", None, ""),
        ("sentence_on", "To the next sentence", "right_parenthesis", None, ""),
        ("turn_back", "To the turn before", "ctrl+up minus", "left_curly_bracket ctrl+up", ""),
        ("turn_on", "To the next turn", "ctrl+down plus", "right_curly_bracket ctrl+down", ""),
        ("page_up", "One page up", "pageup", "pageup ctrl+b", ""),
        ("page_down", "One page down", "pagedown", "pagedown ctrl+f", ""),
        ("document_start", "To the start of the document", "ctrl+home", "g ctrl+home", ""),
        ("document_end", "To the end of the document", "ctrl+end", "G ctrl+end", ""),
        ("segment_on", "To the next segment", "tab", "right_square_bracket tab", "Next segment"),
        ("segment_back", "To the segment before", "shift+tab", "left_square_bracket shift+tab", ""),
        ("same_code_on", "To the next segment of this code", "semicolon", None, ""),
        ("same_code_back", "To the segment of this code before", "comma", None, ""),
        ("uncoded_on", "To the next turn in which nothing is coded", "0", "T", ""),
        ("jump_turn", "To a turn by its number", "g", "L", ""),
        ("jump_back", "Back to the place jumped from, in whichever document", *_BACK, ""),
        ("jump_on", "On again to the place come back from", "quotation_mark", None, ""),
    ),
    *rows(
        Where.CODING,
        "Select",
        ("select", "Start a selection here or take up the one there is, or end it", "space", "v space", ""),
        ("sentence", "Select the sentence; again: one more", "s", None, "Sentence"),
        ("turn", "Select the turn; again: one more", "t", None, "Turn"),
        ("swap_ends", "Move the selection's other end from now on", "x", "O", ""),
        ("extend_left", "Extend by one character to the left", "shift+left", None, ""),
        ("extend_right", "Extend by one character to the right", "shift+right", None, ""),
        ("extend_up", "Extend by one row up", "shift+up", None, ""),
        ("extend_down", "Extend by one row down", "shift+down", None, ""),
        ("extend_word_left", "Extend to the word before", "ctrl+shift+left", None, ""),
        ("extend_word_right", "Extend to the next word", "ctrl+shift+right", None, ""),
        ("extend_sentence_back", "Move the selection's end one sentence back", "underscore", None, ""),
        ("extend_sentence_on", "Move the selection's end one sentence on", "equals_sign", None, ""),
        ("extend_turn_back", "Move the selection's end one turn back", "ctrl+shift+up", None, ""),
        ("extend_turn_on", "Move the selection's end one turn on", "ctrl+shift+down", None, ""),
        ("extend_row_start", "Extend to the start of the row", "shift+home", None, ""),
        ("extend_row_end", "Extend to the end of the row", "shift+end", None, ""),
        ("extend_page_up", "Extend by one page up", "shift+pageup", None, ""),
        ("extend_page_down", "Extend by one page down", "shift+pagedown", None, ""),
    ),
    *rows(
        Where.CODING,
        "Code",
        ("code", "Choose a code for the selection, or for the sentence", "enter", None, "?Code"),
        ("repeat", "Give the selection the last code again", "full_stop", None, "!"),
        *_DIGITS,
        ("new_code", "Make a new code for the selection", "n", "c", "?"),
        ("in_vivo", "Make the selected words a code (in vivo)", "i", None, "!"),
        ("sticky", "Choose a code once, then read on and take it along", "ctrl+u", "S", "?"),
        (
            "by_sentence",
            "Sentence by sentence: ask at each; again: at the questions too",
            "ctrl+l",
            None,
            "?",
        ),
        ("recode", "Give this segment another code", "r", None, "?"),
        ("remove", "Remove this coding, saying which", "delete backspace", "delete backspace x", "!"),
        ("overlap", "Go through the codings that overlap here", "o", None, ""),
        ("memo", "Write a memo about this segment", "m", None, "?Memo"),
        ("annotate", "Annotate the selection or the sentence, coded or not", "a", None, "?"),
        ("important", "Mark this coding as important, or no longer", "f", None, "!"),
        ("stance", "Say what this coding does to a later theme", "p", None, "?"),
        ("edges", "Move the edges of this coding", "k", "E", "?"),
        ("split", "Split this coding in two at the cursor", "exclamation_mark", None, "!"),
        ("join", "Join this coding with its neighbour of the same code", "ampersand", None, "!"),
        ("copy", "Copy the selection or the segment, saying who said it", "y ctrl+c", None, ""),
        ("copy_box", "Show the selection or the segment in a plain box, or write it to a file", *_BOX, ""),
    ),
    *rows(
        Where.CODING,
        "Look",
        ("find", "Find words in this document", "slash ctrl+f", "slash", "Find"),
        ("find_on", "To the next place found", "greater_than_sign", "n greater_than_sign", ""),
        ("find_back", "To the place found before", "less_than_sign", "N less_than_sign", ""),
        ("layers", "Show all coders' codings, only mine, or only another's", "l", "W", ""),
        ("read_only_text", "Read with nothing but the text, or show the codings again", "v", "V", ""),
        ("codebook_panel", "Show or hide the codebook beside the text", "f2 c", "f2", "Codebook"),
        ("here_panel", "Show or hide what is coded here", "f3 h", "f3 K", "Here"),
    ),
)
