"""The colours we draw with, as SGR codes: few, and such that they can be read on a light and on a dark ground.

Measured on the palettes of xterm, VGA, Tango (GNOME, Ubuntu), VS Code, Windows (Campbell) and macOS: yellow, green and cyan
vanish on white, the plain blue on black. What is left are bright blue, magenta and bright red; red and green are never told
apart by colour, and no colour is the only sign of anything.
"""

BOLD, DIM = "1", "2"
FLAG = EXAMPLE = "94"
SEVERITIES = {"error": "1;91", "danger": "1;35", "warning": "35", "tip": "94"}
