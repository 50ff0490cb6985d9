"""Questions about the engine itself. Its version stands in the head of every answer, its place in a swarm in that of a ping."""

from __future__ import annotations

from dockersh.engine.api import body
from dockersh.engine.api.ask import Answers, Ask
from dockersh.engine.api.connection import Answer
from dockersh.engine.api.endpoints import Get
from dockersh.engine.question import About
from dockersh.engine.state import Event, Machine, State
from dockersh.startup.typed import Any

INFO = (Get("info"),)


def _read_host(_about: About, answers: Answers, state: State) -> State:
    info = answers[0].json()
    machine = Machine(info["NCPU"], info["MemTotal"], info["OSType"], info["Architecture"], info["Name"])
    return state._replace(host=machine)


def _read_features(_about: About, answers: Answers, state: State) -> State:
    """The runtimes and the log drivers that the engine knows, its cgroups' version (since 20.10), who keeps its images."""
    info = answers[0].json()
    known = state._replace(runtimes=tuple(info["Runtimes"]), log_drivers=tuple(info["Plugins"]["Log"]))
    return known._replace(cgroup=info.get("CgroupVersion", ""), in_containerd=kept_by_containerd(info.get("DriverStatus")))


def kept_by_containerd(status: Any) -> bool:
    """Whether images are kept by containerd, by `DriverStatus` of the engine's info: a list of pairs. Observed on 28.5.2."""
    return ["driver-type", "io.containerd.snapshotter.v1"] in (status or [])


def _read_swarm(_about: About, answers: Answers, state: State) -> State:
    swarm = answers[0].json()["Swarm"]
    return state._replace(swarm=role(swarm["LocalNodeState"], manages=bool(swarm["ControlAvailable"])))


def role(local: str, *, manages: bool) -> str:
    """inactive, worker, manager or locked; other states pass."""
    if local == "active":
        return "manager" if manages else "worker"
    return local if local in ("inactive", "locked") else ""


def _read_version(_about: About, answers: Answers, state: State) -> State:
    return state._replace(version=answers[0].json()["Version"])


def version_in(answer: Answer) -> str:
    """`Server: Docker/28.5.2 (linux)`: what `docker version` would say, which starts two programs of the engine's to know it.

    '' where it is another's. Source: moby api/server/middleware/version.go.
    """
    product, _, rest = answer.headers.get("server", "").partition("/")
    return rest.partition(" ")[0] if product == "Docker" else ""


def _events(about: About) -> tuple[Get, ...]:
    return (Get("events", query=(("since", about[0]), ("until", about[1]))),)


def event(row: dict[str, Any]) -> Event:
    """Something that happened."""
    actor = row.get("Actor") or {}
    return Event(row["Type"], row["Action"], actor.get("ID", ""), actor.get("Attributes") or {}, row.get("timeNano", 0) / 1e9)


def _read_events(_about: About, answers: Answers, state: State) -> State:
    return state._replace(events=tuple(event(row) for row in body.rows(answers[0].body)))


ASKS: dict[str, Ask] = {
    "version": Ask(lambda _: (Get("version"),), _read_version),
    "host": Ask(lambda _: INFO, _read_host),
    "features": Ask(lambda _: INFO, _read_features),
    "swarm": Ask(lambda _: INFO, _read_swarm),
    "events": Ask(_events, _read_events),
}
