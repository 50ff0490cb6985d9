"""The practice engine's requests, answered in this process on a scene; in place of what starts a process, nothing starts."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import unquote

from dockersh.practice.api.routes import route
from dockersh.practice.api.server import Handler, Request
from dockersh.practice.engine import ending, networks, ports, registry
from dockersh.practice.engine.ids import id_of
from dockersh.practice.engine.images import take as taken
from dockersh.practice.engine.records import Container, Image, Layer
from dockersh.practice.engine.references import familiar, repository
from dockersh.practice.engine.refusal import Refused
from dockersh.practice.foretell.fates import fate
from dockersh.practice.foretell.scene import Scene, Still
from dockersh.practice.standin.failing import Answered
from dockersh.practice.standin.wire import Reply, Wire
from dockersh.startup.typed import Any, cast

ENDS = ("", "KILL", "9")  # signals that no process survives
START, RESTART, KILL = "start", "restart", "kill"


class Whole(Reply):
    """An answer that is there at once."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def whole(self) -> bytes:
        """The body."""
        return self.data

    def pieces(self) -> Iterator[bytes]:
        """The body in one piece."""
        yield self.data


class Desk:
    """Takes a request's body and its answer in place of a connection."""

    def __init__(self, body: Any) -> None:
        self.given = json.dumps(body).encode() if body is not None else b""
        self.data = b""

    def body(self) -> bytes:
        """What was sent."""
        return self.given

    def whole(self, _status: int, data: bytes, _kind: str, _headers: Any) -> None:
        """What is answered."""
        self.data = data


class Inner(Wire):
    """In place of the wire to an engine; *refused* are the requests that it said no to."""

    def __init__(self, scene: Scene) -> None:
        super().__init__({})
        self.scene = scene
        self.refused: list[Refused] = []

    def open(self, method: str, path: str, query: Mapping[str, Any] | None = None, body: Any = None, **_: str) -> Reply:
        """A request. Raises Answered."""
        given = {key: _worded(value) for key, value in (query or {}).items()}
        desk = Desk(body)
        request = Request(cast("Handler", desk), self.scene, unquote(path), given)
        self.does(lambda: answered(self.scene, method, request))
        return Whole(desk.data)

    def does(self, act: Callable[[], object]) -> None:
        """Something that the engine may refuse. Raises Answered."""
        try:
            act()
        except Refused as refused:
            self.refused.append(refused)
            raise Answered(refused.message, refused.status) from refused


def _worded(value: Any) -> str:
    if isinstance(value, bool):
        return str(int(value))
    return value if isinstance(value, str) else json.dumps(value)


def answered(scene: Scene, method: str, request: Request) -> None:
    """Answer as the practice engine does. Raises Refused."""
    path, _, action = request.path.rpartition("/")
    name = path.removeprefix("/containers/")
    if method != "POST" or path == request.path or not path.startswith("/containers/"):
        route(method, request)
    elif action == START:
        start(scene, scene.container(name))
    elif action == RESTART:
        container = scene.container(name)
        ending.stop(scene, container, None)
        start(scene, container)
    elif action == KILL and request.query.get("signal", "").upper().removeprefix("SIG") not in ENDS:
        _signalled(scene, name, request)
    else:
        route(method, request)


def _signalled(scene: Scene, name: str, request: Request) -> None:
    """A signal that a process may handle: whether it goes on nobody knows."""
    still = scene.running.get(scene.container(name).id) if _known(scene, name) else None
    if still is None:
        route("POST", request)
        return
    if ending.signal_number(request.query["signal"]) is None:
        raise Refused("kill-signal", name=name, signal=request.query["signal"])
    scene.doubts.add(still.container.id)


def _known(scene: Scene, name: str) -> bool:
    with contextlib.suppress(Refused):
        return bool(scene.container(name))
    return False


def start(scene: Scene, container: Container) -> None:
    """As the engine starts one, with nothing in it. Raises Refused."""
    if container.state.status == "paused":
        raise Refused("start-paused")
    if container.state.running:
        return
    try:
        _begin(scene, container)
    except Refused:
        if container.host.get("AutoRemove"):
            ending.destroy(scene, container, volumes=True)
        raise
    scene.emit_of(container, "start")
    scene.begun(container, fate(scene, container))


def _begin(scene: Scene, container: Container) -> None:
    missing = next((name for name in container.endpoints if name not in scene.networks), None)
    if missing is not None:
        raise Refused("start-network-missing", name=missing)
    container.ports = ports.bind(scene, container)
    for name in container.endpoints:
        networks.plug(scene, container, name)
    container.state.status, container.state.stopped_by_hand = "running", False
    scene.running[container.id] = Still(scene, container)


def take(scene: Scene, name: str) -> bool:
    """Have an image of that name, as a registry or a build would give it; False where practice does not know it."""
    wanted = familiar(name)
    if any(wanted in one.tags for one in scene.images.values()):
        return True
    row = registry.row_of(wanted)
    known = wanted if row else f"{repository(wanted)}:latest"
    if registry.row_of(known) is None:
        made(scene, wanted)
        return False
    image = registry.pulled(known)
    if known != wanted:  # another tag of an image that is known: it starts the same
        image = Image(f"sha256:{id_of(wanted)}", [wanted], image.created, image.layers, image.config)
    taken(scene, image, wanted)
    return True


def made(scene: Scene, wanted: str) -> None:
    """An image of which nothing is known but its name."""
    key = f"sha256:{id_of(f'{wanted} {scene.step}')}"
    layers = [Layer(f"sha256:{id_of(key)}", 1)]
    image = Image(key, [wanted], 0.0, layers, {"Cmd": ["?"]})
    scene.assumed.add(key)
    taken(scene, image, wanted)
