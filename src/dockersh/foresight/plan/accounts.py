"""Registry accounts and contexts: login, logout, context create, use, update, rm, import, export. All on the client's side."""

from __future__ import annotations

from dockersh.engine import Listed, Question, State
from dockersh.finding import finding
from dockersh.foresight.plan.planner import Planner, nobody
from dockersh.foresight.refusals.engine.common import absent, no_such
from dockersh.foresight.step import Plan, Request, each, missing, note, single, step, unchecked
from dockersh.reading.invocation import Part
from dockersh.startup.typed import Literal

HUB = "docker.io"


def plan_login(request: Request, state: State) -> Plan:
    """`docker login`: asks the registry whether name and password hold, and keeps them."""
    named, told = request.invocation.flags("username"), request.invocation.flags("password")
    if named and not told and not request.invocation.on("password-stdin") and request.stdin_is_terminal is False:
        return Plan((), (), (finding("login-needs-terminal", "error", named[-1].span),))
    return Plan((step("login", "yes", "asks-registry", registry=_registry(request)),), (note("after", "logged-in"),))


def plan_logout(request: Request, state: State) -> Plan:
    """`docker logout`: forgets name and password; the registry is not told."""
    return Plan((step("logout", "yes", "forgets", registry=_registry(request)),))


def _registry(request: Request) -> str:
    found = request.invocation.arguments("SERVER")
    return (found[0].value or HUB) if found else HUB


def ask_contexts(request: Request) -> tuple[Question, ...]:
    """Which contexts there are; the client knows without an engine."""
    return (Question("list", ("contexts",)),)


def _context(state: State, part: Part) -> Listed | Literal[False] | None:
    """The context; None when there is none of that name; False where we do not know."""
    if not part.literal or "contexts" not in state.lists:
        return False
    return next((one for one in state.lists["contexts"] if one.name == part.value), None)


def _parts(request: Request) -> tuple[Part, ...]:
    return request.invocation.arguments("CONTEXT")


def plan_create(request: Request, state: State) -> Plan:
    """`docker context create`: remembers how to reach an engine; does not go there."""
    return _made(request, state, "create-context", "context-created")


def plan_import(request: Request, state: State) -> Plan:
    """`docker context import`: a context from a file that export made."""
    return _made(request, state, "import-context", "context-created")


def _made(request: Request, state: State, verb: str, after: str) -> Plan:
    part = _parts(request)[0]
    name, held = part.text, _context(state, part)
    notes = (note("after", after, name=name),)
    if held is False:
        return Plan((unchecked(verb, state, literal=part.literal, name=name),), notes)
    if held is None:
        return Plan((step(verb, "yes", "new", name=name).moves("absent", "present"),), notes)
    taken = step(verb, "no", "exists", name=name).moves("present", "present")
    return single(taken, finding("context-name-in-use", "error", part.span, name=name))


def plan_use(request: Request, state: State) -> Plan:
    """`docker context use`: every later docker line goes to that engine, in every terminal."""
    return _existing(request, state, "use-context", "from-now-on")


def plan_update(request: Request, state: State) -> Plan:
    """`docker context update`: another address or description."""
    return _existing(request, state, "update-context", "changes")


def plan_export(request: Request, state: State) -> Plan:
    """`docker context export`: a file with address and keys: keep it secret."""
    return _existing(request, state, "export-context", "to-file")


def _existing(request: Request, state: State, verb: str, reason: str) -> Plan:
    part = _parts(request)[0]
    name, held = part.text, _context(state, part)
    if held is False:
        return Plan((unchecked(verb, state, literal=part.literal, name=name),))
    if held is None:
        return single(missing(verb, "context", name), no_such(state, part, "context", "contexts"))
    if held.current and verb == "use-context":
        return Plan((step(verb, "no", "current", name=name).moves("present", "present"),))
    return Plan((step(verb, "yes", reason, name=name).moves("present", "present"),))


def plan_rm(request: Request, state: State) -> Plan:
    """`docker context rm`: forgets the way to an engine; the engine and what it holds stay."""
    plan = each(request, state, "CONTEXT", _remove)
    return plan._replace(notes=(note("after", "context-gone"),))


def _remove(request: Request, state: State, part: Part) -> Plan:
    name, held, force = part.text, _context(state, part), request.invocation.on("force")
    if held is False:
        return single(unchecked("remove-context", state, literal=part.literal, name=name))
    if held is None:
        return absent(request, state, part, "remove-context", "context")
    current = held.current
    if name == "default" or (current and not force):
        code = "context-default" if name == "default" else "context-in-use"
        refused = step("remove-context", "no", code, name=name).moves("present", "present")
        return single(refused, finding(code, "error", part.span, name=name))
    return single(step("remove-context", "yes", "forgets", name=name).moves("present", "absent"))


PLANNERS: dict[str, Planner] = {
    "login": Planner(nobody, plan_login),
    "logout": Planner(nobody, plan_logout),
    "context create": Planner(ask_contexts, plan_create),
    "context import": Planner(ask_contexts, plan_import),
    "context use": Planner(ask_contexts, plan_use),
    "context update": Planner(ask_contexts, plan_update),
    "context export": Planner(ask_contexts, plan_export),
    "context rm": Planner(ask_contexts, plan_rm),
}
