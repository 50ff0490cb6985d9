"""Questions about a compose project: its files as compose reads them, the hash of each service, the containers made of it.

Labels and hashes as docker/compose 2 to 5 write and compare them (pkg/api/labels.go, pkg/compose/convergence.go).
"""

from __future__ import annotations

import re

from dockersh.engine.project import Member, Project, Service
from dockersh.engine.question import About
from dockersh.engine.questions.question import Ask, rows
from dockersh.engine.state import State
from dockersh.typed import Any

LABEL = "com.docker.compose."
ALL = ("--profile", "*")  # those that are switched off, too: a line may name them


def _read_config(_about: About, output: str, state: State) -> State:
    import json  # noqa: PLC0415  lines without compose need none

    return state._replace(project=project(json.loads(output)))


def project(found: dict[str, Any]) -> Project:
    """The project of `docker compose config --format json`."""
    name = found.get("name", "")
    volumes, networks = found.get("volumes") or {}, found.get("networks") or {}
    external = [one for kind in (volumes, networks) for one in kind.values() if one and one.get("external")]
    services = {key: _service(name, key, one) for key, one in (found.get("services") or {}).items()}
    return Project(
        name,
        {one.name: one for one in in_order(services)},
        {key: (one or {}).get("name", key) for key, one in volumes.items()},
        {key: (one or {}).get("name", key) for key, one in networks.items()},
        frozenset(one.get("name", "") for one in external),
    )


def _service(project_name: str, name: str, found: dict[str, Any]) -> Service:
    mounts = found.get("volumes") or ()
    build = found.get("build") or {}
    replicas = (found.get("deploy") or {}).get("replicas", found.get("scale", 1))
    return Service(
        name,
        found.get("image") or f"{project_name}-{name}",
        build.get("context", "") if build else "",
        1 if replicas is None else int(replicas),
        tuple(found.get("depends_on") or ()),
        tuple(str(port["published"]) for port in found.get("ports") or () if port.get("published")),
        tuple(one["source"] for one in mounts if one.get("type") == "volume" and one.get("source")),
        tuple(found.get("networks") or ()),
        tuple(one["source"] for one in mounts if one.get("type") == "bind"),
        found.get("container_name") or "",
        found.get("pull_policy") or "",
        tuple(found.get("profiles") or ()),
        tuple(one["source"] for one in mounts if (one.get("bind") or {}).get("create_host_path") is False),
    )


def in_order(services: dict[str, Service]) -> list[Service]:
    """Those that others need come first; equals by their name."""
    done: dict[str, Service] = {}
    left = dict(sorted(services.items()))
    while left:
        ready = [one for one in left.values() if not any(need in left for need in one.needs)] or list(left.values())[:1]
        for one in ready:
            done[one.name] = left.pop(one.name)
    return list(done.values())


def _fails(errors: str, state: State) -> State:
    lines = [line for line in errors.splitlines() if line.strip() and "level=warning" not in line]
    return state._replace(project_problem=lines[0].strip() if lines else "")


def _warns(errors: str, state: State) -> State:
    r"""Variables that are filled in from nowhere: `The \\"TAG\\" variable is not set. Defaulting to a blank string.`"""
    unset = re.findall(r'The \\?"(\w+)\\?" variable is not set', errors)
    return state._replace(unset=tuple(dict.fromkeys(unset)))


def _read_hashes(_about: About, output: str, state: State) -> State:
    pairs = (line.partition(" ") for line in output.splitlines() if line.strip())
    return state._replace(hashes={name: found for name, _, found in pairs})


def _read_members(_about: About, output: str, state: State) -> State:
    return state._replace(members=tuple(_member(row) for row in rows(output)))


def _member(row: dict[str, str]) -> Member:
    labels = dict(pair.partition("=")[::2] for pair in row.get("Labels", "").split(",") if pair.startswith(LABEL))
    return Member(
        row["Names"].split(",")[0],
        labels.get(f"{LABEL}project", ""),
        labels.get(f"{LABEL}service", ""),
        row.get("State", ""),
        labels.get(f"{LABEL}config-hash", ""),
        labels.get(f"{LABEL}image", "").removeprefix("sha256:"),
        labels.get(f"{LABEL}oneoff", "") == "True",
    )


MEMBERS = ("container", "ls", "--all", "--no-trunc", "--filter", f"label={LABEL}project", "--format", "{{json .}}")
ASKS: dict[str, Ask] = {
    "compose-config": Ask(lambda about: ("compose", *about, *ALL, "config", "--format", "json"), _read_config, _fails, _warns),
    "compose-hashes": Ask(lambda about: ("compose", *about, *ALL, "config", "--hash", "*"), _read_hashes),
    "compose-members": Ask(lambda _: MEMBERS, _read_members),
}
