"""Where lessons take place: on the practice engine, which begins each level with nothing and can go back a line."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterable, Mapping

from dockersh.practice.lessons.ask import Engine
from dockersh.practice.lessons.levels import Level
from dockersh.startup.typed import Any

PATIENCE = 600.0  # seconds for a line that prepares a level: it may pull or build
SCHEME = "unix://"
HOME = "DOCKERSH_PRACTICE"


class Ground:
    """The practice engine of an environment; `real.RealGround` is a person's own engine."""

    real = False

    def __init__(self, engine: Engine, env: Mapping[str, str], home: str | None = None) -> None:
        self.engine, self.env, self.home = engine, dict(env), home

    def renamed(self, text: str, level: Level) -> str:
        """A text of a level with the names that things have here."""
        del level
        return text

    def of(self, level: Level) -> Level:
        """The level as it is here."""
        return Level(
            level.name,
            tuple(self.renamed(line, level) for line in level.start),
            tuple({key: self._goal(value, level) for key, value in goal.items()} for goal in level.goals),
            tuple(one._replace(line=self.renamed(one.line, level)) for one in level.solution),
            level.names,
            level.only_real,
        )

    def _goal(self, value: Any, level: Level) -> Any:
        return self.renamed(value, level) if isinstance(value, str) else value

    def prepare(self, level: Level) -> None:
        """What the level begins with, and nothing else; *level* is one that `of` gave."""
        self.engine.order("POST", "/practice/reset")
        self.carry_out(level.start)

    def carry_out(self, lines: Iterable[str]) -> None:
        """Run lines of ours; one that fails is what the level then shows."""
        for line in lines:
            with contextlib.suppress(OSError, subprocess.TimeoutExpired):
                subprocess.run(  # noqa: S603  our own lines, on the engine of the lessons
                    ["/bin/sh", "-c", line],
                    env=self.env,
                    cwd=self.home,
                    capture_output=True,
                    check=False,
                    timeout=PATIENCE,
                    stdin=subprocess.DEVNULL,
                )

    def mark(self) -> None:
        """Before a line: `back` brings this state again."""
        self.engine.order("POST", "/practice/mark")

    def back(self) -> bool:
        """The state before the last marked line; False where there is none."""
        return self.engine.order("POST", "/practice/back")


def practice(env: Mapping[str, str]) -> Ground:
    """The ground of a practice session."""
    return Ground(Engine(env["DOCKER_HOST"].removeprefix(SCHEME)), env, env.get(HOME))
