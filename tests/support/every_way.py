"""Explains lines in every way there is, in one process, and runs none of them: `python every_way.py FILE` (a JSON list).

For a tracer outside of it. Before each line and way the file `/mark/N-WAY` is looked for, so that a trace tells who did what.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterator

from dockersh import explain
from dockersh.client import list_ahead
from dockersh.engine.watcher import Snapshot
from dockersh.reading import syntax
from dockersh.reading.invocation import Part
from dockersh.render.roles import part_at
from dockersh.ways_in import script
from dockersh.ways_in.builtin import Desk, read
from dockersh.ways_in.complete import protocol
from dockersh.ways_in.config import Config, defaults
from dockersh.ways_in.documents import foretold
from dockersh.ways_in.documents import run as documents
from dockersh.ways_in.repl.live import live
from dockersh.ways_in.repl.snapshot_engine import KnownEngine
from dockersh.ways_in.repl.suggest import could_run
from dockersh.ways_in.shell import Settings, Shell

DOCUMENT = "every-way.sh"  # in the folder where we are; the one file we write
SNAPSHOT = Snapshot(up=True, context="default", version="28.2.2", containers={"web": "running"})


def _say(line: str, settings: Settings) -> None:
    Shell(settings).say_explanation(line, syntax.parse(line))


def explain_only(line: str) -> None:
    """`dockersh -n -c LINE`."""
    _say(line, Settings(explain_only=True))


def as_json(line: str) -> None:
    """`dockersh --json -c LINE`."""
    _say(line, Settings("ko", json=True))


def before_a_run(line: str) -> None:
    """`dockersh -c LINE`, wrapper, Enter, step: up to where the line would run."""
    _say(line, Settings())


def in_a_script(line: str) -> None:
    """`dockersh -n` with the line on standard input."""
    _with_input(line, lambda: script.run_script(Shell(Settings(explain_only=True))))


def in_a_document(line: str) -> None:
    """`dockersh --explain-script FILE`."""
    _document(line)


def simulated(line: str) -> None:
    """`dockersh --explain-script FILE --simulate`; `--from-engine` reads the person's own engine, once, before any line."""
    _document(line, foretold.simulation("en", from_engine=False))


def _document(line: str, simulation: foretold.Simulation | None = None) -> None:
    with open(DOCUMENT, "w", encoding="utf-8", errors="surrogateescape") as file:
        file.write(line + "\n")
    desk = documents.Desk(explain, lambda _text: None, lambda _file, _reason: None, simulation)
    documents.run(documents.Wanted([DOCUMENT]), desk)


def tab(line: str) -> None:
    """Tab at the end of the line, and in the middle of its last two words."""
    last = line.rfind(" ") + 1
    before = line.rfind(" ", 0, max(last - 1, 0)) + 1
    for cursor in sorted({before, last, min(last + 1, len(line)), len(line)}):
        begun = list_ahead.begin(line[:cursor])
        protocol.main(["bash", line[:cursor], str(cursor)], begun)


def while_typing(line: str) -> None:
    """The live line and the grey suggestion."""
    for cursor in {len(line), len(line) // 2}:
        live(line, cursor, "en", KnownEngine(SNAPSHOT))
    could_run(line, SNAPSHOT)


def f1(line: str) -> None:
    """The page of the word at the end, as F1 shows it; and `explain LINE`."""
    desk = Desk(Shell(Settings()), Config(defaults()))
    found = part_at(line, len(line))
    if found is not None and found[0].command is not None:
        invocation, part = found
        option = f" --{part.name}" if isinstance(part, Part) and part.flag is not None else ""
        read.help_page(desk, f"docker {invocation.name}{option}")
    read.explain_line(desk, line)


WAYS: tuple[Callable[[str], None], ...] = (
    explain_only,
    as_json,
    before_a_run,
    in_a_script,
    in_a_document,
    simulated,
    tab,
    while_typing,
    f1,
)


@contextlib.contextmanager
def _silent() -> Iterator[None]:
    """Nothing of it is to be read."""
    kept = [os.dup(1), os.dup(2)]
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        os.dup2(nowhere, descriptor)
    try:
        yield
    finally:
        for saved, descriptor in zip(kept, (1, 2), strict=True):
            os.dup2(saved, descriptor)


def _with_input(text: str, work: Callable[[], object]) -> None:
    kept = os.dup(0)
    reading, writing = os.pipe()
    os.write(writing, os.fsencode(text + "\n")[:60_000])
    os.close(writing)
    os.dup2(reading, 0)
    os.close(reading)
    try:
        work()
    finally:
        os.dup2(kept, 0)
        os.close(kept)


def main() -> int:
    """Each line in each way; 1 where one of them failed, with the traceback."""
    with open(sys.argv[1], encoding="utf-8") as file:
        lines: list[str] = json.load(file)
    with _silent():
        for number, line in enumerate(lines):
            for way in WAYS:
                os.path.exists(f"/mark/{number}-{way.__name__}")
                with contextlib.suppress(OSError):
                    os.open(f"/mark/{number}-{way.__name__}", os.O_RDONLY)
                way(line)
    print("done")
    return 0


if __name__ == "__main__":
    sys.exit(main())
