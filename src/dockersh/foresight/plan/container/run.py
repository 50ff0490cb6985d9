"""`docker run` and `docker create`: pull if missing, create, attach, start.

Order of calls and events observed on 20.10, 28 and 29: create → attach → wait → start; `-d` never attaches; `--rm` is done by
the engine when the container ends.
"""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.engine import Image, Question, State
from dockersh.finding import Finding, Say, finding
from dockersh.foresight import named, refusals
from dockersh.foresight.inside import entrypoint, passes_on, process
from dockersh.foresight.plan import longhand
from dockersh.foresight.plan.container import minded, mounts, other_platform
from dockersh.foresight.refusals.engine.common import leaving_keys
from dockersh.foresight.step import Plan, Request, Step, note, step, unknown
from dockersh.reading.invocation import Invocation
from dockersh.reading.values.images import Reference
from dockersh.reading.values.quantities import human_size
from dockersh.texts.ages import age

SHELLS = frozenset(
    ("sh", "bash", "ash", "dash", "zsh", "fish", "/bin/sh", "/bin/bash", "/bin/ash", "/usr/bin/bash", "/bin/zsh")
)
# Why it does not start, where the container stays unless --rm takes it away.
LEAVES = frozenset(("not-possible", "port-in-use", "port-in-use-by-process"))


def questions(request: Request) -> tuple[Question, ...]:
    """Is the image here, which volumes are; and what the refusals must know."""
    asked = [Question("version")]
    if image := named.image(request):
        asked.append(Question("image", (image,)))
    if request.invocation.name == "container run" and not request.invocation.on("detach"):
        asked.append(Question("detach-keys"))
    more = (*mounts.questions(request), *minded.questions(request), *refusals.questions(request, "create", "start"))
    return tuple(dict.fromkeys((*asked, *more)))


def ask_more(request: Request, state: State) -> tuple[Question, ...]:
    """Second round: what can be asked in the light of the image."""
    return minded.second_questions(request, state)


def plan_run(request: Request, state: State) -> Plan:
    """The steps of `docker run`."""
    created = _created(request, state)
    if created.fails:
        return created + Plan(_not_reached(request), _notes(request, state))
    return created + _started(request, state) + Plan((), _notes(request, state), tuple(_habits(request, state)))


def plan_create(request: Request, state: State) -> Plan:
    """The steps of `docker create`: nothing is started."""
    return _created(request, state) + Plan((), (note("after", "created", name=_shown_name(request)),))


def _created(request: Request, state: State) -> Plan:
    """The image, the volumes, the container; or why none is made."""
    pull = _pull(request, state)
    refused = (*refusals.refusals(request, state, "create"), *_not_here(request, pull))
    if refused:
        return Plan((pull, step("create", "no", _blocker(pull, refused), name=_shown_name(request))), (), refused)
    image = state.images.get(named.image(request) or "")
    return Plan((pull, *mounts.steps(request, state, image), _create(request)), (), minded.findings(request, state))


def _not_here(request: Request, pull: Step) -> Iterator[Finding]:
    """An image that may not be fetched, and is not here."""
    if _pull_fails(pull):
        yield finding("image-not-here", "error", request.invocation.arguments("IMAGE")[0].span, image=_shown_image(request))


def _blocker(pull: Step, refused: tuple[Finding, ...]) -> str:
    """Why the container is not made."""
    if _pull_fails(pull):
        return "not-reached"
    return "name-in-use" if refused[0].code == "name-in-use" else "refused"


def _started(request: Request, state: State) -> Plan:
    clashes = refusals.refusals(request, state, "start")
    steps = (*_attach(request), _start(request, state, clashes), *_removal(request, state, clashes))
    return Plan(steps, (), clashes)


def _pull_fails(pull: Step) -> bool:
    return pull.reason == "never-and-missing"


def _create(request: Request) -> Step:
    alone = longhand.create(request) if request.invocation.name == "container run" else request.invocation.call.words
    name = named.new_container(request)
    if name is None:
        return step("create", "yes", "random-name", alone).moves("absent", "created")
    return step("create", "yes", "named", alone, name=name).moves("absent", "created")


def _pull(request: Request, state: State) -> Step:
    image = named.image(request)
    policy = request.invocation.value("pull") or "missing"
    if image is None:
        return step("pull", "maybe", "shell-decides", image=_shown_image(request))
    alone, shown = longhand.pull(request), {"image": image}
    if policy == "always":
        return step("pull", "yes", "always", alone, **shown).moves(None, "present")
    found = state.image(image)
    if found is False:
        return step("pull", "maybe", unknown(state), alone, **shown)
    if isinstance(found, Image):
        return _pull_present(request, found, alone, image)
    if policy == "never":
        return step("pull", "no", "never-and-missing", **shown)
    return step("pull", "yes", "image-missing", alone, registry=_registry(request), **shown).moves("absent", "present")


def _pull_present(request: Request, found: Image, alone: longhand.Words, image: str) -> Step:
    if other_platform.asked_for(request, found):
        other = f"{found.os}/{found.architecture}"
        return step("pull", "yes", "other-platform", alone, image=image, platform=other).moves("present", "present")
    here = step("pull", "no", "image-present", image=image, size=human_size(found.size), age=age(request.now, found.created))
    return here.moves("present", "present")


def _registry(request: Request) -> str:
    reference = request.invocation.arguments("IMAGE")[0].decoded
    return reference.registry if isinstance(reference, Reference) else ""


