"""dockersh explains a docker command line before it runs: what each piece means, what will happen, what to mind.

>>> from dockersh import explain
>>> explain("docker run -d nginx").commands[0].parts[0].shown
'-d'
"""

from __future__ import annotations

from dockersh.version import __version__

TYPE_CHECKING = False  # as typing's, whose import takes longer than all of Tab may wait for
if TYPE_CHECKING:
    from typing import Any

    from dockersh.explanation import CommandExplanation, Explanation, Finding, Note, Part, Step
    from dockersh.pipeline import Situation, explain

__all__ = ["CommandExplanation", "Explanation", "Finding", "Note", "Part", "Situation", "Step", "__version__", "explain"]


def __getattr__(name: str) -> Any:
    """Loaded when first asked for: Tab has no use for it, and no time."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from dockersh import explanation, pipeline  # noqa: PLC0415  see above

    found = getattr(pipeline if name in ("explain", "Situation") else explanation, name)
    globals()[name] = found
    return found
