"""What is foreseen of a command that the line runs perhaps, or whose failure it puts up with (`reading/syntax/branches`)."""

from __future__ import annotations

from dockersh.engine import State
from dockersh.finding import Finding
from dockersh.foresight.plan import Plan, Request, plan


def judged(request: Request, planned: Plan, found: tuple[Finding, ...]) -> tuple[Plan, tuple[Finding, ...]]:
    """The plan and the findings where the engine as it is now decides a failure: what the words alone decide is certain.

    `docker network inspect n || …` may fail, and a tip says so. What stands behind `||` runs only where the engine is
    another one than was asked: of its failure nothing is said. *request* has the call as it was typed.
    """
    own = {one.code for one in request.invocation.findings}
    failing = [one for one in found if one.severity == "error" and one.code not in own]
    if not failing:
        return planned, found
    if request.invocation.call.chance == "tried":
        return planned, tuple([one._replace(severity="tip") if one in failing else one for one in found])
    return plan(request, State("off")), tuple([one for one in found if one not in failing])
