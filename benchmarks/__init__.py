"""The bench: what the program costs beside bare programs that do the same, and beside a peer, in one run."""
