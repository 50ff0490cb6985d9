"""What is inside a container, taken out or put in: commit, cp, export.

A commit pauses a running container unless told not to; what is in volumes is in none of the three (observed on 20.10, 28).
"""

from __future__ import annotations

from dockersh.engine import Container, Question, State
from dockersh.finding import finding
from dockersh.foresight.plan.container.existing import each
from dockersh.foresight.refusals.client.files import SOURCE, TARGET, is_local
from dockersh.foresight.refusals.engine.common import no_such
from dockersh.foresight.step import Plan, Request, missing, note, single, step, unchecked
from dockersh.reading.invocation import Part


def plan_commit(request: Request, state: State) -> Plan:
    """`docker commit`: an image made of what is written inside the container."""
    plan = each(request, state, "commit", _commit)
    names = request.invocation.arguments("REPOSITORY")
    return plan._replace(notes=(note("after", "pulled", image=names[0].text),) if names else ())


def _commit(request: Request, part: Part, held: Container) -> Plan:
    invocation = request.invocation
    pauses = held.status == "running" and not _unpaused(request)
    steps = [step("pause", "yes", "while-copying", name=held.name).moves("running", "paused")] if pauses else []
    steps.append(step("commit", "yes", "image", name=held.name).moves("absent", "present"))
    names = invocation.arguments("REPOSITORY")
    steps += [step("tag", "yes", "built", image=one.text).moves("absent", "present") for one in names]
    if pauses:
        steps.append(step("unpause", "yes", "goes-on", name=held.name).moves("paused", "running"))
    kept = held.named_volumes or held.anonymous_volumes
    found = (finding("commit-without-volumes", "warning", part.span, name=held.name),) if kept else ()
    return Plan(tuple(steps), (), found)


def _unpaused(request: Request) -> bool:
    pause = request.invocation.flags("pause")
    return request.invocation.on("no-pause") or (bool(pause) and not request.invocation.on("pause"))


def plan_export(request: Request, state: State) -> Plan:
    """`docker export`: the container's files as one tar, without volumes and without the image's settings."""
    plan = each(request, state, "export", _export)
    return plan._replace(notes=(note("after", "exported"),))


def _export(request: Request, part: Part, held: Container) -> Plan:
    where = request.invocation.value("output")
    reason = "to-file" if where else "to-output"
    args = {"name": held.name, "file": where} if where else {"name": held.name}
    return single(step("export", "yes", reason, **args).moves(held.status, held.status))


def ask_copy(request: Request) -> tuple[Question, ...]:
    """Is the container there."""
    names = tuple(name for _, name in _sides(request) if name)
    return (Question("containers", names),) if len(names) == 1 else ()


def plan_copy(request: Request, state: State) -> Plan:
    """`docker cp`: files in or out, of a container of any status."""
    sides = _sides(request)
    (source, inside), (target, outside) = sides
    if not (source.literal and target.literal):
        return Plan((unchecked("copy", state, literal=False, source=source.text, target=target.text),))
    if bool(inside) == bool(outside):
        code = "copy-between-containers" if inside else "copy-without-container"
        return Plan((), (), (finding(code, "error", source.span),))
    part, name = sides[0] if inside else sides[1]
    held = state.container(name)
    if held is None:
        named = part._replace(value=name)
        return Plan((missing("copy", "container", name),), (), (no_such(state, named, "container", "containers"),))
    if held is False:
        return Plan((unchecked("copy", state, source=source.text, target=target.text),))
    return Plan(
        (
            step("copy", "yes", "out" if inside else "in", source=source.text, target=target.text).moves(
                held.status, held.status
            ),
        )
    )


def _sides(request: Request) -> tuple[tuple[Part, str], tuple[Part, str]]:
    """Source and target, each with the container it names: `web:/x` does, `./web:x`, `/x` and `-` do not."""
    source, target = request.invocation.arguments(SOURCE)[0], request.invocation.arguments(TARGET)[0]
    return (source, _container(source.text)), (target, _container(target.text))


def _container(word: str) -> str:
    return "" if is_local(word) else word.partition(":")[0]
