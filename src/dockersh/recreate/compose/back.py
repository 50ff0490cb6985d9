"""A service of a compose file as a `docker run` line, from what `docker compose config --format json` says of it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping

from dockersh.finding import Say, say
from dockersh.recreate.compose import back_limits as limits
from dockersh.recreate.compose.service import HEALTH, table
from dockersh.recreate.option import Option, fields
from dockersh.recreate.seen import Row
from dockersh.recreate.written import Line
from dockersh.startup.typed import Any, NamedTuple

# Keys of a service that say how compose works, and nothing of the container.
OF_COMPOSE = frozenset(("attach", "build", "depends_on", "extends", "profiles", "pull_policy", "scale"))
PULLS = ("always", "missing", "never")  # those that docker has, too


class Back(NamedTuple):
    """The lines: networks and volumes that have to be there first, then the service's own; what they cannot say."""

    lines: tuple[Line, ...]
    notes: tuple[Say, ...] = ()


def line(project: Row, name: str) -> Back | None:
    """The lines of a service of a project; None where it has none of that name."""
    service = (project.get("services") or {}).get(name)
    if service is None:
        return None
    first = (Line(("docker", "network", "create", one)) for one in _networks(project, service))
    groups = tuple(option.words for option in _options(project, service, name))
    image = str(service.get("image") or f"{project.get('name', 'project')}-{name}")
    run = Line(("docker", "run"), (("-d",), *groups), (image, *_behind(service)))
    known = MADE | OF_COMPOSE | {key for kind in SPELL for key in table()[kind].values()} | {"image"}
    notes = [say("recreate.no-option", key=key) for key in sorted(service) if key not in known and _counts(service[key])]
    built = [say("recreate.built", service=name)] if service.get("build") else []
    return Back((*first, run), (*built, *notes))


def _counts(value: Any) -> bool:
    return value not in (None, False, [], {}, "")


def _networks(project: Row, service: Row) -> Iterator[str]:
    """The names of the networks of a service that somebody has to make."""
    for key in service.get("networks") or {} if not service.get("network_mode") else {}:
        row = (project.get("networks") or {}).get(key) or {}
        if not row.get("external"):
            yield str(row.get("name") or key)


def _behind(service: Row) -> tuple[str, ...]:
    """The words behind the image: those of an entrypoint that is longer than an option, and the command."""
    entry = service.get("entrypoint") or []
    words = service.get("command") or []
    return tuple(str(word).replace("$$", "$") for word in (*entry[1:], *words))


def _options(project: Row, service: Row, name: str) -> Iterator[Option]:
    yield Option("name", _container(project, service, name))
    if service.get("pull_policy") in PULLS:
        yield Option("pull", service["pull_policy"])
    for kind, spell in SPELL.items():
        for option, key in table()[kind].items():
            if option not in ("name", "pull", "env", "label", "publish", "annotation") and _counts(service.get(key)):
                yield from spell(option, service[key])
    for part in PARTS:
        yield from part(project, service)


def _text(option: str, value: Any) -> Iterator[Option]:
    yield Option(option, _plain(value))


def _switch(option: str, value: Any) -> Iterator[Option]:
    if value:
        yield Option(option)


def _list(option: str, value: Any) -> Iterator[Option]:
    if isinstance(value, Mapping):
        yield from (Option(option, f"{key}={_plain(one)}" if one is not None else key) for key, one in value.items())
    else:
        yield from (Option(option, _device(one) if isinstance(one, Mapping) else _plain(one)) for one in value)


def _device(row: Row) -> str:
    words = (row.get("source"), row.get("target"), row.get("permissions"))
    return ":".join(str(word) for word in words if word)


def _plain(value: Any) -> str:
    return str(value).replace("$$", "$")


SPELL = {"texts": _text, "numbers": _text, "switches": _switch, "lists": _list}


def _pairs(option: str, found: Any) -> Iterator[Option]:
    for key, value in (found or {}).items():
        yield Option(option, key if value is None else f"{key}={_plain(value)}")


def _variables(_: Row, service: Row) -> Iterator[Option]:
    yield from _pairs("env", service.get("environment"))
    yield from _pairs("label", service.get("labels"))
    yield from _pairs("annotation", service.get("annotations"))
    yield from _pairs("storage-opt", service.get("storage_opt"))


def _ports(_: Row, service: Row) -> Iterator[Option]:
    for row in service.get("ports") or ():
        protocol = row.get("protocol", "tcp")
        inside = str(row["target"]) + ("" if protocol == "tcp" else f"/{protocol}")
        address, outside = row.get("host_ip", ""), str(row.get("published") or "")
        address = f"[{address}]" if ":" in address else address
        yield Option("publish", ":".join([*([address] if address else []), *([outside] if outside or address else []), inside]))


def _joined(project: Row, service: Row) -> Iterator[Option]:
    if mode := service.get("network_mode"):
        yield from [Option("network", _mode(project, str(mode)))] if mode not in ("bridge", "default") else ()
    else:
        joined = service.get("networks") or {}
        rows = project.get("networks") or {}
        yield from (
            Option("network", _network(str((rows.get(key) or {}).get("name") or key), row or {})) for key, row in joined.items()
        )
    if service.get("mac_address"):
        yield Option("mac-address", service["mac_address"])
    yield from (Option("link", link) for key in ("links", "external_links") for link in service.get(key) or ())


