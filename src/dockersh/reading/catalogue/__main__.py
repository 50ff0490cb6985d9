"""`python -m dockersh.reading.catalogue [DOCKER]`: the installed docker, compose and buildx against the facts.

A line a difference, `+` came or `-` went, below the version that was asked. Status 0: none; 1: some; 2: no docker.
"""

from __future__ import annotations

import os
import subprocess
import sys

from dockersh.client.real_docker import real_docker
from dockersh.reading.catalogue.compare import PLUGINS, compare, major
from dockersh.reading.catalogue.installed import InstalledHelp


def main(argv: list[str]) -> int:
    """Print the differences of one docker, by default the one on PATH; gives the exit status."""
    docker = argv[0] if argv else real_docker()
    told = docker and version(docker)
    if not docker or not told:
        sys.stderr.write("docker: -\n")
        return 2
    ask = InstalledHelp(docker)
    found = False
    for family in ("", *PLUGINS):
        line = version(docker, family) if family else told
        print(f"{family or 'docker'}: {line or '-'}")
        for difference in compare(ask, family, major(told)) if line else ():
            found = True
            print(f"  {difference}")
    return int(found)


def version(docker: str, family: str = "") -> str | None:
    """The line with which docker, or one of its plugins, tells its version; None where there is no such program."""
    words = [docker, family, "version"] if family else [docker, "--version"]
    env = os.environ | {"DOCKER_HOST": "unix:///nonexistent/dockersh.sock"}
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False, env=env)  # noqa: S603  the docker that is asked about
    except OSError:
        return None
    return done.stdout.strip().split("\n")[0] if done.returncode == 0 and done.stdout.strip() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
