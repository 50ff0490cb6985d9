"""dockersh explains a docker command line before it runs: what each piece means, what will happen, what to mind.

>>> from dockersh import explain, to_compose
>>> explain("docker run -d nginx").commands[0].parts[0].shown
'-d'
>>> print(to_compose("docker run -d --name web -p 8080:80 nginx").text, end="")
services:
  web:
    image: nginx
    container_name: web
    ports:
      - "8080:80"
    network_mode: bridge
"""

from __future__ import annotations

from dockersh.version import __version__

TYPE_CHECKING = False  # as typing's, whose import takes longer than all of Tab may wait for
if TYPE_CHECKING:
    from typing import Any

    from dockersh.explaining.pipeline import Situation, explain
    from dockersh.explanation import CommandExplanation, Explanation, Finding, Note, Part, Piece, Step
    from dockersh.ways_in.library import Lines, Remark, answer, how, to_compose, to_run, why

__all__ = [
    "CommandExplanation",
    "Explanation",
    "Finding",
    "Lines",
    "Note",
    "Part",
    "Piece",
    "Remark",
    "Situation",
    "Step",
    "__version__",
    "answer",
    "explain",
    "how",
    "to_compose",
    "to_run",
    "why",
]
OF_WHAT_IS_THERE = frozenset(("Lines", "Remark", "answer", "how", "to_compose", "to_run", "why"))


def __getattr__(name: str) -> Any:
    """Loaded when first asked for: Tab has no use for it, and no time."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(_home(name), name)
    globals()[name] = found
    return found


def _home(name: str) -> Any:
    """The module that has it."""
    if name in OF_WHAT_IS_THERE:
        from dockersh.ways_in import library  # noqa: PLC0415  see above

        return library
    from dockersh import explanation  # noqa: PLC0415  see above
    from dockersh.explaining import pipeline  # noqa: PLC0415  see above

    return pipeline if name in ("explain", "Situation") else explanation
