"""Keys: Enter, F1 to F4 (also where a terminal sends other codes for them), Ctrl-Space, and a word of the grey suggestion."""

from __future__ import annotations

import re

from prompt_toolkit.application import get_app, run_in_terminal
from prompt_toolkit.enums import DEFAULT_BUFFER, EditingMode
from prompt_toolkit.filters import Condition, completion_is_selected, has_focus
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from dockersh.reading.syntax.unfinished import unfinished
from dockersh.render import DETAILS
from dockersh.startup.typed import Protocol
from dockersh.ways_in.config import Value


class Keyed(Protocol):
    """What the keys change."""

    def value(self, key: str) -> Value:
        """A setting."""

    def change(self, key: str, value: Value) -> None:
        """Change a setting for the session."""

    def help_at(self, text: str, cursor: int) -> None:
        """Show the page for the word at the cursor."""


def bindings(keyed: Keyed) -> KeyBindings:
    """All our keys."""
    keys = KeyBindings()
    _enter(keys, keyed)
    _functions(keys, keyed)
    _suggestions(keys)
    return keys


def _enter(keys: KeyBindings, keyed: Keyed) -> None:
    """Enter runs a complete line and goes on with an unfinished one; Escape Enter always runs.

    Only on the line itself: in a search (Ctrl-R) Enter takes what was found, as it does without us.
    """
    typing = has_focus(DEFAULT_BUFFER)

    @keys.add("enter", filter=typing)
    def _run(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if unfinished(buffer.text) or (keyed.value("multiline") and buffer.text.strip()):
            buffer.insert_text("\n")
        else:
            buffer.validate_and_handle()

    @keys.add("escape", "enter", filter=typing)
    def _always(event: KeyPressEvent) -> None:
        event.current_buffer.validate_and_handle()

    @keys.add("enter", filter=completion_is_selected)
    def _take(event: KeyPressEvent) -> None:
        event.current_buffer.complete_state = None  # Enter on a chosen entry takes it and runs nothing


def _suggestions(keys: KeyBindings) -> None:
    @keys.add("c-space")
    def _open(event: KeyPressEvent) -> None:
        event.current_buffer.start_completion(select_first=False)

    @keys.add("escape", "right", filter=has_suggestion)
    def _word(event: KeyPressEvent) -> None:
        """As in fish: Alt-Right takes a word of it, as Alt-F does anyway."""
        buffer = event.current_buffer
        rest = buffer.suggestion.text if buffer.suggestion else ""
        word = re.match(r"\s*\S+\s*", rest)
        buffer.insert_text(word[0] if word else rest)


@Condition
def has_suggestion() -> bool:
    """Whether a grey rest stands behind the cursor at the end of the line."""
    buffer = get_app().current_buffer
    return bool(buffer.suggestion and buffer.suggestion.text and buffer.document.is_cursor_at_the_end)


def _functions(keys: KeyBindings, keyed: Keyed) -> None:
    """Some terminals send ESC [ P to S for F1 to F4, which prompt_toolkit does not know."""

    @keys.add("f1")
    @keys.add("escape", "[", "P")
    def _help(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        run_in_terminal(lambda: keyed.help_at(buffer.text, buffer.cursor_position))

    @keys.add("f2")
    @keys.add("escape", "[", "Q")
    def _detail(_event: KeyPressEvent) -> None:
        now = str(keyed.value("detail"))
        keyed.change("detail", DETAILS[(DETAILS.index(now) + 1) % len(DETAILS)])

    @keys.add("f3")
    @keys.add("escape", "[", "R")
    def _multiline(_event: KeyPressEvent) -> None:
        keyed.change("multiline", not keyed.value("multiline"))

    @keys.add("f4")
    @keys.add("escape", "[", "S")
    def _editing(event: KeyPressEvent) -> None:
        vi = keyed.value("editing") == "emacs"
        keyed.change("editing", "vi" if vi else "emacs")
        event.app.editing_mode = EditingMode.VI if vi else EditingMode.EMACS
