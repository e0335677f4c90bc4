"""Other programs' files: a codebook read from them and written to them.

Bytes in, a `CodebookFile` with its problems out; a `Codebook` in, bytes and a list of what the format cannot
carry out. Nothing here stores anything, and no library for a format is needed: REFI-QDA is XML, a spreadsheet
is XML in a zip file, and both are read by `safe_xml`, which refuses what a codebook never holds.
"""
