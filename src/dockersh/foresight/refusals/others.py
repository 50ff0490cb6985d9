"""Which of docker's refusals are another program's, too: those that were seen there, and no others."""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping

from dockersh.finding import Finding
from dockersh.reading.invocation import Invocation
from dockersh.startup import toml_cache

HERE = os.path.dirname(__file__)


@functools.cache
def _of(engine: str) -> Mapping[str, frozenset[str]]:
    table = toml_cache.load(os.path.join(HERE, f"{engine}.toml"))
    return {name: frozenset(codes) for name, codes in table.items()}


def holds(found: Finding, invocation: Invocation) -> bool:
    """Whether the program of a line refuses it as docker does; of a value by the option that it is given to.

    Of docker all holds, and of a program of which we know nothing else whoever asks decides.
    """
    engine = invocation.call.engine
    if engine == "docker" and invocation.call.served:
        engine = f"{invocation.call.served}-socket"
    if engine in ("", "docker") or found.severity != "error":
        return True
    if found.code not in ("bad-value", "bad-argument"):
        return found.code in _of(engine)["refuses"]
    return any(found.span in (part.span, part.value_span) and part.name in _of(engine)["values"] for part in invocation.parts)
