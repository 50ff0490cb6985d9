"""From an explanation to text: three dumb renderers fed the same values; width, colour and marks are arguments."""

from __future__ import annotations

from dockersh.explanation import Explanation
from dockersh.machine.screen import visible
from dockersh.startup.lazy_module import Later
from dockersh.startup.typed import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from dockersh.render import plain, terminal
else:  # one of them draws
    plain = Later("dockersh.render.plain")
    terminal = Later("dockersh.render.terminal")

Detail = Literal["auto", "full", "brief", "failures", "off"]
DETAILS: tuple[Detail, ...] = ("auto", "full", "brief", "failures", "off")
BRIEF = frozenset(("brief", "failures"))


class Style(NamedTuple):
    """How to draw. *columns*: cells a line may take; *layout* False: the linear form for pipes and screen readers."""

    columns: int = 80
    colour: bool = False
    ascii: bool = False
    layout: bool = True


def render(explanation: Explanation, detail: Detail, style: Style) -> str:
    """The explanation as text that ends in a newline; empty when there is nothing to say.

    `auto` draws what is left of an explanation that holds only what is new: the less there is, the denser.
    """
    if detail == "off" or not (explanation.commands or explanation.findings):
        return ""
    explanation = legible(explanation)
    if not style.layout:
        return plain.render(explanation, brief=detail in BRIEF, ascii_only=style.ascii)
    look = terminal.Look(style.columns, style.colour, style.ascii)
    return terminal.render(explanation, brief=detail in BRIEF, dense=detail == "auto", style=look)


def legible(item: Any) -> Any:
    """An explanation, or a part of one, with every text in it made visible: the line's words, docker's help, names."""
    if isinstance(item, str):
        return visible(item)
    if not isinstance(item, tuple):
        return item
    made = map(legible, item)
    return item._make(made) if hasattr(item, "_make") else tuple(made)
