"""Numbers: pure functions, model objects in, frozen results out.

Nothing here reads a file, opens a database or makes a sentence; who counts and how is decided here and
nowhere else, so that every screen, listing and report shows the same numbers.
"""
