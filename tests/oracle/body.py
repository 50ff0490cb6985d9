"""What dockersh read, as the fields of the request that the client sends for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from dockersh.reading.invocation import Invocation
from dockersh.reading.values import decode
from dockersh.reading.values.mounts import _fields

Json = Any


class Reading:
    """An invocation beside its decoded values, asked by flag."""

    def __init__(self, invocation: Invocation, decoded: list[Json]) -> None:
        self.invocation = invocation
        self.pairs = list(zip(invocation.parts, decoded, strict=True))

    def every(self, *names: str) -> list[Json]:
        """The decoded values of some flags, in the order typed."""
        return [shape for part, shape in self.pairs if part.flag and part.name in names]

    def last(self, name: str, key: str, default: Json = 0) -> Json:
        """A key of the last use of a flag."""
        found = self.every(name)
        return found[-1][key] if found else default

    def texts(self, *names: str) -> list[str]:
        """The values as typed."""
        return [part.value or "" for part in self.invocation.parts if part.flag and part.name in names]


def span(text: str) -> list[int]:
    """The ports of `80` or `8000-8002`."""
    first, _, last = text.partition("-")
    return list(range(int(first), int(last or first) + 1))


def bindings(reading: Reading) -> dict[str, list[tuple[str, str]]]:
    """PortBindings, each container port with its host addresses."""
    found: dict[str, list[tuple[str, str]]] = {}
    for (port,) in reading.every("publish"):
        inner = span(port["container_port"])
        outer = span(port["host_port"]) if port["host_port"] else []
        for index, number in enumerate(inner):
            whole = len(outer) > 1 and len(inner) == 1
            host = port["host_port"] if whole else str(outer[index]) if outer else ""
            found.setdefault(f"{number}/{port['protocol']}", []).append((port["host_ip"] or "", host))
    return {key: sorted(value) for key, value in found.items()}


def _port(sent: str) -> str:
    """`80/tcp`; docker 29 keeps what is behind a second slash, docker 28 drops it."""
    number, protocol, *_ = (*sent.lower().split("/"), "")
    return f"{number}/{protocol or 'tcp'}"


def exposed(reading: Reading) -> set[str]:
    """ExposedPorts."""
    found = set(bindings(reading))
    for shape in reading.every("expose"):
        found |= {f"{number}/{shape['protocol'].lower()}" for number in span(shape["port"])}
    return found


def environment(reading: Reading, home: str) -> list[str]:
    """Env, in order; HOME is the only variable the client has that our lines copy."""
    shapes = reading.every("env")
    known = {"HOME": home}
    texts: dict[str, str] = {}  # the last of a name wins, in the first one's place
    for shape in shapes:
        value = shape["value"] if shape["value"] is not None else known.get(shape["name"])
        texts[shape["name"]] = shape["name"] if value is None else f"{shape['name']}={value}"
    return list(texts.values())


def mounts(reading: Reading) -> list[Json]:
    """Mounts: type, source, target, read-only."""
    return [(one["type"], one["source"] or "", one["target"], one["readonly"]) for one in reading.every("mount")]


def joined(reading: Reading) -> str:
    """NetworkMode: the first network."""
    found = reading.every("network", "net")
    return (found[0]["name"] or f"container:{found[0]['container']}") if found else "default"


def ulimits(reading: Reading) -> set[Json]:
    """Ulimits: the last of a type wins."""
    return {(one["name"], one["soft"], one["hard"]) for one in {x["name"]: x for x in reading.every("ulimit")}.values()}


def devices(reading: Reading) -> list[Json]:
    """Devices; CDI names go elsewhere."""
    found = (one for one in reading.every("device") if one["container"])
    return [(one["host"], one["container"], one["permissions"]) for one in found]


def capabilities(reading: Reading) -> tuple[set[str], set[str]]:
    """CapAdd and CapDrop, as the client names them."""
    added = {one["capability"] for one in reading.every("cap-add")}
    dropped = {one["capability"] for one in reading.every("cap-drop")}
    return added, dropped


def health(reading: Reading) -> Json:
    """Healthcheck: test, interval, timeout, start period, start interval in nanoseconds, retries."""
    command = reading.texts("health-cmd")
    numbers = [
        round(reading.last(f"health-{name}", "seconds") * 10**9)
        for name in ("interval", "timeout", "start-period", "start-interval")
    ]
    retries = reading.last("health-retries", "number")
    if reading.invocation.on("no-healthcheck"):
        return (["NONE"], [0, 0, 0, 0], 0)
    if not any(numbers) and not retries and not (command and command[-1]):
        return None
    return (["CMD-SHELL", command[-1]] if command and command[-1] else [], numbers, retries)


def sent_health(found: Json) -> Json:
    """The same of the request."""
    if not found:
        return None
    numbers = [found.get(key, 0) for key in ("Interval", "Timeout", "StartPeriod", "StartInterval")]
    return (found.get("Test") or [], numbers, found.get("Retries", 0))


def _entrypoint(reading: Reading) -> Json:
    texts = reading.texts("entrypoint")
    return [texts[-1]] if texts else None


def _labels(reading: Reading) -> dict[str, str]:
    pairs = (text.partition("=") for text in reading.texts("label"))
    return {name: value for name, _, value in pairs}


def _policy(reading: Reading) -> tuple[str, int]:
    text = (reading.texts("restart") or ["no"])[-1]
    found = decode("restart", text)
    decoded = getattr(found, "decoded", None)
    if decoded is None:  # the engine refuses it
        name, _, times = text.partition(":")
        return name, int(times or 0)
    return (decoded["policy"] if text else "", decoded["retries"] or 0)


def _last_text(reading: Reading, name: str) -> str:
    return (reading.texts(name) or [""])[-1]


def _binds(reading: Reading) -> set[str]:
    """Binds: the texts of -v that have a source."""
    found = set()
    for text, shape in zip(reading.texts("volume"), reading.every("volume"), strict=True):
        if shape["source"] if shape else len(_fields(text)) > 1:  # no shape: the engine refuses it
            found.add(text)
    return found


def _sent_ports(host: Json) -> Json:
    sent = host.get("PortBindings") or {}
    return {
        key: sorted((one["HostIp"], one["HostPort"] if one["HostPort"] != "0" else "") for one in value)
        for key, value in sent.items()
    }


def _sent_mounts(host: Json) -> Json:
    sent = host.get("Mounts") or []
    return [(one.get("Type", ""), one.get("Source", ""), one.get("Target", ""), one.get("ReadOnly", False)) for one in sent]


Row = tuple[str, Callable[[Reading], Json], Callable[[Json, Json], Json]]
ROWS: list[Row] = [
    ("image", lambda r: r.invocation.arguments("IMAGE")[0].value, lambda b, _h: b["Image"]),
    ("command words", lambda r: [part.value for part in r.invocation.words()], lambda b, _h: b.get("Cmd") or []),
    ("ports", bindings, lambda _b, h: _sent_ports(h)),
    ("exposed ports", exposed, lambda b, _h: {_port(one) for one in b.get("ExposedPorts") or {}}),
    ("labels", _labels, lambda b, _h: b.get("Labels") or {}),
    ("memory", lambda r: r.last("memory", "bytes"), lambda _b, h: h["Memory"]),
    ("reservation", lambda r: r.last("memory-reservation", "bytes"), lambda _b, h: h["MemoryReservation"]),
    ("swap", lambda r: r.last("memory-swap", "bytes"), lambda _b, h: h["MemorySwap"]),
    ("shm", lambda r: r.last("shm-size", "bytes"), lambda _b, h: h["ShmSize"]),
    ("cpus", lambda r: round(r.last("cpus", "cpus") * 10**9), lambda _b, h: h["NanoCpus"]),
    ("restart", _policy, lambda _b, h: (h["RestartPolicy"]["Name"], h["RestartPolicy"]["MaximumRetryCount"])),
    ("network", joined, lambda _b, h: h["NetworkMode"]),
    ("user", lambda r: _last_text(r, "user"), lambda b, _h: b["User"]),
    ("workdir", lambda r: _last_text(r, "workdir"), lambda b, _h: b["WorkingDir"]),
    ("entrypoint", _entrypoint, lambda b, _h: b["Entrypoint"]),
    ("terminal", lambda r: r.invocation.on("tty"), lambda b, _h: b["Tty"]),
    ("input", lambda r: r.invocation.on("interactive"), lambda b, _h: b["OpenStdin"]),
    ("privileged", lambda r: r.invocation.on("privileged"), lambda _b, h: h["Privileged"]),
    ("added capabilities", lambda r: capabilities(r)[0], lambda _b, h: set(h["CapAdd"] or [])),
    ("dropped capabilities", lambda r: capabilities(r)[1], lambda _b, h: set(h["CapDrop"] or [])),
    ("devices", devices, lambda _b, h: [tuple(one.values()) for one in h["Devices"] or []]),
    ("limits", ulimits, lambda _b, h: {(one["Name"], one["Soft"], one["Hard"]) for one in h["Ulimits"] or []}),
    ("health", health, lambda b, _h: sent_health(b.get("Healthcheck"))),
    ("dns", lambda r: [one["address"] for one in r.every("dns")], lambda _b, h: h["Dns"] or []),
    ("hosts", lambda r: [f"{x['name']}:{x['address']}" for x in r.every("add-host")], lambda _b, h: h["ExtraHosts"] or []),
    ("mounts", mounts, lambda _b, h: _sent_mounts(h)),
    ("binds", _binds, lambda _b, h: set(h["Binds"] or [])),
]


def differences(
    invocation: Invocation, decoded: list[Json], body: Json, query: dict[str, str], home: str = ""
) -> Iterator[str]:
    """Each field that is not as we read it."""
    reading = Reading(invocation, decoded)
    for name, ours, theirs in ROWS:
        here, there = ours(reading), theirs(body, body["HostConfig"])
        if here != there:
            yield f"{name}: we read {here}, the client sent {there}"
    if sorted(environment(reading, home)) != sorted(body.get("Env") or []):
        yield f"env: we read {environment(reading, home)}, the client sent {body.get('Env')}"
    named = _last_text(reading, "name")
    if named != query.get("name", ""):
        yield f"name: we read {named}, the client sent {query.get('name')}"
