"""Images that get names, leave for a registry or a file, or come from one: tag, push, save, load, import."""

from __future__ import annotations

from dockersh.engine import Image, Question, State
from dockersh.finding import Finding, finding
from dockersh.foresight.named import images
from dockersh.foresight.plan.image.pull_and_rm import shown
from dockersh.foresight.refusals.engine.common import no_such
from dockersh.foresight.step import Plan, Request, Step, missing, note, step, unchecked
from dockersh.reading.invocation import Part
from dockersh.reading.values.images import HUB, Reference
from dockersh.startup.typed import Literal


def ask_named(request: Request) -> tuple[Question, ...]:
    """Are the named images here; a target's name, too."""
    return tuple(Question("image", (word,)) for word in dict.fromkeys(images(request))) or (Question("version"),)


def plan_tag(request: Request, state: State) -> Plan:
    """`docker tag`: one more name for the same image; a name that another image had moves over."""
    source, target = request.invocation.arguments("SOURCE_IMAGE")[0], request.invocation.arguments("TARGET_IMAGE")[0]
    new = shown(target)
    held = _held(state, source)
    if held is None:
        return Plan((missing("tag", "image", source.text),), (), (no_such(state, source, "image", "images"),))
    if held is False or not target.literal:
        return Plan((unchecked("tag", state, literal=source.literal and target.literal, image=new, source=source.text),))
    other = _held(state, target)
    args = {"image": new, "source": source.text}
    after = (note("after", "tagged", image=new),)
    if isinstance(other, Image):
        reason = "same" if other.id == held.id else "moves"
        return Plan((step("tag", "yes", reason, **args).moves("present", "present"),), after)
    return Plan((step("tag", "yes", "names", **args).moves("absent", "present"),), after)


def plan_push(request: Request, state: State) -> Plan:
    """`docker push`: uploads the layers that the registry named in front of the image does not have."""
    part = request.invocation.arguments("NAME")[0]
    reference = part.decoded
    if not part.literal or not isinstance(reference, Reference) or request.invocation.on("all-tags"):
        return Plan((unchecked("push", state, literal=part.literal, image=part.text),))
    held = _held(state, part)
    if held is None:
        return Plan((missing("push", "image", part.text),), (), (no_such(state, part, "image", "images"),))
    refused = _dockers_own(part, reference)
    if held is False:
        return Plan((unchecked("push", state, image=part.text),), (), refused)
    push = step("push", "yes", "uploads", image=reference.familiar, registry=reference.registry).moves("present", "present")
    return Plan((push,), () if refused else (note("after", "pushed", image=reference.familiar),), refused)


def _dockers_own(part: Part, reference: Reference) -> tuple[Finding, ...]:
    """A name without a user is docker.io/library's, where only Docker itself may push."""
    if reference.registry != HUB or not reference.repository.startswith("library/"):
        return ()
    return (finding("push-without-user", "warning", part.span, image=reference.familiar.removesuffix(":latest")),)


def plan_save(request: Request, state: State) -> Plan:
    """`docker save`: the images with layers and names, as one tar that `docker load` reads."""
    steps: list[Step] = []
    where = request.invocation.value("output")
    gone = []
    for part in request.invocation.arguments("IMAGE"):
        held = _held(state, part)
        if held is None:
            steps.append(missing("save", "image", part.text))
            gone.append(no_such(state, part, "image", "images"))
        elif held is False:
            steps.append(unchecked("save", state, literal=part.literal, image=part.text))
        else:
            reason = "to-file" if where else "to-output"
            steps.append(step("save", "yes", reason, image=part.text, file=where or "").moves("present", "present"))
    if gone:  # docker saves all of them or none
        steps = [one if one.will == "no" else one._replace(will="no", reason="not-reached") for one in steps]
    return Plan(tuple(steps), (note("after", "saved"),), tuple(gone))


def plan_load(request: Request, state: State) -> Plan:
    """`docker load`: the images of a tar that `docker save` made; a name that was taken moves over."""
    where = request.invocation.value("input")
    if not where and request.stdin_is_terminal:
        return Plan((), (), (finding("load-without-input", "error", request.invocation.command_span),))
    load = step("load", "yes", "from-file", file=where) if where else step("load", "yes", "from-input")
    return Plan((load,), (note("after", "loaded"),))


def plan_import(request: Request, state: State) -> Plan:
    """`docker import`: a tar of files becomes an image of one layer, with no command of its own."""
    source = next((part.text for part in request.invocation.arguments("file|URL|-")), "")
    made = step("import", "yes", "from-input" if source == "-" else "from-file", file=source).moves("absent", "present")
    names = [one.text for one in request.invocation.arguments("REPOSITORY")]
    tags = (step("tag", "yes", "built", image=name).moves("absent", "present") for name in names)
    return Plan((made, *tags), (note("after", "imported"),))


def _held(state: State, part: Part) -> Image | Literal[False] | None:
    """The image; None when there is none; False where we do not know."""
    return state.image(part.text) if part.literal and part.value else False
