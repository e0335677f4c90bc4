"""The codebook as YAML: read it, write it, and rewrite it touching only what changes."""

from __future__ import annotations

from qualbench.codebook.entries import CodebookFile, Entry
from qualbench.codebook.reading import read_codebook
from qualbench.codebook.rewriting import rewrite_codebook
from qualbench.codebook.writing import write_codebook

__all__ = ["CodebookFile", "Entry", "read_codebook", "rewrite_codebook", "write_codebook"]
