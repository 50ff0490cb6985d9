"""Options whose effect depends on the version of the engine's cgroups, which is that of its machine.

Source: moby pkg/sysinfo/cgroup2_linux.go, daemon/daemon_unix.go verifyPlatformContainerResources (28.5.2): the engine discards
them on cgroup v2, with a warning.
"""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.engine import State
from dockersh.finding import Finding, finding
from dockersh.foresight.named import OF_CGROUP_1
from dockersh.foresight.step import Request
from dockersh.reading.invocation import Part


def ignored(request: Request, state: State) -> Iterator[Finding]:
    """What does nothing on cgroup v2."""
    for part in (part for flag in OF_CGROUP_1 for part in request.invocation.flags(flag)[-1:]):
        if state.cgroup == "2" and _meant(request, part):
            yield finding("cgroup2-ignores", "warning", part.span, flag=f"--{part.name}")


def _meant(request: Request, part: Part) -> bool:
    """Not a switch that is off, or the default."""
    return request.invocation.on(part.name) if part.name == "oom-kill-disable" else part.value not in ("-1", "0")


def out_of_memory_unguarded(request: Request, state: State) -> Iterator[Finding]:
    """`--oom-kill-disable` without `-m`: the host runs out of memory instead of the container, where the option counts."""
    invocation = request.invocation
    if invocation.on("oom-kill-disable") and not invocation.flags("memory") and state.cgroup != "2":
        yield finding("out-of-memory-unguarded", "danger", invocation.flags("oom-kill-disable")[-1].span)


RULES = (ignored, out_of_memory_unguarded)
