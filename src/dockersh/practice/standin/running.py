"""`docker run`, `create`, `start -a`, `attach`, `exec` and `logs`: what is joined to a container."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from dockersh.practice.standin import asked, joined
from dockersh.practice.standin.failing import Answered, Failed, failed, text
from dockersh.practice.standin.images import pulled, reference
from dockersh.practice.standin.job import NOT_FOUND, Job, Json, needs_terminal, said
from dockersh.practice.standin.joined import Escaped, Joined
from dockersh.practice.standin.shown.tables import out
from dockersh.practice.standin.wire import Reply, named

USAGE, NOT_THERE, NOT_ALLOWED, STATUS = 125, 127, 126, 256
# By what the engine says: the status of a run that did not start.
NOT_THERE_WORDS = ("executable file not found", "no such file or directory", "system cannot find the file specified")
NOT_ALLOWED_WORDS = ("permission denied", "is a directory")
PULLS = ("always", "missing", "never", "")


def create(job: Job) -> int:
    """`docker create`: the id is printed."""
    body = body_of(job, "create")
    out(_made(job, body) + "\n")
    return 0


def body_of(job: Job, command: str, *, detached: bool = False) -> Json:
    """What is asked for. Raises Failed with the pointer to the help that docker adds."""
    try:
        if job.value("pull") not in PULLS:
            raise failed("bad-pull", value=job.value("pull"))
        return asked.body(job, detached=detached)
    except Failed as problem:
        raise failed("with-help", USAGE, why=problem.text, command=command) from problem


def _made(job: Job, body: Json) -> str:
    """Create the container, with a pull where the image is not here; its id."""
    wanted = reference(body["Image"]) if not _is_id(body["Image"]) else None
    policy = job.value("pull") or "missing"
    known = wanted._replace(tag="latest") if wanted and not wanted.tag and not wanted.digest else wanted
    if policy == "always" and known:
        pulled(job.wire, known, 2, quiet=job.on("quiet"))
    query = {"name": job.value("name")} if job.value("name") else {}
    try:
        found = job.wire.ask("POST", "/containers/create", query, body)
    except Answered as answered:
        if answered.code != NOT_FOUND or known is None or policy != "missing":
            raise
        if not job.on("quiet"):
            said("image-not-here", image=known.familiar)
        pulled(job.wire, known, 2, quiet=job.on("quiet"))
        found = job.wire.ask("POST", "/containers/create", query, body)
    if job.value("cidfile"):
        with open(job.value("cidfile"), "x", encoding="ascii") as file:
            file.write(found["Id"])
    return str(found["Id"])


def _is_id(image: str) -> bool:
    return len(image.removeprefix("sha256:")) == 64 and not set(image.removeprefix("sha256:")) - set("0123456789abcdef")


def run(job: Job) -> int:
    """`docker run`: the container's own exit status, or docker's."""
    detached = job.on("detach")
    body = body_of(job, "run", detached=detached)
    if detached and job.given("attach"):
        raise failed("attach-and-detach")
    if not detached:
        needs_terminal(input_is_attached=body["AttachStdin"], tty=body["Tty"])
    try:
        return _run(job, body)
    except Answered as answered:
        raise of_run(answered) from answered
    except Failed as problem:
        if problem.status != 1 or not problem.text:
            raise
        raise of_run(problem) from problem


def _run(job: Job, body: Json) -> int:
    name = _made(job, body)
    attached = body["AttachStdin"] or body["AttachStdout"] or body["AttachStderr"]
    if not attached:
        out(name + "\n")
        job.wire.ask("POST", f"/containers/{name}/start")
        return 0
    wanted = {key: body[f"Attach{key.capitalize()}"] for key in ("stderr", "stdin", "stdout")}
    return _joined(job, name, body, wanted, removed=job.on("rm"))


def of_run(problem: Failed) -> Failed:
    """The status says whether the command could not be found or not be run, or docker failed itself."""
    status = USAGE
    if any(word in problem.text for word in NOT_THERE_WORDS):
        status = NOT_THERE
    elif any(word in problem.text for word in NOT_ALLOWED_WORDS):
        status = NOT_ALLOWED
    return failed("with-help", status, why=problem.text, command="run")


def _joined(job: Job, name: str, config: Json, wanted: dict[str, bool], *, removed: bool) -> int:
    """Attach, start, and stay until it ends; its status. Leaving is no failure."""
    query = {key: "1" for key, on in {**wanted, "stream": True}.items() if on}
    reply = job.wire.joined(f"/containers/{name}/attach", query)
    condition = "removed" if removed else "next-exit"
    ended = job.wire.open("POST", f"/containers/{name}/wait", {"condition": condition})
    with _signals(job, name, tty=config["Tty"]):
        try:
            job.wire.ask("POST", f"/containers/{name}/start")
        except Answered:
            if removed:
                _status(ended)
            raise
        if config["Tty"]:
            joined.follow_window(lambda rows, columns: _resize(job, f"/containers/{name}", rows, columns))
        both = _both(job, reply, tty=config["Tty"], typed=wanted["stdin"])
        try:
            both.run()
        except Escaped:
            return 0
        return _status(ended)


@contextlib.contextmanager
def _signals(job: Job, name: str, *, tty: bool) -> Iterator[None]:
    if tty and os.isatty(0):  # there they are keys
        yield
        return
    with joined.signals_go_to(lambda number: job.wire.ask("POST", f"/containers/{name}/kill", {"signal": number})):
        yield


def _both(job: Job, reply: Reply, *, tty: bool, typed: bool) -> Joined:
    return Joined(reply, tty=tty, typed=typed, leave=joined.keys_of(job.value("detach-keys")))


def _status(reply: Reply) -> int:
    return int(next(reply.rows())["StatusCode"]) % STATUS


def _resize(job: Job, path: str, rows: int, columns: int) -> None:
    job.wire.ask("POST", f"{path}/resize", {"h": str(rows), "w": str(columns)})


def start_attached(job: Job) -> int:
    """`docker start -a`, `-i`."""
    if len(job.arguments) > 1:
        raise failed("attach-and-many")
    found = job.container(job.arguments[0])
    config = found["Config"]
    wanted = {"stdin": job.on("interactive") and config["OpenStdin"], "stdout": True, "stderr": True}
    return _joined(job, found["Id"], config, wanted, removed=found["HostConfig"]["AutoRemove"])


def attach(job: Job) -> int:
    """`docker attach`: the status of what ended, 1 for who left."""
    name = job.arguments[0]
    with contextlib.suppress(Answered):
        ended = job.wire.open("POST", f"/containers/{named(name)}/wait")
    config = _attachable(job, name)["Config"]
    typed = not job.on("no-stdin")
    needs_terminal(input_is_attached=typed, tty=config["Tty"])
    typed = typed and config["OpenStdin"]
    query = {"stderr": "1", "stdout": "1", "stream": "1", **({"stdin": "1"} if typed else {})}
    with _signals(job, named(name), tty=config["Tty"]):
        reply = job.wire.joined(f"/containers/{named(name)}/attach", query)
        _attachable(job, name)
        if config["Tty"]:
            _painted(job, f"/containers/{named(name)}")
        try:
            _both(job, reply, tty=config["Tty"], typed=typed).run()
        except Escaped:
            raise failed("escaped") from None
        return _status(ended)


def _attachable(job: Job, name: str) -> Json:
    """A container that runs. Raises Failed where it does not."""
    found = job.container(name)
    state = found["State"]
    if not state["Running"]:
        raise failed("attach-stopped")
    if state["Paused"]:
        raise failed("attach-paused")
    if state["Restarting"]:
        raise failed("attach-restarting")
    return found


def _painted(job: Job, path: str) -> None:
    """Two sizes one after the other make a shell paint its prompt again."""
    if os.isatty(1):
        columns, rows = os.get_terminal_size(1)
        _resize(job, path, rows + 1, columns + 1)
        joined.follow_window(lambda rows, columns: _resize(job, path, rows, columns))


def execute(job: Job) -> int:
    """`docker exec`: the command's own status."""
    name, *command = job.arguments
    detached, tty = job.on("detach"), job.on("tty")
    typed = job.on("interactive") and not detached
    job.container(name)
    if not detached:
        needs_terminal(input_is_attached=typed, tty=tty)
    streams = {"AttachStdin": typed, "AttachStderr": not detached, "AttachStdout": not detached, "Detach": False}
    own = {"User": job.value("user"), "Privileged": job.on("privileged"), "WorkingDir": job.value("workdir")}
    asked_for = {**own, "Tty": tty, **streams, "DetachKeys": "", "Env": asked.environment(job), "Cmd": command}
    found = job.wire.ask("POST", f"/containers/{named(name)}/exec", body=asked_for)["Id"]
    if detached:
        job.wire.ask("POST", f"/exec/{found}/start", body={"Detach": True, "Tty": tty})
        return 0
    reply = job.wire.joined(f"/exec/{found}/start", body={"Detach": False, "Tty": tty})
    if tty and os.isatty(0):
        joined.follow_window(lambda rows, columns: _resize(job, f"/exec/{found}", rows, columns))
    try:
        _both(job, reply, tty=tty, typed=typed).run()
    except Escaped:
        raise failed("escaped") from None
    return int(job.wire.ask("GET", f"/exec/{found}/json")["ExitCode"] or 0)


def logs(job: Job) -> int:
    """`docker logs`."""
    found = job.container(job.arguments[0])
    query = {"stderr": "1", "stdout": "1", "tail": job.value("tail", "all")}
    query |= {key: "1" for key, flag in (("follow", "follow"), ("timestamps", "timestamps")) if job.on(flag)}
    query |= {key: _moment(job.value(key)) for key in ("since", "until") if job.value(key)}
    with contextlib.suppress(KeyboardInterrupt):
        reply = job.wire.open("GET", f"/containers/{found['Id']}/logs", query)
        joined.split(reply.pieces(), tty=found["Config"]["Tty"])
        return 0
    return 130


def _moment(value: str) -> str:
    from dockersh.practice.standin.moments import unix  # noqa: PLC0415  seldom

    return unix(value)


__all__ = ["attach", "body_of", "create", "execute", "logs", "of_run", "run", "start_attached", "text"]
