"""A Python newer than the machine's: Debian's newest suite in a root folder, as `current_root` has it.

    python -m support.newest_python     makes it where it is not there, and prints the folder

`enter-root FOLDER python3.14 …` runs it. Made once (as root on Debian or Ubuntu, about a minute and 300 MB).

    DOCKERSH_PYTHON_ROOT   where the folder is, or shall be made (default: /var/tmp/dockersh-python-3.14)
"""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

from support import current_root

PROGRAM = "usr/bin/python3.14"
PACKAGES = ("python3.14-venv", "ca-certificates", "git")
# How this machine reaches PyPI: its name servers, its certificates, its own settings.
REACH = ("etc/resolv.conf", "etc/ssl/certs/ca-certificates.crt", "etc/pip.conf")


def folder() -> Path:
    """Where the root folder is, made or not."""
    return Path(os.environ.get("DOCKERSH_PYTHON_ROOT") or "/var/tmp/dockersh-python-3.14")


def make() -> None:
    """Make the folder where it is not there yet; it reaches PyPI as this machine does.

    Raises CalledProcessError where that fails.
    """
    with Path(f"{folder()}.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder() / PROGRAM).exists():
            current_root.install(folder(), PACKAGES)
        for name in REACH:
            if Path("/", name).exists():
                shutil.copy(Path("/", name), folder() / name)


if __name__ == "__main__":
    make()
    print(folder())
