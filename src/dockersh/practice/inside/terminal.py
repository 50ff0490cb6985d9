"""A terminal's own work: echo, backspace, Ctrl-C, Ctrl-D, Ctrl-U, Ctrl-W, Ctrl-L, and the lines that were typed before.

As busybox's and bash's line editing, as far as a beginner's fingers go.
"""

from __future__ import annotations

import codecs
import threading
from collections.abc import Callable

from dockersh.practice.inside.streams import STDOUT, Input, Output

ERASE = ("\x7f", "\x08")
ARROWS = {"A": -1, "B": 1}


class Terminal(Input):
    """Typed bytes become lines; what is typed is echoed to the output."""

    def __init__(self, changed: threading.Condition, output: Output, interrupt: Callable[[], None]) -> None:
        super().__init__(changed)
        self.output = output
        self.interrupt = interrupt
        self.typed = ""
        self.prompt = ""
        self.history: list[str] = []
        self.place = 0  # in the history
        self.escape = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._keys: dict[str, Callable[[], None]] = {
            "\x03": self._interrupt,
            "\x04": self._end_of_file,
            "\x15": self._kill_line,
            "\x17": self._kill_word,
            "\x0c": self.redraw,
            "\r": self._enter,
            "\n": self._enter,
            **dict.fromkeys(ERASE, self._erase),
        }

    def feed(self, data: bytes) -> None:
        """Keys were pressed."""
        with self.changed:
            for key in self._decoder.decode(data):
                self._press(key)
            self.changed.notify_all()

    def line(self) -> str | None:
        """As Input's; Ctrl-D ends one reading, not the terminal."""
        found = super().line()
        if found is not None and not found.endswith("\n"):
            self.ended = False
        return found

    def redraw(self) -> None:
        """The prompt and what was typed, once more: somebody attached, or the window has another size."""
        self._echo(f"\r{self.prompt}{self.typed}\x1b[K")

    def _press(self, key: str) -> None:
        if self.escape or key == "\x1b":
            self._escape(key)
        elif key in self._keys:
            self._keys[key]()
        elif key >= " ":
            self.typed += key
            self._echo(key)

    def _escape(self, key: str) -> None:
        self.escape += key
        if len(self.escape) < 2 or self.escape in ("\x1b[", "\x1bO"):
            return
        if key in ARROWS and self.history:
            self._recall(ARROWS[key])
        if key.isalpha() or key == "~":
            self.escape = ""

    def _recall(self, step: int) -> None:
        self.place = max(0, min(len(self.history), self.place + step))
        self.typed = self.history[self.place] if self.place < len(self.history) else ""
        self.redraw()

    def _interrupt(self) -> None:
        self._echo("^C")
        self.typed = ""
        self.text = ""
        self.interrupt()

    def _end_of_file(self) -> None:
        if self.typed:
            self.text += self.typed
            self.typed = ""
        else:
            self.ended = True

    def _kill_line(self) -> None:
        self.typed = ""
        self.redraw()

    def _kill_word(self) -> None:
        self.typed = self.typed.rstrip(" ").rpartition(" ")[0]
        self.redraw()

    def _erase(self) -> None:
        if self.typed:
            self.typed = self.typed[:-1]
            self.redraw()

    def _enter(self) -> None:
        self._echo("\n")
        if self.typed:
            self.history.append(self.typed)
        self.place = len(self.history)
        self.text += self.typed + "\n"
        self.typed = ""

    def _echo(self, text: str) -> None:
        self.output.write(STDOUT, text.replace("\n", "\r\n"))
