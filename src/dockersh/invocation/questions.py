"""What of a line our own questions to the engine must repeat."""

from __future__ import annotations

from dockersh.invocation.parts import Invocation
from dockersh.syntax import Call
from dockersh.syntax.words import ASSIGNMENT

GLOBALS = frozenset(["config", "context", "host", "tls", "tlscacert", "tlscert", "tlskey", "tlsverify"])


def global_options(invocation: Invocation) -> tuple[str, ...]:
    """Docker's own options of the line (`-H`, `--context`…), which our questions must use too."""
    found = (part for part in invocation.parts if part.kind == "global-flag" and part.literal and part.name in GLOBALS)
    return tuple(f"--{part.name}" if part.value is None else f"--{part.name}={part.value}" for part in found)


def assignments(call: Call) -> dict[str, str]:
    """`DOCKER_HOST=… docker …`: the assignments in front of the call."""
    words = (word.text for word in call.before if word.literal and ASSIGNMENT.fullmatch(word.text))
    pairs = (text.partition("=") for text in words)
    return {name: value for name, _, value in pairs}
