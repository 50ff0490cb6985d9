"""`python -m dockersh`, and the `dockersh` command: Tab goes its own way, where nothing is imported that it does not need."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """The `dockersh` command."""
    if sys.argv[1:2] == ["--complete"] and os.path.basename(sys.argv[0]) != "docker":
        from dockersh.complete import machine  # noqa: PLC0415  see above

        sys.exit(machine.main(sys.argv[2:]))
    from dockersh import cli  # noqa: PLC0415  see above

    cli.main()


if __name__ == "__main__":
    main()
