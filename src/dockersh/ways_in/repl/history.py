"""The history of the prompt: what is kept in the file, and what is not.

Lines with a secret and lines with a leading space stay out, and everything of a private session.
"""

from __future__ import annotations

import asyncio
import itertools
import threading
import time
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence

from prompt_toolkit.history import History

from dockersh.explaining.secrets import has_secret, mask
from dockersh.machine import folders
from dockersh.ways_in.builtin.history import Ran
from dockersh.ways_in.repl import history_file

PAUSE = 0.01  # seconds between two looks whether it has been read


class PrivateHistory(History):
    """Entries in a file. *size*: how many are kept; *private*: whether a line stays out.

    *recalls*: whether a line stands for another one, which is kept in its place.

    A file that cannot be written costs the history, not the session.
    """

    def __init__(
        self,
        size: Callable[[], int],
        private: Callable[[str], bool] = has_secret,
        recalls: Callable[[str], bool] = lambda _: False,
    ) -> None:
        super().__init__()
        self.file = folders.place("state", "history")
        self.size = size
        self.private = private
        self.recalls = recalls
        self._found: list[str] = []
        self._key = ""  # of the newest line of ours that nothing has come of yet
        self._reader = threading.Thread(target=self._read, name="dockersh-history", daemon=True)

    def begin(self) -> None:
        """Read the file from now on, in a thread: the first prompt does not wait for a slow disk."""
        self._reader.start()

    def _read(self) -> None:
        self._found = list(self.load_history_strings())

    async def load(self) -> AsyncGenerator[str, None]:
        """The newest first, as soon as they are read."""
        if not self._loaded:
            if self._reader.ident is None:
                self._read()
            while self._reader.is_alive():  # noqa: ASYNC110  a thread sets no event of the loop's; it is read at once as a rule
                await asyncio.sleep(PAUSE)
            self._loaded_strings = [*self._loaded_strings, *self._found]
            self._loaded = True
        for item in self._loaded_strings:
            yield item

    def load_history_strings(self) -> Iterable[str]:
        """The newest first, a line that ran several times in a row once. What is too old is cut off on the way."""
        if self.file is None:
            return
        found = history_file.tail(self.file, self.size())
        if found.start > found.length // history_file.SPARE:
            history_file.cut(self.file, self.size())
        lines = map(history_file.line_of, reversed(found.entries))
        yield from (line for line, _ in itertools.groupby(filter(None, lines)))

    def past(self) -> tuple[Ran, ...]:
        """The lines of all shells and what came of them, the oldest first."""
        return history_file.runs(self.file, self.size()) if self.file else ()

    def before(self, lines: Sequence[Ran]) -> bool:
        """Put lines of other shells before all that is here, the oldest first; whether that was possible."""
        if not self.file or not history_file.add_before(self.file, lines):
            return False
        self._loaded_strings = [*self._loaded_strings, *(ran.line for ran in reversed(lines))]
        return True

    def append_string(self, string: str) -> None:
        """Of `!!` and its like, the line that it stands for is added in its place, when that is known."""
        if not self.recalls(string):
            super().append_string(string)

    def store_string(self, string: str) -> None:
        """Add a line to the file, unless it is private."""
        if not self.file or not self.size() or string.startswith(" ") or self.private(string):
            return
        key = history_file.moment(time.time())
        if history_file.add(self.file, history_file.entry(string, key)):
            self._key = key

    def runs(self, line: str) -> None:
        """A line is about to run. What prompt_toolkit did not add is: the same line once more, a proposed one."""
        if self._key:
            return
        if self.get_strings()[-1:] == [line]:
            self.store_string(line)
        else:
            self.append_string(line)

    def came(self, ran: Ran) -> None:
        """What came of the line that ran; of one that was not added, nothing is kept."""
        key, self._key = self._key, ""
        if key and self.file and not self.private(ran.line):
            hidden = ran._replace(folder=_unless_secret(ran.folder), context=_unless_secret(ran.context))
            history_file.add(self.file, history_file.came(key, hidden))


def _unless_secret(text: str) -> str:
    return text if mask(text) == text else ""
