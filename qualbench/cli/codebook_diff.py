"""Two states of the codebook compared, and the working file followed while it is edited."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

import click

from qualbench.cli.asking import someone_is_there
from qualbench.cli.command import command, json_option, project_folder, project_session
from qualbench.cli.output import count, print_json, print_json_rows, say, warn
from qualbench.errors import FileProblem, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from qualbench.model.code import Codebook
    from qualbench.workbench.codebook_refs import CodebookState, Comparison
    from qualbench.workbench.project import Session
    from qualbench.workbench.proposals import Guess


@command("diff")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@json_option
def diff_command(before: str, after: str, as_json: bool) -> None:
    """Say what changed between two codebooks, code by code.

    A and B are each `file` (the working file), `adopted` (the version saved last), `now`, the number of a
    version, a milestone's name, a date (YYYY-MM-DD: the version in force then), a codebook file, or another
    project's folder. Two files need no project. Codes are told by their ids; where they have none, by their
    paths, names and definitions, and then it is said how sure that is.

    Example: qualbench codebook diff adopted file
    """
    from qualbench.workbench.codebook_refs import codebook_at, compare_states, touched_by_change

    inside = project_folder(click.get_current_context()) is not None
    with project_session() if inside else nullcontext() as session:
        old, new = codebook_at(session, before), codebook_at(session, after)
        compared = compare_states(session, old, new)
        touched = touched_by_change(session, compared) if session and not as_json else ()
    if as_json:
        print_json_rows(compared.as_json())
        return
    _say_differences(old, new, compared)
    if touched:
        say("\nIn this project:")
        for said, what in touched:
            say(f"  {said}: {what}")


def _say_differences(old: CodebookState, new: CodebookState, compared: Comparison) -> None:
    if not compared.differences:
        say(f"Nothing differs between {old.said} and {new.said}.")
    else:
        say(f"From {old.said} to {new.said}, {count(len(compared.differences), 'change')}:")
    for line in compared.lines():
        say(f"  {line}")
    guessed = compared.guesses_said(old.codebook, new.written)
    if guessed:
        say("\nWithout ids, these were taken for the same:")
        for line in guessed:
            say(f"  {line}")


def say_as_of(state: CodebookState, current: Codebook, now: dict[str, str]) -> None:
    """Print the codebook of a moment; a code that is another or called otherwise now is said to be.

    Args:
        state: What is to be shown.
        current: The codebook as it is.
        now: The path of what each code that is gone became, by its id.
    """
    book = state.codebook
    when = f", saved {state.version.created_at[:10]}" if state.version else ""
    message = f": {state.version.message}" if state.version else ""
    say(f"{book.name}: {count(len(book.codes), 'code')}; {state.said}{when}{message}\n")
    for code, depth in book.walk():
        status = "" if code.status == "active" else f" ({code.status})"
        path = current.paths.get(code.id) or now.get(code.id, "")
        since = "" if path == book.paths[code.id] else f" (now: {path})" if path else " (no longer there)"
        say(f"{'    ' * depth}{code.name}{status}{since}")
        for said, text in (("", code.definition), ("use when: ", code.when), ("not when: ", code.when_not)):
            if text:
                say(f"{'    ' * depth}  {said}{' '.join(text.split())}")


def as_of_json(state: CodebookState, current: Codebook, now: dict[str, str]) -> dict[str, object]:
    """Return the codebook of a moment as an object for JSON; arguments as in `say_as_of`."""
    book = state.codebook
    return {
        "name": book.name,
        "version": state.version.number if state.version else None,
        "created_at": state.version.created_at if state.version else None,
        "codes": [
            {
                "id": code.id,
                "path": book.paths[code.id],
                "definition": code.definition,
                "when": code.when,
                "when_not": code.when_not,
                "status": str(code.status),
                "now": current.paths.get(code.id) or now.get(code.id, ""),
            }
            for code, _depth in book.walk()
        ],
    }


def guess_rows(guesses: Iterable[Guess]) -> list[dict[str, object]]:
    """Return codes that lost their ids as objects for JSON."""
    return [
        {"line": one.line, "path": one.path, "id": one.code_id, "code": one.code, "sure": one.sure}
        for one in guesses
    ]


def guess_lines(guesses: Iterable[Guess]) -> list[str]:
    """Return codes that lost their ids in words, a line for each."""
    from qualbench.workbench.proposals import say_guess

    return [say_guess(one) for one in guesses]


def confirmer(*, yes: bool, as_new: bool) -> Callable[[Guess], bool] | None:
    """Return what says whether a code that lost its id is the one that it seems to be; None: nobody can."""
    if yes and as_new:
        raise UsageError("--yes and --as-new say the opposite of each other.", "Give one of them.")
    if yes or as_new:
        return lambda _guess: yes
    return _ask if someone_is_there() else None


def prefer_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say whose is taken where a file and the project changed the same thing."""
    said = "Where the file and the project changed the same, take the"
    command = click.option("--prefer-project", is_flag=True, help=f"{said} project's.")(command)
    return click.option("--prefer-file", is_flag=True, help=f"{said} file's.")(command)


def take_preferred(choices: dict[str, Any]) -> None:
    """Put what `prefer_options` took into one choice, `prefer`; None where nothing was said."""
    from qualbench.workbench.proposals import Prefer

    file, project = choices.pop("prefer_file"), choices.pop("prefer_project")
    if file and project:
        raise UsageError("--prefer-file and --prefer-project say the opposite.", "Give one of them.")
    choices["prefer"] = Prefer.FILE if file else Prefer.PROJECT if project else None


def _ask(guess: Guess) -> bool:
    (said,) = guess_lines([guess])
    return click.confirm(f"{said[0].upper()}{said[1:]}. Is it that code, with its codings?", err=True)


@contextmanager
def guesses_listed(as_json: bool) -> Iterator[None]:
    """Where saving stops because codes lost their ids, list them for programs too."""
    from qualbench.workbench.working_file import GuessesOpen

    try:
        yield
    except GuessesOpen as refused:
        if as_json:
            print_json({"guesses": guess_rows(refused.guesses)})
        raise


@command("watch")
def watch_command() -> None:
    """Follow the working file while you edit it: each time you save it, print what it would change.

    Stop with Ctrl+C. Nothing is taken over: that is what `adopt` does.

    Example: qualbench codebook watch
    """
    from qualbench.workbench.watching import FileWatch, wait
    from qualbench.workbench.working_file import working_path

    with project_session() as session:
        watch = FileWatch(working_path(session.project))
        say(f"Following {watch.path}; Ctrl+C stops.")
        try:
            _say_proposal(session)
            while True:
                wait()
                if watch.changed():
                    say()
                    _say_proposal(session)
        except KeyboardInterrupt:
            say("\nStopped; nothing was taken over.")


def _say_proposal(session: Session) -> None:
    from qualbench.cli.codebook import say_file
    from qualbench.workbench.working_file import working_file

    try:
        file = working_file(session)
    except FileProblem as problem:  # the next saving may be readable again
        warn(f"{problem.message.removesuffix('.')}. {problem.hint}".rstrip())
    else:
        say_file(file)
