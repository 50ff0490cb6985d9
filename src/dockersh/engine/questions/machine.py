"""Questions about the engine itself, and about this machine where the engine runs on it."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Callable

from dockersh.binary import real_docker
from dockersh.catalogue import plugins
from dockersh.dockerconfig import setting
from dockersh.engine import buildcontext
from dockersh.engine.question import About
from dockersh.engine.questions.question import Ask, rows
from dockersh.engine.state import Event, Machine, State

LISTENING = "0A"
HOST = "{{.NCPU}} {{.MemTotal}} {{.OSType}} {{.Architecture}} {{.Name}}"
FEATURES = "{{json .Runtimes}}\n{{json .Plugins.Log}}"
SWARM = "{{.Swarm.LocalNodeState}} {{.Swarm.ControlAvailable}}"
SOCKETS = ("/proc/net/tcp", "/proc/net/tcp6")
ANY = "0.0.0.0"  # noqa: S104  compared with, not listened on


def _read_version(_about: About, output: str, state: State) -> State:
    return state._replace(version=output.strip())


def _read_endpoint(_about: About, output: str, state: State) -> State:
    return state._replace(endpoint=output.strip())


def _read_host(_about: About, output: str, state: State) -> State:
    cpus, memory, system, architecture, name = output.split()
    return state._replace(host=Machine(int(cpus), int(memory), system, architecture, name))


def _read_features(_about: About, output: str, state: State) -> State:
    """The runtimes and the log drivers that the engine knows."""
    runtimes, drivers = rows(output)
    return state._replace(runtimes=tuple(runtimes), log_drivers=tuple(drivers))


def _read_swarm(_about: About, output: str, state: State) -> State:
    """inactive, worker, manager or locked; other states pass."""
    local, _, manages = output.strip().partition(" ")
    role = "manager" if manages == "true" else "worker"
    return state._replace(swarm=role if local == "active" else local if local in ("inactive", "locked") else "")


def _read_events(_about: About, output: str, state: State) -> State:
    """What happened between two moments, in the order the engine tells it."""
    found = ((row["Type"], row["Action"], row.get("Actor") or {}) for row in rows(output))
    return state._replace(
        events=tuple(Event(kind, what, who.get("ID", ""), who.get("Attributes") or {}) for kind, what, who in found)
    )


def _events(about: About) -> tuple[str, ...]:
    return ("events", "--since", about[0], "--until", about[1], "--format", "{{json .}}")


def _read_plugin(_about: About, _output: str, state: State) -> State:
    return state


def _no_plugin(errors: str, state: State) -> State:
    """`unknown command: docker compose` (28), `'compose' is not a docker command` (20.10)."""
    found = re.search(r"unknown command: docker (\S+)|'(\S+)' is not a docker command", errors)
    return state._replace(absent_plugins=state.absent_plugins | {found[1] or found[2]}) if found else state


ASKS: dict[str, Ask] = {
    "plugin": Ask(lambda about: (*about, "version"), _read_plugin, _no_plugin),
    "version": Ask(lambda about: ("version", "--format", "{{.Server.Version}}"), _read_version),
    "endpoint": Ask(lambda about: ("context", "inspect", "--format", "{{.Endpoints.docker.Host}}"), _read_endpoint),
    "host": Ask(lambda about: ("info", "--format", HOST), _read_host),
    "features": Ask(lambda _: ("info", "--format", FEATURES), _read_features),
    "swarm": Ask(lambda about: ("info", "--format", SWARM), _read_swarm),
    "events": Ask(_events, _read_events),
}


def known_here(kind: str, about: About) -> bool:
    """Whether this machine's files answer already: a plugin that lies where docker looks is there."""
    return kind == "plugin" and plugins.installed(about[0])


def look(kind: str, about: About, state: State) -> State:
    """What is seen without a process: of the client's own files and programs; of this machine where the engine is on it."""
    elsewhere = state.host is None or state.host.name != os.uname().nodename or not state.endpoint.startswith("unix://")
    if kind in OF_THE_ENGINE and elsewhere:
        return state  # the engine sees another machine than we do: a remote one, a virtual one, or we are in a container
    return LOOKS[kind](about, state)


def _look_at_context(about: About, state: State) -> State:
    context, file, *arguments = about
    pairs = (one.partition("=") for one in arguments)
    return state._replace(build=buildcontext.look(context, file, {name: value for name, _, value in pairs}))


def _look_at_keys(_about: About, state: State) -> State:
    return state._replace(detach_keys=setting(os.environ, "detachKeys"))


def _look_at_files(about: About, state: State) -> State:
    return state._replace(files={path: os.path.isfile(path) for path in about})


def _look_for_programs(about: About, state: State) -> State:
    absent = {os.path.basename(name) for name in about if real_docker(name) is None}
    return state._replace(absent_plugins=state.absent_plugins | absent)


def _look_at_paths(about: About, state: State) -> State:
    return state._replace(paths={path: _what_is_at(path) for path in about})


def _look_at_listeners(_about: About, state: State) -> State:
    """The TCP ports that something listens on."""
    listeners = frozenset(port for path in SOCKETS for port in _listening(path))
    return state._replace(listeners=listeners, addresses=_own_addresses())


LOOKS: dict[str, Callable[[About, State], State]] = {
    "build-context": _look_at_context,
    "detach-keys": _look_at_keys,
    "files": _look_at_files,
    "program": _look_for_programs,
    "paths": _look_at_paths,
    "listeners": _look_at_listeners,
}
OF_THE_ENGINE = frozenset(("paths", "listeners"))


def _what_is_at(path: str) -> str:
    if os.path.isdir(path):
        return "folder"
    return "file" if os.path.lexists(path) else "missing"


def _listening(path: str) -> list[tuple[str, int]]:
    try:
        with open(path, encoding="ascii") as file:
            lines = [line.split() for line in file.readlines()[1:]]
    except OSError:
        return []
    pairs = (words[1].split(":") for words in lines if words[3] == LISTENING)
    return [(_address(address), int(port, 16)) for address, port in pairs]


def _own_addresses() -> frozenset[str]:
    """The IPv4 addresses of this machine: the leaves of the kernel's table of routes that it calls local."""
    try:
        with open("/proc/net/fib_trie", encoding="ascii") as file:
            lines = file.read().splitlines()
    except OSError:
        return frozenset()
    pairs = itertools.pairwise(lines)
    return frozenset(line.split()[-1] for line, below in pairs if "|--" in line and "host LOCAL" in below)


def _address(text: str) -> str:
    """`0100007F` → 127.0.0.1; any address of IPv6 that is not all zeros stays as it is written there."""
    if not text.strip("0"):
        return ANY
    return ".".join(str(int(text[at : at + 2], 16)) for at in (6, 4, 2, 0)) if len(text) == 8 else text
