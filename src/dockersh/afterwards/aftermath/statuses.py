"""Exit statuses in words, where they say something: a program's own 0, 1 and 2 do not."""

from __future__ import annotations

from dockersh.afterwards.aftermath.containers import MAKES, Fates
from dockersh.afterwards.aftermath.own import REFUSALS
from dockersh.execute.outcome import Outcome
from dockersh.finding import Say, say
from dockersh.reading.invocation import Invocation

SIGNALS = (130, 137, 139, 143)
NOT_RUN = (126, 127)
WAITED = 1.0  # seconds: with less it was not the waiting time of a stop that ended it
RUNS = frozenset(("container run", "container start", "container attach", "compose run"))
EXECS = frozenset(("container exec", "compose exec"))


def meaning(invocation: Invocation, outcome: Outcome, told: Fates, *, sure: bool) -> tuple[Say, ...]:
    """What the status of the container, or of the command inside, tells; nothing where docker itself refused the line."""
    if invocation.name == "container stop":
        return _of_a_stop(outcome, told)
    if invocation.name not in RUNS | EXECS or _not_the_containers(outcome, sure=sure):
        return ()
    if invocation.name in EXECS:
        return _of(outcome.status, "exec", oom=None)
    held = told.held
    if held is None:
        unseen = invocation.name in MAKES and told.ended is None and outcome.status in NOT_RUN
        return () if unseen else _of(outcome.status, "container", oom=None)
    if held.running or held.status == "created":
        return ()
    return _of(held.exit_code, "container", oom=held.oom_killed)


def _of_a_stop(outcome: Outcome, told: Fates) -> tuple[Say, ...]:
    """It did not end when it was asked to, and was killed when its time was over."""
    killed = told.held is not None and told.held.exit_code == 137 and outcome.status == 0 and outcome.seconds >= WAITED
    return (say("statuses.137-after-stop"),) if killed else ()


def _of(status: int, who: str, *, oom: bool | None) -> tuple[Say, ...]:
    """*oom* None: nobody knows any more whether it was for want of memory."""
    if status in NOT_RUN:
        return (say(f"statuses.{who}-{status}"),)
    if status not in SIGNALS or (who == "exec" and status == 130):
        return ()
    if status == 137 and oom is not False:
        return (say("statuses.137-memory" if oom else "statuses.137-either"),)
    return (say(f"statuses.{status}"),)


def _not_the_containers(outcome: Outcome, *, sure: bool) -> bool:
    """Docker's own refusal stands behind `docker: `, and its failure is explained elsewhere; a signal ended docker itself."""
    return not sure or outcome.signal is not None or bool(outcome.errors and REFUSALS.search(outcome.errors))
