"""Stop, kill, pause, restart, rename and remove.

Sources: moby daemon/stop.go, kill.go, pause.go, delete.go, rename.go; the answers of engine 28.5.2.
"""

from __future__ import annotations

import re
import signal as numbers
import time

from dockersh.practice.engine.creating import NAME
from dockersh.practice.engine.records import Container
from dockersh.practice.engine.refusal import Refused
from dockersh.practice.engine.starting import close, start
from dockersh.practice.engine.world import World

KILL = 9
GRACE = 10.0  # seconds that stop waits, as docker does


def signal_number(text: str) -> int | None:
    """`9`, `KILL`, `SIGKILL`; None for what is no signal."""
    if text.isdecimal():
        return int(text) if 0 < int(text) < 65 else None
    name = "SIG" + text.upper().removeprefix("SIG")
    found = getattr(numbers, name, None)
    return int(found) if isinstance(found, numbers.Signals) else None


def stop(world: World, container: Container, grace: float | None, signal: str = "") -> bool:
    """The signal of the image, and after *grace* seconds the end; False where it does not run. Called with the lock held."""
    state = container.state
    if state.status == "restarting":
        state.stopped_by_hand, state.status = True, "exited"
        world.touch()
        return True
    if not state.running:
        return False
    state.stopped_by_hand = True
    number = signal_number(signal or container.config.get("StopSignal") or "SIGTERM") or 15
    _send(world, container, number)
    wait = container.config.get("StopTimeout") if grace is None else grace
    until = time.monotonic() + (GRACE if wait is None else wait)
    if not _gone(world, container, until if wait is None or wait >= 0 else None):
        _send(world, container, KILL)
        _gone(world, container, None)
    return True


def _send(world: World, container: Container, number: int) -> None:
    world.emit_of(container, "kill", signal=str(number))
    running = world.running.get(container.id)
    if running is not None:
        if container.state.status == "paused" and number != KILL:
            pause(world, container, on=False)  # or it would not hear the signal
        running.process.signal(number)


def _gone(world: World, container: Container, until: float | None) -> bool:
    """Wait for its end, until a moment; the lock is free meanwhile."""
    while container.id in world.running:
        left = None if until is None else until - time.monotonic()
        if left is not None and left <= 0:
            return False
        world.changed.wait(left)
    return True


def kill(world: World, name: str, signal: str) -> None:
    """A signal at once. Raises Refused."""
    number = signal_number(signal or "KILL")
    if number is None:
        raise Refused("kill-signal-number" if signal.isdecimal() and int(signal) else "kill-signal", name=name, signal=signal)
    try:
        container = world.container(name)
    except Refused as refused:
        raise Refused("kill-no-such", name=name) from refused
    if container.state.status == "restarting":
        container.state.stopped_by_hand, container.state.status = True, "exited"
        return
    if not container.state.running:
        raise Refused("kill-not-running", name=name, id=container.id)
    running = world.running[container.id]
    if number in (KILL, signal_number(container.config.get("StopSignal") or "SIGTERM")):
        container.state.stopped_by_hand = True
        running.killed = True
    _send(world, container, number)
    if number == KILL:
        _gone(world, container, time.monotonic() + GRACE)


def pause(world: World, container: Container, *, on: bool) -> None:
    """Stand still, or go on. Raises Refused."""
    state = container.state
    if on and not state.running:
        raise Refused("not-running", id=container.id)
    if on and state.status == "paused":
        raise Refused("already-paused", id=container.id)
    if not on and state.status != "paused":
        raise Refused("not-paused", id=container.id)
    state.status = "paused" if on else "running"
    for _, process in world.running[container.id].place.everybody:
        process.pause(on=on)
    world.emit_of(container, "pause" if on else "unpause")


def restart(world: World, container: Container, grace: float | None) -> None:
    """Stop where it runs, start in any case. Raises Refused."""
    stop(world, container, grace)
    start(world, container)
    world.emit_of(container, "restart")


def rename(world: World, container: Container, name: str) -> None:
    """Another name. Raises Refused."""
    name = name.removeprefix("/")
    if not name:
        raise Refused("rename-empty")
    if name == container.name:
        raise Refused("rename-same")
    if not re.fullmatch(NAME, name):
        raise Refused("rename-invalid", name=name)
    holder = world.by_name(name)
    if holder is not None:
        raise Refused("rename-taken", name=name, id=holder.id)
    old, container.name = container.name, name
    world.emit_of(container, "rename", oldName=f"/{old}")


def remove(world: World, container: Container, *, force: bool, volumes: bool) -> None:
    """`docker rm`. Raises Refused."""
    if container.state.running:
        if not force:
            state = "remove-paused" if container.state.status == "paused" else "remove-running"
            raise Refused(state, name=container.name)
        container.state.stopped_by_hand = True
        running = world.running.get(container.id)
        if running is not None:
            running.killed = True
            _send(world, container, KILL)
            _gone(world, container, time.monotonic() + GRACE)
    if container.id in world.containers:  # --rm may have been quicker
        destroy(world, container, volumes=volumes)


def destroy(world: World, container: Container, *, volumes: bool) -> None:
    """It is gone, and with *volumes* those of its volumes that docker named."""
    close(world, container)
    del world.containers[container.id]
    world.outputs.pop(container.id, None)
    if volumes:
        for mount in container.mounts:
            volume = world.volumes.get(mount.get("Name", ""))
            if volume is not None and volume.anonymous and not world.users_of(volume.name):
                del world.volumes[volume.name]
                world.emit("volume", "destroy", volume.name, driver="local")
    world.emit_of(container, "destroy")
