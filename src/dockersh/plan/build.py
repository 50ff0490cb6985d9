"""`docker build`: the context, the Dockerfile's base images, and the names the new image gets."""

from __future__ import annotations

import os
from collections.abc import Iterator

from dockersh.catalogue import plugins
from dockersh.engine import Question, State
from dockersh.engine.buildcontext import INSTRUCTIONS, BuildContext, Dockerfile
from dockersh.finding import Finding, Say, finding
from dockersh.invocation.questions import assignments
from dockersh.near import nearest
from dockersh.plan.images import familiar
from dockersh.plan.step import Plan, Request, Step, note, step
from dockersh.values import Bad, decode
from dockersh.values.images import Reference, parse
from dockersh.values.quantities import human_size

CONTEXT = "PATH | URL | -"
BIG = 100_000_000  # bytes of a context that are worth a word


def questions(request: Request) -> tuple[Question, ...]:
    """The context, where it is a folder that we can see; and which image has the name now."""
    where = _context(request)
    asked = [Question("version"), *(Question("image", (name,)) for name in _names(request) if _is_image(name))]
    file = request.invocation.value("file") or ""
    if where is not None and file != "-":
        arguments = tuple(part.value or "" for part in request.invocation.flags("build-arg") if part.literal)
        asked.append(Question("build-context", (where, file, *arguments)))
    return tuple(asked)


def ask_bases(request: Request, state: State) -> tuple[Question, ...]:
    """Second round: are the images here that the Dockerfile begins with."""
    held = state.build
    if held is None or held.dockerfile is None:
        return ()
    return tuple(Question("image", (base,)) for base in _bases(request, held.dockerfile))


def plan(request: Request, state: State) -> Plan:
    """Base images, the build, then one tag a name; failures that the folder shows already."""
    invocation = request.invocation
    context = invocation.arguments(CONTEXT)
    if not context:
        return Plan()
    where = context[0].value or ""
    findings = tuple(_findings(request, state.build)) if state.build else ()
    findings = (*findings, *_networks(request))
    names = _names(request)
    if not names and not invocation.flags("output"):
        findings = (*findings, finding("build-without-name", "tip", invocation.command_span))
    if any(one.severity == "error" for one in findings):
        return Plan((step("build", "no", "refused"),), (), findings)
    tags = (_tag(name, state) for name in names)
    steps = (*_pulls(request, state), _build(request, state, where), *tags)
    return Plan(steps, (note("after", "built", image=names[0]),) if names else (), findings)


def _networks(request: Request) -> Iterator[Finding]:
    """BuildKit runs steps in networks of its own; one of docker's has no meaning to it (buildx build/opt.go)."""
    part = request.invocation.flags("network")[-1:]
    if request.invocation.name != "image build" or not part or classic(request):
        return
    if part[0].literal and isinstance(decode("buildkit-network", part[0].value or ""), Bad):
        yield finding("build-network", "error", part[0].span, network=part[0].value or "")


def _build(request: Request, state: State, where: str) -> Step:
    dockerfile = request.invocation.value("file") or "Dockerfile"
    held = state.build
    if held is None or held.dockerfile is None:
        return step("build", "yes", "from-input" if where == "-" else "from-context", context=where, dockerfile=dockerfile)
    size = human_size(held.size)
    key = "from-folder" if held.whole else "from-big-folder"
    counts = {"files": str(held.files), "size": size, "count": str(held.dockerfile.steps)}
    return step("build", "yes", key, context=where, dockerfile=dockerfile, **counts)


def _pulls(request: Request, state: State) -> Iterator[Step]:
    """What is not here is fetched; BuildKit may have it in its own cache. With --pull all of them are asked for."""
    held = state.build
    if held is None or held.dockerfile is None:
        return
    for base in _bases(request, held.dockerfile):
        found = state.image(base)
        if request.invocation.on("pull"):
            yield Step("pull", "maybe" if found else "yes", "always", Say("steps/build.base-always", {"image": base}))
        elif found is None:
            will, key = ("yes", "base-missing") if classic(request) else ("maybe", "base-unless-cached")
            yield Step("pull", will, "image-missing", Say(f"steps/build.{key}", {"image": base}), f"docker pull {base}")  # type: ignore[arg-type]


