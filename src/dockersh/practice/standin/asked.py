"""What `docker run` and `docker create` ask of the engine: the body of the request, as docker's client sends it.

Source: docker/cli cli/command/container/opts.go, parse (28.5.2); `create.json` is what it sends where nothing was asked for.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable

from dockersh.practice.standin.failing import failed
from dockersh.practice.standin.job import Job, Json
from dockersh.practice.standin.publishing import bindings
from dockersh.practice.standin.volumes import pairs
from dockersh.startup.toml_cache import load

UNITS = {"": 1, "b": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40, "p": 1 << 50}
SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmgtp]?)(?:i?b)?", re.IGNORECASE)
MAC = re.compile(r"[0-9a-fA-F]{2}(?:[:-][0-9a-fA-F]{2}){5,7}")
PERCENT = 100
NANO = 10**9
SHORT = 2  # characters of a volume that is but a path
PREDEFINED = frozenset(("default", "bridge", "host", "none"))


def _fields(kind: str) -> Iterable[tuple[str, str]]:
    """Options of a kind, and their fields."""
    found: dict[str, str] = load(os.path.join(os.path.dirname(__file__), "asked.toml"))[kind]
    return found.items()


def body(job: Job, *, detached: bool = False) -> Json:
    """The whole of it. Raises Failed in docker's words."""
    with open(os.path.join(os.path.dirname(__file__), "create.json"), encoding="utf-8") as file:
        found: Json = json.load(file)
    _check(job)
    image, *command = job.arguments
    found |= {"Image": image, "Cmd": command or None, "Tty": job.on("tty"), "OpenStdin": job.on("interactive")}
    found |= {key: job.value(flag) for flag, key in _fields("texts")}
    found |= _streams(job, detached=detached)
    found |= {"Env": environment(job), "Labels": _labels(job), **_seldom(job)}
    exposed, published = bindings(job.every("publish"), job.every("expose"))
    binds, anonymous = _volumes(job.every("volume"))
    found |= {"ExposedPorts": dict(sorted(exposed.items()))} if exposed else {}
    found["Volumes"] = {path: {} for path in anonymous}
    host = found["HostConfig"]
    host |= {"Binds": binds or None, "PortBindings": dict(sorted(published.items())), "RestartPolicy": restart_policy(job)}
    host |= {**_host(job), **limits(job)}
    if job.on("rm") and host["RestartPolicy"]["Name"] not in ("", "no"):
        raise failed("restart-and-rm")
    mode, endpoint = _network(job)
    host["NetworkMode"] = mode
    found["NetworkingConfig"] = {"EndpointsConfig": {mode: endpoint} if mode == "default" or endpoint else {}}
    return found


def _check(job: Job) -> None:
    """What docker looks at before anything else. Raises Failed."""
    address, swappiness = job.value("mac-address"), job.value("memory-swappiness", "-1")
    if address and not MAC.fullmatch(address):
        raise failed("mac-address", address=address)
    if not -1 <= int(swappiness) <= PERCENT:
        raise failed("swappiness", value=swappiness)


def _streams(job: Job, *, detached: bool) -> Json:
    """What of the container's streams comes here."""
    if detached:
        return dict.fromkeys(("AttachStdin", "AttachStdout", "AttachStderr", "StdinOnce"), False)
    chosen = [one.lower() for one in job.every("attach")]
    stdin = job.on("interactive") or "stdin" in chosen
    return {
        "AttachStdin": stdin,
        "AttachStdout": not chosen or "stdout" in chosen,
        "AttachStderr": not chosen or "stderr" in chosen,
        "StdinOnce": stdin and job.on("interactive"),
    }


def environment(job: Job) -> list[str] | None:
    """`-e` and `--env-file`; a name alone takes the value that it has here, and is taken out where it has none."""
    files = [line for path in job.every("env-file") for line in _lines(path)]
    lines = [line for line in files if "=" in line or line in job.env] + job.every("env")
    return [f"{line}={job.env[line]}" if line in job.env else line for line in lines] or None


def _lines(path: str) -> list[str]:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return [line for one in file.read().split("\n") if (line := one.lstrip()) and not line.startswith("#")]
    except OSError:
        raise failed("no-file", path=path) from None


def _labels(job: Job) -> dict[str, str]:
    return pairs([*(line for path in job.every("label-file") for line in _lines(path)), *job.every("label")])


