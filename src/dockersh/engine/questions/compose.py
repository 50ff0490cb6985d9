"""Questions about a compose project: its files as compose reads them, the hash of each service, the containers made of it.

Labels and hashes as docker/compose 2 to 5 write and compare them (pkg/api/labels.go, pkg/compose/convergence.go).
"""

from __future__ import annotations

import os
import re

from dockersh.engine.project import Member, Project, Service
from dockersh.engine.question import About
from dockersh.engine.questions.question import Ask, rows
from dockersh.engine.state import State
from dockersh.reading.values.ports import Port
from dockersh.startup.typed import Any

LABEL = "com.docker.compose."
ALL = ("--profile", "*")  # those that are switched off, too: a line may name them


def _read_config(about: About, output: str, state: State) -> State:
    import json  # noqa: PLC0415  lines without compose need none

    found = json.loads(output)
    return state._replace(project=project(found), raw={**state.raw, ("compose-config", *about): found})


def project(found: dict[str, Any]) -> Project:
    """The project of `docker compose config --format json`."""
    name = found.get("name", "")
    volumes, networks = found.get("volumes") or {}, found.get("networks") or {}
    external = [one for kind in (volumes, networks) for one in kind.values() if one and one.get("external")]
    written = found.get("services") or {}
    needed = _silence(written)
    services = {key: _service(name, key, one, silence=needed) for key, one in written.items()}
    return Project(
        name,
        {one.name: one for one in in_order(services)},
        {key: (one or {}).get("name", key) for key, one in volumes.items()},
        {key: (one or {}).get("name", key) for key, one in networks.items()},
        frozenset(one.get("name", "") for one in external),
        network_hashes=dict(_network_hash(one) for one in networks.values() if one and not one.get("external")),
    )


def _network_hash(network: dict[str, Any]) -> tuple[str, str]:
    """A network's name and hash: of Go's JSON of it, as printed but for its blanks (pkg/compose/hash.go, compose 2.40 and 5.5).

    Observed with compose 2.40.3 and 5.6.1: the label `config-hash` of the networks that they made.
    """
    import hashlib  # noqa: PLC0415  lines without compose need none
    import json  # noqa: PLC0415  as above

    text = json.dumps(network, separators=(",", ":"), ensure_ascii=False)
    for sign in "<>&\u2028\u2029":  # Go escapes them
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return network.get("name", ""), hashlib.sha256(text.encode()).hexdigest()


def _silence(services: dict[str, Any]) -> bool | None:
    """Whether the folder of a bind mount that says nothing of `create_host_path` must be there; None: nobody can tell.

    Observed: compose 2.40 prints the key where it is true, compose 5.6 where it is false. Where it stands nowhere the usual is
    meant, a short mount: compose 2.40 prints nothing for a file whose only mounts are long ones with false, too; few are.
    """
    binds = (mount.get("bind") or {} for service in services.values() for mount in service.get("volumes") or ())
    printed = {bind["create_host_path"] for bind in binds if "create_host_path" in bind}
    if not printed:
        return False
    return True in printed if len(printed) == 1 else None


def _must_be_there(mount: dict[str, Any], *, silence: bool | None) -> bool | None:
    bind = mount.get("bind")
    if bind is None:
        return False
    made = bind.get("create_host_path")
    return silence if made is None else not made


def _service(project_name: str, name: str, found: dict[str, Any], *, silence: bool | None) -> Service:
    mounts = found.get("volumes") or ()
    binds = {one["source"]: _must_be_there(one, silence=silence) for one in mounts if one.get("type") == "bind"}
    build = found.get("build") or {}
    replicas = (found.get("deploy") or {}).get("replicas", found.get("scale", 1))
    return Service(
        name,
        found.get("image") or f"{project_name}-{name}",
        build.get("context", "") if build else "",
        1 if replicas is None else int(replicas),
        tuple(found.get("depends_on") or ()),
        tuple(_port(port) for port in found.get("ports") or () if port.get("published")),
        tuple(one["source"] for one in mounts if one.get("type") == "volume" and one.get("source")),
        tuple(found.get("networks") or ()),
        tuple(source for source, needed in binds.items() if needed is not None),
        found.get("container_name") or "",
        found.get("pull_policy") or "",
        tuple(found.get("profiles") or ()),
        tuple(source for source, needed in binds.items() if needed),
        waits=_waits(found.get("depends_on") or {}),
        dockerfile=_dockerfile(build),
        relative=tuple(target for one in mounts if not (target := one.get("target", "/")).startswith("/")),
        checked=_checked(found.get("healthcheck")),
        gpus=any(one.get("driver", "nvidia") == "nvidia" for one in _gpus(found)),
        optional=_needs_with(found, "required", default=True, wanted=False),
        restarts=_needs_with(found, "restart", default=False, wanted=True),
        grace=_whole_seconds(str(found.get("stop_grace_period") or "10s")),
        watched=bool((found.get("develop") or {}).get("watch")),
        image_named=bool(found.get("image")),
    )