def _mode(project: Row, mode: str) -> str:
    """`service:db` by the name of its container."""
    kind, _, name = mode.partition(":")
    if kind != "service":
        return mode
    return f"container:{_container(project, (project.get('services') or {}).get(name) or {}, name)}"


def _container(project: Row, service: Row, name: str) -> str:
    """The name of a service's first container."""
    return str(service.get("container_name") or f"{project.get('name', 'project')}-{name}-1")


def _network(name: str, row: Row) -> str:
    pairs = [("name", name), *(("alias", alias) for alias in row.get("aliases") or ())]
    pairs += [(field, row[key]) for field, key in (("ip", "ipv4_address"), ("ip6", "ipv6_address")) if row.get(key)]
    pairs += [("link-local-ip", one) for one in row.get("link_local_ips") or ()]
    pairs += [("driver-opt", f"{key}={value}") for key, value in (row.get("driver_opts") or {}).items()]
    pairs += [("mac-address", row["mac_address"])] if row.get("mac_address") else []
    pairs += [("gw-priority", str(row["gw_priority"]))] if row.get("gw_priority") else []
    return fields(pairs) if len(pairs) > 1 else name


def _mounts(project: Row, service: Row) -> Iterator[Option]:
    for row in service.get("volumes") or ():
        yield _mount(project, row)
    for text in service.get("volumes_from") or ():
        yield Option(
            "volumes-from",
            _mode(project, f"service:{text}").removeprefix("container:") if "container:" not in text else text[10:],
        )


def _mount(project: Row, row: Row) -> Option:
    """A bind that may be made, and a plain volume, as `-v`; what says more as `--mount`."""
    kind, target = row.get("type", "volume"), row["target"]
    source = str(row.get("source") or "")
    if kind == "volume" and source:
        source = str(((project.get("volumes") or {}).get(source) or {}).get("name") or source)
    bind, volume, memory = (row.get(key) or {} for key in ("bind", "volume", "tmpfs"))
    makes = kind == "bind" and bind.get("create_host_path", True) and not bind.get("recursive")
    if makes or (kind == "volume" and not (volume.get("subpath") or row.get("consistency"))):
        modes = [*(("ro",) if row.get("read_only") else ()), *filter(None, (bind.get("propagation"), bind.get("selinux")))]
        modes += [*(("nocopy",) if volume.get("nocopy") else ()), *filter(None, (row.get("consistency"),))]
        return Option("volume", ":".join(filter(None, (source, target, ",".join(modes)))))
    pairs = [("type", kind), *([("src", source)] if source else []), ("dst", target)]
    pairs += [("readonly", "")] if row.get("read_only") else []
    pairs += [("consistency", row["consistency"])] if row.get("consistency") else []
    pairs += [("volume-nocopy", "true")] if volume.get("nocopy") else []
    pairs += [(f"bind-{key}", bind[key]) for key in ("propagation", "recursive") if bind.get(key)]
    pairs += [("volume-subpath", volume["subpath"])] if volume.get("subpath") else []
    pairs += [("tmpfs-size", str(memory["size"]))] if memory.get("size") else []
    pairs += [("tmpfs-mode", f"{memory['mode']:o}")] if memory.get("mode") else []
    return Option("mount", fields(pairs))


def _health(_: Row, service: Row) -> Iterator[Option]:
    check = service.get("healthcheck") or {}
    words = check.get("test") or []
    if check.get("disable") or words[:1] == ["NONE"]:
        yield Option("no-healthcheck")
        return
    if words[1:]:
        yield Option("health-cmd", _plain(words[1] if words[0] == "CMD-SHELL" else shlex.join(words[1:])))
    for option, key in (*HEALTH.items(), ("retries", "retries")):
        if check.get(key):
            yield Option(f"health-{option}", str(check[key]))


def _rest(project: Row, service: Row) -> Iterator[Option]:
    logging = service.get("logging") or {}
    yield from [Option("log-driver", logging["driver"])] if logging.get("driver") else ()
    yield from _pairs("log-opt", logging.get("options"))
    for name, limit in (service.get("ulimits") or {}).items():
        yield Option("ulimit", f"{name}={_limit(limit)}")
    if entry := service.get("entrypoint"):
        yield Option("entrypoint", _plain(entry[0]))
    elif entry == []:
        yield Option("entrypoint", "")
    if grace := service.get("stop_grace_period"):
        yield Option("stop-timeout", str(_seconds(str(grace))))
    for key in ("ipc", "pid"):
        yield from [Option(key, _mode(project, str(service[key])))] if service.get(key) else ()


def _limit(limit: Any) -> str:
    """One number, which compose 5 tells as `{single: 1}`, and as nothing where it is 0; or a soft and a hard limit."""
    if not isinstance(limit, Mapping):
        return str(limit)
    return f"{limit['soft']}:{limit['hard']}" if "hard" in limit else str(limit.get("single") or 0)


def _seconds(text: str) -> int:
    units = {"h": 3600, "m": 60, "s": 1}
    return int(sum(float(number) * units[unit] for number, unit in re.findall(r"([\d.]+)(h|m(?!s)|s)", text)))


PARTS = (_variables, _ports, _joined, _mounts, _health, _rest, limits.disks, limits.graphics)
# The keys that those read.
MADE = frozenset(
    (
        *("environment", "labels", "annotations", "storage_opt", "ports", "network_mode", "networks", "mac_address", "links"),
        *("external_links", "volumes", "volumes_from", "healthcheck", "logging", "ulimits", "entrypoint", "command"),
        *("stop_grace_period", "ipc", "pid", "blkio_config", "gpus"),
    )
)
