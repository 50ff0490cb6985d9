"""`keep`: a line under a name, with places for words; `keep` lists them, `keep --remove NAME` forgets one."""

from __future__ import annotations

import shlex
import shutil

from dockersh.explaining.secrets import has_secret, mask
from dockersh.reading import catalogue
from dockersh.ways_in.builtin import named_lines
from dockersh.ways_in.builtin.desk import Desk

REMOVE = "--remove"


def keep(desk: Desk, rest: str) -> int:
    """`keep`, `keep NAME`, `keep NAME 'LINE'`, `keep --remove NAME`."""
    desk.lines = named_lines.load()
    try:
        words = shlex.split(rest)
    except ValueError:
        return desk.complain("keep.usage")
    if words[:1] == [REMOVE]:
        return _remove(desk, words[1:])
    if len(words) < 2:
        return _list(desk, words)
    name = words[0]
    line = words[1] if len(words) == 2 else rest.strip()[len(name) :].strip()
    wrong = _wrong(desk, name, line)
    return desk.complain(f"keep.{wrong}", name=name) if wrong else _save(desk, {**desk.lines, name: line}, name)


def _wrong(desk: Desk, name: str, line: str) -> str:
    """Why it cannot be kept; '' where nothing speaks against it."""
    from dockersh.ways_in.builtin import BUILTINS  # noqa: PLC0415  which has us in its table

    if not named_lines.NAME.fullmatch(name) or not line.strip():
        return "usage"
    of_shell = catalogue.words("programs")
    taken = name in BUILTINS or name in desk.config.aliases or name in catalogue.children("")
    if taken or name in (*of_shell["builtins"], *of_shell["some"]) or shutil.which(name, path=desk.shell.env.get("PATH")):
        return "taken"
    return "secret" if has_secret(line) else ""


def _list(desk: Desk, words: list[str]) -> int:
    if words and words[0] not in desk.lines:
        return desk.complain("keep.unknown", name=words[0])
    if not desk.lines:
        desk.say("keep.none")
    for name in words or sorted(desk.lines):
        desk.say("keep.row", name=name, line=shlex.quote(mask(desk.lines[name])))
    return 0


def _remove(desk: Desk, words: list[str]) -> int:
    if len(words) != 1:
        return desk.complain("keep.usage")
    if words[0] not in desk.lines:
        return desk.complain("keep.unknown", name=words[0])
    return _save(desk, {name: line for name, line in desk.lines.items() if name != words[0]}, "")


def _save(desk: Desk, lines: dict[str, str], new: str) -> int:
    try:
        named_lines.save(lines)
    except OSError as error:
        return desk.complain("keep.unsaved", reason=error.strerror or str(error))
    desk.lines = lines
    if new:
        desk.say("keep.kept", name=new, usage=usage(new, lines[new]))
    return 0


def usage(name: str, line: str) -> str:
    """`up-db $1 $2 [$3]`: the words that a line takes, in brackets those that have a default."""
    places = list(named_lines.slots(line))
    needed = max((slot.number for slot in places if slot.default is None), default=0)
    most = max((slot.number for slot in places), default=0)
    words = [f"${number}" if number <= needed else f"[${number}]" for number in range(1, most + 1)]
    return " ".join([name, *words])
