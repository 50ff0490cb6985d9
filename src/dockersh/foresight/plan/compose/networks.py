"""Networks of the project: which are made, and which are made anew since the file says something else of them than before.

Observed with compose 2.40.3 and 5.6.1: the containers on such a network are stopped, it is deleted and made, and they start
again, connected to the new one.
"""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.engine import Member, Project, Service, State
from dockersh.foresight.plan.compose.asked import made, stopped
from dockersh.foresight.plan.compose.project import exists, held, members, with_needs
from dockersh.foresight.step import Request, Step

LABEL = "com.docker.compose.config-hash"


def prepared(request: Request, state: State, project: Project, services: tuple[Service, ...]) -> tuple[list[Step], State]:
    """The steps up to where the networks of these services are there, and the state then: containers may have ended."""
    steps: list[Step] = []
    wanted = with_needs(request, project, services)
    for key in dict.fromkeys(key for one in wanted for key in one.networks):
        name = project.networks.get(key, key)
        if _differs(state, project, name):
            ending = [one for one in _on_it(state, project, services, key) if one.running]
            steps += [stopped(request, state, one, "network-changed") for one in ending]
            steps += [_changed("remove-network", name), _changed("create-network", name)]
            state = ended(state, ending)
        elif name not in project.external and not exists(state, "networks", name):
            steps.append(made("create-network", "yes", "missing", "create-network", name=name).moves("absent", "present"))
    return steps, state


def ended(state: State, members_: list[Member]) -> State:
    """The state when these containers have ended."""
    return state._replace(members=tuple(one._replace(status="exited") if one in members_ else one for one in state.members))


def _changed(step: str, name: str) -> Step:
    return made(step, "yes", "changed", f"{step}-changed", name=name)


def _differs(state: State, project: Project, name: str) -> bool:
    """Whether a network of the project is there with other settings; one without the label is left alone."""
    there = next((one for one in state.lists["networks"] if one.name == name), None) if held(state, "networks") else None
    label = there.labels.get(LABEL) if there else None
    return bool(label) and name in project.network_hashes and label != project.network_hashes[name]


def _on_it(state: State, project: Project, services: tuple[Service, ...], key: str) -> Iterator[Member]:
    for one in services:
        if key in one.networks:
            yield from members(state, project, one.name)
