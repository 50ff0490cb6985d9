"""The real docker client as a judge."""

from __future__ import annotations

import functools
import re
import shutil
import subprocess


@functools.cache
def reason_against() -> str | None:
    """None where there is a client that our facts were read from; older ones take and refuse a little differently."""
    if shutil.which("docker") is None:
        return "no docker client here"
    result = subprocess.run(["docker", "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"version (\d+)", result.stdout)
    return None if found and int(found[1]) >= 28 else f"the facts are docker 28's; this is {result.stdout.strip()}"
