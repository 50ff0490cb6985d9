"""`docker build`: the context, the Dockerfile's base images, and the names the new image gets."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.engine import Question, State
from dockersh.engine.buildcontext import BuildContext
from dockersh.engine.dockerfile import INSTRUCTIONS, Dockerfile, Stage
from dockersh.finding import Finding, Say, finding
from dockersh.foresight import refusals
from dockersh.foresight.plan import longhand
from dockersh.foresight.plan.image import build_words, results
from dockersh.foresight.refusals.client.buildx import classic
from dockersh.foresight.step import Plan, Request, Step, note, step
from dockersh.reading.nearest import nearest
from dockersh.reading.syntax import Span
from dockersh.reading.values.images import Reference, parse
from dockersh.reading.values.quantities import human_size

CONTEXT = "PATH | URL | -"
# With one of these the image has a name, or nobody wants one.
NAMES = ("tag", "output", "push", "load", "call", "check", "print", "iidfile", "quiet", "metadata-file", "help")
BIG = 100_000_000  # bytes of a context that are worth a word
WHOLE = frozenset((".", "./", "/"))  # sources of COPY that are the whole context


def questions(request: Request) -> tuple[Question, ...]:
    """The context, where it is a folder that we can see; and which image has the name now."""
    where = _context(request)
    asked = [Question("version"), *(Question("image", (name,)) for name in names_of(request))]
    file = request.invocation.value("file") or ""
    if where is not None and file != "-":
        asked.append(Question("build-context", (where, file, *build_words.arguments(request))))
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
    where = context[0].text
    if (request.invocation.value("call") or "build") != "build":
        return Plan((), (note("reads-only", "dry-run"),))  # it is told about, not built
    findings = tuple(_findings(request, state.build)) if state.build else ()
    findings = (*findings, *refusals.refusals(request, state, "create"))
    names = names_of(request)
    if not any(invocation.flags(flag) for flag in NAMES) and not invocation.uncertain:
        findings = (*findings, finding("build-without-name", "tip", invocation.command_span))
    if any(one.severity == "error" for one in findings):
        return Plan((step("build", "no", "refused"),), (), findings)
    kept = names if results.is_kept(request) else []
    tags = (_tag(request, name, state) for name in kept)
    steps = (*_pulls(request, state), _build(request, state, where), *tags, *results.elsewhere(request, names))
    after = (note("after", "built", image=kept[0]),) if kept else ()
    return Plan(steps, (*_skipped(request, state), *after), findings)


def _skipped(request: Request, state: State) -> Iterator[tuple[str, Say]]:
    """The stages that are not built, where BuildKit builds only what the target needs."""
    dockerfile = state.build.dockerfile if state.build else None
    needed = _needed(request, dockerfile) if dockerfile else None
    if dockerfile is None or needed is None:
        return
    left = (stage for stage in dockerfile.stages if stage not in needed)
    places = {id(stage): place for place, stage in enumerate(dockerfile.stages)}
    names = ", ".join(stage.name or f"stage-{places[id(stage)]}" for stage in left)  # as BuildKit's progress names them
    if names:
        yield note("skips", "stages-skipped", stages=names)


def _needed(request: Request, dockerfile: Dockerfile) -> tuple[Stage, ...] | None:
    """The stages that will be built: all for the old builder; None where the target is not known."""
    target = request.invocation.last("target")
    if target is None and request.invocation.flags("target"):
        return None
    if classic(request):
        return dockerfile.stages if target is None else None
    return dockerfile.needed(target.text if target else "")


def _build(request: Request, state: State, where: str) -> Step:
    dockerfile = request.invocation.value("file") or "Dockerfile"
    held = state.build
    if held is None or held.dockerfile is None or not held.measured:
        return step("build", "yes", _from(where), context=where, dockerfile=dockerfile)
    needed = _needed(request, held.dockerfile)
    count = held.dockerfile.steps if needed in (None, held.dockerfile.stages) else sum(stage.steps for stage in needed or ())
    counts = {"files": str(held.files), "size": human_size(held.size), "count": str(count)}
    return step("build", "yes", _sent(request, held), context=where, dockerfile=dockerfile, **counts)


def _from(where: str) -> str:
    if where == "-":
        return "from-input"
    return "from-address" if _is_address(where) else "from-context"


def _is_address(word: str) -> bool:
    return "://" in word or word.startswith(("git@", "github.com/"))


def _sent(request: Request, held: BuildContext) -> str:
    """The old builder sends the whole folder first; BuildKit asks for what COPY and ADD need, and only for what changed."""
    if not classic(request):
        return "from-copied"
    return "from-folder" if held.whole else "from-big-folder"


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
            says = Say(f"steps/build.{key}", {"image": base})
            yield Step("pull", will, "image-missing", says, longhand.of(request, "pull", base))  # type: ignore[arg-type]


def _tag(request: Request, name: str, state: State) -> Step:
    """A name that another image has; where every step comes from BuildKit's cache it is the same image again."""
    found = state.image(name)
    if found:
        reason = "taken-over" if classic(request) else "taken-over-unless-cached"
        return step("tag", "yes", reason, image=name).moves("present", "present")
    return step("tag", "yes", "first" if found is None else "built", image=name).moves(None, "present")


