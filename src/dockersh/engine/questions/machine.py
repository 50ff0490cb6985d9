"""Questions about the engine itself, and about this machine where the engine runs on it."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Callable

from dockersh.client import plugins
from dockersh.client.real_docker import real_docker
from dockersh.client.settings import setting
from dockersh.engine.api.machine import event, kept_by_containerd, role
from dockersh.engine.question import About
from dockersh.engine.questions.question import Ask, rows
from dockersh.engine.state import Machine, State

HOST = "{{.NCPU}} {{.MemTotal}} {{.OSType}} {{.Architecture}} {{.Name}}"
FEATURES = "{{json .Runtimes}}\n{{json .Plugins.Log}}\n{{json .CgroupVersion}}\n{{json .DriverStatus}}"
SWARM = "{{.Swarm.LocalNodeState}} {{.Swarm.ControlAvailable}}"


def _read_version(_about: About, output: str, state: State) -> State:
    return state._replace(version=output.strip())


def _read_endpoint(_about: About, output: str, state: State) -> State:
    return state._replace(endpoint=output.strip())


def _read_host(_about: About, output: str, state: State) -> State:
    cpus, memory, system, architecture, name = output.split()
    return state._replace(host=Machine(int(cpus), int(memory), system, architecture, name))


def _read_features(_about: About, output: str, state: State) -> State:
    """The runtimes and the log drivers that the engine knows, the version of its cgroups, and who keeps its images."""
    runtimes, drivers, cgroup, status = rows(output)
    known = state._replace(runtimes=tuple(runtimes), log_drivers=tuple(drivers))
    return known._replace(cgroup=str(cgroup), in_containerd=kept_by_containerd(status))


def _read_swarm(_about: About, output: str, state: State) -> State:
    """inactive, worker, manager or locked; other states pass."""
    local, _, manages = output.strip().partition(" ")
    return state._replace(swarm=role(local, manages=manages == "true"))


def _read_events(_about: About, output: str, state: State) -> State:
    """What happened between two moments, in the order the engine tells it."""
    return state._replace(events=tuple(event(row) for row in rows(output)))


def _events(about: About) -> tuple[str, ...]:
    return ("events", "--since", about[0], "--until", about[1], "--format", "{{json .}}")


def _read_plugin(_about: About, _output: str, state: State) -> State:
    return state


def _no_plugin(errors: str, state: State) -> State:
    """`unknown command: docker compose` (28), `'compose' is not a docker command` (20.10)."""
    found = re.search(r"unknown command: docker (\S+)|'([^\s']+)' is not a docker command", errors)
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
    from dockersh.engine import buildcontext  # noqa: PLC0415  for builds only

    context, file, *arguments = about
    pairs = (one.partition("=") for one in arguments)
    return state._replace(build=buildcontext.look(context, file, {name: value for name, _, value in pairs}))


def _look_at_keys(_about: About, state: State) -> State:
    return state._replace(detach_keys=setting(os.environ, "detachKeys"))


def _look_at_env_files(about: About, state: State) -> State:
    from dockersh.engine.envfiles import look as look_at  # noqa: PLC0415  for lines that name one

    return state._replace(env_files={path: look_at(path) for path in about})


def _look_at_programs(about: About, state: State) -> State:
    from dockersh.engine.programs.files import look as look_at  # noqa: PLC0415  for lines that mount one

    return state._replace(programs={path: look_at(path) for path in about})


def _look_at_builds(about: About, state: State) -> State:
    from dockersh.engine import buildcontext  # noqa: PLC0415  for builds only

    context, file = about
    return state._replace(builds={**state.builds, about: buildcontext.look(context, file, {})})


def _look_at_bake(about: About, state: State) -> State:
    from dockersh.engine.bake.look import look as look_at  # noqa: PLC0415  for bakes only

    return state._replace(bake=look_at(about))


def _look_for_helper(about: About, state: State) -> State:
    from dockersh.client.credentials import absent_helper  # noqa: PLC0415  for lines that go to a registry

    return state._replace(absent_helper=absent_helper(os.environ, about[0]))


def _look_at_files(about: About, state: State) -> State:
    return state._replace(files={**state.files, **{path: _what_the_client_finds(path) for path in about}})


def _what_the_client_finds(path: str) -> str:
    """Behind a link; a device or a pipe is read as a file is, and what `/dev/stdin` is for docker we do not know."""
    if path.startswith(("/dev/", "/proc/")):
        return "file"
    return _what_is_at(path) if os.path.exists(path) else "missing"


def _look_for_programs(about: About, state: State) -> State:
    absent = {os.path.basename(name) for name in about if not _is_program(name)}
    return state._replace(absent_plugins=state.absent_plugins | absent)


def _is_program(name: str) -> bool:
    """A path on the line is looked at only from outside."""
    return os.path.isfile(name) and os.access(name, os.X_OK) if os.sep in name else real_docker(name) is not None


def _look_at_paths(about: About, state: State) -> State:
    owners = {path: owner for path in about if (owner := _owner(path)) is not None}
    found = {path: _what_is_at(path) for path in about}
    return state._replace(paths={**state.paths, **found}, owners={**state.owners, **owners})


def _owner(path: str) -> int | None:
    """The user number that a folder belongs to."""
    try:
        return os.stat(path).st_uid if os.path.isdir(path) else None
    except OSError:
        return None


def _look_at_listeners(_about: About, state: State) -> State:
    """The TCP ports that something listens on."""
    from dockersh.engine.listeners import listening  # noqa: PLC0415  for what publishes a port only

    return state._replace(listeners=listening(), addresses=_own_addresses())


LOOKS: dict[str, Callable[[About, State], State]] = {
    "build-context": _look_at_context,
    "detach-keys": _look_at_keys,
    "files": _look_at_files,
    "credential-helper": _look_for_helper,
    "env-files": _look_at_env_files,
    "program-files": _look_at_programs,
    "compose-builds": _look_at_builds,
    "bake": _look_at_bake,
    "program": _look_for_programs,
    "paths": _look_at_paths,
    "listeners": _look_at_listeners,
}
OF_THE_ENGINE = frozenset(("paths", "listeners", "program-files"))


def _what_is_at(path: str) -> str:
    if os.path.isdir(path):
        return "folder"
    return "file" if os.path.lexists(path) else "missing"


def _own_addresses() -> frozenset[str]:
    """The IPv4 addresses of this machine: the leaves of the kernel's table of routes that it calls local."""
    try:
        with open("/proc/net/fib_trie", encoding="ascii") as file:
            lines = file.read().split("\n")
    except OSError:
        return frozenset()
    pairs = itertools.pairwise(lines)
    return frozenset(line.split()[-1] for line, below in pairs if "|--" in line and "host LOCAL" in below)
