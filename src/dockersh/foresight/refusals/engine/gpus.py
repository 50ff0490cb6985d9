"""Graphics cards: the engine hands them on only with NVIDIA's toolkit beside it.

Source: moby daemon/nvidia_linux.go and daemon/cdi.go (28.2.2): the hook is looked for on the engine's PATH, a card that is
described for the Container Device Interface in /etc/cdi or /var/run/cdi.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from dockersh.engine import Question, State
from dockersh.finding import Finding, finding
from dockersh.foresight.step import Request

HOOKS = tuple(
    f"{folder}/nvidia-container-runtime-hook" for folder in ("/usr/bin", "/usr/local/bin", "/run/current-system/sw/bin")
)
SIGNS = (*HOOKS, "/etc/cdi", "/var/run/cdi")
QUESTIONS = (Question("features"), Question("host"), Question("endpoint"), Question("paths", SIGNS))


def ask(request: Request) -> tuple[Question, ...]:
    """Whether the toolkit is there, where the engine is on this machine."""
    return QUESTIONS if request.invocation.flags("gpus") else ()


def no_driver(request: Request, state: State) -> Iterator[Finding]:
    """`--gpus all` without the toolkit."""
    part = request.invocation.last("gpus")
    if part is not None and part.literal and none_here(state):
        yield finding("no-gpu-driver", "error", part.span)


def none_here(state: State) -> bool:
    """Whether the engine of this machine has nothing of the toolkit; False where we do not know."""
    here = state.host is not None and state.host.name == os.uname().nodename
    absent = all(state.paths.get(path) == "missing" for path in SIGNS)
    return here and bool(state.runtimes) and absent and "nvidia" not in state.runtimes
