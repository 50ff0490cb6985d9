"""README's table of what dockersh asks, reads, runs and keeps. DOCKERSH_REWRITE_CASES=1 writes it anew."""

from __future__ import annotations

import os
import re

from dockersh import permissions
from support.paths import ROOT

README = ROOT / "README.md"
MARKED = re.compile(r"(<!-- permissions -->\n).*?(<!-- /permissions -->\n)", re.DOTALL)


def _code(*words: str) -> str:
    return ", ".join(f"`{word}`" for word in words)


def rows() -> str:
    """The rows of the table, as the README has them."""
    table = permissions.table()
    engines, programs, seconds = table["engines"], table["programs"], table["seconds"]
    assert (engines["own"], engines["stored-elsewhere"], engines["line"]) == ("always", "before-a-run", "never")
    groups = dict.fromkeys(word.split(" ")[0] for word in programs["docker"])
    made = [
        ("", "what", "where"),
        ("---", "---", "---"),
        ("asks", *table["readme"]["asks"]),
        ("never asks", *table["readme"]["never-asks"]),
        ("runs", f"{table['readme']['runs'][0]} (of {_code(*groups)})", table["readme"]["runs"][1]),
        ("waits", f"{seconds['round']} seconds; for compose's own files {seconds['compose']} more", "`DOCKERSH_TIMEOUT`"),
        ("reads", "; ".join(table["files"]["line"]), "where the line says: regular files only"),
        ("", f"docker's settings: {_code(*table['files']['docker'])}", "your own `~/.docker` or `DOCKER_CONFIG`"),
        ("", f"this machine's ports, and devices for Tab: {_code(*table['files']['machine'])}", "where the engine is here"),
        *(("keeps" if name == "config" else "", *row) for name, row in table["kept"].items()),
    ]
    return "".join(f"| {' | '.join(row)} |\n" for row in made)


def test_the_readme_shows_the_table() -> None:
    """As it is today."""
    text = README.read_text(encoding="utf-8")
    if os.environ.get("DOCKERSH_REWRITE_CASES"):
        text = MARKED.sub(lambda found: f"{found[1]}{rows()}{found[2]}", text)
        README.write_text(text, encoding="utf-8")
    found = MARKED.search(text)
    assert found
    assert found[0] == f"{found[1]}{rows()}{found[2]}"


def test_what_is_promised_is_exact() -> None:
    """No sentence says more than the table."""
    text = README.read_text(encoding="utf-8")
    assert "Nothing leaves your machine" not in text
    assert "asks only your own docker engine" in text
