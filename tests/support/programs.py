"""Stand-ins for docker where a state cannot be made for real, and dockersh as a process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

UNREACHABLE = "Cannot connect to the Docker daemon at unix:///fake.sock."
DOCKERSH = (sys.executable, "-m", "dockersh")


def script(path: Path, body: str) -> Path:
    """An executable sh script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def recording_docker(folder: Path, *, status: int = 0) -> Path:
    """A docker that answers no question, prints its words one a line to standard output, and a word to standard error."""
    body = (
        f'case "$*" in *--format*|*inspect*) echo "{UNREACHABLE}" >&2; exit 1;; esac\n'
        'for word in "$@"; do printf "[%s]\\n" "$word"; done\n'
        f"echo from-docker >&2\nexit {status}"
    )
    return script(folder / "docker", body)


def environment(folder: Path | None = None, **more: str) -> dict[str, str]:
    """A bare environment in English whose PATH starts with `folder`."""
    path = os.pathsep.join(filter(None, (str(folder) if folder else "", os.environ["PATH"])))
    kept = {name: value for name, value in os.environ.items() if name.startswith("COV")}
    home = str(folder or "/nonexistent")
    return {**kept, "PATH": path, "HOME": home, "LANG": "C.UTF-8", "SHELL": "/bin/sh", **more}


def as_installed(env: Mapping[str, str], folder: str) -> dict[str, str]:
    """An environment for measuring: Python keeps its bytecode, as it does for what is installed."""
    return {**{name: value for name, value in env.items() if name != "PYTHONDONTWRITEBYTECODE"}, "PYTHONPYCACHEPREFIX": folder}


def run(*argv: str, env: dict[str, str], stdin: bytes | None = b"", timeout: float = 30) -> subprocess.CompletedProcess[bytes]:
    """Dockersh with these words; its output as bytes."""
    return subprocess.run([*DOCKERSH, *argv], env=env, input=stdin, capture_output=True, timeout=timeout, check=False)
