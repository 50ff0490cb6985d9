"""What came of a command that was run."""

from __future__ import annotations

from dockersh.startup.typed import NamedTuple

# Set for the programs of a line we explained: a `docker` in it that is dockersh under another name explains nothing again.
HANDED_ON = "DOCKERSH_HANDED_ON"
NOT_FOUND = 127  # the status of a command that is not there, as in sh
NOT_EXECUTABLE = 126  # and of one that is, and cannot be started


class Outcome(NamedTuple):
    """What came of a command. *status* is 0–255 as a shell reports it (128+n for signal n); *signal* is n, else None.

    *problem* is the system's reason where the command could not be started at all. *errors* is the end of what it wrote
    to standard error; None where nobody listened. *printed* is the id that docker printed alone on a line of standard output;
    empty where it printed none, None where nobody read along. *output* is the end of all that it printed, where that is kept.
    """

    status: int
    signal: int | None = None
    started: float = 0.0
    seconds: float = 0.0
    problem: str | None = None
    errors: str | None = None
    printed: str | None = None
    output: str | None = None
