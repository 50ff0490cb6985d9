"""Compose's other verbs: stop, start, restart, kill, pause, unpause, rm, pull, build, exec."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.engine import Member, Project, Question, Service, State
from dockersh.engine.state import ALIVE
from dockersh.finding import Finding, finding
from dockersh.foresight.plan import plain
from dockersh.foresight.plan.compose.asked import made, removed, stopped, with_project
from dockersh.foresight.plan.compose.converge import paused
from dockersh.foresight.plan.compose.down import nothing
from dockersh.foresight.plan.compose.images import programs
from dockersh.foresight.plan.compose.project import asked_about, image_of, members, named, services_named, span_of, wanted
from dockersh.foresight.plan.compose.refused import not_built
from dockersh.foresight.step import Plan, Request, Step, note

# Each verb: from which statuses it does something, and the status behind it.
VERBS: dict[str, tuple[frozenset[str], str]] = {
    "start": (frozenset(("created", "exited", "dead")), "running"),
    "stop": (ALIVE, "exited"),
    "kill": (frozenset(("running", "restarting")), "exited"),
    "pause": (frozenset(("running",)), "paused"),
    "unpause": (frozenset(("paused",)), "running"),
}


def _chosen(request: Request, state: State, project: Project, *, backwards: bool) -> list[Member]:
    """The containers of the services that the line is about; those that others need last."""
    found = [one for service in wanted(request, project) for one in members(state, project, service.name)]
    return found[::-1] if backwards else found


def _verb(request: Request, state: State, project: Project) -> Plan:
    verb = request.invocation.name.split(" ")[1]
    acts_on, after = VERBS[verb]
    steps = []
    for one in _chosen(request, state, project, backwards=verb in ("stop", "kill")):
        if one.status in acts_on and verb == "stop":
            steps.append(stopped(request, state, one))
        elif one.status in acts_on:
            steps.append(made(verb, "yes", "asked", verb, name=one.name).moves(one.status, after))
        else:
            steps.append(
                made(verb, "no", "not-needed", "not-needed", name=one.name, status=one.status).moves(*[one.status] * 2)
            )
    if verb == "start":
        return Plan(tuple(steps), (), tuple(_start_fails(request, state, project)))
    return Plan(tuple(steps), (), () if steps else (nothing(request, project),))


def _start_fails(request: Request, state: State, project: Project) -> Iterator[Finding]:
    """A service that has no container, which is none to start; those that are paused."""
    services = wanted(request, project)
    for one in services:
        if one.replicas and not members(state, project, one.name):
            yield finding("compose-no-container", "error", span_of(request, one.name), service=one.name)
            return
    yield from paused(request, state, project, services)


def _restart(request: Request, state: State, project: Project) -> Plan:
    """Stop and start again, with the settings they were made with: a changed file changes nothing here."""
    steps: list[Step] = []
    chosen = [one for name in _with_leaning(request, project) for one in members(state, project, name)]
    for one in chosen:
        if one.running:
            steps.append(stopped(request, state, one))
        steps.append(made("start", "yes", "asked", "start", name=one.name).moves("exited", "running"))
    after = (note("after", "compose-restarted"),) if steps else ()
    return Plan(tuple(steps), after, () if steps else (nothing(request, project),))


def _with_leaning(request: Request, project: Project) -> list[str]:
    """The services of the line, and those that are to restart with them (`depends_on: {restart: true}`), in their order."""
    names, last = {one.name for one in wanted(request, project)}, set[str]()
    while names != last and not request.invocation.on("no-deps"):
        last = set(names)
        names |= {one.name for one in project.services.values() if names.intersection(one.restarts)}
    return [name for name in project.services if name in names]


def _rm(request: Request, state: State, project: Project) -> Plan:
    """Stopped containers go, all at once; running ones only with --stop, when all of them have ended."""
    chosen = _chosen(request, state, project, backwards=True)
    steps = [step for one in chosen for step in removed(request, state, one)]
    if not request.invocation.on("stop"):
        steps = [step for one in chosen for step in (_stays(one) if one.running else removed(request, state, one))]
    asks = () if request.invocation.on("force") else (note("asks", "asks-first"),)
    ended = sorted(steps, key=lambda step: step.step != "stop")
    return Plan(tuple(ended), asks, () if steps else (nothing(request, project),))


def _stays(one: Member) -> tuple[Step, ...]:
    return (made("remove", "no", "running", "remove-running", name=one.name).moves(one.status, one.status),)


def _pull(request: Request, state: State, project: Project) -> Plan:
    """Each image once; what is only built has none to pull (compose 2.40 and 5: pkg/compose/pull.go)."""
    found: dict[str, list[Service]] = {}
    for one in _services(request, project):
        if _pulled(request, state, one):
            found.setdefault(one.image, []).append(one)
    return Plan(tuple(_pull_step(state, same) for same in found.values()))


def _pulled(request: Request, state: State, one: Service) -> bool:
    policy = request.invocation.value("policy") or one.pull_policy
    if policy in ("never", "build") or (policy in ("missing", "if_not_present") and image_of(state, one) is not None):
        return False
    return not one.builds or (one.image_named and not request.invocation.on("ignore-buildable"))


def _pull_step(state: State, same: list[Service]) -> Step:
    names = ", ".join(one.name for one in same)
    if image_of(state, same[0]) is not None:
        return made("pull", "maybe", "if-newer", "pull-newer", service=names, image=same[0].image)
    return made("pull", "yes", "image-missing", "pull", service=names, image=same[0].image)


def _build(request: Request, state: State, project: Project) -> Plan:
    builds = tuple(one for one in _services(request, project) if one.builds)
    steps = tuple(made("build", "yes", "asked", "build", service=one.name, image=one.image) for one in builds)
    found = (*not_built(request, state, project, builds), *programs(request, state, project, builds))
    return Plan(steps, (), found)


def _services(request: Request, project: Project) -> tuple[Service, ...]:
    """Just those named: `pull` and `build` look after what they need only when asked to."""
    names = services_named(request)
    deps = request.invocation.on("include-deps") or request.invocation.on("with-dependencies")
    if names and not deps:
        return tuple(one for name, one in project.services.items() if name in names)
    return wanted(request, project)


def _exec(request: Request, state: State, project: Project) -> Plan:
    """One more process in the service's container, which must run."""
    part = next(iter(request.invocation.arguments("SERVICE")), None)
    if part is None or not part.literal or part.text not in project.services:
        return Plan()
    there = members(state, project, part.text)
    index = request.invocation.value("index") or ""
    running = [one for one in there if one.status == "running" and index in ("", "0", one.name.rpartition("-")[2])]
    if not running:
        return Plan((), (), (finding("compose-not-running", "error", part.span, service=part.text),))
    return Plan((made("exec", "yes", "running", "exec", name=running[0].name).moves("running", "running"),))


def ask_names(request: Request) -> tuple[Question, ...]:
    """The services there are, where the line names any."""
    about = asked_about(request) if services_named(request) else None
    return (*plain.questions(request), *((Question("compose-config", about),) if about is not None else ()))


def plan_names(request: Request, state: State) -> Plan:
    """What reads, pushes or watches, and refuses a service that the files do not have."""
    found = tuple(named(request, state.project)) if state.project else ()
    return plain.plan(request, state)._replace(findings=found)


plan_verb = with_project(_verb)
plan_restart = with_project(_restart)
plan_rm = with_project(_rm)
plan_pull = with_project(_pull)
plan_build = with_project(_build)
plan_exec = with_project(_exec)
