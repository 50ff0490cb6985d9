"""All that docker's client or the engine will refuse: the one house where it is foreseen.

A rule is a function of a request and a state that yields findings of severity `error`; it stands in `client.CLIENT` or
`engine.ENGINE`, by who refuses, with the stage at which it does.
"""

from __future__ import annotations

import functools

from dockersh.engine import Question, State
from dockersh.finding import Finding
from dockersh.foresight.refusals.client import CLIENT
from dockersh.foresight.refusals.engine import ENGINE
from dockersh.foresight.refusals.others import holds
from dockersh.foresight.refusals.rule import Rule, Stage
from dockersh.foresight.step import Request
from dockersh.reading.invocation import Invocation

RULES = (*CLIENT, *ENGINE)
BY_CLIENT = frozenset(CLIENT)


def refusals(request: Request, state: State, *stages: Stage) -> tuple[Finding, ...]:
    """What is refused at these stages, in the order docker comes by them."""
    return refused_by(RULES, request, state, *stages)


def refused_by(rules: tuple[Rule, ...], request: Request, state: State, *stages: Stage) -> tuple[Finding, ...]:
    """The same by these rules alone."""
    helps = any(part.name == "help" for part in request.invocation.parts)
    rules = about(rules, request.invocation.name, *stages)
    spoken = (rule for rule in rules if not _open(rule, request) and (rule.even_with_help or not helps))
    return tuple(found for rule in spoken for found in rule.refuses(request, state) if _holds(rule, found, request.invocation))


def _holds(rule: Rule, found: Finding, invocation: Invocation) -> bool:
    """Whether the line's engine refuses it, too; what docker's own client refuses gets to no engine."""
    own = invocation.call.engine == "docker" and rule in BY_CLIENT
    return own or holds(found, invocation)


def refused_by_client(invocation: Invocation) -> tuple[Finding, ...]:
    """What docker's client refuses of the words alone; nothing where a variable may hold options."""
    return () if invocation.uncertain else refusals(Request("", invocation), State("off"), "line")


def questions(request: Request, *stages: Stage) -> tuple[Question, ...]:
    """What the rules of these stages must know."""
    asked = (question for rule in about(RULES, request.invocation.name, *stages) for question in rule.asks(request))
    return tuple(dict.fromkeys(asked))


@functools.cache
def about(rules: tuple[Rule, ...], command: str, *stages: Stage) -> tuple[Rule, ...]:
    """The rules of these stages that speak of a command."""
    return tuple(rule for stage in stages for rule in rules if rule.stage == stage and _concerns(rule, command))


def _concerns(rule: Rule, command: str) -> bool:
    return not rule.commands or command in rule.commands or command.partition(" ")[0] in rule.commands


def _open(rule: Rule, request: Request) -> bool:
    """Whether the shell decides a word that the rule must know."""
    return bool(rule.literal) and any(not part.literal and part.kind in rule.literal for part in request.invocation.parts)
