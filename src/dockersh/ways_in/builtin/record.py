"""`record FILE`: what is typed from now on, and what it means, as a Markdown page to be replayed; `record off` ends it.

With `--output` also what docker lines print, in blocks that are no shell's; not of a line that has the terminal.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator

from dockersh.afterwards.failures.heard import ESCAPES
from dockersh.afterwards.failures.page import page
from dockersh.explaining.pipeline import explain
from dockersh.explaining.secrets import MASK, Hidden, has_secret, mask
from dockersh.explanation import CommandExplanation
from dockersh.machine import regular_files
from dockersh.machine.screen import visible
from dockersh.texts.wording import sentence
from dockersh.ways_in.builtin.desk import Desk
from dockersh.ways_in.spoken import Spoken
from dockersh.ways_in.told import Told

OFF = "off"
OUTPUT = "--output"
MOST = 100  # lines of an output that are kept
HAS_THE_TERMINAL = frozenset(("container attach", "compose attach", "compose run", "compose exec"))
FULL_SCREEN = "\x1b[?1049h"  # xterm's alternate screen: what was drawn there is no text
SUFFIXES = (".md", ".markdown")  # what --explain-script and --replay take for Markdown
TICKS = re.compile(r"`+")
SHOWN = re.compile(r"[^\n\t]+")


def record(desk: Desk, rest: str) -> int:
    """`record [--output] FILE`, `record off`, `record`: which file it is."""
    wanted, output = _asked(rest)
    file = os.path.expanduser(wanted.strip("'\""))
    if not file or file == OFF:
        return _end(desk, over=file == OFF)
    if not file.endswith(SUFFIXES):
        return desk.complain("record.usage")
    path = os.path.abspath(file)
    try:
        _write(path, f"# {desk.text('record.title', when=time.strftime('%Y-%m-%d %H:%M'))}\n\n{_head(desk, file)}\n", os.O_EXCL)
    except OSError as error:
        return desk.complain("record.cannot", file=file, reason=error.strerror or str(error))
    desk.record, desk.record_output = path, output
    desk.say("record.begun", file=file)
    return 0


def _asked(rest: str) -> tuple[str, bool]:
    """The file, and whether output is wanted; the option may stand on either side."""
    text = rest.strip()
    for without in (text.removeprefix(f"{OUTPUT} "), text.removesuffix(f" {OUTPUT}")):
        if without != text:
            return without.strip(), True
    return text, False


def may_keep(told: Told) -> bool:
    """Whether what the line prints is kept: docker's, and not what talks with a person."""
    calls = told.invocations
    return bool(calls) and not any(one.name in HAS_THE_TERMINAL or one.on("tty") for one in calls)


def _head(desk: Desk, file: str) -> str:
    return desk.text("record.head", file=os.path.basename(file), mask=MASK)


def _end(desk: Desk, *, over: bool) -> int:
    if not desk.record:
        return desk.complain("record.none")
    desk.say("record.ended" if over else "record.goes-on", file=desk.record)
    desk.record = "" if over else desk.record
    return 0


def add(desk: Desk, line: str) -> None:
    """A line has run: it, its meaning, and what came of it. A page that cannot be written any more ends the recording."""
    if not desk.record or not line.strip() or line.startswith(" "):
        return
    try:
        about = entry(desk.lang, line, desk.status, desk.shell.spoken, desk.text("record.status"))
        _write(desk.record, about + _printed(desk, line), os.O_APPEND)
    except OSError as error:
        desk.complain("record.cannot", file=desk.record, reason=error.strerror or str(error))
        desk.record = ""


def entry(lang: str, line: str, status: int, spoken: Spoken, failed: str) -> str:
    """The piece of the page about one line; secrets masked. *failed* is the sentence for a status other than 0."""
    shown = SHOWN.sub(lambda stretch: visible(stretch[0]), mask(line.strip()))
    commands = explain(line, lang=lang).commands
    title = " · ".join(dict.fromkeys(f"{one.program} {one.typed}".strip() for one in commands if one.known))
    fence = _fence(shown)
    parts = [f"## {title}"] if title else []
    parts += ["\n".join(_meaning(one)) for one in commands]
    parts.append(f"{fence}sh\n{shown}\n{fence}")
    came = "\n".join(f"> {said}" for said in _came_of(lang, line, status, spoken, failed))
    return "".join(f"\n{part}\n" for part in (*parts, came) if part)


def _printed(desk: Desk, line: str) -> str:
    """What the line printed, without its escapes, secrets masked; of a long output the end."""
    output, desk.output = desk.output, ""
    if not output.strip() or FULL_SCREEN in output:
        return ""
    hidden = Hidden(line)
    drawn = (row.rstrip("\r").rpartition("\r")[2].rstrip() for row in ESCAPES.sub("", output).strip("\n").split("\n"))
    rows = [mask(visible(hidden.text(row))) for row in drawn]
    left = len(rows) - MOST
    cut = [desk.text("record.cut", count=str(left))] if left > 0 else []
    text = "\n".join([*cut, *rows[-MOST:]])
    fence = _fence(text)
    return f"\n{fence}text\n{text}\n{fence}\n"


def _fence(text: str) -> str:
    return "`" * max([3, *(len(ticks) + 1 for ticks in TICKS.findall(text))])


def _meaning(command: CommandExplanation) -> Iterator[str]:
    if not command.known:
        return
    yield f"{command.text}\n"
    yield from (f"- {_code(one.shown)}: {one.text}" for one in command.parts if one.text and one.kind != "command-word")


def _code(text: str) -> str:
    ticks = "`" * (max((len(found) for found in TICKS.findall(text)), default=0) + 1)
    return f"{ticks}{text}{ticks}" if len(ticks) == 1 else f"{ticks} {text} {ticks}"


def _came_of(lang: str, line: str, status: int, spoken: Spoken, failed: str) -> Iterator[str]:
    hidden = Hidden(line)
    if status:
        yield failed.replace("{status}", str(status))
    if spoken.failed is not None:
        yield mask(visible(page(lang, spoken.failed).text))
    said = (sentence(lang, hidden.say(what)) for what in spoken.happened)
    yield from (" ".join(visible(one).split()) for one in said if not has_secret(one))


def _write(path: str, text: str, how: int) -> None:
    """Behind what stands there. Raises OSError, also for what is no file."""
    with os.fdopen(regular_files.open_to_write(path, how), "wb") as file:
        file.write(text.encode("utf-8", "backslashreplace"))
