"""A root folder with a current docker (engine, client, buildx, compose of Debian's newest suite) beside the machine's own.

Made once by `mmdebstrap` (as root on Debian or Ubuntu, about 20 seconds and 550 MB) and kept for the next run. Its client and
plugins run outside as they are; its engine is started inside by `enter-root`, where /tmp, /root, /home, /srv and /opt are this
machine's. The suite moves with time: what was found in it is told by `versions`.

    DOCKERSH_ROOT          where the folder is, or shall be made (default: /var/tmp/dockersh-current-docker)
    DOCKERSH_ROOT_MIRROR   the mirror, or a snapshot of one, that it is made from (default: this machine's own)
"""

from __future__ import annotations

import fcntl
import functools
import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

SUITE = "sid"
PACKAGES = ("docker.io", "docker-cli", "docker-buildx", "docker-compose", "iptables", "ca-certificates", "git", "procps")
SOURCES = (Path("/etc/apt/sources.list.d/debian.sources"), Path("/etc/apt/sources.list"))
MIRROR = re.compile(r"^(?:URIs:\s*|deb\s+(?:\[[^]]*\]\s*)?)(\S+)", re.MULTILINE)
USUAL_MIRROR = "http://deb.debian.org/debian"
ENTER = Path(__file__).with_name("enter-root")


def folder() -> Path:
    """Where the root folder is, made or not."""
    return Path(os.environ.get("DOCKERSH_ROOT") or "/var/tmp/dockersh-current-docker")


def client() -> Path:
    """The current docker client."""
    return folder() / "usr/bin/docker"


def plugin(name: str) -> Path:
    """A plugin of the current client: `buildx`, `compose`."""
    return folder() / "usr/libexec/docker/cli-plugins" / f"docker-{name}"


def dockerd() -> list[str]:
    """The words in front of the engine's own that start it inside."""
    return [str(ENTER), str(folder()), "/usr/sbin/dockerd"]


def reason_against() -> str | None:
    """None where the folder is there, or can be made; else why not, in a sentence."""
    if (folder() / "usr/sbin/dockerd").exists():
        return None
    if os.geteuid() != 0:
        return "a current docker beside the installed one needs root"
    return None if shutil.which("apt-get") else "a current docker is made from Debian's packages, and there is no apt-get"


@functools.cache
def make() -> None:
    """Make the folder where it is not there yet; several at a time wait for each other.

    Raises CalledProcessError where that fails.
    """
    with Path(f"{folder()}.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder() / "usr/sbin/dockerd").exists():
            install(folder(), PACKAGES)


def install(place: Path, packages: tuple[str, ...]) -> None:
    """A root folder of Debian's newest suite with these packages.

    Raises CalledProcessError where that fails.
    """
    if shutil.which("mmdebstrap") is None:
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        words = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "mmdebstrap", "debian-archive-keyring"]
        subprocess.run(["apt-get", "update", "-qq"], check=True, env=env)
        subprocess.run(words, check=True, env=env, stdout=subprocess.DEVNULL)
    options = ["--quiet", "--variant=minbase", '--aptopt=Acquire::Check-Valid-Until "false"', f"--include={','.join(packages)}"]
    # Made beside its place: what was interrupted is never taken for whole.
    fresh = place.with_name(f"{place.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    subprocess.run(["mmdebstrap", *options, SUITE, str(fresh), mirror()], check=True)
    fresh.rename(place)


def mirror() -> str:
    """Where Debian's packages come from: this machine's own mirror where it is a Debian."""
    texts = [path.read_text(encoding="utf-8") for path in SOURCES if path.exists() and _is_debian()]
    found = (MIRROR.search(text) for text in texts)
    return os.environ.get("DOCKERSH_ROOT_MIRROR") or next((one[1] for one in found if one), USUAL_MIRROR)


def _is_debian() -> bool:
    return platform.freedesktop_os_release().get("ID") == "debian"


def versions() -> str:
    """What is in the folder: `docker 28.5.2, buildx 0.29.1, compose 2.40.3`."""
    programs: tuple[tuple[str, Path, str], ...] = (
        ("docker", client(), "--version"),
        ("buildx", plugin("buildx"), "version"),
        ("compose", plugin("compose"), "version"),
    )
    return ", ".join(f"{name} {_version(path, word)}" for name, path, word in programs)


def _version(program: Path, word: str) -> str:
    done = subprocess.run([program, word], capture_output=True, text=True, check=False)
    found = re.search(r"\d+\.\d+\.\d+", done.stdout)
    return found[0] if found else "?"