def _checked(written: dict[str, Any] | None) -> bool | None:
    """Whether the files give a health check; None: they say nothing of its test, and the image's counts."""
    if written is None or (not written.get("disable") and not written.get("test")):
        return None
    test = written.get("test") or ()
    return not written.get("disable") and list(test)[:1] != ["NONE"]


def _gpus(found: dict[str, Any]) -> list[dict[str, Any]]:
    """The requests for cards: `gpus`, or devices with that capability."""
    reserved = ((found.get("deploy") or {}).get("resources") or {}).get("reservations") or {}
    devices = [one for one in reserved.get("devices") or () if "gpu" in (one.get("capabilities") or ())]
    return [*(found.get("gpus") or ()), *devices]


def _needs_with(found: dict[str, Any], key: str, *, default: bool, wanted: bool) -> tuple[str, ...]:
    """The services of `depends_on` of which a switch has the value."""
    needs: dict[str, Any] = found.get("depends_on") or {}
    return tuple(name for name, one in needs.items() if (one or {}).get(key, default) is wanted)


def _whole_seconds(duration: str) -> str:
    """`1m30s` in seconds, without what is less than one, as compose hands it on (pkg/utils/durationutils.go)."""
    parts = re.findall(r"([\d.]+)(h|ms|m|s)", duration)
    return str(int(sum(float(number) * {"h": 3600, "m": 60, "s": 1, "ms": 0.001}[unit] for number, unit in parts)))


def _port(found: dict[str, Any]) -> Port:
    return Port(found.get("host_ip") or None, str(found["published"]), str(found["target"]), found.get("protocol") or "tcp")


def _waits(needs: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """The services that must be more than started, and what they must be; without a condition it is enough to start."""
    conditions = ((name, (one or {}).get("condition", "service_started")) for name, one in needs.items())
    return tuple((name, condition) for name, condition in conditions if condition != "service_started")


def _dockerfile(build: dict[str, Any]) -> str:
    """Where a service's Dockerfile is, if it is a file of this machine: contexts may be addresses, and files written inline."""
    context = build.get("context", "")
    if not os.path.isabs(context) or build.get("dockerfile_inline"):
        return ""
    return os.path.join(context, build.get("dockerfile") or "Dockerfile")


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
    lines = [line for line in errors.split("\n") if line.strip() and "level=warning" not in line]
    told = 2 if lines and lines[0].endswith(":") else 1  # `decoding failed due to the following error(s):`
    return state._replace(project_problem=" ".join(line.strip() for line in lines[:told]))


def _warns(errors: str, state: State) -> State:
    r"""Variables that are filled in from nowhere: `The \\"TAG\\" variable is not set. Defaulting to a blank string.`"""
    unset = re.findall(r'The \\?"(\w+)\\?" variable is not set', errors)
    return state._replace(unset=tuple(dict.fromkeys(unset)))


def _read_hashes(_about: About, output: str, state: State) -> State:
    pairs = (line.partition(" ") for line in output.split("\n") if line.strip())
    return state._replace(hashes={name: found for name, _, found in pairs})


def _read_active(about: About, output: str, state: State) -> State:
    """The services that are switched on, each with its hash."""
    found = _read_hashes(about, output, state).hashes
    return state._replace(hashes={**state.hashes, **found}, active=frozenset(found))


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
    "compose-active": Ask(lambda about: ("compose", *about, "config", "--hash", "*"), _read_active, _fails),
    "compose-hashes": Ask(lambda about: ("compose", *about, *ALL, "config", "--hash", "*"), _read_hashes),
    "compose-members": Ask(lambda _: MEMBERS, _read_members),
}
