"""Screens one after the other as an SVG that moves by itself: no script, so that it moves inside an <img>, too."""

from __future__ import annotations

from html import escape

from support.screencast import COLUMNS, ROWS, Screen, Stretch, told

WIDTH, HEIGHT, MARGIN = 8.4, 18, 12  # of a character, of a row, around all
BACKGROUND = "#1e2229"
# As pyte names them. https://en.wikipedia.org/wiki/ANSI_escape_code#Colors
COLOURS = {
    "default": "#d7dae0",
    "black": "#7f848e",
    "red": "#e06c75",
    "green": "#98c379",
    "brown": "#e5c07b",
    "blue": "#61afef",
    "magenta": "#c678dd",
    "cyan": "#56b6c2",
    "white": "#ffffff",
    "brightblack": "#7f848e",
    "brightblue": "#61afef",
    "brightred": "#e06c75",
    "0000ff": "#61afef",  # too dark for a dark screen
    "000087": "#61afef",
}
TITLE = "dockersh: a docker line is explained, run, and what became of it is told"


def svg(screens: list[Screen]) -> str:
    """Each different row is drawn once; a screen is a list of rows, shown while it is its turn."""
    drawn: dict[tuple[Stretch, ...], str] = {}
    for screen in screens:
        for row in screen.rows:
            drawn.setdefault(row, f"r{len(drawn)}")
    total = sum(screen.seconds for screen in screens)
    frames: list[tuple[float, str]] = []
    begun = 0.0
    for screen in screens:
        uses = "".join(f'<use href="#{drawn[row]}" y="{number * HEIGHT}"/>' for number, row in enumerate(screen.rows) if row)
        frames.append((begun, uses))
        begun += screen.seconds
    return _document(drawn, frames, total, told(screens))


def _document(drawn: dict[tuple[Stretch, ...], str], frames: list[tuple[float, str]], total: float, text: str) -> str:
    width, height = COLUMNS * WIDTH + 2 * MARGIN, ROWS * HEIGHT + 2 * MARGIN
    steps = "".join(
        f"{begun / total:.4%}{{transform:translateY({-number * height:g}px)}}" for number, (begun, _) in enumerate(frames)
    )
    rows = "\n".join(f'<g id="{name}">{"".join(map(_text, row))}</g>' for row, name in drawn.items() if row)
    shown = "\n".join(f'<g transform="translate(0 {number * height:g})">{uses}</g>' for number, (_, uses) in enumerate(frames))
    last = -(len(frames) - 1) * height
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"
 role="img" xml:space="preserve">
<title>{escape(TITLE)}</title>
<desc>{escape(text)}</desc>
<style>
text{{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}}
#film{{animation:film {total:.2f}s step-end infinite}}
@keyframes film{{{steps}}}
@media (prefers-reduced-motion:reduce){{#film{{animation:none;transform:translateY({last:g}px)}}}}
</style>
<defs>
{rows}
</defs>
<rect width="100%" height="100%" rx="8" fill="{BACKGROUND}"/>
<svg x="{MARGIN}" y="{MARGIN}" width="{width - 2 * MARGIN:g}" height="{height - 2 * MARGIN:g}">
<g id="film">
{shown}
</g>
</svg>
</svg>
"""


def _text(one: Stretch) -> str:
    """Each stretch is as wide as its cells, whatever the font."""
    colour = COLOURS.get(one.colour, f"#{one.colour}")
    bold = ' font-weight="bold"' if one.bold else ""
    cells = len(one.text)
    length = f' textLength="{cells * WIDTH:g}" lengthAdjust="spacingAndGlyphs"'
    return f'<text x="{one.column * WIDTH:g}" y="14" fill="{colour}"{bold}{length}>{escape(one.text, quote=False)}</text>'