def _attach(request: Request) -> tuple[Step, ...]:
    if request.invocation.on("detach"):
        return ()
    alone = longhand.start(request, named.new_container(request))
    return (step("attach", "yes", _joined(request), alone).moves("created", "created"),)


def _joined(request: Request) -> str:
    """What the terminal is joined to."""
    if _has_terminal(request):
        return "terminal"
    return "input-and-output" if request.invocation.on("interactive") else "output"


def _start(request: Request, state: State, clashes: tuple[Finding, ...]) -> Step:
    alone = longhand.start(request, named.new_container(request))
    if clashes:
        reason = clashes[0].code if "port" in clashes[0].args else "not-possible"
        goes = request.invocation.on("rm") and reason in LEAVES
        made = step("start", "no", f"{reason}-removed" if goes else reason, alone, port=clashes[0].args.get("port", ""))
        return made._replace(reason=reason).moves("created", "created")
    command = _process(request, state)
    reason = "runs-detached" if request.invocation.on("detach") else "runs"
    if command is None:
        return step("start", "yes", f"{reason}-image-command", alone).moves("created", "running")
    return step("start", "yes", reason, alone, command=command).moves("created", "running")


def _process(request: Request, state: State) -> str | None:
    """What runs as process 1: the entrypoint, then the words behind the image or else the image's own command."""
    return " ".join(process(request, state)) or None


def _removal(request: Request, state: State, clashes: tuple[Finding, ...]) -> tuple[Step, ...]:
    if not request.invocation.on("rm"):
        return ()
    if clashes:  # an engine since 28 and 20.10 alike: what did not start is gone at once
        return (step("remove", "yes", "not-started").moves("created", "absent"),)
    alone = longhand.remove(request, named.new_container(request))
    gone = step("remove", "yes", "when-it-ends", alone).moves("exited", "absent")
    count = mounts.anonymous(request, state.images.get(named.image(request) or ""))
    volumes = step("remove-volume", "yes", "with-it", alone, count=str(count)).moves("present", "absent")
    return (gone, volumes) if count else (gone,)


def _not_reached(request: Request) -> tuple[Step, ...]:
    steps = [step("start", "no", "not-reached")]
    return tuple(steps) if request.invocation.on("detach") else (step("attach", "no", "not-reached"), *steps)


def _notes(request: Request, state: State) -> tuple[tuple[str, Say], ...]:
    invocation, name = request.invocation, _shown_name(request)
    owner = mounts.owner(request, state)
    if invocation.on("detach"):
        return (*_address(invocation), *owner, *_restarts(invocation), note("after", "runs-in-background", name=name))
    leave = _leave(request, state, name)
    after = note("after", "removed" if invocation.on("rm") else _stays(request), name=name)
    return (*_address(invocation), *owner, *_restarts(invocation), leave, after)


def _restarts(invocation: Invocation) -> tuple[tuple[str, Say], ...]:
    """When the engine starts it again by itself."""
    policy = (invocation.value("restart") or "no").partition(":")[0]
    return (note("restart", f"restart-{policy}"),) if policy in ("always", "unless-stopped", "on-failure") else ()


def _address(invocation: Invocation) -> tuple[tuple[str, Say], ...]:
    """On the default bridge the engine gives out 172.17.0.0/16 one by one; only this host reaches those addresses."""
    if named.network(invocation) not in ("", "bridge", "default"):
        return ()
    hosts = [port.host_ip or "" for port in named.published(invocation)]
    if invocation.on("publish-all") or any(not host.startswith(("127.", "::1")) for host in hosts):
        return (note("address", "address-published"),)
    return (note("address", "address-loopback" if hosts else "address"),)


def _leave(request: Request, state: State, name: str) -> tuple[str, Say]:
    invocation = request.invocation
    program = (_process(request, state) or "").split(" ")[0]
    keys = leaving_keys(invocation, state)
    if _has_terminal(request):
        key = "leave-shell" if program in SHELLS or not program else "leave-terminal"
    else:
        key = "leave-input" if invocation.on("interactive") else "leave-output"
    return note("leave", key, name=name, keys=keys)


def _stays(request: Request) -> str:
    return "stays-interactive" if request.invocation.on("interactive") else "stays"


def _habits(request: Request, state: State) -> Iterator[Finding]:
    """A shell without input reads the end of its input and is gone at once."""
    invocation = request.invocation
    shell = _alone(request, state)
    image = invocation.arguments("IMAGE")
    if image and shell in SHELLS and not invocation.on("interactive") and not invocation.on("tty"):
        flags = "-dit" if invocation.on("detach") else "-it"
        yield finding("shell-ends-at-once", "warning", image[0].span, shell=shell, flags=flags)


def _alone(request: Request, state: State) -> str:
    """The program, where it is told nothing to do; a word that is an argument of an entrypoint is none."""
    taken = entrypoint(request, state) or ()
    image = state.images.get(named.image(request) or "")
    words = [part.text for part in request.invocation.words()] or (list(image.command) if image and not taken else [])
    program = [*taken, *words] if not passes_on(taken) or request.invocation.flags("entrypoint") else words
    return program[0] if len(program) == 1 else ""


def _has_terminal(request: Request) -> bool:
    return request.invocation.on("interactive") and request.invocation.on("tty")


def _shown_image(request: Request) -> str:
    found = request.invocation.arguments("IMAGE")
    return found[0].text if found else ""


def _shown_name(request: Request) -> str:
    return named.new_container(request) or "CONTAINER"
