"""Exit statuses in words, where they say something: a program's own 0, 1 and 2 do not."""

from __future__ import annotations

from dockersh.engine import Container
from dockersh.finding import Say, say
from dockersh.invocation import Invocation
from dockersh.outcome import Outcome

SIGNALS = (130, 137, 139, 143)
NOT_RUN = (126, 127)
RUNS = frozenset(("container run", "container start", "container attach", "compose run"))


def meaning(invocation: Invocation, outcome: Outcome, held: Container | None) -> tuple[Say, ...]:
    """What the status of the container, or of the command inside, tells; nothing where docker itself refused the line."""
    if invocation.name in ("container exec", "compose exec"):
        return _of(outcome.status, "exec", oom=None)
    if invocation.name not in RUNS or _refused(outcome):
        return ()
    ended = held is not None and not held.running and held.status != "created"
    status = held.exit_code if held is not None and ended else outcome.status
    if held is not None and not ended:
        return ()
    return _of(status, "container", oom=held.oom_killed if held is not None else None)


def _of(status: int, who: str, *, oom: bool | None) -> tuple[Say, ...]:
    """*oom* None: nobody knows any more whether it was for want of memory."""
    if status in NOT_RUN:
        return (say(f"statuses.{who}-{status}"),)
    if status not in SIGNALS or (who == "exec" and status == 130):
        return ()
    if status == 137 and oom is not False:
        return (say("statuses.137-memory" if oom else "statuses.137-either"),)
    return (say(f"statuses.{status}"),)


def _refused(outcome: Outcome) -> bool:
    """Docker's own refusal of a run stands behind `docker: `; its failure is explained elsewhere."""
    return outcome.errors is not None and any(line.startswith("docker: ") for line in outcome.errors.splitlines())
