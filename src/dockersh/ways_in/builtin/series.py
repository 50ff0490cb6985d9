"""`step how NAME with …`: the lines that change a container, one at a time; each only if the one before it worked."""

from __future__ import annotations

from collections.abc import Sequence

from dockersh.engine import Container, Question
from dockersh.execute import foreground
from dockersh.finding import say
from dockersh.reading.syntax.made import made
from dockersh.recreate.written import Line
from dockersh.ways_in.builtin.desk import Desk
from dockersh.ways_in.builtin.remake import change_of, refuse, split, tell
from dockersh.ways_in.step import FAILED, STOPPED, Stepper

ENDED = ("exited", "dead", "restarting")


class Series(Stepper):
    """Lines that belong together, about one container. They are run with their secrets, and shown masked."""

    def lines(self, lines: Sequence[Line], name: str) -> int:
        """The status of the last one that ran, 130 where somebody quit. The old container stays unless the new one stands."""
        for number, line in enumerate(lines, 1):
            answer = self._offer(f"{number}/{len(lines)}", line.head[1], made(*line.words))
            if answer == "q":
                return self._quit()
            if answer == "s":
                continue
            if line.head == ("docker", "rm") and not self._stands(name):
                return self._say("old-stays", FAILED, name=name, old=line.words[-1])
            if status := self._run(line):
                return self._quit(status)
        return 0

    def _quit(self, status: int = STOPPED) -> int:
        return self._say("quit-series", status)

    def _run(self, line: Line) -> int:
        outcome = foreground.run([self.shell.docker or line.words[0], *line.words[1:]], self.env)
        return self.shell.say_problem(line.words[0], outcome).status

    def _stands(self, name: str) -> bool:
        """Whether the new container runs, or was only made."""
        held = self.shell.ahead.ask((Question("containers", (name,)),)).container(name)
        return isinstance(held, Container) and held.status not in ENDED


def how(desk: Desk, rest: str) -> int:
    """`step how NAME with …`: what is said about the lines first, then the lines."""
    found = change_of(desk, split(rest))
    if isinstance(found, int):
        return found
    name, change = found
    tell(desk, change.notes)
    if not change.lines:
        return refuse(desk, say("recreate.no-change", word=""))
    return Series(desk.shell, desk.carry).lines(change.lines, name)
