"""The screencast of the README shows what dockersh shows today. DOCKERSH_REWRITE_CASES=1 records it anew."""

from __future__ import annotations

import os
import re
from html import unescape

import pytest

from support.animated import svg
from support.paths import ROOT
from support.private_engine import PrivateEngine
from support.screencast import FILE, record, told

README = ROOT / "README.md"


def test_the_screencast_is_current(engine: PrivateEngine) -> None:
    """The same keys on a real engine give the same screens, ids and times aside: those of the current docker."""
    if engine.row.name != "current":
        pytest.skip("the screens are those of the current docker: --row current")
    screens = record(engine)
    if os.environ.get("DOCKERSH_REWRITE_CASES"):
        FILE.write_text(svg(screens), encoding="utf-8")
    kept = FILE.read_text(encoding="utf-8")
    shown = unescape(kept.partition("<desc>")[2].partition("</desc>")[0])
    assert shown.split() == told(screens).split()  # a longer number may break a line elsewhere


def test_it_stands_in_the_readme() -> None:
    """By the place where it is kept."""
    assert f"]({FILE.relative_to(README.parent)})" in README.read_text(encoding="utf-8")


def test_its_colours_are_colours() -> None:
    """Every name of a terminal's colour has its place in the picture's palette."""
    fills = set(re.findall(r'fill="([^"]*)"', FILE.read_text(encoding="utf-8")))
    assert {fill for fill in fills if not re.fullmatch(r"#[0-9a-f]{6}", fill)} == set()
