"""Whether a shell can read a script: bash is asked, which with `-n` reads it and runs nothing of it."""

from __future__ import annotations

import functools
import os
import time

from dockersh import permissions
from dockersh.machine import bounded_programs, limits

UNREADABLE = 2  # bash's status for what it cannot read


@functools.lru_cache(maxsize=8)
def refuses(script: str) -> bool:
    """Whether bash cannot read a script. False where there is no bash, or it does not say in time."""
    words = ("bash", *permissions.table()["programs"]["bash"], script)
    # Without HOME and SHELL it would look the person up, in /etc/passwd or farther away.
    env = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "HOME": "/", "SHELL": "/bin/sh"}
    child = bounded_programs.start(words, env, time.monotonic() + limits.HELP)
    if child is None:
        return False
    bounded_programs.finish([child])
    return child.status == UNREADABLE
