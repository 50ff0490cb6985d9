"""`docker buildx bake`: the plan of each of its builds, in an order in which nobody needs a later one.

A target is planned as the `docker buildx build` that it stands for. Observed with buildx 0.29.1: the builds run side by side,
and one that fails ends those that are not done yet.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from dockersh.engine import Question, State
from dockersh.engine.bake.look import Bake, about, dockerfile_of
from dockersh.engine.bake.targets import Asked, Target
from dockersh.finding import Finding, Say, finding
from dockersh.foresight import refusals
from dockersh.foresight.plan.image import build, results
from dockersh.foresight.step import Plan, Request, Step, joined, note
from dockersh.reading.invocation import Part, read
from dockersh.reading.invocation.questions import assignments
from dockersh.reading.nearest import nearest
from dockersh.reading.syntax import Span, Word
from dockersh.reading.syntax.made import NOWHERE, line_of, made

TARGETS = "TARGET"
FILES = frozenset(("BUILDX_BAKE_FILE",))
REMOTE = ("://", "git@", "github.com/")
HANDED_ON = ("push", "load", "pull", "no-cache")  # switches that hold for each build
LATER = ("target:", "input:")  # contexts that only the builder has
GENERIC = Step("build", "maybe", "asked", Say("steps/plain.buildx-bake"))


def questions(request: Request) -> tuple[Question, ...]:
    """The targets and their contexts, where the files are those of this folder."""
    asked = _asked(request)
    return () if asked is None else (Question("version"), Question("bake", asked))


def second(request: Request, state: State) -> tuple[Question, ...]:
    """For each build: the images that have its names, its base images, and what its options need."""
    asked: dict[Question, None] = {}
    for one, its_state in _known(state):
        inner = _request(request, one)
        names = (Question("image", (name,)) for name in build.names_of(inner))
        asked.update(dict.fromkeys((*names, *build.ask_bases(inner, its_state), *refusals.questions(inner, "before"))))
    return tuple(asked)


def plan(request: Request, state: State) -> Plan:
    """The builds; one step that nobody checked, where the files are beyond us."""
    held = state.bake
    if held is None or held.problem == "unread":
        return Plan((GENERIC,))
    if refused := tuple(_refused(request, held)):
        return Plan((), (), refused)
    known = dict(_known(state))
    whole = joined(_planned(request, known.get(one, state), one) for one in held.chosen.targets)
    notes = [note("reads", "bake-files", names=", ".join(held.names))]
    if len(held.chosen.targets) > 1:
        notes.append(note("order", "bake-side-by-side"))
    return Plan(_once(whole.steps), (*notes, *whole.notes), tuple(whole.findings))


def _asked(request: Request) -> tuple[str, ...] | None:
    """The words of the question; None where files or targets are elsewhere, or the shell's to say."""
    invocation = request.invocation
    parts = (*invocation.arguments(TARGETS), *(part for name in ("file", "set", "var") for part in invocation.flags(name)))
    environment = {name: None if set("$`") & set(value) else value for name, value in assignments(invocation.call).items()}
    if request.moves or invocation.call.more or FILES & {*environment, *os.environ} or any(map(_is_elsewhere, parts)):
        return None
    given = dict(part.text.partition("=")[::2] for part in invocation.flags("var"))
    overrides = tuple(_override(part.text) for part in invocation.flags("set"))
    names = tuple(part.text for part in invocation.arguments(TARGETS))
    asked = Asked(names, {**environment, **given}, overrides)
    return tuple(about([part.text for part in invocation.flags("file")], asked))


def _is_elsewhere(part: Part) -> bool:
    """An address, standard input, or a word that only the shell knows; of an --set its value is none of these."""
    remote = part.name in (TARGETS, "file") and (part.text == "-" or any(sign in part.text for sign in REMOTE))
    return not part.literal or remote or part.text.partition("=")[0].endswith("+")


def _override(text: str) -> tuple[str, str, str]:
    """`--set web.args.A=1` as pattern, key and value."""
    key, _, value = text.partition("=")
    wanted, _, name = key.partition(".")
    return wanted, name, value


def _known(state: State) -> Iterator[tuple[Target, State]]:
    """The targets that we can say something of, each with the state in which its own context is the build's."""
    held = state.bake
    builds = dict(held.builds) if held else {}
    for one in held.chosen.targets if held else ():
        if one.read:
            yield one, state._replace(build=builds.get(one.name))


