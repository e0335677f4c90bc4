"""What one key, or Shift and one key, writes on the keyboards of people who may use this.

The national layouts of Windows and Linux, where macOS agrees about what needs a third hand: AltGr there is
Option here. A dead key (an accent that waits for its letter) sends nothing by itself and is left out too.
"""

from __future__ import annotations

import string

_EVERYWHERE = string.ascii_letters + string.digits

#: Layout -> the signs that need at most Shift.
SIGNS: dict[str, str] = {
    "US": "`-=[]\\;',./~!@#$%^&*()_+{}|:\"<>?",
    "UK": "`-=[]#;',./\\!\"$%^&*()_+{}~:@<>?|",
    "German": "+#-<,.!\"$%&/()=?*'>;:_",
    "French": "&\"'(-_)=$*,;:!<+%?./>",
    "Swedish and Finnish": "+'-<,.!\"#%&/()=?*>;:_",
    "Danish": "+'-<,.!\"#%&/()=?*>;:_",
    "Norwegian": "|+\\'-<,.!\"#%&/()=?*>;:_",
}
#: Layouts on which a digit is written with Shift, so that it can be no key to be held with Shift.
SHIFTED_DIGITS = {"French"}


def writes(layout: str, character: str) -> bool:
    """Say whether a character needs no more than Shift on a layout."""
    return character in _EVERYWHERE or character in SIGNS[layout]
