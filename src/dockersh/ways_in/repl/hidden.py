"""The line being edited, with what is hidden in it spelled out: a mark that turns text around does not do so here."""

from __future__ import annotations

import bisect
from itertools import accumulate

from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.formatted_text.utils import fragment_list_to_text
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput
from prompt_toolkit.layout.utils import explode_text_fragments

from dockersh.machine.screen import visible


class ShowHidden(Processor):
    """Escapes in the place of what has no shape; prompt_toolkit itself shows control characters as `^[`."""

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        """One physical line, as it is drawn."""
        fragments = transformation_input.fragments
        if not any(map(_hidden, fragment_list_to_text(fragments))):
            return Transformation(fragments)
        chars = explode_text_fragments(fragments)
        shown: StyleAndTextTuples = [(style, visible(char) if _hidden(char) else char) for style, char, *_ in chars]
        starts = list(accumulate((len(text) for _, text, *_ in shown), initial=0))
        return Transformation(
            shown,
            lambda source: starts[min(source, len(starts) - 1)],
            lambda place: max(0, bisect.bisect_right(starts, place) - 1),
        )


def _hidden(char: str) -> bool:
    return not char.isprintable() and ord(char) > 0xA0