def _findings(request: Request, held: BuildContext) -> Iterator[Finding]:
    part = request.invocation.arguments(CONTEXT)[0]
    file = request.invocation.flags("file")
    if held.problem == "no-context":
        yield finding("build-no-context", "error", part.span, context=part.text)
    elif held.problem == "no-dockerfile" and file:
        yield finding("build-no-such-dockerfile", "error", file[-1].span, dockerfile=file[-1].text)
    elif held.problem == "no-dockerfile":
        yield finding("build-no-dockerfile", "error", part.span, context=part.text)
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
    elif target and not _has_stage(request, dockerfile, target[-1].text):
        names = ", ".join(stage.name for stage in dockerfile.stages if stage.name) or "0"
        yield finding("build-no-target", "error", target[-1].span, target=target[-1].text, stages=names)
    yield from build_words.lacks(request, dockerfile, where)
    yield from _of_sources(request, held, dockerfile)
    if held.size > BIG:
        yield from _big(request, held, dockerfile)
    if not target:
        yield from will_not_start(held, where)


def _of_sources(request: Request, held: BuildContext, dockerfile: Dockerfile) -> Iterator[Finding]:
    """What COPY takes and cannot have."""
    where = request.invocation.arguments(CONTEXT)[0].span
    sources = {source for stage in _needed(request, dockerfile) or () for source in stage.sources}
    if missing := [name for name in held.missing if name in sources]:
        yield finding("build-source-missing", "error", where, names=", ".join(missing))
    if hidden := [name for name in held.hidden if name in sources]:
        yield finding("build-source-ignored", "error", where, names=", ".join(hidden))
    if held.closed and (classic(request) or WHOLE & sources):
        yield finding("build-context-closed", "error", where, path=held.closed)


def will_not_start(held: BuildContext, where: Span | None) -> Iterator[Finding]:
    """Files of the context that are started by a step, or by who runs the image, and that will not start."""
    for one in dict.fromkeys(held.faults):
        shown = {"instruction": one.instruction, "word": one.word, "file": one.file}
        yield finding(f"program-{one.fault}", "warning", where, **shown)


def _big(request: Request, held: BuildContext, dockerfile: Dockerfile) -> Iterator[Finding]:
    """Observed on 28.5.2: without a COPY of the whole folder BuildKit sends bytes; with one all, then what changed."""
    where, size = request.invocation.arguments(CONTEXT)[0].span, human_size(held.size)
    if classic(request):
        yield finding("build-big-context" if held.ignores else "build-big-context-no-ignore", "warning", where, size=size)
    elif WHOLE & {source for stage in _needed(request, dockerfile) or () for source in stage.sources}:
        yield finding("build-copies-big-context", "warning", where, size=size)


def _has_stage(request: Request, dockerfile: Dockerfile, target: str) -> bool:
    """By name; only the old builder takes a number, too."""
    return (target.isdecimal() and classic(request)) or target.lower() in {stage.name for stage in dockerfile.stages}


def _bases(request: Request, dockerfile: Dockerfile) -> tuple[str, ...]:
    """Images of the stages that are needed, and those they copy from; other stages and scratch left out."""
    own = {stage.name for stage in dockerfile.stages}
    own |= {part.text.partition("=")[0].lower() for part in request.invocation.flags("build-context")}
    needed = _needed(request, dockerfile) or ()
    bases = (image for stage in needed for image in (stage.base, *(one for one in stage.takes if not one.isdecimal())))
    return tuple(dict.fromkeys(base for base in bases if base and base.lower() not in own | {"scratch"} and _is_image(base)))


def _context(request: Request) -> str | None:
    """The folder; None for an address, standard input, and what only the shell knows."""
    part = next(iter(request.invocation.arguments(CONTEXT)), None)
    word = part.text if part and part.literal else ""
    return None if not word or _is_address(word) or word == "-" or request.moves else word


def names_of(request: Request) -> list[str]:
    """The names that the image gets, as they are shown."""
    return [image.familiar for image in request.invocation.decoded("tag")]


def _is_image(word: str) -> bool:
    return isinstance(parse(word), Reference)
