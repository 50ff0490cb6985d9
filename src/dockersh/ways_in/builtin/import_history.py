r"""`history --import`: the docker lines of the person's own shells, from the files in which bash, zsh and fish keep them.

bash   ~/.bash_history              a line each; with HISTTIMEFORMAT `#1700000000` above (bash(1), HISTTIMEFORMAT)
zsh    ~/.zsh_history               `: 1700000000:3;LINE` with EXTENDED_HISTORY (zshoptions(1)), a newline as `\`, and
                                    some bytes as 0x83 and the byte with one bit turned (zsh, Src/utils.c, metafy)
fish   …/fish/fish_history          `- cmd: LINE` and `  when: 1700000000`, `\n` for a newline (fish, history.cpp)

Where HISTFILE names another file, as frameworks and people set it in `.bashrc` or `.zshrc`, it is read, too: the variable where
it is exported, else what those files give it. Their words are read, and nothing of them is run.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from dockersh.explaining.secrets import has_secret
from dockersh.machine import folders, limits, regular_files
from dockersh.reading import syntax
from dockersh.reading.syntax.words import mentions
from dockersh.ways_in.builtin.history import Ran

STAMP = re.compile(r"#(\d{1,12})")
EXTENDED = re.compile(r": *(\d{1,12}):(\d{1,9});(.*)", re.DOTALL)
ROW_OF_ZSH = re.compile(rb"(?m)^: *\d{1,12}:\d{1,9};")
ASSIGNED = re.compile(r"""(?m)^[ \t]*(?:export[ \t]+|typeset[ \t]+(?:-\w+[ \t]+)*)?HISTFILE=("[^"\n]*"|'[^'\n]*'|[^\s;#&|]+)""")
VARIABLE = re.compile(r"\$(?:(\w+)|\{(\w+)(?::-([^{}]*))?\})")
DEPTH = 2  # a default may name another variable
BASHS = (".profile", ".bash_profile", ".bashrc")
ZSHS = (".zshenv", ".zprofile", ".zshrc")
META = re.compile(rb"\x83(.)", re.DOTALL)
FISH = re.compile(r"\\(.)", re.DOTALL)


def found(env: Mapping[str, str], known: Iterable[str], most: int) -> list[Ran]:
    """The docker lines that are not *known*, each once, the newest *most* of them, the oldest first; none with a secret."""
    have = set(known)
    lines = [ran for ran in _all(env) if ran.line not in have and _is_docker(ran.line)]
    latest = {ran.line: ran for ran in sorted(lines, key=lambda ran: ran.when or 0.0)}
    kept = [ran for ran in latest.values() if not has_secret(ran.line)]
    return sorted(kept, key=lambda ran: ran.when or 0.0)[-most:] if most else []


def _is_docker(line: str) -> bool:
    return mentions(line) and not line.startswith(" ") and bool(syntax.parse(line).dockers)


def _all(env: Mapping[str, str]) -> Iterator[Ran]:
    home = folders.home(env) or os.sep
    zdotdir = env.get("ZDOTDIR") or home
    usual = {
        os.path.join(home, ".bash_history"): bash,
        os.path.join(zdotdir, ".zsh_history"): zsh,
        os.path.join(folders.base("data", env) or home, "fish", "fish_history"): fish,
    }
    named = [env.get("HISTFILE", ""), *_named(home, BASHS, env), *_named(zdotdir, ZSHS, env)]
    for path, read in {**dict.fromkeys(filter(os.path.isabs, named)), **usual}.items():
        data = _read(path)
        yield from (read or _reader(data))(data)


def _named(folder: str, files: tuple[str, ...], env: Mapping[str, str]) -> Iterator[str]:
    """What a shell's own files give HISTFILE, the last of each; '' where that takes a shell to know."""
    for name in files:
        found = ASSIGNED.findall(_text(_read(os.path.join(folder, name))))
        yield from (_filled(value.strip("'\""), env) for value in found[-1:])


def _filled(value: str, env: Mapping[str, str]) -> str:
    """With the person's folders in the place of their variables and `~`."""
    home = folders.home(env) or ""
    value = f"{home}{value[1:]}" if value.startswith("~/") else value
    for _ in range(DEPTH):
        value = VARIABLE.sub(lambda found: {"HOME": home, **env}.get(found[1] or found[2]) or found[3] or "", value)
    return "" if "$" in value or "`" in value else value


def _reader(data: bytes) -> Callable[[bytes], Iterator[Ran]]:
    """A zsh's that keeps times can be told by its rows; every other one is read as bash's."""
    return zsh if ROW_OF_ZSH.search(data) else bash


def _read(path: str) -> bytes:
    """The end of a file; nothing of one that is not there."""
    try:
        return regular_files.tail(path, limits.OWN_FILE)
    except OSError:
        return b""


def bash(data: bytes) -> Iterator[Ran]:
    """A line each; between two times all that stands there is one."""
    when: float | None = None
    lines: list[str] = []
    for line in _text(data).split("\n"):
        stamp = STAMP.fullmatch(line)
        if stamp or when is None:
            yield from _whole(lines, when)
            lines = []
        when = float(stamp[1]) if stamp else when
        lines += [] if stamp or not line else [line]
    yield from _whole(lines, when)


def zsh(data: bytes) -> Iterator[Ran]:
    """With its time, where the shell kept one; a line that goes on ends with a backslash."""
    plain = META.sub(lambda match: bytes([match[1][0] ^ 32]), data)
    lines: list[str] = []
    for line in _text(plain).split("\n"):
        goes_on = line.endswith("\\") and not line.endswith("\\\\")
        lines.append(line[:-1] if goes_on else line)
        if not goes_on:
            yield from _extended("\n".join(lines))
            lines = []


def _extended(text: str) -> Iterator[Ran]:
    match = EXTENDED.fullmatch(text)
    if match:
        yield Ran(match[3], float(match[1]), None, float(match[2]))
    elif text:
        yield Ran(text)


def fish(data: bytes) -> Iterator[Ran]:
    """Each with its time."""
    line = ""
    for one in _text(data).split("\n"):
        if one.startswith("- cmd: "):
            line = FISH.sub(lambda match: "\n" if match[1] == "n" else match[1], one.removeprefix("- cmd: "))
        elif line and one.startswith("  when: ") and one[8:].isdecimal():
            yield Ran(line, float(one[8:20]))
            line = ""


def _whole(lines: list[str], when: float | None) -> Iterator[Ran]:
    if lines:
        yield Ran("\n".join(lines), when)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")
