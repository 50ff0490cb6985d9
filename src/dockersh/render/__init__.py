"""From an explanation to text: three dumb renderers fed the same values; width, colour and marks are arguments."""

from __future__ import annotations

from dockersh.explanation import Explanation
from dockersh.later import Later
from dockersh.typed import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from dockersh.render import plain, terminal
else:  # one of them draws
    plain = Later("dockersh.render.plain")
    terminal = Later("dockersh.render.terminal")

Detail = Literal["full", "brief", "off", "auto"]
DETAILS: tuple[Detail, ...] = ("full", "brief", "off", "auto")


class Style(NamedTuple):
    """How to draw. *columns*: cells a line may take; *layout* False: the linear form for pipes and screen readers."""

    columns: int = 80
    colour: bool = False
    ascii: bool = False
    layout: bool = True


def render(explanation: Explanation, detail: Detail, style: Style) -> str:
    """The explanation as text that ends in a newline; empty when there is nothing to say."""
    if detail == "off" or not (explanation.commands or explanation.findings):
        return ""
    if not style.layout:
        return plain.render(explanation, brief=detail == "brief", ascii_only=style.ascii)
    return terminal.render(explanation, brief=detail == "brief", style=terminal.Look(style.columns, style.colour, style.ascii))
