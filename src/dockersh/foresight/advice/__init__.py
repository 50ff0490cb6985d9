"""What to mind although docker would do it: each rule a function from the request to findings, listed here by name."""

from __future__ import annotations

from dockersh.engine import State
from dockersh.finding import Finding
from dockersh.foresight.advice import cgroups, columns, exposure, habits, inside, isolation, two_shells, versions
from dockersh.foresight.plan import Request

RULES = (*exposure.RULES, *isolation.RULES, *habits.RULES, *inside.RULES, *versions.RULES, *columns.RULES)
# Those that look at what the engine has, too.
KNOWING = (*two_shells.RULES, *cgroups.RULES)


def advise(request: Request, state: State) -> tuple[Finding, ...]:
    """The findings of every rule, in the order of the rules; no tips on a line whose command docker does not know."""
    mistyped = any(found.code == "unknown-command-near" for found in request.invocation.findings)
    found = (*(one for rule in RULES for one in rule(request)), *(one for rule in KNOWING for one in rule(request, state)))
    return tuple(one for one in found if not (mistyped and one.severity == "tip"))
