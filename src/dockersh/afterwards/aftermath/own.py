"""Which container the line made: this line's own, never a stranger's that came into being beside it. In doubt none.

Known is what docker printed or wrote down (an id), and the line's own `--name`. Else the engine's events since the command
began tell what was made from the line's image, and the container must be as the line has it. Two that both fit are nobody's.
Observed on 20.10 and 28.5: `create`, `attach` (not with -d), `start`, `die`, `destroy` (--rm), in this order; what could not be
started has no `start`, and keeps the error that docker printed.
"""

from __future__ import annotations

import os

from dockersh.afterwards.aftermath import asking
from dockersh.afterwards.aftermath.fits import detaches, fits, of_image
from dockersh.engine import Container, Engine, Event, Question
from dockersh.execute.outcome import Outcome
from dockersh.machine import regular_files
from dockersh.reading.invocation import Invocation
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import NamedTuple

ID = pattern(r"[0-9a-f]{64}")
# Docker's own refusals, the older clients' too; and a shell that has no docker.
REFUSALS = pattern(r"(?m)^docker: |^(?:Run|See) '[^']*--help'|docker: (?:command )?not found")
TICK = 0.01  # seconds: a file's time is the kernel's last tick
NOT_PROVEN = (125, 126, 127)  # a program may end so, too; docker does where the container was not started, or not even made


class Own(NamedTuple):
    """The container, where it is there; else the status with which one of `--rm` has *ended*."""

    held: Container | None = None
    ended: int | None = None


class Case(NamedTuple):
    """A line that makes a container, what came of it, and whether its status is surely docker's."""

    invocation: Invocation
    outcome: Outcome
    engine: Engine
    sure: bool

    @property
    def runs(self) -> bool:
        """Whether the line starts what it makes."""
        return self.invocation.name == "container run"

    @property
    def name(self) -> str | None:
        """The name that the line gives."""
        last = self.invocation.last("name")
        return last.text.removeprefix("/") or None if last else None

    @property
    def refused(self) -> bool:
        """Whether docker was heard to refuse, or to fail."""
        errors = self.outcome.errors
        return errors is not None and self.outcome.status != 0 and bool(REFUSALS.search(errors))

    @property
    def judged(self) -> bool:
        """Whether the line's status must be that of the container's program."""
        waits = self.runs and not detaches(self.invocation) and not self.invocation.flags("restart")
        return waits and self.sure and self.outcome.signal is None

    def held(self, *names: str) -> list[Container]:
        """Those of the containers that are there and may be the line's."""
        found = asking.containers(self.invocation, self.engine, *names).values()
        return [one for one in found if one is not None and _may_be(self, one)]


def find(case: Case) -> Own:
    """The line's own container, as it is now; nothing where that is not certain."""
    if not case.runs and case.sure and case.outcome.status:
        return Own()  # nothing was made, or docker was ended while it was
    if known := _written(case) or case.outcome.printed:
        return Own(asking.containers(case.invocation, case.engine, known).get(known))
    if case.outcome.printed is not None:
        return Own()  # docker prints the id of what it made
    if case.name and not case.invocation.on("rm"):
        return Own(next(iter(case.held(case.name)), None))
    return _by_events(case) if case.sure or case.name else Own()


def _written(case: Case) -> str | None:
    """The id in the line's `--cidfile`: docker writes it to a file that was not there before."""
    part = next(iter(case.invocation.flags("cidfile")), None)
    if part is None or not part.literal or not part.value:
        return None
    try:
        if os.stat(part.value).st_mtime < case.outcome.started - TICK:
            return None
        written = regular_files.head(part.value, 65).decode("ascii")
    except (OSError, ValueError):
        return None
    return written if ID.fullmatch(written) else None


def _may_be(case: Case, held: Container) -> bool:
    """Whether it was made while the command ran, as the line has it, and came to the end that docker reported."""
    outcome = case.outcome
    if not outcome.started <= held.created <= outcome.started + outcome.seconds or not fits(case.invocation, held):
        return False
    if not case.runs:
        return held.status == "created" or not case.sure
    if held.status == "created" or case.refused:
        return _failed_so(case, held)
    return held.running or not case.judged or held.exit_code == outcome.status


def _failed_so(case: Case, held: Container) -> bool:
    """It could not be started, for the reason that docker printed; where nobody listened, with the status that goes with it."""
    if held.status != "created" or not held.error or not case.outcome.status:
        return False
    if case.outcome.errors is not None:
        return held.error in case.outcome.errors
    return case.outcome.status == {126: 126, 127: 127}.get(held.exit_code, 125)


def _by_events(case: Case) -> Own:
    events = asking.events(case.invocation, case.outcome, case.engine)
    if events is None:
        return _by_list(case)
    found = [trail for trail in _trails(events) if _fits_trail(case, trail)]
    gone = [trail for trail in found if "destroy" in trail.actions]
    if len(gone) == len(found) == 1 and case.invocation.on("rm") and not case.refused:
        return Own(None, gone[0].code)
    if gone or not found:
        return Own()
    held = case.held(*(trail.id for trail in found))
    return Own(held[0]) if len(held) == 1 else Own()


def _by_list(case: Case) -> Own:
    """Where the events of the beginning are gone: of what is there, the only one that was made in that time."""
    if case.invocation.on("rm"):
        return Own()
    state = asking.ask(case.invocation, case.engine, Question("list", ("containers",)))
    first = int(case.outcome.started)
    found = [one for one in state.lists.get("containers", ()) if one.created >= first and of_image(case.invocation, one.image)]
    held = case.held(*(one.id for one in found)) if found else []
    return Own(held[0]) if len(held) == 1 else Own()


class _Trail(NamedTuple):
    """What the events tell of a container that was made in that time; *code* is the status of its end."""

    id: str
    made: Event
    actions: frozenset[str]
    code: int | None
    ended: float


def _trails(events: tuple[Event, ...]) -> list[_Trail]:
    made = {event.id: event for event in events if event.type == "container" and event.action == "create"}
    mine: dict[str, list[Event]] = {key: [] for key in made}
    for event in events:
        if event.id in mine:
            mine[event.id].append(event)
    return [_trail(key, made[key], told) for key, told in mine.items()]


def _trail(key: str, made: Event, told: list[Event]) -> _Trail:
    ends = [event for event in told if event.action == "die"]
    code = ends[-1].attributes.get("exitCode", "") if ends else ""
    actions = frozenset(event.action for event in told)
    return _Trail(key, made, actions, int(code) if code.isdecimal() else None, ends[-1].at if ends else 0.0)


def _fits_trail(case: Case, trail: _Trail) -> bool:
    """Whether a container with such a trail may be the line's."""
    told = trail.made.attributes
    if not of_image(case.invocation, told.get("image", "")) or case.name not in (None, told.get("name")):
        return False
    if not case.invocation.flags("attach") and ("attach" in trail.actions) != (case.runs and not detaches(case.invocation)):
        return False
    if case.refused or (case.outcome.errors is None and case.outcome.status in NOT_PROVEN):
        return trail.code in (None, case.outcome.status)
    ended = trail.ended <= case.outcome.started + case.outcome.seconds + asking.LATER
    return trail.code is None or not case.judged or (trail.code == case.outcome.status and ended)
