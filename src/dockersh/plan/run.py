"""`docker run` and `docker create`: pull if missing, create, attach, start.

Order of calls and events observed on 20.10, 28 and 29: create → attach → wait → start; `-d` never attaches; `--rm` is done by
the engine when the container ends.
"""

from __future__ import annotations

from dockersh.engine import Image, Question, State
from dockersh.finding import Finding, Say, finding
from dockersh.invocation import Invocation
from dockersh.plan import files, foresee, limits, longhand, mounting, sharing, surroundings
from dockersh.plan.ages import age
from dockersh.plan.step import Plan, Request, Step, note, step, unknown
from dockersh.values.images import FULL_ID, Reference, parse
from dockersh.values.quantities import human_size

SHELLS = frozenset(
    ("sh", "bash", "ash", "dash", "zsh", "fish", "/bin/sh", "/bin/bash", "/bin/ash", "/usr/bin/bash", "/bin/zsh")
)


def questions(request: Request) -> tuple[Question, ...]:
    """Is the image here, is the name free, who publishes the ports."""
    invocation = request.invocation
    asked = [Question("version")]
    if image := _image_word(request):
        asked.append(Question("image", (image,)))
    if name := _name(request):
        asked.append(Question("containers", (name,)))
    wanted = [port for port in foresee.published(invocation) if port.host_port and "-" not in port.host_port]
    if wanted and invocation.name == "container run":
        asked.append(Question("publishers", tuple(sorted({f"{port.host_port}/{port.protocol}" for port in wanted}))))
    asked += files.questions(request, *invocation.flags("cidfile"))
    if invocation.name == "container run" and not invocation.on("detach"):
        asked.append(Question("detach-keys"))
    more = (*mounting.questions(request), *surroundings.questions(request), *limits.questions(request))
    return tuple(dict.fromkeys((*asked, *more)))


def _cidfiles(request: Request, state: State) -> tuple[Finding, ...]:
    """The file that the id is written to must not be there yet."""
    parts = files.here(request, *request.invocation.flags("cidfile"))
    there = [part for part in parts if state.files.get(part.value or "")]
    return tuple(finding("cidfile-exists", "error", part.span, file=part.value or "") for part in there)


def plan_run(request: Request, state: State) -> Plan:
    """The steps of `docker run`."""
    created, findings = _create_steps(request, state)
    if any(one.will == "no" and one.step == "create" for one in created) or _pull_fails(created):
        return Plan((*created, *_not_reached(request)), _notes(request, state), findings)
    clashes = (*foresee.port_clashes(request, state), *surroundings.at_start(request, state), *limits.at_start(request, state))
    clashes = (*clashes, *sharing.at_start(request, state))
    steps = (*created, *_attach(request), _start(request, state, clashes), *_removal(request, state, clashes))
    return Plan(steps, _notes(request, state), (*findings, *clashes, *_habits(request, state)))


def plan_create(request: Request, state: State) -> Plan:
    """The steps of `docker create`: nothing is started."""
    steps, findings = _create_steps(request, state)
    return Plan(steps, (note("after", "created", name=_shown_name(request)),), findings)


def _create_steps(request: Request, state: State) -> tuple[tuple[Step, ...], tuple[Finding, ...]]:
    image = state.images.get(_image_word(request) or "")
    refusals = (
        *foresee.refusals(request),
        *files.missing(request, state),
        *_cidfiles(request, state),
        *foresee.name_in_use(request, state, _name(request)),
    )
    minded = (*mounting.findings(request, state), *surroundings.emulated(request, state))
    findings = (*refusals, *(one for one in minded if one.severity == "error"), *surroundings.at_create(request, state, image))
    findings = (*findings, *sharing.at_create(request), *limits.at_create(request, state))
    minded = tuple(one for one in minded if one.severity != "error")
    pull = _pull(request, state)
    if _pull_fails((pull,)):
        where = request.invocation.arguments("IMAGE")[0].span
        findings = (*findings, finding("image-not-here", "error", where, image=_shown_image(request)))
    if findings:
        blocker = "name-in-use" if findings[0].code == "name-in-use" else "refused"
        if _pull_fails((pull,)):
            blocker = "not-reached"
        return (pull, step("create", "no", blocker, name=_shown_name(request))), findings
    return (pull, *mounting.steps(request, state, image), _create(request)), minded


