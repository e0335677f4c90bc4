"""What hears the language of the texts: the rules, and the spaCy pipelines that are installed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qualbench.cli.command import command, json_option
from qualbench.cli.output import print_json, print_table, say

if TYPE_CHECKING:
    from qualbench.workbench.searching import Pipeline

#: What could be installed, what it adds, and how.
MORE = (
    (
        "en_core_web_sm",
        "English: sentences, word forms, names, noun phrases (12 MB)",
        "python -m spacy download en_core_web_sm",
    ),
    (
        "spacy-lookups-data",
        "basic forms of words for some 30 languages, by tables (99 MB)",
        "pip install spacy-lookups-data",
    ),
)


@command("language")
@json_option
def language_command(as_json: bool) -> None:
    """Say what hears the language of the texts, and what could be added.

    Rules that need nothing installed divide the texts of any language into sentences and words. A spaCy
    pipeline hears more; what each adds, and how one is installed, is listed. Nothing is downloaded by itself.

    Example: qualbench language
    """
    from qualbench.workbench.preferences import load_settings
    from qualbench.workbench.searching import installed_pipelines, spacy_version

    found, chosen = installed_pipelines(), load_settings().settings.models
    if as_json:
        print_json(
            {
                "spacy": spacy_version(),
                "pipelines": [_pipeline(one) for one in found],
                "chosen": dict(chosen),
                "more": [{"name": name, "adds": adds, "install": how} for name, adds, how in MORE],
            }
        )
        return
    say(f"spaCy {spacy_version()}. With no pipeline: sentences and words of any language, by rules.")
    if found:
        say("")
        rows = [(one.name, one.version, one.language, ", ".join(one.adds)) for one in found]
        print_table(("installed", "version", "language", "adds"), rows)
    else:
        say("No pipeline is installed.")
    for code, name in chosen.items():
        there = "" if any(one.name == name for one in found) or Path(name).is_dir() else " (not installed)"
        say(f"Chosen in your settings for texts in {code}: {name}{there}")
    missing = [one for one in MORE if not any(pipeline.name == one[0] for pipeline in found)]
    say("\nCould be added, by you and while there is a network (qualbench itself fetches nothing):")
    for name, adds, how in missing:
        say(f"  {name}: {adds}\n    {how}")
    say("  Others, language by language: https://spacy.io/models. Take them from there only; packages of")
    say("  other makers may carry a name that looks the same.")


def _pipeline(one: Pipeline) -> dict[str, object]:
    return {
        "name": one.name,
        "version": one.version,
        "language": one.language,
        "parts": list(one.parts),
        "adds": list(one.adds),
    }
