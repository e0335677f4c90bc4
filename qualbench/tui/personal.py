"""The app as the person likes it: keymap, own keys and colours, from the settings file and kept there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from qualbench.errors import QualbenchError
from qualbench.settings.keeping import value_of
from qualbench.settings.options import Settings
from qualbench.settings.reading import ALL_DEFAULTS
from qualbench.tui.key_order import KeysInOrder
from qualbench.tui.keymaps import keymap_of, settings_in_force
from qualbench.tui.themes import THEMES, colours_for, filters_for, register_themes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.filter import LineFilter

    from qualbench.settings.reading import Reading


class Personal(KeysInOrder, inherit_bindings=False):
    """An app that goes by a person's settings.

    Args:
        read: What the settings file said; by default nothing, so that the defaults hold.
    """

    #: Whether what is chosen goes into the settings file.
    keeps_choices: ClassVar[bool] = True

    def __init__(self, read: Reading | None = None) -> None:
        super().__init__()
        self.settings = read.settings if read is not None else Settings()
        self._faults = read.problems if read is not None else ()
        self._depth = self.console.color_system if read is not None else None
        register_themes(self)
        self._go_by_settings()

    def _go_by_settings(self) -> None:
        self.theme = THEMES[colours_for(self.settings.colours, self._depth, no_color=self.no_color)].name
        self.set_keymap(keymap_of(self.settings))

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return the filters of painted rows that fit the colours."""
        return filters_for(self, super().get_line_filters())

    def tell_faults(self) -> None:
        """Say what is wrong with the settings file, where something is; it never keeps one from working."""
        from qualbench.tui.dialogs.message import MessageDialog

        told = [f"{one.message} {one.hint}".strip() for one in self._faults]
        if told:
            unread = any(ALL_DEFAULTS in one.hint for one in self._faults)
            end = "" if unread else "What else the file says holds. "
            end += "Check it again with: qualbench settings check"
            self.push_screen(MessageDialog("Your settings", "\n\n".join([*told, end])))

    def action_command_palette(self) -> None:
        """Look for any command, code or document by name."""
        from qualbench.tui.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def use_keys(self, name: str) -> None:
        """Use a keymap (`standard` or `vim`) from now on, and keep that."""
        self._choose("keymap", name, f"The {name} keys hold from now on")

    def use_colours(self, name: str) -> None:
        """Use a set of colours from now on, and keep that."""
        self._choose("colours", name, f"The colours are {name} from now on")

    def count_minutes(self, wanted: str) -> None:
        """Count the minutes that the person reads from now on (`true`), or count none (`false`)."""
        from qualbench.tui.messages import Changed

        counted = "Minutes are counted, for you alone," if wanted == "true" else "No minutes are counted"
        self._choose("minutes", wanted, f"{counted} from now on")
        self.screen.post_message(Changed())

    def _choose(self, setting: str, value: str, words: str) -> None:
        from qualbench.workbench.preferences import keep_setting

        if not self.keeps_choices:
            self.settings = replace(
                self.settings, values={**self.settings.values, setting: value_of(setting, value)}
            )
            self._go_by_settings()
            self.say(f"{words}, until this is left.")
            return
        try:
            path = keep_setting(setting, value)
        except QualbenchError as error:  # it holds until the program is left
            self.settings = replace(
                self.settings, values={**self.settings.values, setting: value_of(setting, value)}
            )
            self._go_by_settings()
            self.complain(error)
            return
        read = settings_in_force()
        self.settings, self._faults = read.settings, read.problems
        self._go_by_settings()
        self.say(f"{words}; kept in {path}.")

    def say(self, words: str) -> None:
        """Say something on the screen that is shown."""
        raise NotImplementedError

    def complain(self, error: QualbenchError) -> None:
        """Show an error and what to do about it."""
        raise NotImplementedError
