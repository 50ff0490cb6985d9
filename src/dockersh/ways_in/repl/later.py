"""What becomes of the containers that this session started: told above the prompt, once, where it is not what was wanted.

One look after a while; and another when the watcher sees one end, of which no line of this session was the cause.

No prompt waits for it. What was ended, or changed, by a line of this session meanwhile is not spoken of.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Mapping, Sequence

from dockersh.afterwards.aftermath import asking
from dockersh.afterwards.aftermath.fits import detaches
from dockersh.afterwards.aftermath.started import became, ended_later
from dockersh.engine import Container, Engine
from dockersh.engine.state import ALIVE
from dockersh.explaining.secrets import Hidden
from dockersh.finding import Say
from dockersh.foresight.plan import only_reads
from dockersh.reading import syntax
from dockersh.reading.invocation import Invocation, read
from dockersh.startup.typed import NamedTuple
from dockersh.ways_in.spoken import Spoken

WAIT = 3.0  # seconds: most programs have opened their ports by then, and those that fail have failed
MOST = 8  # containers of one line
STILL = 1.0  # seconds for which an end may still come from the line that has just run
ASKED = frozenset((137, 143))  # ended by a signal, as stop and kill do: somebody wanted it


# A container goes on in the background.
RUNNING = frozenset(f"aftermath.{key}" for key in ("in-background", "running-again", "service-started"))
# Or somebody left it running.
LEFT = frozenset(("aftermath.left-running",))


class Started(NamedTuple):
    """A container that a line started in the background, by the line's call of docker; *line* is all that was typed."""

    invocation: Invocation
    name: str
    line: str


class LaterLook:
    """Looks after a while; *engine* is asked, *tell* gets what there is to say, both in a thread of their own."""

    def __init__(self, engine: Callable[[], Engine], tell: Callable[[Sequence[Say]], None], wait: float = WAIT) -> None:
        self.engine = engine
        self.tell = tell
        self.wait = wait
        self._waiting: list[threading.Timer] = []
        self._started: dict[str, Started] = {}  # that run, for all we know
        self._ours = 0.0  # what ends before this moment ends by a line of ours

    def before(self, line: str) -> None:
        """A line is about to run; what it ends is no surprise."""
        self._ours = math.inf if _changes(line) else self._ours

    def after(self, line: str, spoken: Spoken) -> None:
        """A line has run, of which this was said. Where nothing was, the container is known by the id that docker printed."""
        if _changes(line):
            self.stop()
            self._ours = time.monotonic() + STILL
        calls = [read(call) for call in syntax.parse(line).dockers if not call.foreign]
        names = [(str(what.args.get("name", "")), what.key) for what in spoken.happened if what.key in RUNNING | LEFT]
        started = [(Started(calls[0], name, line), key) for name, key in names[:MOST]] if calls else []
        self._started.update({one.name: one for one, _ in started})
        looked_at = tuple(one for one, key in started if key in RUNNING) or _unseen(line, calls, spoken)
        if looked_at:
            self._wait(self.wait, lambda: self._look(looked_at))

    def ended(self, statuses: Mapping[str, str]) -> None:
        """What the watcher sees: the status of each container that is there. From its thread."""
        over = [one for one in self._started.copy().values() if statuses.get(one.name) not in ALIVE]
        for one in over:
            del self._started[one.name]
        known = tuple(one for one in over if statuses.get(one.name) == "exited" and time.monotonic() > self._ours)
        if known:
            self._wait(0.0, lambda: self._tell_of(known, by_itself))

    def _wait(self, seconds: float, look: Callable[[], None]) -> None:
        timer = threading.Timer(seconds, look)
        timer.daemon = True
        self._waiting.append(timer)
        timer.start()

    def stop(self) -> None:
        """Look no more."""
        for timer in self._waiting:
            timer.cancel()
        self._waiting.clear()

    def _look(self, started: Sequence[Started]) -> None:
        self._tell_of(started, wrong)

    def _tell_of(self, started: Sequence[Started], what_of: Callable[[Started, Engine], Sequence[Say]]) -> None:
        found = [what for one in started for what in what_of(one, self.engine())]
        if found:
            for one in started:
                self._started.pop(one.name, None)  # once
            self.tell(found)


def _unseen(line: str, calls: Sequence[Invocation], spoken: Spoken) -> tuple[Started, ...]:
    """One that was started in the background, where the engine did not answer in time."""
    silent = spoken.printed and not spoken.happened and calls and detaches(calls[0])
    return (Started(calls[0], spoken.printed, line),) if silent else ()


def _changes(line: str) -> bool:
    return any(not only_reads(read(call).name) for call in syntax.parse(line).dockers)


def by_itself(one: Started, engine: Engine) -> tuple[Say, ...]:
    """That a container ended, how, and what it printed last; nothing where it runs again, is gone, or was asked to end."""
    held = asking.containers(one.invocation, engine, one.name).get(one.name)
    if held is None or held.running or _wanted(held) or held.restart != "no":
        return ()
    hidden = Hidden(one.line)
    last = ended_later(one.invocation, engine, held)
    return tuple(hidden.say(what) for what in last)


def wrong(one: Started, engine: Engine) -> tuple[Say, ...]:
    """What is wrong with a container by now; nothing where it is gone, or the engine does not answer."""
    held = asking.containers(one.invocation, engine, one.name).get(one.name)
    if held is None or _wanted(held):
        return ()
    hidden = Hidden(one.line)
    return tuple(hidden.say(what) for what in became(one.invocation, engine, held, later=True))


def _wanted(held: Container) -> bool:
    """Whether somebody ended it."""
    return not held.running and held.exit_code in ASKED and not held.oom_killed
