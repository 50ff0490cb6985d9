"""`python -m dockersh`, and the `dockersh` command: Tab goes its own way, where nothing is imported that it does not need."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """The `dockersh` command."""
    if sys.argv[1:2] == ["--complete"] and os.path.basename(sys.argv[0]) != "docker":
        _complete(sys.argv[2:])
    from dockersh import cli  # noqa: PLC0415  not for Tab

    cli.main()


def _complete(argv: list[str]) -> None:
    from dockersh import lists  # noqa: PLC0415  before anything else: docker works while we import the rest

    begun = lists.begin(argv[1][: int(argv[2])]) if len(argv) > 2 and argv[2].isdecimal() else None
    from dockersh.complete import machine  # noqa: PLC0415  see above

    sys.exit(machine.main(argv, begun))


if __name__ == "__main__":
    main()
