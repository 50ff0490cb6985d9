"""What podman's error means. It says `Error: ` once, at the end, and chooses the status by itself as docker does.

Whatever its runtime and a registry say stands in the same line, in the words that docker passes on, too.
"""

from __future__ import annotations

from dockersh.afterwards.failures import heard
from dockersh.afterwards.failures.failure import Failure
from dockersh.execute.outcome import Outcome
from dockersh.reading.invocation import Invocation
from dockersh.startup.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MARK = "Error: "
SOURCES = ("podman", "runc", "registry")
OWN = frozenset((125, 126, 127, 255))  # statuses that podman chooses where a program's output passes through


def recognise(invocation: Invocation, outcome: Outcome, among: Callable[[str, str], Failure | None]) -> tuple[Failure, ...]:
    """The failure in what was said, `unknown` where podman failed in other words; *among* looks in a source's patterns."""
    said = next((line for line in reversed(heard.lines_of(outcome.errors or "")) if line.startswith(MARK)), None)
    if said is None or (heard.passes(invocation) and outcome.status not in OWN):
        return ()
    found = next((one for source in SOURCES if (one := among(source, said.removeprefix(MARK)))), Failure("unknown"))
    return (found._replace(line=said),)
