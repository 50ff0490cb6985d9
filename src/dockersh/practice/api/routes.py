"""Which function answers which request; everything else is said not to be simulated."""

from __future__ import annotations

import re
from collections.abc import Callable

from dockersh.practice.api import containers, copying, execs, images, networks, owners, streams, system, volumes
from dockersh.practice.api.server import Request
from dockersh.practice.engine.refusal import Refused

Answer = Callable[[Request], None]
NAME = r"(?P<name>.+)"
TABLE: tuple[tuple[str, str, Answer], ...] = (
    ("GET", "/_ping", system.ping),
    ("GET", "/version", system.version),
    ("GET", "/info", system.info),
    ("GET", "/events", system.events),
    ("GET", "/system/df", system.disk_usage),
    ("POST", "/auth", system.no_accounts),
    ("GET", "/plugins", system.nothing),
    ("POST", "/build/prune", system.builder_prune),
    ("GET", "/containers/json", containers.listed),
    ("POST", "/containers/create", containers.create),
    ("POST", "/containers/prune", containers.prune),
    ("GET", f"/containers/{NAME}/json", containers.inspect),
    ("POST", f"/containers/{NAME}/start", containers.start),
    ("POST", f"/containers/{NAME}/stop", containers.stop),
    ("POST", f"/containers/{NAME}/restart", containers.restart),
    ("POST", f"/containers/{NAME}/kill", containers.kill),
    ("POST", f"/containers/{NAME}/pause", containers.pause),
    ("POST", f"/containers/{NAME}/unpause", containers.unpause),
    ("POST", f"/containers/{NAME}/rename", containers.rename),
    ("POST", f"/containers/{NAME}/update", containers.update),
    ("POST", f"/containers/{NAME}/resize", streams.resize),
    ("POST", f"/containers/{NAME}/attach", streams.attach),
    ("POST", f"/containers/{NAME}/wait", streams.wait),
    ("GET", f"/containers/{NAME}/logs", streams.logs),
    ("GET", f"/containers/{NAME}/top", containers.top),
    ("GET", f"/containers/{NAME}/changes", containers.changes),
    ("GET", f"/containers/{NAME}/stats", containers.stats),
    ("GET", f"/containers/{NAME}/archive", copying.read),
    ("HEAD", f"/containers/{NAME}/archive", copying.told),
    ("PUT", f"/containers/{NAME}/archive", copying.write),
    ("GET", f"/containers/{NAME}/export", copying.export),
    ("POST", f"/containers/{NAME}/exec", execs.create),
    ("DELETE", f"/containers/{NAME}", containers.remove),
    ("POST", f"/exec/{NAME}/start", execs.start),
    ("POST", f"/exec/{NAME}/resize", execs.resize),
    ("GET", f"/exec/{NAME}/json", execs.inspect),
    ("GET", "/images/json", images.listed),
    ("POST", "/images/create", images.pull),
    ("POST", "/images/prune", images.prune),
    ("GET", f"/images/{NAME}/json", images.inspect),
    ("GET", f"/images/{NAME}/history", images.history),
    ("POST", f"/images/{NAME}/tag", images.tag),
    ("DELETE", f"/images/{NAME}", images.remove),
    ("POST", "/commit", images.commit),
    ("GET", "/volumes", volumes.listed),
    ("POST", "/volumes/create", volumes.create),
    ("POST", "/volumes/prune", volumes.prune),
    ("GET", f"/volumes/{NAME}", volumes.inspect),
    ("DELETE", f"/volumes/{NAME}", volumes.remove),
    ("GET", "/networks", networks.listed),
    ("POST", "/networks/create", networks.create),
    ("POST", "/networks/prune", networks.prune),
    ("POST", f"/networks/{NAME}/connect", networks.connect),
    ("POST", f"/networks/{NAME}/disconnect", networks.disconnect),
    ("GET", f"/networks/{NAME}", networks.inspect),
    ("DELETE", f"/networks/{NAME}", networks.remove),
    ("POST", "/practice/own", owners.own),
    ("POST", "/practice/reset", owners.reset),
    ("POST", "/practice/mark", owners.mark),
    ("POST", "/practice/back", owners.back),
)
COMPILED = tuple((method, re.compile(pattern), answer) for method, pattern, answer in TABLE)
# What docker has and practice does not, by the beginning of its path.
NOT_SIMULATED = (
    "/build",
    "/images/load",
    "/images/get",
    "/images/search",
    "/swarm",
    "/services",
    "/nodes",
    "/tasks",
    "/secrets",
    "/configs",
    "/session",
    "/grpc",
    "/distribution",
)


def route(method: str, request: Request) -> None:
    """Answer a request. Raises Refused."""
    for wanted, pattern, answer in COMPILED:
        found = pattern.fullmatch(request.path) if _suits(wanted, method, request.path) else None
        if found:
            request.parts = found.groupdict()
            answer(request)
            return
    if request.path.startswith(NOT_SIMULATED) or request.path.endswith(("/get", "/push")):
        raise Refused("not-simulated", what=f"{method} {request.path}")
    raise Refused("no-such-page")


def _suits(wanted: str, method: str, path: str) -> bool:
    """Whether a row is for a method; `HEAD /_ping` is the ping."""
    return wanted == method or (method == "HEAD" and path == "/_ping")
