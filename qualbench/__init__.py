"""qualbench: a workbench for qualitative thematic analysis that lives in the terminal."""

__version__ = "0.1.0"
