"""What changes a swarm or its parts: services, stacks, secrets, configs, nodes; and the engine's plugins.

Only a manager takes these commands; what happens on the nodes afterwards is the swarm's own business, and goes on when the
command has returned. Observed on 20.10 and 28.
"""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.engine import Question, State
from dockersh.finding import Finding, Say, finding
from dockersh.foresight.plan.planner import Planner, engine_up
from dockersh.foresight.step import Plan, Request, Step, Will, note
from dockersh.reading.invocation import Part
from dockersh.reading.nearest import nearest
from dockersh.startup.typed import NamedTuple


class Verb(NamedTuple):
    """What a command does: its step, the argument that names the thing, the list it is in, whether it makes or takes it."""

    step: str
    argument: str
    listed: str = ""
    makes: bool = False
    takes: bool = False


VERBS = {
    "service create": Verb("create-service", "", "services", makes=True),
    "service update": Verb("update-service", "SERVICE", "services"),
    "service rollback": Verb("rollback-service", "SERVICE", "services"),
    "service scale": Verb("scale-service", "SERVICE=REPLICAS", "services"),
    "service rm": Verb("remove-service", "SERVICE", "services", takes=True),
    "stack deploy": Verb("deploy-stack", "STACK"),
    "stack rm": Verb("remove-stack", "STACK", takes=True),
    "secret create": Verb("create-secret", "SECRET", "secrets", makes=True),
    "secret rm": Verb("remove-secret", "SECRET", "secrets", takes=True),
    "config create": Verb("create-config", "CONFIG", "configs", makes=True),
    "config rm": Verb("remove-config", "CONFIG", "configs", takes=True),
    "node update": Verb("update-node", "NODE", "nodes"),
    "node promote": Verb("promote-node", "NODE", "nodes"),
    "node demote": Verb("demote-node", "NODE", "nodes"),
    "node rm": Verb("remove-node", "NODE", "nodes", takes=True),
    "swarm update": Verb("update-swarm", ""),
    "swarm ca": Verb("rotate-ca", ""),
}
PLUGINS = {
    "plugin install": Verb("install-plugin", "PLUGIN"),
    "plugin enable": Verb("enable-plugin", "PLUGIN"),
    "plugin disable": Verb("disable-plugin", "PLUGIN"),
    "plugin upgrade": Verb("upgrade-plugin", "PLUGIN"),
    "plugin set": Verb("set-plugin", "PLUGIN"),
    "plugin rm": Verb("remove-plugin", "PLUGIN", takes=True),
}
READS = (
    *("service ls", "service ps", "service inspect", "service logs", "node ls", "node ps", "node inspect", "stack ls"),
    *("stack ps", "stack services", "secret ls", "secret inspect", "config ls", "config inspect"),
)


def questions(request: Request) -> tuple[Question, ...]:
    """Is this engine a manager, and what there is of the kind the command is about."""
    listed = VERBS[request.invocation.name].listed if request.invocation.name in VERBS else ""
    return (Question("swarm"), *((Question("list", (listed,)),) if listed else ()))


def _made(name: str, will: Will, reason: str, key: str, /, **args: str) -> Step:
    return Step(name, will, reason, Say(f"steps/swarm.{key}", args))


def plan(request: Request, state: State) -> Plan:
    """One step a thing; the swarm then works on by itself."""
    verb = VERBS[request.invocation.name]
    refused = tuple(_not_a_manager(request, state))
    if refused:
        return Plan((), (), refused)
    steps: list[Step] = []
    findings: list[Finding] = []
    for part in request.invocation.arguments(verb.argument) if verb.argument else (None,):
        found = _wrong(verb, state, part, request)
        findings += found
        steps.append(_step(request, verb, part, will="no" if found else "yes"))
    after = "swarm-goes-on" if request.invocation.on("detach") else "swarm-waits"
    notes = (note("after", after),) if verb.listed == "services" and not verb.takes else ()
    return Plan(tuple(steps), notes, tuple(findings))


def _step(request: Request, verb: Verb, part: Part | None, *, will: Will) -> Step:
    name, _, count = (_name(request, part) or "").partition("=")
    invocation = request.invocation
    image = next((one.text for one in invocation.arguments("IMAGE")), "")
    replicas = invocation.value("replicas") or count or "1"
    key = f"{verb.step}-global" if invocation.value("mode") == "global" else verb.step
    if will == "no":
        return _made(verb.step, will, "refused", "nothing").moves(_before(verb), _after(verb))
    told = _made(verb.step, will, "asked", key, name=name, image=image, count=replicas)
    return told.moves(_before(verb), _after(verb))


