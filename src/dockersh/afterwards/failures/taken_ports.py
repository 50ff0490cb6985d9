"""Who has a port that a container wanted, and which other one would do."""

from __future__ import annotations

import sys

from dockersh.afterwards.failures.case import Case, Found
from dockersh.engine import Question
from dockersh.engine.installation import is_wsl
from dockersh.finding import Say

SYSTEMS = {"darwin": "mac", "win32": "windows"}
PRIVILEGED = 1024  # below it a port is root's
# What the systems themselves often have on a port.
USUAL = {("linux", "53"): "resolved", ("darwin", "5000"): "airplay", ("darwin", "7000"): "airplay"}


def port_taken(case: Case) -> Found:
    """Who has the port: a container on any address, else a program, where the engine answered."""
    port = case.arg("port")
    found: Found = next_port(case)
    state = case.ask(Question("publishers", (port,)))
    for holder in state.publishers:
        if any(str(bind.host_port) == port for bind in holder.ports):
            held = {"holder": holder.name, "holder_image": holder.image}
            return {**found, **held, "culprit": Say("failed.container-has-port", held)}
    return {**found, "culprit": _program(port)} if state.up else found


def _program(port: str) -> Say:
    """What of the system itself usually has that port; else some program."""
    usual = USUAL.get((sys.platform, port))
    return Say(f"failed.{usual}-has-port" if usual else "failed.program-has-port", {"who": _who_listens(port)})


def _who_listens(port: str) -> Say:
    """How to see which program has it, on this system."""
    system = "windows" if is_wsl() else SYSTEMS.get(sys.platform, "linux")
    return Say(f"failed.who-listens-{system}", {"port": port})


def next_port(case: Case) -> Found:
    """The port after it."""
    port = case.arg("port")
    if not port.isdecimal():
        return {}
    return {"next_port": str(int(port) + 1 if int(port) < 65535 else 8080)}


def high_port(case: Case) -> Found:
    """A port that needs no privilege, like the one that does: 8080 for 80."""
    port = case.arg("port")
    return {"high_port": str(int(port) + 8000)} if port.isdecimal() and int(port) < PRIVILEGED else {}