def _pull_fails(steps: tuple[Step, ...]) -> bool:
    return any(one.reason == "never-and-missing" for one in steps)


def _create(request: Request) -> Step:
    same_as = longhand.create(request) if request.invocation.name == "container run" else None
    name = _name(request)
    if name is None:
        return step("create", "yes", "random-name", same_as).moves("absent", "created")
    return step("create", "yes", "named", same_as, name=name).moves("absent", "created")


def _pull(request: Request, state: State) -> Step:
    image = _image_word(request)
    policy = request.invocation.value("pull") or "missing"
    if image is None:
        return step("pull", "maybe", "shell-decides", image=_shown_image(request))
    same_as, shown = longhand.pull(request), {"image": image}
    if policy == "always":
        return step("pull", "yes", "always", same_as, **shown).moves(None, "present")
    found = state.image(image)
    if found is False:
        return step("pull", "maybe", unknown(state), same_as, **shown)
    if isinstance(found, Image):
        return _pull_present(request, found, same_as, image)
    if policy == "never":
        return step("pull", "no", "never-and-missing", **shown)
    return step("pull", "yes", "image-missing", same_as, registry=_registry(image), **shown).moves("absent", "present")


def _pull_present(request: Request, found: Image, same_as: str, image: str) -> Step:
    if surroundings.other_platform(request, found):
        other = f"{found.os}/{found.architecture}"
        return step("pull", "yes", "other-platform", same_as, image=image, platform=other).moves("present", "present")
    here = step("pull", "no", "image-present", image=image, size=human_size(found.size), age=age(request.now, found.created))
    return here.moves("present", "present")


def _registry(image: str) -> str:
    found = parse(image)
    return found.registry if isinstance(found, Reference) else ""


def _attach(request: Request) -> tuple[Step, ...]:
    if request.invocation.on("detach"):
        return ()
    same_as = longhand.start(request, _shown_name(request))
    reason = "terminal" if _has_terminal(request) else "input-and-output" if request.invocation.on("interactive") else "output"
    return (step("attach", "yes", reason, same_as).moves("created", "created"),)


def _start(request: Request, state: State, clashes: tuple[Finding, ...]) -> Step:
    same_as = longhand.start(request, _shown_name(request))
    if clashes:
        reason = clashes[0].code if "port" in clashes[0].args else "not-possible"
        return step("start", "no", reason, same_as, port=clashes[0].args.get("port", "")).moves("created", "created")
    process = _process(request, state)
    reason = "runs-detached" if request.invocation.on("detach") else "runs"
    if process is None:
        return step("start", "yes", f"{reason}-image-command", same_as).moves("created", "running")
    return step("start", "yes", reason, same_as, command=process).moves("created", "running")


def _process(request: Request, state: State) -> str | None:
    """What runs as process 1: the entrypoint, then the words behind the image or else the image's own command."""
    invocation = request.invocation
    words = [part.value or "" for part in invocation.words()]
    image = state.images.get(_image_word(request) or "")
    override = invocation.value("entrypoint")
    if override is not None:
        return " ".join(filter(None, (override, *words))) or None
    if image is None:
        return " ".join(words) or None
    return " ".join((*image.entrypoint, *(words or image.command))) or None


