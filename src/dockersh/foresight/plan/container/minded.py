"""What there is to mind about a container that docker will make and start: each rule, and what it must know."""

from __future__ import annotations

from dockersh.engine import Question, State
from dockersh.finding import Finding
from dockersh.foresight.plan.container import (
    env_quotes,
    first_start,
    mounted_program,
    mounts,
    names_known,
    other_platform,
    writes,
)
from dockersh.foresight.step import Request


def questions(request: Request) -> tuple[Question, ...]:
    """What is asked at once."""
    return (*other_platform.questions(request), *names_known.questions(request))


def second_questions(request: Request, state: State) -> tuple[Question, ...]:
    """What is asked in the light of the image."""
    return (*other_platform.ask_host(request, state), *mounted_program.ask(request, state))


def findings(request: Request, state: State) -> tuple[Finding, ...]:
    """All of them, in the order they show themselves."""
    return (
        *mounts.made_on_the_host(request, state),
        *other_platform.minded(request, state),
        *env_quotes.quoted(request, state),
        *first_start.without_password(request, state),
        *mounted_program.minded(request, state),
        *names_known.in_run(request, state),
        *writes.denied(request, state),
    )