def _seldom(job: Job) -> Json:
    """What is only sent where it was asked for."""
    found: Json = {}
    if job.given("entrypoint"):
        found["Entrypoint"] = [job.value("entrypoint")]
    if job.value("stop-signal"):
        found["StopSignal"] = job.value("stop-signal")
    if job.given("stop-timeout"):
        found["StopTimeout"] = int(job.value("stop-timeout"))
    if job.on("no-healthcheck"):
        found["Healthcheck"] = {"Test": ["NONE"]}
    elif job.value("health-cmd"):
        found["Healthcheck"] = {"Test": ["CMD-SHELL", job.value("health-cmd")]}
    return found


def _host(job: Job) -> Json:
    found: Json = {key: job.value(flag) for flag, key in _fields("host-texts") if job.value(flag)}
    found |= {key: job.every(flag) for flag, key in _fields("host-lists") if job.given(flag)}
    found |= {key: True for flag, key in _fields("host-switches") if job.on(flag)}
    if job.given("tmpfs"):
        found["Tmpfs"] = {path: options for path, _, options in (one.partition(":") for one in job.every("tmpfs"))}
    if job.given("mount"):
        found["Mounts"] = [_mount(one) for one in job.every("mount")]
    if job.given("init"):
        found["Init"] = job.on("init")
    if job.given("log-driver") or job.given("log-opt"):
        found["LogConfig"] = {"Type": job.value("log-driver"), "Config": pairs(job.every("log-opt"))}
    return found


def limits(job: Job) -> Json:
    """Memory and processors, of those that were typed. Raises Failed."""
    found: Json = {key: size(job.value(flag)) for flag, key in _fields("bytes") if job.given(flag)}
    found |= {key: int(job.value(flag)) for flag, key in _fields("counts") if job.given(flag)}
    if job.given("cpus"):
        found["NanoCpus"] = int(float(job.value("cpus")) * NANO)
    return found


def size(text: str) -> int:
    """`64m` in bytes; -1 as it is. Raises Failed."""
    if text == "-1":
        return -1
    found = SIZE.fullmatch(text)
    if found is None:
        raise failed("bad-size", value=text)
    return int(float(found[1]) * UNITS[found[2].lower()])


def restart_policy(job: Job) -> Json:
    """`--restart`. Raises Failed."""
    text = job.value("restart", "no")
    name, colon, count = text.partition(":")
    if colon and not name:
        raise failed("bad-restart-name")
    if colon and not count.isdecimal():
        raise failed("bad-restart")
    return {"Name": name, "MaximumRetryCount": int(count or 0)}


def _volumes(specs: list[str]) -> tuple[list[str], list[str]]:
    """Binds, and paths that get a volume without a name. Raises Failed."""
    binds, anonymous = [], []
    for spec in dict.fromkeys(specs):
        parts = spec.split(":")
        if not spec:
            raise failed("volume-empty")
        if not all(parts) and len(spec) > SHORT:
            raise failed("volume-empty-section", spec=spec)
        if len(parts) == 1 or len(spec) <= SHORT:
            anonymous.append(spec)
            continue
        source = os.path.abspath(parts[0]) if parts[0].startswith(".") else parts[0]
        binds.append(":".join((source, *parts[1:])))
    return binds, anonymous


def _mount(text: str) -> Json:
    """`type=bind,source=/a,target=/b,readonly`."""
    fields = pairs(text.split(","))
    named = {key.lower(): value for key, value in fields.items()}
    source = named.get("source", named.get("src", ""))
    target = named.get("target", named.get("dst", named.get("destination", "")))
    kind = named.get("type", "volume").lower()
    source = os.path.abspath(source) if kind == "bind" and source.startswith(".") else source
    found: Json = {"Type": kind, **({"Source": source} if source else {}), "Target": target}
    if any(named.get(key, "false") in ("", "true", "1") for key in ("readonly", "ro")):
        found["ReadOnly"] = True
    return found


def _network(job: Job) -> tuple[str, Json]:
    """The network's name, and how the container is in it. Raises Failed."""
    text = job.value("network", "default")
    fields = pairs(text.split(",")) if "=" in text else {"name": text}
    mode = fields.get("name", "default")
    aliases = [*([fields["alias"]] if "alias" in fields else []), *job.every("network-alias")]
    if aliases and (mode in PREDEFINED or mode.startswith("container:")):
        raise failed("alias-default")
    address, sixth = fields.get("ip") or job.value("ip"), fields.get("ip6") or job.value("ip6")
    own = {key: value for key, value in (("IPv4Address", address), ("IPv6Address", sixth)) if value}
    links = [] if mode in PREDEFINED else job.every("link")
    wanted = {"IPAMConfig": own, "Links": links, "Aliases": aliases, "MacAddress": job.value("mac-address")}
    return mode, {key: value for key, value in wanted.items() if value}