def _removal(request: Request, state: State, clashes: tuple[Finding, ...]) -> tuple[Step, ...]:
    if not request.invocation.on("rm"):
        return ()
    if clashes:  # an engine since 28 and 20.10 alike: what did not start is gone at once
        return (step("remove", "yes", "not-started").moves("created", "absent"),)
    same_as = f"docker rm -v {_shown_name(request)}"
    gone = step("remove", "yes", "when-it-ends", same_as).moves("exited", "absent")
    count = mounting.anonymous(request, state.images.get(_image_word(request) or ""))
    volumes = step("remove-volume", "yes", "with-it", same_as, count=str(count)).moves("present", "absent")
    return (gone, volumes) if count else (gone,)


def _not_reached(request: Request) -> tuple[Step, ...]:
    steps = [step("start", "no", "not-reached")]
    return tuple(steps) if request.invocation.on("detach") else (step("attach", "no", "not-reached"), *steps)


def _notes(request: Request, state: State) -> tuple[tuple[str, Say], ...]:
    invocation, name = request.invocation, _shown_name(request)
    if invocation.on("detach"):
        return (*_address(invocation), *_restarts(invocation), note("after", "runs-in-background", name=name))
    leave = _leave(request, state, name)
    after = note("after", "removed" if invocation.on("rm") else _stays(request), name=name)
    return (*_address(invocation), *_restarts(invocation), leave, after)


def _restarts(invocation: Invocation) -> tuple[tuple[str, Say], ...]:
    """When the engine starts it again by itself."""
    policy = (invocation.value("restart") or "no").partition(":")[0]
    return (note("restart", f"restart-{policy}"),) if policy in ("always", "unless-stopped", "on-failure") else ()


def _address(invocation: Invocation) -> tuple[tuple[str, Say], ...]:
    """On the default bridge the engine gives out 172.17.0.0/16 one by one; only this host reaches those addresses."""
    if foresee.network(invocation) not in ("", "bridge", "default"):
        return ()
    hosts = [port.host_ip or "" for port in foresee.published(invocation)]
    if invocation.on("publish-all") or any(not host.startswith(("127.", "::1")) for host in hosts):
        return (note("address", "address-published"),)
    return (note("address", "address-loopback" if hosts else "address"),)


def _leave(request: Request, state: State, name: str) -> tuple[str, Say]:
    invocation = request.invocation
    process = (_process(request, state) or "").split(" ")[0]
    keys = foresee.leaving_keys(invocation, state)
    if _has_terminal(request):
        key = "leave-shell" if process in SHELLS or not process else "leave-terminal"
    else:
        key = "leave-input" if invocation.on("interactive") else "leave-output"
    return note("leave", key, name=name, keys=keys)


def _stays(request: Request) -> str:
    return "stays-interactive" if request.invocation.on("interactive") else "stays"


def _habits(request: Request, state: State) -> tuple[Finding, ...]:
    """A shell without input reads the end of its input and is gone at once."""
    invocation = request.invocation
    process = (_process(request, state) or "").split(" ")
    image = invocation.arguments("IMAGE")
    if not image or process[-1] not in SHELLS or invocation.on("interactive") or invocation.on("tty"):
        return ()
    where = image[0].span
    flags = "-dit" if invocation.on("detach") else "-it"
    return (finding("shell-ends-at-once", "warning", where, shell=process[-1], flags=flags),)


def _has_terminal(request: Request) -> bool:
    return request.invocation.on("interactive") and request.invocation.on("tty")


def _image_word(request: Request) -> str | None:
    """The image as the engine may be asked about it; None where the shell decides it or it is no reference."""
    found = request.invocation.arguments("IMAGE")
    if not found or not found[0].literal or found[0].value is None:
        return None
    word = found[0].value
    return word if FULL_ID.fullmatch(word) or isinstance(parse(word), Reference) else None


def _shown_image(request: Request) -> str:
    found = request.invocation.arguments("IMAGE")
    return (found[0].value or "") if found else ""


def _name(request: Request) -> str | None:
    found = request.invocation.flags("name")
    return found[-1].value.removeprefix("/") if found and found[-1].literal and found[-1].value else None


def _shown_name(request: Request) -> str:
    return _name(request) or "CONTAINER"
