"""A spaCy model that knows a few basic forms, built here: no download, no training."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def build_model(folder: Path, forms: Mapping[str, str], language: str = "en") -> str:
    """Write a pipeline with a table of forms and their lemmas into a folder, and return its name."""
    import spacy
    from spacy.lookups import Lookups

    pipeline = spacy.blank(language)
    lookups = Lookups()
    lookups.add_table("lemma_lookup", dict(forms))
    lemmatizer: Any = pipeline.add_pipe("lemmatizer", config={"mode": "lookup"})
    lemmatizer.initialize(lookups=lookups)
    pipeline.to_disk(folder)
    return str(folder)
