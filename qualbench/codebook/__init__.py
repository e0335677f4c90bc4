"""The codebook as a text file that a person writes and git can compare.

Reading, checking, comparing and rewriting YAML; nothing here stores anything.
"""
