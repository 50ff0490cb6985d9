"""Commands about volumes: create, rm, update. A volume is in use by every container made with it, running or not."""

from __future__ import annotations

from dockersh.engine import Question, State, Volume
from dockersh.finding import Say, finding
from dockersh.foresight.named import literals
from dockersh.foresight.plan.planner import Planner, engine_up
from dockersh.foresight.refusals.engine.common import absent
from dockersh.foresight.step import Plan, Request, each, note, single, step, unchecked
from dockersh.reading.invocation import Part
from dockersh.reading.values.quantities import human_size
from dockersh.texts.ages import age


def ask_create(request: Request) -> tuple[Question, ...]:
    """Is there one of that name."""
    name = _new_name(request)
    return (Question("volumes", (name,)),) if name else (Question("version"),)


def plan_create(request: Request, state: State) -> Plan:
    """`docker volume create`: one that is there stays as it is, and docker says nothing of it."""
    name = _new_name(request)
    if name is None:
        return Plan((step("create-volume", "yes", "random-name").moves("absent", "present"),))
    after = (note("after", "volume-created", name=name),)
    held = state.volume(name)
    if held is False:
        return Plan((unchecked("create-volume", state, name=name),), after)
    if isinstance(held, Volume):
        return Plan((step("create-volume", "no", "exists", name=name).moves("present", "present"),), after)
    return Plan((step("create-volume", "yes", "named", name=name).moves("absent", "present"),), after)


def _new_name(request: Request) -> str | None:
    named = [part for part in (*request.invocation.arguments("VOLUME"), *request.invocation.flags("name")) if part.value]
    return named[0].value if named and named[0].literal else None


def ask_rm(request: Request) -> tuple[Question, ...]:
    """Are they there, and which containers have them."""
    names = literals(request, "VOLUME")
    if not names:
        return (Question("version"),)
    return (Question("volumes", names), *(Question("volume-users", (name,)) for name in names), Question("volume-sizes"))


def plan_rm(request: Request, state: State) -> Plan:
    """`docker volume rm`: what is in it is lost for good; -f only forgives a name that is not there."""
    plan = each(request, state, "VOLUME", _remove)
    lost = any(one.after == "absent" and one.before == "present" for one in plan.steps)
    return plan._replace(notes=(note("after", "volume-gone"),)) if lost else plan


def _remove(request: Request, state: State, part: Part) -> Plan:
    name = part.text
    held = state.volume(name) if part.literal else False
    if held is False:
        return single(unchecked("remove-volume", state, literal=part.literal, name=name))
    if held is None:
        return absent(request, state, part, "remove-volume", "volume")
    users = state.volume_users.get(name, ())
    if users:
        names = ", ".join(user.name for user in users)
        refused = step("remove-volume", "no", "in-use", name=name, containers=names).moves("present", "present")
        return single(refused, finding("volume-in-use", "error", part.span, name=name, containers=names, first=users[0].name))
    gone = step("remove-volume", "yes", "for-good", name=name, age=age(request.now, held.created))
    if name in state.sizes:
        says = Say("steps/remove-volume.for-good-sized", {**gone.says.args, "size": human_size(state.sizes[name])})
        gone = gone._replace(says=says)
    return single(gone.moves("present", "absent"), finding("volume-data-lost", "danger", part.span, name=name))


def plan_update(request: Request, state: State) -> Plan:
    """`docker volume update`: only cluster volumes of a swarm can be."""
    part = request.invocation.arguments("VOLUME")
    if not part:
        return Plan()
    update = unchecked("update", state, literal=part[0].literal, name=part[0].text)
    return Plan((update,), (note("after", "cluster-volumes-only"),))


PLANNERS: dict[str, Planner] = {
    "volume create": Planner(ask_create, plan_create),
    "volume rm": Planner(ask_rm, plan_rm),
    "volume update": Planner(engine_up, plan_update),
}
