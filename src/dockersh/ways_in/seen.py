"""What a person has seen before: flags and commands that were explained often get shorter by themselves.

Kept across sessions in `$XDG_STATE_HOME/dockersh/seen.json`; several shells add to it and lose nothing of each other's.
"""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from collections.abc import Iterable, Mapping

from dockersh.explaining.foresee import Foreseen
from dockersh.explanation import Explanation
from dockersh.machine import folders, limits, regular_files
from dockersh.ways_in.news import only_new, things, times

OFTEN = 2  # counts are kept up to here


class Seen:
    """Counts of what was explained. *file* None: this session's only. `private`: what is shown from now on is not kept."""

    def __init__(self, file: str | None = None) -> None:
        self.file = file
        self.counts = Counter(_read(file)) if file else Counter[str]()
        self.fresh: Counter[str] = Counter()
        self.private = False

    def news(self, explanation: Explanation, foreseen: Foreseen) -> Explanation:
        """What of the explanation is not known yet; counts all of it as shown now."""
        pairs = zip(foreseen.calls, explanation.commands, strict=True)
        every = {thing for call, worded in pairs for thing in things(call, worded)}
        reduced = only_new(explanation, foreseen, lambda thing: self.counts[thing] < times(thing))
        self._count(every)
        return reduced

    def knows(self, thing: str) -> bool:
        """Whether it was shown often enough; counts it as shown now."""
        known = self.counts[thing] >= times(thing)
        self._count({thing})
        return known

    def _count(self, shown: Iterable[str]) -> None:
        self.counts.update(shown)
        if not self.private:
            self.fresh.update(thing for thing in shown if self.counts[thing] <= OFTEN)

    def save(self) -> None:
        """Add what is new to the file, under a lock and in one move; a file that cannot be written costs the memory only."""
        if not self.file or not self.fresh:
            return
        import fcntl  # noqa: PLC0415  only those who are taught pay for it

        with contextlib.suppress(OSError):
            with os.fdopen(folders.appended(f"{self.file}.lock"), "ab") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                whole = Counter(_read(self.file)) + self.fresh
                _write(self.file, whole)
            self.fresh.clear()


def _read(file: str) -> dict[str, int]:
    import json  # noqa: PLC0415  only where counts are kept

    try:
        found = json.loads(regular_files.read(file, limits.OWN_FILE))
    except (OSError, ValueError, RecursionError, MemoryError):  # not there yet, or broken: counting starts again
        return {}
    if not isinstance(found, dict):
        return {}
    return {key: max(0, min(count, OFTEN)) for key, count in found.items() if type(count) is int}


def _write(file: str, counts: Mapping[str, int]) -> None:
    import json  # noqa: PLC0415  as above

    shape = {key: min(count, OFTEN) for key, count in sorted(counts.items())}
    folders.write(file, json.dumps(shape).encode())