def _tag(name: str, state: State) -> Step:
    found = state.image(name) if _is_image(name) else False
    if found:
        return step("tag", "yes", "taken-over", image=name).moves("present", "present")
    return step("tag", "yes", "first" if found is None else "built", image=name).moves(None, "present")


def _findings(request: Request, held: BuildContext) -> Iterator[Finding]:
    part = request.invocation.arguments(CONTEXT)[0]
    file = request.invocation.flags("file")
    if held.problem == "no-context":
        yield finding("build-no-context", "error", part.span, context=part.value or "")
    elif held.problem == "no-dockerfile" and file:
        yield finding("build-no-such-dockerfile", "error", file[-1].span, dockerfile=file[-1].value or "")
    elif held.problem == "no-dockerfile":
        yield finding("build-no-dockerfile", "error", part.span, context=part.value or "")
    elif held.dockerfile is not None:
        yield from _of_dockerfile(request, held, held.dockerfile)


def _of_dockerfile(request: Request, held: BuildContext, dockerfile: Dockerfile) -> Iterator[Finding]:
    where = request.invocation.arguments(CONTEXT)[0].span
    target = request.invocation.flags("target")
    for word in dockerfile.unknown[:1]:
        near = nearest(word, INSTRUCTIONS)
        yield finding(
            "build-unknown-instruction-near" if near else "build-unknown-instruction",
            "error",
            where,
            word=word,
            near=near or "",
        )
    if not dockerfile.stages:
        yield finding("build-no-from", "error", where)
    elif target and not _has_stage(dockerfile, target[-1].value or ""):
        names = ", ".join(stage.name for stage in dockerfile.stages if stage.name) or "0"
        yield finding("build-no-target", "error", target[-1].span, target=target[-1].value or "", stages=names)
    if held.missing and not target:
        yield finding("build-source-missing", "error", where, names=", ".join(held.missing))
    if held.size > BIG:
        code = "build-big-context" if held.ignores else "build-big-context-no-ignore"
        yield finding(code, "warning", where, size=human_size(held.size))


def _has_stage(dockerfile: Dockerfile, target: str) -> bool:
    return target.isdecimal() or target.lower() in {stage.name for stage in dockerfile.stages}


def _bases(request: Request, dockerfile: Dockerfile) -> tuple[str, ...]:
    """Images of the stages, other stages and scratch left out. With --target we do not follow which stages are needed."""
    if request.invocation.flags("target"):
        return ()
    own = {stage.name for stage in dockerfile.stages}
    bases = (stage.base for stage in dockerfile.stages)
    return tuple(dict.fromkeys(base for base in bases if base and base.lower() not in own | {"scratch"} and _is_image(base)))


def _context(request: Request) -> str | None:
    """The folder; None for an address, standard input, and what only the shell knows."""
    part = next(iter(request.invocation.arguments(CONTEXT)), None)
    word = part.value or "" if part and part.literal else ""
    elsewhere = "://" in word or word.startswith(("git@", "github.com/")) or word == "-"
    moved = not request.alone and {"cd", "pushd"} & set(request.text.split())
    return None if not word or elsewhere or moved else word


def _names(request: Request) -> list[str]:
    return [familiar(part.value) for part in request.invocation.flags("tag") if part.value and part.literal]


def _is_image(word: str) -> bool:
    return isinstance(parse(word), Reference)


def classic(request: Request) -> bool:
    """Whether the builder is docker's old one: asked for, or buildx is not installed."""
    if request.invocation.name.startswith("buildx"):
        return False
    environment = {**os.environ, **assignments(request.invocation.call)}
    return environment.get("DOCKER_BUILDKIT") == "0" or not plugins.installed("buildx")
