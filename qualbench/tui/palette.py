"""The palette: every gesture of the screen, every code and every document, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider

from qualbench.settings.options import BY_NAME
from qualbench.tui.keymaps import caps
from qualbench.tui.keys import Where, gestures
from qualbench.tui.lines import reads_only
from qualbench.tui.other_words import fits
from qualbench.tui.sanitise import drawn
from qualbench.tui.tour import STEPS
from qualbench.workbench import history, importing, searching, tour_state
from qualbench.workbench.codebooks import load_codebook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qualbench.model.change import Entry
    from qualbench.tui.app import QualbenchApp
    from qualbench.tui.screens.base import ProjectScreen
    from qualbench.tui.screens.start import StartScreen

#: How many codes and documents are offered at once.
OFFERED = 20
#: A code that is less like what was typed is not offered: commands of that name stand elsewhere then.
LIKE = 80
NONE = "There is none of that name here: help finds what other screens have"
#: Other words for commands that are no gestures, by how they begin.
_ALSO = {
    "Take back": "undo",
    "Do again": "redo repeat",
    "Back up": "backup copy save",
    "Use the": "settings preferences options theme",
    "Count": "settings preferences options",
}
_STEPS = {"undo": "Take back", "redo": "Do again"}


class Palette(CommandPalette):
    """The palette's window; one that is closed looks nothing up any more."""

    def _gather_commands(self, search_value: str) -> Any:
        # what was typed last can arrive after a quick Esc has taken the list away
        return super()._gather_commands(search_value) if self.query(CommandList) else None


class Commands(Provider):
    """What can be done from the screen under the palette."""

    @property
    def shell(self) -> QualbenchApp:
        """The app."""
        return cast("QualbenchApp", self.app)

    async def discover(self) -> Hits:
        """Offer the gestures before anything is typed."""
        for words, help_, run in self._commands():
            yield DiscoveryHit(words, run, help=help_)

    async def search(self, query: str) -> Hits:
        """Offer gestures, documents and codes that fit what was typed."""
        some = False
        where = getattr(self.screen, "where", Where.EVERYWHERE)
        also = {**_ALSO, **{one.words: one.also for one in gestures(where, everywhere=True)}}
        for words, help_, run in self._commands():
            others = " ".join(other for begin, other in also.items() if words.startswith(begin))
            if fits(query, f"{words} {others}"):
                some = True
                yield Hit(1.0, words, run, help=help_)
        if self.shell.session is not None:
            for score, words, run in (*self._documents(query), *self._codes(query)):
                some = True
                yield Hit(score * 0.9, words, run)
        if not some:
            yield Hit(0.1, NONE, self.shell.action_help, help="docs/keys.md has every gesture")

    def _commands(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        where = getattr(self.screen, "where", Where.EVERYWHERE)
        for one in gestures(where, everywhere=True):
            if one.id in {"palette", "back", *self.shell.not_offered} or one.id.startswith("recent_"):
                continue
            if one.for_writing and reads_only(self.shell):
                continue
            target = self.app if Where.EVERYWHERE in one.where else self.screen
            run = getattr(target, f"action_{one.id}", None)
            if run is not None and one.id in ("undo", "redo"):
                step = self._step(one.id)
                if step is not None:
                    what = cast("ProjectScreen", self.screen).told(step)
                    yield f"{_STEPS[one.id]}: {drawn(what)}", f"key: {caps(self.app, one.id)}", run
            elif run is not None:
                yield one.words, f"key: {caps(self.app, one.id)}", run
        if self.shell.session is not None:
            if "open_start" not in self.shell.not_offered:
                yield "Open another project", "close this one and go to the start", self.shell.open_start
            yield "Back up the project", "a checked copy in the folder backups", self.shell.back_up
            yield "Show the speakers of all documents", "roles, cases, labels of one person", self._speakers
        for words, show in getattr(self.screen, "more_commands", tuple)():
            yield words, "", show
        yield from self._tour()
        for name in BY_NAME["keymap"].choices:
            yield f"Use the {name} keys", "from now on", _later(self.shell.use_keys, name)
        for name in BY_NAME["colours"].choices:
            yield f"Use the {name} colours", "from now on", _later(self.shell.use_colours, name)
        if "count_minutes" not in self.shell.not_offered:
            counted = self.shell.settings.count_minutes
            words = "Count no minutes of reading" if counted else "Count the minutes that I read"
            toggle = _later(self.shell.count_minutes, "false" if counted else "true")
            yield words, "seen by you alone, on the documents screen", toggle

    def _speakers(self) -> None:
        from qualbench.tui.screens.speakers import SpeakersScreen

        self.shell.push_screen(SpeakersScreen())

    def _tour(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        shell = self.shell
        if getattr(self.screen, "where", None) is Where.START:
            yield "Tour: eight steps on the example study", "opens it", self._open_for_tour
        elif shell.session is None or not tour_state.is_example(shell.session):
            return
        elif shell.tour is not None:
            yield "Tour: leave it", "the palette goes on with it", shell.leave_tour
        else:
            state = tour_state.load_tour()
            if state is not None and 0 < state.step < len(STEPS):
                words = f"Tour: go on with step {state.step + 1} of {len(STEPS)}"
                yield words, "on this example study", lambda: shell.begin_tour(state.step)
            yield "Tour: from the beginning", "eight steps on this example study", shell.begin_tour

    def _open_for_tour(self) -> None:
        tour_state.save_tour(tour_state.TourState())
        cast("StartScreen", self.screen).action_open_example()

    def _step(self, gesture: str) -> Entry | None:
        """Return the step that undo or redo would be about, or None."""
        session = self.shell.session
        if session is None:
            return None
        return history.next_undo(session) if gesture == "undo" else history.next_redo(session)

    def _documents(self, query: str) -> Iterator[tuple[float, str, Callable[[], object]]]:
        assert self.shell.session is not None
        names = {one.document.name: one.document.id for one in importing.list_documents(self.shell.session)}
        held = [name for name in names if query.casefold() in name.casefold()][:OFFERED]
        for name in held or searching.nearest(query, names, least=LIKE):
            run = _later(self.shell.open_document, names[name])
            yield 0.9 if name in held else 0.5, f"open: {drawn(name)}", run

    def _codes(self, query: str) -> Iterator[tuple[float, str, Callable[[], object]]]:
        assert self.shell.session is not None
        apply = getattr(self.screen, "apply_code_by_id", None)
        book = load_codebook(self.shell.session)
        query = query.removeprefix("apply:")
        for hit in searching.rank_codes(book, query, limit=OFFERED):
            if hit.score < LIKE:
                continue
            if apply is not None:
                yield hit.score / 100, f"apply: {drawn(hit.path)}", _later(apply, hit.code.id)
            else:
                yield hit.score / 100, f"code: {drawn(hit.path)}", _later(self.shell.open_code, hit.code.id)


def _later(verb: Callable[[str], object], one: str) -> Callable[[], object]:
    return lambda: verb(one)