def _refused(request: Request, held: Bake) -> Iterator[Finding]:
    """No file, or not this one; targets that no file has; of `default`, that nobody named, that there is none."""
    if held.problem == "none":
        yield finding("bake-no-file", "error", request.invocation.command_span)
    for part in request.invocation.flags("file") if held.problem == "missing" else ():
        if part.text in held.names:
            yield finding("file-missing", "error", part.span, flag="--file", file=part.text)
    for name in held.chosen.missing[:1]:
        near = nearest(name, held.chosen.names)
        shown = {"target": name, "near": near or "", "names": ", ".join(held.chosen.names)}
        code = "bake-no-default" if not request.invocation.arguments(TARGETS) else "bake-no-target"
        yield finding(f"{code}-near" if near and code == "bake-no-target" else code, "error", _where(request, name), **shown)


def _where(request: Request, name: str) -> Span | None:
    """Where a target is named on the line; else the command."""
    named = (part.span for part in request.invocation.arguments(TARGETS) if part.text == name)
    return next(named, request.invocation.command_span)


def _planned(request: Request, state: State, one: Target) -> Plan:
    """The plan of one target, under its name."""
    if not one.read:
        return Plan((Step("build", "maybe", "asked", Say("steps/build.bake-unread", {"target": one.name})),))
    inner = _request(request, one)
    refused = (*_nameless(inner, one), *refusals.refusals(inner, state, "before"))
    made = Plan((), (), refused) if refused else build.plan(inner, state)
    where = _where(request, one.name)
    findings = tuple(found._replace(span=where) for found in made.findings if found.severity != "tip")
    notes = tuple(_under(said, one) for said in made.notes if said[0] == "skips")
    return Plan(tuple(_named(step, one) for step in made.steps), notes, findings)


def _nameless(inner: Request, one: Target) -> Iterator[Finding]:
    """What is pushed has a name."""
    if results.is_pushed(inner) and one.tags == () and not any("name=" in output for output in one.output):
        yield finding("bake-nameless", "error", None, target=one.name)


def _named(step: Step, one: Target) -> Step:
    """The step of the build itself with its target in front; names, downloads and uploads speak for themselves."""
    if step.step != "build":
        return step
    return step._replace(says=Say("steps/build.of-target", {"target": one.name, "what": step.says}))


def _under(said: tuple[str, Say], one: Target) -> tuple[str, Say]:
    return said[0], Say("notes.stages-skipped-of", {**said[1].args, "target": one.name})


def _once(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Each download once, though several builds begin with it."""
    kept: dict[object, Step] = {}
    for place, step in enumerate(steps):
        kept.setdefault(step.says.args["image"] if step.step == "pull" else place, step)
    return tuple(kept.values())


def _request(request: Request, one: Target) -> Request:
    """The `docker buildx build` that a target stands for."""
    first = request.invocation.call.words[0]._replace(raw="")
    line = line_of((first, *made("buildx", "build", *_words(request, one)), *_linked(one), *made(one.context)))
    call = line.calls[0]._replace(before=request.invocation.call.before, earlier=request.invocation.call.earlier)
    return request._replace(text=line.text, invocation=read(call))


def _words(request: Request, one: Target) -> Iterator[str]:
    """The options of that build."""
    switches = {**dict.fromkeys(HANDED_ON, False), "no-cache": one.no_cache, "pull": one.pull}
    yield from (f"--{name}" for name, on in switches.items() if on or request.invocation.on(name))
    yield from (f"--builder={part.text}" for part in request.invocation.flags("builder") if part.literal)
    shown = {"file": dockerfile_of(one), "target": one.target, "platform": ",".join(one.platforms)}
    yield from (f"--{name}={value}" for name, value in shown.items() if value)
    yield from (f"--tag={tag}" for tag in one.tags or ())
    yield from (f"--build-arg={name}={value}" for name, value in one.args)
    goes_elsewhere = request.invocation.on("push") or request.invocation.on("load")
    yield from (f"--output={value}" for value in (() if goes_elsewhere else one.output))


def _linked(one: Target) -> Iterator[Word]:
    """Its further contexts; whether those are there is not looked up where another target makes them."""
    for name, value in one.contexts:
        yield Word(f"--build-context={name}={value}", NOWHERE, literal=not value.startswith(LATER))
