"""The grey suggestion: the newest line of the history that begins like this one and could still run."""

from __future__ import annotations

from collections.abc import Callable

from prompt_toolkit.auto_suggest import AutoSuggest, Suggestion
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document

from dockersh.engine.watcher import Snapshot
from dockersh.explaining.foresee import foresee
from dockersh.explaining.secrets import has_secret
from dockersh.reading import syntax
from dockersh.reading.syntax.words import mentions
from dockersh.ways_in.repl.snapshot_engine import KnownEngine

MOST = 20  # lines of the history that are judged for one suggestion


class LivingSuggest(AutoSuggest):
    """From the history, without the lines that docker would refuse now: a name that is taken, a container that is gone."""

    def __init__(self, snapshot: Callable[[], Snapshot | None]) -> None:
        self.snapshot = snapshot

    def get_suggestion(self, buffer: Buffer, document: Document) -> Suggestion | None:
        """The rest of the line, or nothing."""
        text = document.text.rsplit("\n", 1)[-1]
        if not text.strip():
            return None
        judged = 0
        for entry in reversed(buffer.history.get_strings()):
            if text not in entry:  # most of a long history, at every key
                continue
            for line in reversed(entry.split("\n")):
                if line.startswith(text) and line != text and not has_secret(line):
                    judged += 1
                    if could_run(line, self.snapshot()):
                        return Suggestion(line[len(text) :])
                    if judged >= MOST:
                        return None
        return None


def could_run(line: str, snapshot: Snapshot | None) -> bool:
    """Whether nothing that we know speaks against the line."""
    if not mentions(line):
        return True
    engine = KnownEngine(snapshot) if snapshot is not None else None
    return not foresee(syntax.parse(line), engine).refused
