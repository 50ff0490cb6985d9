"""`docker run` and others that join a container: what they do to a scene where no process runs."""

from __future__ import annotations

from collections.abc import Callable

from dockersh.practice.engine.records import Container
from dockersh.practice.engine.refusal import Refused
from dockersh.practice.foretell.engine import take
from dockersh.practice.foretell.fates import fate, table
from dockersh.practice.foretell.job import Quiet
from dockersh.practice.foretell.outcome import Outcome
from dockersh.practice.standin.changing import start as started
from dockersh.practice.standin.failing import Answered, Failed, failed
from dockersh.practice.standin.images import reference
from dockersh.practice.standin.running import body_of, of_run

PULLS = 3600.0  # seconds at most
QUIET_ENDS = frozenset(("true", "echo", "pwd", "hostname", "date", "env", "id", "whoami", "uname"))


def create(job: Quiet) -> Outcome:
    """`docker create`."""
    body = body_of(job, "create")
    container, unknown = _made(job, body)
    return Outcome(0, printed=container.id + "\n", note="image" if unknown else "", about=unknown)


def run(job: Quiet) -> Outcome:
    """`docker run`."""
    detached = job.on("detach")
    body = body_of(job, "run", detached=detached)
    if detached and job.given("attach"):
        raise failed("attach-and-detach")
    try:
        container, unknown = _made(job, body)
        job.wire.ask("POST", f"/containers/{container.id}/start")
    except Answered as answered:
        raise of_run(answered) from answered
    outcome = _detached(job, container) if detached else _joined(job, container)
    return outcome._replace(note="image" if unknown else "", about=unknown)


def _detached(job: Quiet, container: Container) -> Outcome:
    known = fate(job.scene, container).runs is not None
    return Outcome(0 if known else None, printed=container.id + "\n")


def _joined(job: Quiet, container: Container) -> Outcome:
    """It has ended when the line has."""
    end = fate(job.scene, container)
    if container.id in job.scene.running:
        job.scene.settle(container, runs=False)
    job.scene.passed(0 if end.runs is False else PULLS)
    return Outcome(end.status if end.runs is False else None)


def _made(job: Quiet, body: dict[str, object]) -> tuple[Container, str]:
    """The container, and the name of an image that nobody knows."""
    name = str(body["Image"])
    policy, unknown = job.value("pull") or "missing", ""
    if policy == "always" or (policy == "missing" and job.scene.find_image(name) is None):
        reference(name)
        job.scene.passed(PULLS)
        unknown = "" if take(job.scene, name) else name
    query = {"name": job.value("name")} if job.value("name") else {}
    container = job.scene.containers[_created(job, query, body)]
    image = job.scene.images[container.image]
    container.host["OwnCommand"] = image.config.get("Cmd")
    container.host["Odd"] = bool({part.canonical for part in job.invocation.parts if part.kind == "flag"} - _harmless())
    return container, unknown


def _created(job: Quiet, query: dict[str, str], body: dict[str, object]) -> str:
    """Its id. Raises Answered; docker tells of the end of what it had begun to make, which is no removal."""
    told = len(job.scene.told)
    try:
        return str(job.wire.ask("POST", "/containers/create", query, body)["Id"])
    except Answered:
        job.scene.told[told:] = [one for one in job.scene.told[told:] if one.action != "destroy"]
        raise


def _harmless() -> frozenset[str]:
    return frozenset(table()["harmless"])


def start(job: Quiet) -> Outcome:
    """`docker start`, also where the line stays with it."""
    if not (job.on("attach") or job.on("interactive")):
        return Outcome(started(job))
    if len(job.arguments) > 1:
        raise failed("attach-and-many")
    container = job.scene.container(_known(job, job.arguments[0]))
    job.wire.ask("POST", f"/containers/{container.id}/start")
    return _joined(job, container)


def _known(job: Quiet, name: str) -> str:
    """The id of a container. Raises Answered."""
    return str(job.container(name)["Id"])


def execute(job: Quiet) -> Outcome:
    """`docker exec`."""
    name, *command = job.arguments
    container = job.scene.container(_known(job, name))
    _refuse(job, _why_not(container, name))
    known = command[:1] and command[0] in QUIET_ENDS and container.image not in job.scene.assumed
    return Outcome(0 if known else None)


def _why_not(container: Container, name: str) -> Refused | None:
    if container.state.status == "paused":
        return Refused("exec-paused", name=name)
    return None if container.state.running else Refused("not-running", id=container.id)


def _refuse(job: Quiet, why: Refused | None) -> None:
    if why is not None:
        job.inner.refused.append(why)
        raise Answered(why.message, why.status)


def attach(job: Quiet) -> Outcome:
    """`docker attach`: whether it still runs afterwards nobody knows."""
    container = job.scene.container(_known(job, job.arguments[0]))
    for state, words in (("paused", "attach-paused"), ("running", "")):
        if container.state.status == state:
            if words:
                raise _with(job, failed(words), Refused("exec-paused", name=container.name))
            job.scene.doubts.add(container.id)
            job.scene.passed(PULLS)
            return Outcome(None)
    raise _with(job, failed("attach-stopped"), Refused("not-running", id=container.id))


def _with(job: Quiet, problem: Failed, why: Refused) -> Failed:
    job.inner.refused.append(why)
    return problem


def wait(job: Quiet) -> Outcome:
    """`docker wait`: afterwards they have ended."""
    for name in job.arguments:
        container = job.scene.container(_known(job, name))
        job.scene.passed(PULLS)
        if container.id in job.scene.running:
            job.scene.settle(container, runs=False)
    return Outcome(0)


def there(job: Quiet) -> Outcome:
    """What only asks for one container: it is there."""
    for name in job.arguments[:1]:
        _known(job, name)
    return Outcome(None if job.on("follow") else 0)


def top(job: Quiet) -> Outcome:
    """`docker top`: it runs."""
    container = job.scene.container(_known(job, job.arguments[0]))
    _refuse(job, None if container.state.running else Refused("not-running", id=container.id))
    return Outcome(0)


ACTS: dict[str, Callable[[Quiet], Outcome]] = {
    "container create": create,
    "container run": run,
    "container start": start,
    "container exec": execute,
    "container attach": attach,
    "container wait": wait,
    "container logs": there,
    "container export": there,
    "container stats": there,
    "container top": top,
}
