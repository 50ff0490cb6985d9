"""A container starts, ends by itself, and starts again where its policy says so.

Sources: moby daemon/start.go, monitor.go, restartmanager; the events of engine 28.5.2.
"""

from __future__ import annotations

import threading
import time

from dockersh.practice.engine import networks, ports
from dockersh.practice.engine.records import Container
from dockersh.practice.engine.refusal import Refused
from dockersh.practice.engine.world import World
from dockersh.practice.inside import doors
from dockersh.practice.inside.running import Running, found_program

FIRST_WAIT, LONGEST_WAIT, STEADY = 0.1, 60.0, 10.0  # seconds before a restart; of a run that makes the first one count again
NO_PROGRAM, NO_PERMISSION, NOT_SET_UP = 127, 126, 128
USERS = frozenset(("", "root", "0", "nobody"))


def start(world: World, container: Container, *, behind: float = 0.0) -> bool:
    """Start a container; False where it runs already. Raises Refused; then it is as before, with the reason kept."""
    if container.state.status == "paused":
        raise Refused("start-paused")
    if container.state.running and container.state.status != "restarting":
        return False
    container.state.stopped_by_hand = False
    try:
        _begin(world, container, behind)
    except Refused as refused:
        container.state.error = refused.message
        world.touch()
        if container.host.get("AutoRemove"):
            _removed(world, container)
        raise
    return True


def _begin(world: World, container: Container, behind: float) -> None:
    missing = next((name for name in container.endpoints if name not in world.networks), None)
    if missing is not None:
        raise Refused("start-network-missing", name=missing)
    running = Running(world, container, lambda status: finish(world, container, status))
    try:
        container.ports = ports.bind(world, container)
        world.doors[container.id] = doors.open_all(world, container, container.ports)
        _known_user(running, container)
    except Refused:
        container.state.code = NOT_SET_UP
        _without_networks(world, container)
        close(world, container)
        raise
    _mounted(world, container, "mount")
    try:
        found_program(running.process)
    except Refused as refused:
        _never_ran(world, container, refused)
        raise
    _runs(world, container, running, behind)


def _known_user(running: Running, container: Container) -> None:
    user = str(container.config.get("User") or "").partition(":")[0]
    if user in USERS or user.isdecimal():
        return
    entry = running.files.get("/etc/passwd")
    if entry is None or not any(line.startswith(f"{user}:") for line in str(entry["text"]).split("\n")):
        raise Refused("user-unknown", name=user)


def _never_ran(world: World, container: Container, refused: Refused) -> None:
    """What is left of a container whose program is not there."""
    _without_networks(world, container)
    _mounted(world, container, "unmount")
    close(world, container)
    missing = refused.code in ("command-not-found", "command-not-there")
    container.state.code = NO_PROGRAM if missing else NO_PERMISSION


def _without_networks(world: World, container: Container) -> None:
    for name in container.endpoints:
        network = world.networks[name]
        world.emit("network", "disconnect", network.id, container=container.id, name=name, type=network.driver)


def _runs(world: World, container: Container, running: Running, behind: float) -> None:
    for name in container.endpoints:
        networks.plug(world, container, name)
    running = Running(world, container, running.done)  # once more: now it has its addresses
    state = container.state
    state.status, state.code, state.error = "running", 0, ""
    if not behind:
        state.started = time.time()
    container.pid = 1000 + len(world.events) % 30_000
    world.running[container.id] = running
    running.start(behind)
    world.emit_of(container, "start")


def _mounted(world: World, container: Container, action: str) -> None:
    for mount in container.mounts:
        if mount["Type"] != "volume":
            continue
        told = {"container": container.id, "driver": "local"}
        if action == "mount":
            told |= {"destination": mount["Destination"], "propagation": "", "read/write": str(mount["RW"]).lower()}
        world.emit("volume", action, mount["Name"], **dict(sorted(told.items())))


def close(world: World, container: Container) -> None:
    """Its ports are free again."""
    container.ports = {}
    doors.close_all(world.doors.pop(container.id, []))


def finish(world: World, container: Container, status: int) -> None:
    """Its first process has ended."""
    with world.lock:
        running = world.running.pop(container.id, None)
        if running is None:
            return
        state = container.state
        state.status, state.code, state.finished = "exited", status, time.time()
        state.exits += 1
        for name in list(container.endpoints):
            networks.unplug(world, container, name)
        _mounted(world, container, "unmount")
        close(world, container)
        if state.stopped_by_hand and not getattr(running, "killed", False):
            world.emit_of(container, "stop")
        seconds = str(int(state.finished - state.started))
        world.emit_of(container, "die", execDuration=seconds, exitCode=str(status))
        for _, process in list(running.place.everybody):
            process.signal(9)
        again = _again(container)
        if again:
            state.status = "restarting"
        running.output.close()
        world.touch()
    _after(world, container, again=again)


def _after(world: World, container: Container, *, again: bool) -> None:
    if again:
        ran = container.state.finished - container.state.started
        waits = FIRST_WAIT if ran > STEADY else min(LONGEST_WAIT, FIRST_WAIT * 2**container.state.restarts)
        timer = threading.Timer(waits, _restart, (world, container))
        timer.daemon = True
        timer.start()
    elif container.host.get("AutoRemove"):
        _removed(world, container)


def _removed(world: World, container: Container) -> None:
    """`--rm`."""
    from dockersh.practice.engine.ending import destroy  # noqa: PLC0415  which starts again, too

    with world.lock:
        if container.id in world.containers:
            destroy(world, container, volumes=True)


def _again(container: Container) -> bool:
    """Whether the policy starts it once more."""
    policy = container.host.get("RestartPolicy") or {}
    name, most = policy.get("Name") or "no", policy.get("MaximumRetryCount") or 0
    if container.state.stopped_by_hand or name == "no":
        return False
    if name == "on-failure":
        return container.state.code != 0 and (not most or container.state.restarts < most)
    return True


def _restart(world: World, container: Container) -> None:
    with world.lock:
        if container.state.status != "restarting" or container.id not in world.containers:
            return
        container.state.restarts += 1
        try:
            start(world, container)
        except Refused:
            container.state.status = "exited"
            world.touch()
