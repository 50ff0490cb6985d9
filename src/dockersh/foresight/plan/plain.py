"""Commands whose plan is one sentence: builders, registries' lists and keys, compose's lesser verbs; and those that only print.

Nothing of the engine is looked up for them beyond whether it answers.
"""

from __future__ import annotations

from dockersh.engine import Question, State
from dockersh.finding import Say
from dockersh.foresight.plan.planner import Planner
from dockersh.foresight.step import Plan, Request, Step, note
from dockersh.reading.invocation.parts import FALSE
from dockersh.startup.typed import NamedTuple


class Plain(NamedTuple):
    """What a command does: its step, the argument that names the thing, and the only flag with which it changes anything.

    *engine* is False where no docker engine is asked: files, registries and builders elsewhere.
    """

    step: str
    argument: str = ""
    only_with: str = ""
    engine: bool = True


def _here(step: str, argument: str = "", only_with: str = "") -> Plain:
    return Plain(step, argument, only_with, engine=False)


CHANGES: dict[str, Plain] = {
    "buildx create": _here("create-builder"),
    "buildx dap build": _here("build"),
    "buildx dap attach": _here("attach"),
    "buildx history export": _here("export"),
    "buildx history import": _here("import"),
    "buildx history open": _here("open"),
    "buildx history rm": _here("remove"),
    "buildx history trace": _here("open"),
    "buildx imagetools create": _here("push"),
    "buildx inspect": _here("start-builder", "NAME", "bootstrap"),
    "buildx install": _here("change-settings"),
    "buildx rm": _here("remove-builder", "NAME"),
    "buildx stop": _here("stop-builder", "NAME"),
    "buildx uninstall": _here("change-settings"),
    "buildx use": _here("use-builder", "NAME"),
    "checkpoint create": Plain("checkpoint", "CONTAINER"),
    "checkpoint rm": Plain("remove-checkpoint", "CONTAINER"),
    "compose attach": Plain("attach", "SERVICE"),
    "compose bridge convert": _here("convert"),
    "compose bridge transformations create": Plain("write-file", "PATH"),
    "compose commit": Plain("commit", "SERVICE"),
    "compose config": _here("write-file", "", "output"),
    "compose cp": Plain("copy"),
    "compose export": Plain("export", "SERVICE"),
    "compose publish": Plain("push", "REPOSITORY[:TAG]"),
    "compose push": Plain("push", "SERVICE"),
    "compose wait": Plain("remove", "SERVICE", "down-project"),
    "manifest annotate": _here("annotate", "MANIFEST"),
    "manifest create": _here("create-manifest", "MANIFEST_LIST"),
    "manifest push": _here("push", "MANIFEST_LIST"),
    "manifest rm": _here("remove-manifest", "MANIFEST_LIST"),
    "plugin create": Plain("create-plugin", "PLUGIN"),
    "plugin push": Plain("push", "PLUGIN[:TAG]"),
    "swarm join-token": Plain("rotate-token", "", "rotate"),
    "swarm unlock": Plain("unlock"),
    "swarm unlock-key": Plain("rotate-key", "", "rotate"),
    "trust key generate": _here("create-key", "NAME"),
    "trust key load": _here("load-key", "KEYFILE"),
    "trust revoke": _here("remove-signature", "IMAGE[:TAG]"),
    "trust sign": Plain("sign", "IMAGE:TAG"),
    "trust signer add": _here("add-signer", "NAME"),
    "trust signer remove": _here("remove-signer", "NAME"),
}
READS: dict[str, bool] = {
    **dict.fromkeys(("buildx dial-stdio", "buildx du", "buildx history inspect attachment", "buildx history logs"), False),
    **dict.fromkeys(("buildx history ls", "buildx history inspect", "buildx imagetools inspect", "buildx ls"), False),
    **dict.fromkeys(
        ("compose alpha viz", "buildx policy eval", "buildx policy test", "buildx version", "compose version"), False
    ),
    **dict.fromkeys(
        (
            "checkpoint ls",
            "compose bridge transformations list",
            "compose events",
            "compose images",
            "compose logs",
            "compose ls",
        ),
        True,
    ),
    **dict.fromkeys(
        ("compose alpha generate", "compose port", "compose ps", "compose stats", "compose top", "compose volumes"), True
    ),
    **dict.fromkeys(("completion", "completion bash", "completion fish", "completion powershell", "completion zsh"), False),
    **dict.fromkeys(("manifest inspect", "stack config", "trust inspect"), False),
    **dict.fromkeys(("plugin inspect", "plugin ls", "system dial-stdio"), True),
}
# Those of the readers that go on until Ctrl-C: always unless a flag is given, or only with one.
ENDLESS = {"compose stats": "no-stream", "compose events": "until"}
FOLLOW = {"compose logs": "follow"}


def questions(request: Request) -> tuple[Question, ...]:
    """Does the engine answer, where there is need of one."""
    name = request.invocation.name
    needed = CHANGES[name].engine if name in CHANGES else READS[name]
    return (Question("version"),) if needed else ()


def plan(request: Request, state: State) -> Plan:
    """One step, which nobody checked; or none, where the command only prints, or prints without its one flag."""
    del state
    name = request.invocation.name
    plain = CHANGES.get(name)
    if plain is None or (plain.only_with and not _given(request, plain.only_with)):
        return Plan((), tuple(_how_to_read(request)))
    key = name.replace(" ", "-")
    says = Say(f"steps/plain.{key}", {"name": _named(request, plain)})
    return Plan((Step(plain.step, "maybe", "asked", says),))


def _given(request: Request, flag: str) -> bool:
    """Whether a switch is on, or a value is there."""
    found = request.invocation.flags(flag)
    return bool(found) and (found[-1].value is None or found[-1].value not in FALSE)


def _named(request: Request, plain: Plain) -> str | Say:
    """What the line names, or words for what is meant where it names nothing."""
    argument = [part.text for part in request.invocation.arguments(plain.argument)] if plain.argument else []
    given = ", ".join(argument) or request.invocation.value("name") or request.invocation.value("output") or ""
    return given or Say("steps/plain.unnamed")


def _how_to_read(request: Request) -> list[tuple[str, Say]]:
    name = request.invocation.name
    notes = [note("reads-only", "reads-only"), note("result", name.replace(" ", "-"))]
    stops = ENDLESS.get(name)
    if (stops and not request.invocation.flags(stops)) or (name in FOLLOW and request.invocation.on(FOLLOW[name])):
        notes.append(note("leave", "leave-watching"))
    return notes


# They name services of a project, which `compose` looks for; the rest of their plan is this one's.
OF_SERVICES = ("compose logs", "compose ps", "compose volumes", "compose push")
IN_CONTAINERS = ("compose attach", "compose commit", "compose cp", "compose export", "compose port")
ELSEWHERE = frozenset((*OF_SERVICES, *IN_CONTAINERS))
PLANNERS: dict[str, Planner] = {
    **{name: Planner(questions, plan) for name in CHANGES if name not in ELSEWHERE},
    **{name: Planner(questions, plan, reads=True) for name in READS if name not in ELSEWHERE},
}
