"""Ten times the length costs ten times the time, whatever the line: nothing that is only looked at can hang us."""

from __future__ import annotations

import contextlib
import gc
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dockersh import explain, texts
from dockersh.engine.composefiles import withheld
from dockersh.machine.screen import unlike_commands
from dockersh.reading import syntax
from dockersh.reading.syntax.grammar import PATIENCE
from dockersh.reading.syntax.unfinished import unfinished
from dockersh.ways_in.documents.check import check
from dockersh.ways_in.documents.passage import UnreadableError
from support import shapes
from support.shapes import LINES, Shape
from support.ways import ALL

# Where nobody waits for it: the lengths that are promised; else such as show a square as well.
SMALL, LARGE = (10_000, 100_000) if os.environ.get("CI") else (4_000, 40_000)
FLOOR = 0.03  # seconds of the processor under which a time says nothing
MOST = 15  # times as long for ten times the length
# Seconds of the processor for the longest; about one on the machine that this was written on. It bounds what hangs.
SLOWEST = 15.0
# What each way but `explain` reads beside that is its own: the quickest sample of each mechanism.
SAMPLE = (
    "nested-substitution",
    "nested-if-open",
    "many-commands",
    "many-find-exec-open",
    "many-aliases",
    "many-backticks",
    "many-substitutions-open",
    "here-documents-on-a-line",
    "here-documents-in-turn",
    "continuations",
    "continuations-with-prompts",
    "newlines",
    "newlines-of-windows",
    "blanks",
    "many-secrets",
    "many-ports",
    "many-unknown-flags",
    "many-comments",
    "pipes",
    "one-open-quote",
    "one-long-word",
    "prompts",
    "prompts-of-hosts",
    "every-kind-of-mark",
    "which-docker",
)


@pytest.fixture(autouse=True)
def no_collector() -> Iterator[None]:
    """The collector's time is not the reader's."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def seconds(way: Callable[[str], object], text: str) -> float:
    """Of the processor; the text is read for the first time."""
    syntax.parse.cache_clear()
    start = time.process_time()
    way(text)
    return time.process_time() - start


def holds(way: Callable[[str], object], shape: Shape, small: int, large: int) -> None:
    """The large one takes no more than its share, and what the grammar may take before it gives up."""
    first = max(FLOOR, seconds(way, shape(small)))
    second = seconds(way, shape(large - 60))
    assert second <= min(SLOWEST, MOST * first + PATIENCE), f"{first:.3f} s → {second:.3f} s"


@pytest.mark.parametrize("name", LINES)
def test_explaining_is_linear(name: str) -> None:
    """Ten times as long; in CI 10,000 and 100,000 characters."""
    holds(explain, LINES[name], SMALL, LARGE)


@pytest.mark.parametrize("way", [way for way in ALL if way != "explain"])
def test_every_way_is_linear(way: str) -> None:
    """Tab, the live line, colours, scripts, documents of every kind, JSON and the screen; at a length that shows a square."""
    for name in SAMPLE:
        try:
            holds(ALL[way], LINES[name], 1_000, 10_000)
        except AssertionError as error:
            raise AssertionError(f"{name}: {error}") from error


@pytest.mark.parametrize("name", ["a.sh", "a.md", "Makefile", "a.yml", "a.txt"])
def test_long_documents_are_linear(name: str) -> None:
    """Fences that are open, hundreds of them, long YAML, definitions of which docker is meant."""

    def way(text: str) -> None:
        with contextlib.suppress(UnreadableError):  # of YAML
            list(check(name, text, explain))

    for piece in shapes.DOCUMENTS:
        try:
            holds(way, shapes.many(piece), 5_000, 50_000)
        except AssertionError as error:
            raise AssertionError(f"{piece!r}: {error}") from error


@pytest.mark.parametrize("piece", ["\n", " ", "\n ", "COMPOSE_FILE\n", "export "])
def test_files_of_variables_are_linear(tmp_path: Path, piece: str) -> None:
    """Compose's own, in which it is looked for `COMPOSE_FILE`: a few thousand empty lines took seconds."""

    def way(text: str) -> None:
        (tmp_path / "env").write_text(text, encoding="utf-8")
        withheld((f"--env-file={tmp_path}/env",), {})

    holds(way, shapes.many(piece), SMALL, LARGE)


@pytest.mark.parametrize("piece", ["\n", " ", "\n ", "\x1b[0m", ":", "::a"])
def test_what_is_printed_is_looked_through_in_linear_time(piece: str) -> None:
    """For commands to a CI runner."""
    holds(unlike_commands, shapes.many(piece, "a::b"), SMALL, LARGE)


def test_a_very_long_continuation_is_read_once() -> None:
    """200,000 physical lines that are one to the shell."""
    holds(unfinished, lambda size: "docker run \\\n" + " -e A=b \\\n" * (size // 10), 200_000, 2_000_000)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("docker run 'x' --privileged -v /:/h " + "x" * 100_001, "line-too-long"),
        ("docker ps;" + "|" * 60_000, "line-too-long"),
        ("docker run x " + "$(" * 40 + "docker ps" + ")" * 40, "line-too-deep"),
        ("eval 'docker ps'", ""),
        ("true; eval \"eval 'eval eval eval eval eval eval eval eval eval docker ps'\"", ""),
    ],
    ids=["long", "stray-signs", "deep", "one-script", "evals"],
)
def test_what_is_not_read_is_said(line: str, code: str) -> None:
    """One clear line in both languages; nothing is said of a line that was read."""
    for lang in texts.complete():
        found = [one for one in explain(line, lang=lang).findings if one.code in ("line-too-long", "line-too-deep")]
        assert [one.code for one in found] == ([code] if code else [])
        assert all(one.severity == "error" and one.fix and "line-" not in one.text for one in found)


@pytest.mark.parametrize("name", ["a.sh", "a.md", "Makefile", "a.yml"])
def test_the_linter_counts_an_unread_line_as_an_error(name: str) -> None:
    """A line of 100,001 characters hides nothing."""
    line = "docker run --privileged -v /:/h 'x" + "x" * 100_001 + "'"
    text = {"a.md": f"```sh\n{line}\n```\n", "Makefile": f"a:\n\t{line}\n", "a.yml": f"run: {line}\n"}.get(name, f"{line}\n")
    (one,) = check(name, text, explain)
    assert [(found.code, found.severity) for _, found in one.findings] == [("line-too-long", "error")]
    assert len(one.explanation.line) <= 200
