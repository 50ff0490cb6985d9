"""`python -m dockersh`, and the `dockersh` command: Tab goes its own way, where nothing is imported that it does not need."""

from __future__ import annotations

import atexit
import contextlib
import errno
import gc
import os
import sys

from dockersh.startup import quick_imports
from dockersh.startup.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from dockersh.client.list_ahead import Begun
    from dockersh.engine.api import ahead
NOTHING_LEFT = 126  # as a shell's, for what could not be started
PROGRAMS = (
    "dockersh",
    "docker",
    "docker-explain",
    "__main__.py",
)  # that are ours alone; who else calls `main` may go on behind it


def main() -> None:
    """The `dockersh` command. What our imports make lives as long as we do: there is no garbage to look for among it."""
    gc.disable()
    quick_imports.begin()
    from dockersh.machine import given  # noqa: PLC0415  found so

    try:
        given.restore()
        _way_in()
    except (OSError, MemoryError) as error:
        _give_up(error)
    except SystemExit as end:
        _leave(end.code)
        raise


def _leave(status: object) -> None:
    """End at once where nobody waits for the end: taking Python apart takes longer than explaining a line."""
    program = os.path.basename(getattr(sys.modules["__main__"], "__file__", None) or "")
    awaited = program not in PROGRAMS or "threading" in sys.modules or atexit._ncallbacks()  # noqa: SLF001  how many there are
    if awaited or not isinstance(status, int):
        return
    with contextlib.suppress(OSError, ValueError, AttributeError):  # then Python says so in its own way
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status & 0xFF)


def _way_in() -> None:
    if sys.argv[1:] == ["docker-cli-plugin-metadata"] and os.path.basename(sys.argv[0]) == "docker-explain":
        _who_we_are()
    if sys.argv[1:2] == ["--complete"] and os.path.basename(sys.argv[0]) != "docker":
        _complete(sys.argv[2:])
    from dockersh.ways_in import cli  # noqa: PLC0415  not for Tab

    gc.freeze()
    gc.enable()
    cli.main()


def _who_we_are() -> None:
    """What docker asks of each plugin whenever it shows its help."""
    from dockersh.ways_in.plugin import metadata  # noqa: PLC0415  and nothing else

    os.write(1, metadata.text().encode())
    sys.exit(0)


def _give_up(error: OSError | MemoryError) -> None:
    """One line in the system's own words where it has nothing left to work with (`ulimit -n`, `ulimit -v`)."""
    number = error.errno if isinstance(error, OSError) else errno.ENOMEM
    if number not in (errno.EMFILE, errno.ENFILE, errno.ENOMEM):
        raise error
    with contextlib.suppress(OSError):
        os.write(2, f"dockersh: {os.strerror(number)}\n".encode())
    os._exit(NOTHING_LEFT)  # no clean-up: that would need what is not there


def _complete(argv: list[str]) -> None:
    begun = _begun(argv[1][: int(argv[2])]) if len(argv) > 2 and argv[2].isdecimal() else None
    from dockersh.ways_in.complete import protocol  # noqa: PLC0415  after what runs beside its import

    sys.exit(protocol.main(argv, begun))


def _begun(line: str) -> Begun | ahead.Begun | None:
    """An engine, or a docker, that works while we import the rest."""
    from dockersh.client import list_ahead  # noqa: PLC0415  before anything else
    from dockersh.engine.api import reach  # noqa: PLC0415

    socket = reach.near(os.environ)
    if not socket:
        return list_ahead.begin(line)
    from dockersh.engine.api import ahead  # noqa: PLC0415  not where docker is asked

    kind, typed = list_ahead.likely(line)
    return ahead.begin(kind or "", typed, socket, reach.version_of(os.environ))


if __name__ == "__main__":
    main()
