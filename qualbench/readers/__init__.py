"""A file in, a reading out: bytes become text, turns and problems.

No reader stores anything, and none stops at the first problem.
"""