def _before(verb: Verb) -> str:
    return "absent" if verb.makes else "present"


def _after(verb: Verb) -> str:
    return "absent" if verb.takes else "present"


def _name(request: Request, part: Part | None) -> str | None:
    return part.value if part is not None else request.invocation.value("name")


def _wrong(verb: Verb, state: State, part: Part | None, request: Request) -> tuple[Finding, ...]:
    """A name that is taken, or one that is not there; nothing where the list is not known."""
    name = (_name(request, part) or "").partition("=")[0]
    if verb.listed not in state.lists or not name or (part is not None and not part.literal):
        return ()
    here = {one.name for one in state.lists[verb.listed]}
    ids = [one.id for one in state.lists[verb.listed] if one.id.startswith(name)]
    where = part.span if part is not None else request.invocation.flags("name")[-1].span
    kind = Say(f"swarm-kinds.{verb.listed}")
    if verb.makes:
        return (finding("swarm-name-in-use", "error", where, kind=kind, name=name),) if name in here else ()
    if name in here or ids or name == "self":
        return ()
    near = nearest(name, here)
    code = "not-in-the-swarm-near" if near else "not-in-the-swarm"
    return (finding(code, "error", where, kind=kind, name=name, near=near or ""),)


def _not_a_manager(request: Request, state: State) -> Iterator[Finding]:
    where = request.invocation.command_span
    if state.swarm in ("inactive", "worker", "locked"):
        yield finding(f"swarm-{state.swarm}", "error", where, command=f"docker {request.invocation.typed}")


def plan_reads(request: Request, state: State) -> Plan:
    """Lists and pages of a swarm: they change nothing, and need a manager, too."""
    return Plan((), (note("reads-only", "reads-only"),), tuple(_not_a_manager(request, state)))


def plan_init(request: Request, state: State) -> Plan:
    """`docker swarm init`."""
    return _becomes(request, state, _made("create-swarm", "yes", "asked", "create-swarm"), note("after", "swarm-begun"))


def plan_join(request: Request, state: State) -> Plan:
    """`docker swarm join`."""
    address = next((part.text for part in request.invocation.arguments("HOST:PORT")), "")
    joined = _made("join-swarm", "yes", "asked", "join-swarm", address=address)
    return _becomes(request, state, joined, note("after", "swarm-joined"))


def _becomes(request: Request, state: State, step: Step, after: tuple[str, Say]) -> Plan:
    if state.swarm in ("manager", "worker", "locked"):
        found = finding("already-in-a-swarm", "error", request.invocation.command_span)
        return Plan((step._replace(will="no", reason="already"),), (), (found,))
    return Plan((step,), (after,))


def plan_leave(request: Request, state: State) -> Plan:
    """`docker swarm leave`: a manager only with --force, and the last one takes the whole swarm with it."""
    where = request.invocation.command_span
    force = request.invocation.on("force")
    left = _made("leave-swarm", "yes", "asked", "leave-swarm")
    if state.swarm == "inactive":
        return Plan((left._replace(will="no"),), (), (finding("not-in-a-swarm", "error", where),))
    if state.swarm == "manager" and not force:
        return Plan((left._replace(will="no"),), (), (finding("manager-leaves", "error", where),))
    lost = (finding("swarm-lost", "danger", where),) if force and state.swarm != "worker" else ()
    return Plan((left,), (), lost)


def plan_plugin(request: Request, state: State) -> Plan:
    """Plugins of the engine: drivers for volumes, networks and logs."""
    del state
    verb = PLUGINS[request.invocation.name]
    names = [part.text for part in request.invocation.arguments("PLUGIN")]
    found = finding("plugin-privileges", "warning", request.invocation.command_span)
    trusts = request.invocation.name == "plugin install" and request.invocation.on("grant-all-permissions")
    steps = tuple(_made(verb.step, "maybe", "asked", verb.step, name=name) for name in names)
    return Plan(steps, (), (found,) if trusts else ())


PLANNERS: dict[str, Planner] = {
    **dict.fromkeys(READS, Planner(questions, plan_reads, reads=True)),
    **dict.fromkeys(VERBS, Planner(questions, plan)),
    **dict.fromkeys(PLUGINS, Planner(engine_up, plan_plugin)),
    "swarm init": Planner(questions, plan_init),
    "swarm join": Planner(questions, plan_join),
    "swarm leave": Planner(questions, plan_leave),
}
