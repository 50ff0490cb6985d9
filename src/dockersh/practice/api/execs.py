"""`docker exec`: one more process in a container that runs."""

from __future__ import annotations

import threading

from dockersh.practice.api.server import FRAMED, RAW, Request
from dockersh.practice.api.streams import _shown, _typed, redrawn
from dockersh.practice.engine.ids import fresh_id
from dockersh.practice.engine.refusal import Refused
from dockersh.practice.inside.process import Process
from dockersh.practice.inside.running import found_program
from dockersh.practice.inside.streams import STDERR, STDOUT, Output
from dockersh.startup.typed import Any

FAILED = "OCI runtime exec failed: exec failed: unable to start container process: {reason}\r\n"
NO_FOLDER = 'chdir to cwd ("{folder}") set in config.json failed: no such file or directory'
NOT_STARTED = {"command-not-found": 127, "command-not-there": 127}


class Exec:
    """One of them: what was asked for, and what became of it."""

    def __init__(self, container: str, settings: dict[str, Any]) -> None:
        self.id = fresh_id()
        self.container, self.settings = container, settings
        self.output = Output()
        self.process: Process | None = None
        self.running = False
        self.code: int | None = None


def create(request: Request) -> None:
    """Prepare one. Nothing runs yet."""
    world, body = request.world, request.body()
    with world.lock:
        container = world.container(request.parts["name"])
        if container.state.status == "paused":
            raise Refused("exec-paused", name=container.name)
        if not container.state.running:
            raise Refused("not-running", id=container.id)
        if not body.get("Cmd"):
            raise Refused("exec-no-command")
        found = Exec(container.id, body)
        world.execs[found.id] = found
        world.emit_of(container, f"exec_create: {' '.join(body['Cmd'])} ", execID=found.id)
    request.send(201, {"Id": found.id})


def _exec(request: Request) -> Exec:
    found: Exec | None = request.world.execs.get(request.parts["name"])
    if found is None:
        raise Refused("no-such-exec", name=request.parts["name"])
    return found


def start(request: Request) -> None:
    """Run it, joined to this connection unless it is detached."""
    world, found, body = request.world, _exec(request), request.body()
    with world.lock:
        container = world.container(found.container)
        running = world.running.get(container.id)
        if running is None:
            raise Refused("not-running", id=container.id)
        world.emit_of(container, f"exec_start: {' '.join(found.settings['Cmd'])} ", execID=found.id)
        found.output.open()
        problem = _begun(request, found, running)
    if body.get("Detach"):
        request.send(200, {}) if not problem else request.send(400, {"message": problem.strip()})
        return
    tty = bool(found.settings.get("Tty"))
    connection = request.hijack(RAW if tty else FRAMED)
    gone = threading.Event()
    process = found.process
    if process is not None and found.settings.get("AttachStdin"):
        _typed(connection, lambda: process.input, lambda: found.running, gone, once=not tty)
    _shown(connection, found.output, 0, gone, tty=tty, wanted=frozenset((STDOUT, STDERR)))


def _begun(request: Request, found: Exec, running: Any) -> str:
    """Start the process; what runc says where that fails, which docker writes to the output."""

    def done(status: int) -> None:
        found.code, found.running = status, False
        container = request.world.containers.get(found.container)
        if container is not None:
            request.world.emit_of(container, "exec_die", execID=found.id, exitCode=str(status))
        found.output.close()

    process = running.start_exec(list(found.settings["Cmd"]), found.output, found.settings)
    reason, status = "", 126
    if not process.files.is_folder(process.folder):
        reason, status = NO_FOLDER.format(folder=process.folder), 127
    try:
        program = found_program(process)
    except Refused as refused:
        reason = reason or "exec: " + refused.message.rpartition("exec: ")[2]
        status = NOT_STARTED.get(refused.code, status)
    if reason:
        found.code = status
        found.output.write(STDOUT, FAILED.format(reason=reason))
        found.output.close()
        return FAILED.format(reason=reason)
    found.process, found.running = process, True
    running.run_exec(process, program, done)
    return ""


def resize(request: Request) -> None:
    """As of a container."""
    found = _exec(request)
    if found.process is not None:
        redrawn(found.process.input)
    request.send(200)


def inspect(request: Request) -> None:
    """Whether it runs, and its status."""
    found = _exec(request)
    command, *arguments = found.settings["Cmd"]
    told = {"entrypoint": command, "arguments": arguments, "tty": bool(found.settings.get("Tty")), "privileged": False}
    answer = {"ID": found.id, "Running": found.running, "ExitCode": found.code, "ProcessConfig": told}
    streams = {name: bool(found.settings.get(f"Attach{name[4:]}")) for name in ("OpenStdin", "OpenStderr", "OpenStdout")}
    request.send(200, {**answer, **streams, "ContainerID": found.container, "DetachKeys": "", "CanRemove": False, "Pid": 0})
