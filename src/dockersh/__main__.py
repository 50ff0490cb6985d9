"""`python -m dockersh`, and the `dockersh` command: Tab goes its own way, where nothing is imported that it does not need."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """The `dockersh` command. What our imports make lives as long as we do: there is no garbage to look for among it."""
    gc.disable()
    if sys.argv[1:2] == ["--complete"] and os.path.basename(sys.argv[0]) != "docker":
        _complete(sys.argv[2:])
    from dockersh import cli  # noqa: PLC0415  not for Tab

    gc.freeze()
    gc.enable()
    cli.main()


def _complete(argv: list[str]) -> None:
    from dockersh import lists  # noqa: PLC0415  before anything else: docker works while we import the rest

    begun = lists.begin(argv[1][: int(argv[2])]) if len(argv) > 2 and argv[2].isdecimal() else None
    from dockersh.complete import machine  # noqa: PLC0415  see above

    sys.exit(machine.main(argv, begun))


if __name__ == "__main__":
    main()
