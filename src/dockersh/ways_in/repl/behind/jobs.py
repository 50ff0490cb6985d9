"""The jobs of the shell behind the prompt, and what is new about them: suspended, begun in the background, ended."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import Literal, NamedTuple

# `[1]+  Stopped                 sleep 50`, `[1] - Running                    sleep 50`, `[2]  + suspended  sleep 40`
ROW = pattern(r"\[(\d+)\]\s*[+-]?\s*(\S.*?)\s{2,}(\S.*)")
TAKES_JOBS = pattern(r"\b(?:wait|fg|disown|source)\b|(?:^|[;&|\s])\.\s")
OURS = "__dockersh"  # where a shell calls a job by the words that made it run

State = Literal["running", "suspended", "ended"]
# How the shells' words for a state begin; every other one is an end.
STATES: dict[str, State] = {"running": "running", "continued": "running", "stopped": "suspended", "suspended": "suspended"}


class Job(NamedTuple):
    """A job by its number; *how* is the shell's own word for its state (`Exit 3`), '' where it has none."""

    number: int
    state: State
    line: str
    how: str


class Jobs(NamedTuple):
    """The jobs there are, and those of them, and of those that ended, of which nobody has been told yet."""

    now: tuple[Job, ...] = ()
    news: tuple[Job, ...] = ()

    @property
    def suspended(self) -> bool:
        """Whether one is."""
        return any(job.state == "suspended" for job in self.now)

    def after(self, line: str, printed: str) -> Jobs:
        """What *line* ('' between two lines) made of them, by what `jobs` printed then.

        A job goes on in the background because somebody said so. One that is not listed any more was waited for, or has ended:
        a bash that runs a script forgets a job that SIGTERM ended, by itself and without a word (DONT_REPORT_SIGTERM in its
        config-top.h).
        """
        now = rows(line, printed)
        before = {job.number: job.state for job in self.now}
        changed = (job for job in now if job.state != before.get(job.number))
        new = [job for job in changed if job.state != "running" or job.number not in before]
        left = tuple(job for job in now if job.state != "ended")
        return Jobs(left, (*self.news, *new, *self._forgotten(line, now)))

    def _forgotten(self, line: str, now: tuple[Job, ...]) -> Iterator[Job]:
        """Those that ended unseen. With what fetches or gives up jobs on the line, nobody knows."""
        listed = {job.number for job in now}
        lost = () if TAKES_JOBS.search(line) else (job for job in self.now if job.number not in listed)
        return (job._replace(state="ended", how="") for job in lost)

    def told(self) -> Jobs:
        """The same, nothing of them being new any more."""
        return self._replace(news=())


def rows(line: str, printed: str) -> tuple[Job, ...]:
    """What `jobs` printed after *line*; a shell that calls one by our words means this line."""
    found = [match for row in printed.split("\n") if (match := ROW.fullmatch(row.rstrip()))]
    return tuple(Job(int(match[1]), _state(match[2]), _called(match[3], line), match[2]) for match in found)


def _state(how: str) -> State:
    return next((state for begin, state in STATES.items() if how.lower().startswith(begin)), "ended")


def _called(text: str, line: str) -> str:
    return line if OURS in text else text.removesuffix(" &")
