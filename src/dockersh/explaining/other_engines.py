"""What holds of a line that another program than docker's engine answers: one in docker's place, or podman on its socket."""

from __future__ import annotations

from dockersh.engine import State
from dockersh.finding import Finding
from dockersh.foresight.plan import Plan, Request

Findings = tuple[Finding, ...]


def served(request: Request, state: State) -> Request:
    """The request, with the program that answered for the engine."""
    if not state.served or request.invocation.call.engine != "docker":
        return request
    call = request.invocation.call._replace(served=state.served)
    return request._replace(invocation=request.invocation._replace(call=call))


def of_socket(request: Request, state: State, planned: Plan, mine: Findings) -> tuple[Plan, Findings]:
    """What holds of docker's client on podman's socket."""
    from dockersh.foresight.podman import served as judged  # noqa: PLC0415  few lines go there

    return judged(request, state, planned, mine)


def of_another(request: Request, state: State, planned: Plan, found: Findings) -> tuple[Plan, Findings]:
    """What holds of a program that is not docker: it may take what docker refuses, and has a network of its own."""
    if request.invocation.call.engine == "podman":
        from dockersh.foresight.podman import judged  # noqa: PLC0415  few lines are podman's

        return judged(request, state, planned, found)
    notes = tuple([note for note in planned.notes if note[0] != "address"])
    return planned._replace(notes=notes), tuple([one for one in found if one.severity != "error"])
