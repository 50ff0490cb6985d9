"""What to mind although docker would do it: each rule a function from the request to findings, listed here by name."""

from __future__ import annotations

from dockersh.advice import exposure, fields, habits, inside, isolation, versions
from dockersh.finding import Finding
from dockersh.plan import Request

RULES = (*fields.RULES, *exposure.RULES, *isolation.RULES, *habits.RULES, *inside.RULES, *versions.RULES)


def advise(request: Request) -> tuple[Finding, ...]:
    """The findings of every rule, in the order of the rules."""
    return tuple(found for rule in RULES for found in rule(request))
