"""`python -m qualbench` and the `qualbench` command."""

from __future__ import annotations

from qualbench.cli.app import main

if __name__ == "__main__":
    main()
