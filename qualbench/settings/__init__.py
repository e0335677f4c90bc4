"""What a person prefers: one TOML file of keymap, colours, habits and keys. Read, checked and kept here.

Where the file lies and which gestures there are is said from outside; docs/settings.md describes it.
"""
