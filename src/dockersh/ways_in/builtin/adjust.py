"""Built-ins that change the session: set, alias, unalias, clear, exit."""

from __future__ import annotations

import re
import shlex
import sys

from dockersh.explaining.secrets import has_secret, mask
from dockersh.ways_in import config
from dockersh.ways_in.builtin.desk import Desk
from dockersh.ways_in.config import KEYS, UnsavedError
from dockersh.ways_in.streams import write

SAVE = "--save"
IMPORT = "--import"
CLEAR = "\x1b[H\x1b[2J\x1b[3J"
NUMBER = re.compile(r"[0-9]{1,18}")
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


def is_ours(rest: str) -> bool:
    """Whether the words behind `set` are ours (`set detail brief`) and not the shell's (`set -e`)."""
    first = [word for word in rest.split() if word != SAVE][:1]
    return not first or bool(re.fullmatch(r"[a-z][a-z-]*", first[0]))


def set_keys(desk: Desk, rest: str) -> int:
    """`set` shows all; `set KEY` one; `set KEY VALUE` changes it for the session, with --save in the file too."""
    save = SAVE in rest.split()
    words = [word for word in rest.split() if word != SAVE]
    if not words:
        return _save_all(desk) if save else _show(desk, tuple(KEYS))
    key = words[0]
    if key not in KEYS:
        return desk.complain("set.unknown-key", key=key, keys=", ".join(KEYS))
    if len(words) == 1:
        return _show(desk, (key,))
    value = config.parse_value(key, _text(rest, key) if KEYS[key].words == config.TEXT else " ".join(words[1:]))
    if value is None:
        return desk.complain("set.bad-value", key=key, value=" ".join(words[1:]), words=config.words(key))
    desk.change(key, value)
    _tell(desk, key, value)
    return _saved(desk, {key: value}) if save else 0


def _tell(desk: Desk, key: str, value: config.Value) -> None:
    """What a change means, where that is more than its name says."""
    if key == "private":
        desk.say("private.on" if value else "private.off")


def _text(rest: str, key: str) -> str:
    """A value of any words: as typed after the key, without the quotes around it."""
    found = rest.replace(SAVE, "", 1).partition(key)[2].strip()
    return found[1:-1] if found[:1] in ("'", '"') and found[-1:] == found[:1] and len(found) > 1 else found


def _show(desk: Desk, keys: tuple[str, ...]) -> int:
    for key in keys:
        desk.say("set.row", key=key.ljust(22), value=desk.config.text(key).ljust(8), text=desk.text(f"settings.{key}"))
    return 0


def _save_all(desk: Desk) -> int:
    changed = {key: value for key, value in desk.config.values.items() if value != KEYS[key].default}
    return _saved(desk, changed)


def _saved(desk: Desk, changes: dict[str, config.Value]) -> int:
    try:
        config.save(changes)
    except UnsavedError as error:
        return desk.complain("set.unsaved", file=config.path(), reason=str(error))
    desk.say("set.saved", file=config.path())
    return 0


def alias(desk: Desk, rest: str) -> int:
    """`alias` lists; `alias NAME` shows one; `alias NAME='LINE'` keeps one, in the settings file."""
    if rest == IMPORT:
        return _import(desk)
    name, equals, text = rest.partition("=")
    if not equals:
        return _list(desk, name.strip())
    try:
        words = shlex.split(text)
    except ValueError:
        return desk.complain("alias.usage")
    if not NAME.fullmatch(name.strip()) or not words:
        return desk.complain("alias.usage")
    line = words[0] if len(words) == 1 else text.strip()
    return _keep(desk, name.strip(), line)


def _import(desk: Desk) -> int:
    """`alias --import`: docker aliases of bash, zsh and fish; names that are taken here stay as they are."""
    from dockersh.ways_in.builtin.importing import found  # noqa: PLC0415  rare

    new = {name: line for name, line in found(desk.shell.env).items() if name not in desk.config.aliases}
    if not new:
        desk.say("alias.none-found")
        return 0
    for name, line in sorted(new.items()):
        desk.say("alias.row", name=name, line=shlex.quote(mask(line)))
        if status := _keep(desk, name, line):
            return status
    return 0


def _list(desk: Desk, name: str) -> int:
    known = desk.config.aliases
    if name and name not in known:
        return desk.complain("alias.unknown", name=name)
    for one in (name,) if name else sorted(known):
        desk.say("alias.row", name=one, line=shlex.quote(mask(known[one])))
    return 0


def _keep(desk: Desk, name: str, line: str | None) -> int:
    aliases = {key: text for key, text in desk.config.aliases.items() if key != name}
    desk.config = desk.config._replace(aliases=aliases if line is None else {**aliases, name: line})
    if line is not None and has_secret(line):
        desk.say("alias.not-kept", name=name)
        return 0
    try:
        config.save_alias(name, line)
    except UnsavedError as error:
        return desk.complain("set.unsaved", file=config.path(), reason=str(error))
    return 0


def unalias(desk: Desk, rest: str) -> int:
    """`unalias NAME` forgets one."""
    if rest not in desk.config.aliases:
        return desk.complain("alias.unknown", name=rest)
    return _keep(desk, rest, None)


def expand(desk: Desk, line: str) -> str:
    """The line with an alias in front replaced by what it stands for, once, as shells do."""
    match = re.match(r"\s*([A-Za-z_][A-Za-z0-9_.-]*)(?=\s|$)", line)
    meant = desk.config.aliases.get(match[1]) if match else None
    return meant + line[match.end() :] if match and meant else line


def clear(desk: Desk, rest: str) -> int:
    """`clear`: an empty screen."""
    del desk, rest
    write(sys.stdout, CLEAR, steers=True)
    return 0


def leave(desk: Desk, rest: str) -> int:
    """`exit [N]`: leave with N, else with the last status."""
    desk.leaving = int(rest) & 255 if NUMBER.fullmatch(rest) else desk.status
    return desk.leaving
