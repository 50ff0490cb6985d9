"""Images that get names, leave for a registry or a file, or come from one: tag, push, save, load, import."""

from __future__ import annotations

from dockersh.engine import Image, Question, State
from dockersh.finding import finding
from dockersh.invocation import Part
from dockersh.plan.foresee import no_such
from dockersh.plan.images import familiar
from dockersh.plan.step import Plan, Request, Step, missing, note, step, unchecked
from dockersh.typed import Literal
from dockersh.values.images import FULL_ID, Reference, parse


def ask_named(request: Request) -> tuple[Question, ...]:
    """Are the named images here; a target's name, too."""
    words = (part.value for part in request.invocation.arguments() if part.literal and part.value and _is_reference(part))
    return tuple(Question("image", (word,)) for word in dict.fromkeys(words) if word) or (Question("version"),)


def _is_reference(part: Part) -> bool:
    return bool(FULL_ID.fullmatch(part.value or "")) or isinstance(parse(part.value or ""), Reference)


def plan_tag(request: Request, state: State) -> Plan:
    """`docker tag`: one more name for the same image; a name that another image had moves over."""
    source, target = request.invocation.arguments("SOURCE_IMAGE")[0], request.invocation.arguments("TARGET_IMAGE")[0]
    new = familiar(target.value or "")
    held = _held(state, source)
    if held is None:
        return Plan((missing("tag", "image", source.value or ""),), (), (no_such(state, source, "image", "images"),))
    if held is False or not target.literal:
        return Plan((unchecked("tag", state, literal=source.literal and target.literal, image=new, source=source.value or ""),))
    other = _held(state, target)
    args = {"image": new, "source": source.value or ""}
    after = (note("after", "tagged", image=new),)
    if isinstance(other, Image):
        reason = "same" if other.id == held.id else "moves"
        return Plan((step("tag", "yes", reason, **args).moves("present", "present"),), after)
    return Plan((step("tag", "yes", "names", **args).moves("absent", "present"),), after)


def plan_push(request: Request, state: State) -> Plan:
    """`docker push`: uploads the layers that the registry named in front of the image does not have."""
    part = request.invocation.arguments("NAME")[0]
    reference = parse(part.value or "")
    if not part.literal or not isinstance(reference, Reference) or request.invocation.on("all-tags"):
        return Plan((unchecked("push", state, literal=part.literal, image=part.value or ""),))
    held = _held(state, part)
    if held is None:
        return Plan((missing("push", "image", part.value or ""),), (), (no_such(state, part, "image", "images"),))
    if held is False:
        return Plan((unchecked("push", state, image=part.value or ""),))
    push = step("push", "yes", "uploads", image=reference.familiar, registry=reference.registry).moves("present", "present")
    return Plan((push,), (note("after", "pushed", image=reference.familiar),))


def plan_save(request: Request, state: State) -> Plan:
    """`docker save`: the images with layers and names, as one tar that `docker load` reads."""
    steps: list[Step] = []
    where = request.invocation.value("output")
    gone = []
    for part in request.invocation.arguments("IMAGE"):
        held = _held(state, part)
        if held is None:
            steps.append(missing("save", "image", part.value or ""))
            gone.append(no_such(state, part, "image", "images"))
        elif held is False:
            steps.append(unchecked("save", state, literal=part.literal, image=part.value or ""))
        else:
            reason = "to-file" if where else "to-output"
            steps.append(step("save", "yes", reason, image=part.value or "", file=where or "").moves("present", "present"))
    if gone:  # docker saves all of them or none
        steps = [one if one.will == "no" else one._replace(will="no", reason="not-reached") for one in steps]
    return Plan(tuple(steps), (note("after", "saved"),), tuple(gone))


def ask_nothing(request: Request) -> tuple[Question, ...]:
    """Does the engine answer."""
    return (Question("version"),)


def plan_load(request: Request, state: State) -> Plan:
    """`docker load`: the images of a tar that `docker save` made; a name that was taken moves over."""
    where = request.invocation.value("input")
    if not where and request.stdin_is_terminal:
        return Plan((), (), (finding("load-without-input", "error", request.invocation.command_span),))
    load = step("load", "yes", "from-file", file=where) if where else step("load", "yes", "from-input")
    return Plan((load,), (note("after", "loaded"),))


def plan_import(request: Request, state: State) -> Plan:
    """`docker import`: a tar of files becomes an image of one layer, with no command of its own."""
    source = next((part.value or "" for part in request.invocation.arguments("file|URL|-")), "")
    made = step("import", "yes", "from-input" if source == "-" else "from-file", file=source).moves("absent", "present")
    names = [one.value or "" for one in request.invocation.arguments("REPOSITORY")]
    tags = (step("tag", "yes", "built", image=name).moves("absent", "present") for name in names)
    return Plan((made, *tags), (note("after", "imported"),))


def _held(state: State, part: Part) -> Image | Literal[False] | None:
    """The image; None when there is none; False where we do not know."""
    return state.image(part.value or "") if part.literal and part.value else False
