"""Results to files: builders make blocks, one renderer per format turns blocks into bytes.

A builder takes model objects and numbers and writes no format; a renderer knows no theme and no coder. Both
are pure: the same input gives the same bytes. Nothing here opens a database, and what the clock says enters
no report. A document's file is never named in one.
"""
