"""Tab at the prompt: the same suggestions as in bash, zsh and fish, asked for in a thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from dockersh.complete import suggest
from dockersh.engine import Engine


class LineCompleter(Completer):
    """prompt_toolkit's completer over `suggest`. *engine* and *lang* are asked at every Tab: both can change."""

    def __init__(self, engine: Callable[[], Engine], lang: Callable[[], str], words: Callable[[], Iterable[str]]) -> None:
        self.engine = engine
        self.lang = lang
        self.words = words

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """What fits at the cursor; our own commands where a line begins."""
        del complete_event
        text, cursor = document.text, document.cursor_position
        first = text[:cursor]
        if first.isidentifier():
            yield from (Completion(word, -len(first)) for word in self.words() if word.startswith(first))
        found = suggest(text, cursor, engine=self.engine(), lang=self.lang())
        for one in found.items:
            yield Completion(
                one.value + (" " if one.space else ""), found.start - cursor, one.shown or one.name, one.description
            )
