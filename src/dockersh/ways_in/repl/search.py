"""Ctrl-R: the lines of the history that have the letters typed, in their order, and what came of each. Enter takes one."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence

from prompt_toolkit import PromptSession
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.enums import DEFAULT_BUFFER
from prompt_toolkit.filters import Condition, has_focus, is_done, vi_navigation_mode
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import (
    BufferControl,
    ConditionalContainer,
    FormattedTextControl,
    HSplit,
    Layout,
    VSplit,
    Window,
)

from dockersh.explaining.secrets import mask
from dockersh.render.cells import pad, width
from dockersh.texts.wording import visible
from dockersh.ways_in.builtin import Desk
from dockersh.ways_in.builtin.history import Ran, facts, here
from dockersh.ways_in.repl.bar import cut

FIELD = "dockersh-search"
ROWS = 8  # lines that are shown
MOST = 200  # lines that are found
LONGEST = 1000  # characters of a line; no screen is wider
GAP = "   "


class Search:
    """One a session. *past*: the history, the oldest line first; it is read when the search opens."""

    def __init__(self, desk: Desk, past: Callable[[], Sequence[Ran]]) -> None:
        self.desk = desk
        self.past = past
        self.open = False
        self.field = Buffer(name=FIELD, multiline=False, on_text_changed=lambda _: self._look())
        self.lines: list[tuple[str, Ran]] = []
        self.found: list[Ran] = []
        self.chosen = 0

    def install(self, session: PromptSession[str]) -> None:
        """Between the prompt and the bar, while it is open."""
        asks = FormattedTextControl(lambda: f"{self.desk.text('history.search')} ")
        head = VSplit([Window(asks, dont_extend_width=True), Window(BufferControl(self.field))], height=1)
        panel = HSplit([head, Window(FormattedTextControl(self._rows), dont_extend_height=True, wrap_lines=False)])
        shown = ConditionalContainer(panel, Condition(lambda: self.open) & ~is_done)
        *above, bar = session.layout.container.get_children()
        session.layout = session.app.layout = Layout(HSplit([*above, shown, bar]), session.layout.current_window)

    def begin(self) -> None:
        """Open it: the newest lines first, each once."""
        known: dict[str, Ran] = {}
        for ran in reversed(self.past()):
            known.setdefault(ran.line, ran)
        self.lines = [(ran.line.lower(), ran) for ran in known.values()]
        self.open = True
        self.field.reset()
        self._look()

    def end(self) -> None:
        """Close it."""
        self.open = False

    @property
    def line(self) -> str:
        """The line that is chosen; '' where there is none."""
        return self.found[self.chosen].line if self.found else ""

    def move(self, by: int) -> None:
        """Choose an older line, or with -1 a newer one."""
        self.chosen = max(0, min(self.chosen + by, len(self.found) - 1))

    def _look(self) -> None:
        self.chosen = 0
        self.found = matching(self.field.text.lower(), self.lines)

    def _rows(self) -> StyleAndTextTuples:
        columns = shutil.get_terminal_size().columns
        first = max(0, self.chosen - ROWS + 1)
        shown = list(enumerate(self.found))[first : first + ROWS]
        if not shown:
            return [("", cut(self.desk.text("history.none"), columns))]
        now, stands = time.time(), here(self.desk)
        out: StyleAndTextTuples = []
        for number, ran in shown:
            style = "class:bar" if number == self.chosen else ""
            out += [(style, row(visible(mask(ran.line[:LONGEST])), facts(self.desk, ran, now, stands), columns)), ("", "\n")]
        return out[:-1]


def row(line: str, told: Sequence[str], columns: int) -> str:
    """A line and, at the right, as much of what is told of it as half of the screen holds."""
    facts = list(told)
    while facts and width(" · ".join(facts)) > columns // 2:
        facts.pop()
    right = " · ".join(facts)
    if not right:
        return pad(cut(line, columns), columns)
    left = columns - width(right) - len(GAP)
    return pad(cut(line, left), left) + GAP + right


def matching(typed: str, lines: Sequence[tuple[str, Ran]]) -> list[Ran]:
    """The lines that fit, in the order they stand in: first those with the text, then with its words, then with its letters.

    *lines*: in small letters, and as they are.
    """
    tiers: tuple[list[Ran], list[Ran], list[Ran]] = ([], [], [])
    words, letters = typed.split(), typed.replace(" ", "")
    for small, ran in lines:
        if len(tiers[0]) >= MOST:
            break
        if typed in small:
            tiers[0].append(ran)
        elif all(word in small for word in words):
            tiers[1].append(ran)
        elif len(tiers[2]) < MOST and _has_letters(letters, small):
            tiers[2].append(ran)
    return [ran for tier in tiers for ran in tier][:MOST]


def _has_letters(letters: str, line: str) -> bool:
    """Whether they stand in the line in this order."""
    at = 0
    for letter in letters:
        at = line.find(letter, at) + 1
        if not at:
            return False
    return True


def search_keys(search: Search) -> KeyBindings:
    """Ctrl-R opens it and goes further back; Enter and Tab take the line; Escape, Ctrl-C and Ctrl-G leave what was typed."""
    keys, searching = KeyBindings(), has_focus(FIELD)

    @keys.add("c-r", filter=has_focus(DEFAULT_BUFFER) & ~vi_navigation_mode)
    def _open(event: KeyPressEvent) -> None:
        search.begin()
        event.app.layout.focus(search.field)

    @keys.add("enter", filter=searching)
    @keys.add("tab", filter=searching)
    def _take(event: KeyPressEvent) -> None:
        search.end()
        event.app.layout.focus(DEFAULT_BUFFER)
        if search.line:
            event.app.current_buffer.document = Document(search.line, len(search.line))

    @keys.add("c-c", filter=searching)
    @keys.add("c-g", filter=searching)
    @keys.add("c-d", filter=searching)
    @keys.add("escape", filter=searching, eager=True)
    def _leave(event: KeyPressEvent) -> None:
        search.end()
        event.app.layout.focus(DEFAULT_BUFFER)

    for names, by in OLDER_AND_NEWER:
        for name in names:
            keys.add(name, filter=searching)(_moving(search, by))
    return keys


OLDER_AND_NEWER = ((("c-r", "down", "c-n"), 1), (("c-s", "up", "c-p"), -1))


def _moving(search: Search, by: int) -> Callable[[KeyPressEvent], None]:
    return lambda _: search.move(by)
