"""The real docker client as a judge."""

from __future__ import annotations

import functools
import re
import shutil
import subprocess


@functools.cache
def major() -> int:
    """The client's major version; 0 where there is none."""
    if shutil.which("docker") is None:
        return 0
    result = subprocess.run(["docker", "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"version (\d+)", result.stdout)
    return int(found[1]) if found else 0


@functools.cache
def reason_against() -> str | None:
    """None where there is a client that our facts were read from; older ones take and refuse a little differently."""
    if major() == 0:
        return "no docker client here"
    return None if major() >= 28 else f"the facts are those of docker 28 and 29; this is {major()}"
