"""Going through the levels: what to say at their start, after each line, and where somebody asks for help.

Progress is kept in `$XDG_STATE_HOME/dockersh/practice/progress.json`.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Mapping

from dockersh import texts
from dockersh.finding import Say, say
from dockersh.machine import folders
from dockersh.practice.lessons.ask import Engine
from dockersh.practice.lessons.goals import missing
from dockersh.practice.lessons.levels import Level, find, levels
from dockersh.reading.invocation import Invocation, read
from dockersh.reading.syntax import parse
from dockersh.render.cells import wrap
from dockersh.texts.wording import sentence

PATIENCE = 60.0  # seconds for a line that prepares a level
SCHEME = "unix://"


class Course:
    """One person's way through the levels, in one session. What is to be said is given back as text."""

    def __init__(self, lang: str, env: Mapping[str, str], place: str) -> None:
        self.lang, self.env = lang, dict(env)
        self.kept = os.path.join(place, "progress.json")
        self.engine = Engine(self.env["DOCKER_HOST"].removeprefix(SCHEME))
        self.done = self._read_progress()
        self.level: Level | None = None
        self.read: tuple[Invocation, ...] = ()
        self.since = 0.0

    # what is said

    def text(self, what: Say) -> str:
        """A sentence of `lessons.toml` as a line."""
        return sentence(self.lang, what) + "\n"

    def title(self, level: Level) -> str:
        """What a level is called."""
        return texts.raw(self.lang, "lessons", "levels", level.name, "title") or level.name

    def table(self) -> str:
        """A line a level: its number, whether it is done, its name and title."""
        lines = []
        for number, level in enumerate(levels(), 1):
            mark = "*" if level.name in self.done else " "
            lines.append(f"{number:>3} {mark} {level.name:<14} {self.title(level)}\n")
        return "".join(lines)

    def goal(self) -> str:
        """The level's text: what and why."""
        if self.level is None:
            return self.text(say("lessons.none"))
        number = [one.name for one in levels()].index(self.level.name) + 1
        head = say("lessons.head", number=str(number), count=str(len(levels())), title=self.title(self.level))
        why = texts.raw(self.lang, "lessons", "levels", self.level.name, "why") or ""
        columns = shutil.get_terminal_size().columns
        lines = [line for one in why.strip().split("\n") for line in wrap(one, columns)]
        return "\n" + self.text(head) + "\n" + "\n".join(lines) + "\n\n" + self.text(say("lessons.keys"))

    # going on

    def command(self, words: list[str]) -> str:
        """What `learn WORDS` does."""
        name = words[0] if words else ""
        known = {"goal": self.goal, "hint": self.hint, "reset": self.again, "solution": self.solution, "skip": self.following}
        if name in ("list", "--list"):
            return self.table()
        if name in known:
            return known[name]()
        if not name:
            return self.goal() if self.level else self.following()
        level = find(name)
        return self.begin(level) if level else self.text(say("lessons.no-such", name=name))

    def following(self) -> str:
        """The next level that is not done yet, after the one at hand."""
        every = levels()
        names = [one.name for one in every]
        at = names.index(self.level.name) + 1 if self.level else 0
        left = [one for one in (*every[at:], *every[:at]) if one.name not in self.done and one is not self.level]
        return self.begin(left[0]) if left else self.text(say("lessons.all-done"))

    def begin(self, level: Level) -> str:
        """Prepare a level and say what it is about."""
        self.level, self.read = level, ()
        self._prepare(level)
        self.since = time.time()
        return self.goal()

    def again(self) -> str:
        """The level from its start."""
        return self.begin(self.level) if self.level else self.text(say("lessons.none"))

    def hint(self) -> str:
        """What is missing, and how one gets on."""
        if self.level is None:
            return self.text(say("lessons.none"))
        lacks = missing(self.level.goals, self.engine, self.read, self.since)
        told = self.text(lacks) if lacks else ""
        return told + (texts.raw(self.lang, "lessons", "levels", self.level.name, "hint") or "").strip() + "\n"

    def solution(self) -> str:
        """The lines of one way."""
        if self.level is None:
            return self.text(say("lessons.none"))
        return "".join(f"  {one.line}\n" for one in self.level.solution)

    def after(self, line: str) -> str:
        """What there is to say once a line has run: done, or what is still missing; nothing after lines without docker."""
        if self.level is None:
            return ""
        calls = tuple(read(call) for call in parse(line).calls)
        self.read += calls
        lacks = missing(self.level.goals, self.engine, self.read, self.since)
        if lacks is not None:
            return self.text(lacks) if calls and not all(map(_only_reads, calls)) else ""
        return self._finished()

    def _finished(self) -> str:
        assert self.level is not None
        self.done.add(self.level.name)
        with contextlib.suppress(OSError):
            folders.write(self.kept, json.dumps(sorted(self.done)).encode(), private=True)
        told = self.text(say("lessons.done", title=self.title(self.level)))
        return told + self.following()

    # what is there

    def _read_progress(self) -> set[str]:
        try:
            with open(self.kept, encoding="utf-8") as file:
                found = json.load(file)
        except (OSError, ValueError):
            return set()
        return {str(one) for one in found} if isinstance(found, list) else set()

    def _prepare(self, level: Level) -> None:
        """An empty engine, and the lines that the level begins with."""
        self.engine.empty()
        for line in level.start:
            with contextlib.suppress(OSError, subprocess.TimeoutExpired):
                subprocess.run(  # noqa: S603  our own lines, on the practice engine
                    ["/bin/sh", "-c", line],
                    env=self.env,
                    capture_output=True,
                    check=False,
                    timeout=PATIENCE,
                    stdin=subprocess.DEVNULL,
                )


def _only_reads(invocation: Invocation) -> bool:
    """Whether a command changes nothing."""
    return invocation.command is not None and invocation.name in READS


READS = frozenset(
    (
        *(
            "container ls",
            "image ls",
            "volume ls",
            "network ls",
            "container logs",
            "container inspect",
            "image inspect",
            "inspect",
        ),
        *("container port", "container top", "container diff", "container stats", "image history", "version", "info", ""),
        *("system df", "system info", "network inspect", "volume inspect", "system events"),
    )
)
