"""What exists: documents, cases, codes, segments, memos, themes, and the changes to them.

Frozen dataclasses and pure helpers, standard library only. Nothing here reads a file, opens a database or
draws; every other room may import this one.
"""
