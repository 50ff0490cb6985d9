"""What a person has seen before: flags and commands that were explained often get shorter by themselves."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from dockersh.explanation import CommandExplanation, Explanation

OFTEN = 3  # a thing explained this often is known


class Seen:
    """Counts of what was explained in this session."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def detail(self, explanation: Explanation) -> Literal["full", "brief"]:
        """`full` while the line has anything seen fewer than three times, else `brief`; counts the line as seen."""
        things = [thing for command in explanation.commands for thing in _things(command)]
        new = any(self.counts[thing] < OFTEN for thing in things)
        self.counts.update(things)
        return "full" if new or not things else "brief"


def _things(command: CommandExplanation) -> set[str]:
    flags = {f"{command.command} --{part.name}" for part in command.parts if part.kind in ("flag", "global-flag")}
    return flags | {command.command or command.typed}
