"""Colours can be read on a light and on a dark ground, in the palettes that terminals come with."""

from __future__ import annotations

import pytest

from dockersh.render import colours
from dockersh.ways_in.repl.lexer import BAR, DEFAULT

ENOUGH = 2.5  # WCAG asks 3 for large letters; no palette's hue other than grey reaches that on both grounds everywhere
# SGR code → prompt_toolkit's name, and what it looks like: xterm, VGA, Tango, VS Code, Windows (Campbell), macOS.
PALETTES = {
    "31": ("ansired", "cd0000", "aa0000", "cc0000", "cd3131", "c50f1f", "c23621"),
    "33": ("ansiyellow", "cdcd00", "aa5500", "c4a000", "e5e510", "c19c00", "adad27"),
    "34": ("ansiblue", "0000ee", "0000aa", "3465a4", "2472c8", "0037da", "492ee1"),
    "35": ("ansimagenta", "cd00cd", "aa00aa", "75507b", "bc3fbc", "881798", "d338d3"),
    "36": ("ansicyan", "00cdcd", "00aaaa", "06989a", "11a8cd", "3a96dd", "33bbc8"),
    "90": ("ansibrightblack", "7f7f7f", "555555", "555753", "666666", "767676", "818383"),
    "91": ("ansibrightred", "ff0000", "ff5555", "ef2929", "f14c4c", "e74856", "fc391f"),
    "94": ("ansibrightblue", "5c5cff", "5555ff", "729fcf", "3b8eea", "3b78ff", "5833ff"),
}
OURS = {code for codes in (colours.FLAG, colours.EXAMPLE, *colours.SEVERITIES.values()) for code in codes.split(";")} - {"1"}
TYPED = {word for style in (*DEFAULT.values(), *BAR.values()) for word in style.split() if word.startswith("ansi")}


def luminance(colour: str) -> float:
    """Relative luminance of `rrggbb` (WCAG 2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colour: str, ground: str) -> float:
    """The contrast ratio of two colours (WCAG 2)."""
    dark, light = sorted((luminance(colour), luminance(ground)))
    return (light + 0.05) / (dark + 0.05)


def worst(code: str) -> float:
    """The least contrast of a colour on black and on white, whatever the palette."""
    return min(contrast(look, ground) for look in PALETTES[code][1:] for ground in ("000000", "ffffff"))


@pytest.mark.parametrize("code", sorted(OURS))
def test_what_we_print_can_be_read(code: str) -> None:
    """On both grounds."""
    assert worst(code) >= ENOUGH


@pytest.mark.parametrize("name", sorted(TYPED))
def test_what_is_typed_can_be_read(name: str) -> None:
    """The default theme, on both grounds."""
    assert worst(next(code for code, (known, *_) in PALETTES.items() if known == name)) >= ENOUGH


@pytest.mark.parametrize("code", ["33", "34", "36"])
def test_the_usual_choices_cannot(code: str) -> None:
    """Why yellow, blue and cyan are not used."""
    assert worst(code) < ENOUGH
