"""Questions about the engine itself, and about this machine where the engine runs on it."""

from __future__ import annotations

import os

from dockersh.engine.questions.question import About, Ask, rows
from dockersh.engine.state import Event, Machine, State

LISTENING = "0A"
SOCKETS = ("/proc/net/tcp", "/proc/net/tcp6")


def _read_version(_about: About, output: str, state: State) -> State:
    return state._replace(version=output.strip())


def _read_endpoint(_about: About, output: str, state: State) -> State:
    return state._replace(endpoint=output.strip())


def _read_host(_about: About, output: str, state: State) -> State:
    cpus, memory, system, architecture = output.split()
    return state._replace(host=Machine(int(cpus), int(memory), system, architecture))


def _read_events(_about: About, output: str, state: State) -> State:
    """What happened between two moments, in the order the engine tells it."""
    found = ((row["Type"], row["Action"], row.get("Actor") or {}) for row in rows(output))
    return state._replace(
        events=tuple(Event(kind, what, who.get("ID", ""), who.get("Attributes") or {}) for kind, what, who in found)
    )


def _events(about: About) -> tuple[str, ...]:
    return ("events", "--since", about[0], "--until", about[1], "--format", "{{json .}}")


ASKS: dict[str, Ask] = {
    "version": Ask(lambda about: ("version", "--format", "{{.Server.Version}}"), _read_version),
    "endpoint": Ask(lambda about: ("context", "inspect", "--format", "{{.Endpoints.docker.Host}}"), _read_endpoint),
    "host": Ask(lambda about: ("info", "--format", "{{.NCPU}} {{.MemTotal}} {{.OSType}} {{.Architecture}}"), _read_host),
    "events": Ask(_events, _read_events),
}


def look(kind: str, about: About, state: State) -> State:
    """`paths`: what is at these paths of this machine; `listeners`: the TCP ports something listens on. Starts no process."""
    if kind == "paths":
        return state._replace(paths={path: _what_is_at(path) for path in about})
    return state._replace(listeners=frozenset(port for path in SOCKETS for port in _listening(path)))


def _what_is_at(path: str) -> str:
    if os.path.isdir(path):
        return "folder"
    return "file" if os.path.lexists(path) else "missing"


def _listening(path: str) -> list[int]:
    try:
        with open(path, encoding="ascii") as file:
            lines = [line.split() for line in file.readlines()[1:]]
    except OSError:
        return []
    return [int(words[1].rpartition(":")[2], 16) for words in lines if words[3] == LISTENING]
