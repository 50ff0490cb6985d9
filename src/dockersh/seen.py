"""What a person has seen before: flags and commands that were explained often get shorter by themselves.

Kept across sessions in `$XDG_STATE_HOME/dockersh/seen.json`; several shells add to it and lose nothing of each other's.
"""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from collections.abc import Mapping

from dockersh.explanation import CommandExplanation, Explanation
from dockersh.typed import Literal

OFTEN = 3  # a thing explained this often is known


def state_folder(env: Mapping[str, str] | None = None) -> str:
    """Where things that are remembered live: `$XDG_STATE_HOME/dockersh`, or `~/.local/state/dockersh`."""
    env = os.environ if env is None else env
    base = env.get("XDG_STATE_HOME", "")
    return os.path.join(base if base.startswith("/") else os.path.join(env.get("HOME", ""), ".local/state"), "dockersh")


class Seen:
    """Counts of what was explained. *file* None: this session's only."""

    def __init__(self, file: str | None = None) -> None:
        self.file = file
        self.counts = Counter(_read(file)) if file else Counter[str]()
        self.fresh: Counter[str] = Counter()

    def detail(self, explanation: Explanation) -> Literal["full", "brief"]:
        """`full` while the line has anything seen fewer than three times, else `brief`; counts the line as seen."""
        things = [thing for command in explanation.commands for thing in _things(command)]
        new = any(self.counts[thing] < OFTEN for thing in things)
        self.counts.update(things)
        self.fresh.update(thing for thing in things if self.counts[thing] <= OFTEN)
        return "full" if new or not things else "brief"

    def save(self) -> None:
        """Add what is new to the file, under a lock and in one move; a file that cannot be written costs the memory only."""
        if not self.file or not self.fresh:
            return
        import fcntl  # noqa: PLC0415  only those who are taught pay for it

        with contextlib.suppress(OSError):
            os.makedirs(os.path.dirname(self.file), mode=0o700, exist_ok=True)
            with open(f"{self.file}.lock", "w", encoding="utf-8") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                whole = Counter(_read(self.file)) + self.fresh
                _write(self.file, whole)
            self.fresh.clear()


def _read(file: str) -> dict[str, int]:
    import json  # noqa: PLC0415  only where counts are kept

    try:
        with open(file, encoding="utf-8") as stream:
            found = json.load(stream)
    except (OSError, ValueError):  # not there yet, or broken: counting starts anew
        return {}
    return {str(key): count for key, count in found.items() if isinstance(count, int)} if isinstance(found, dict) else {}


def _write(file: str, counts: Mapping[str, int]) -> None:
    import json  # noqa: PLC0415  as above

    fresh = f"{file}.{os.getpid()}"
    descriptor = os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump({key: min(count, OFTEN) for key, count in sorted(counts.items())}, stream)
    os.replace(fresh, file)


def _things(command: CommandExplanation) -> set[str]:
    flags = {f"{command.command} --{part.name}" for part in command.parts if part.kind in ("flag", "global-flag")}
    return flags | {command.command or command.typed}
