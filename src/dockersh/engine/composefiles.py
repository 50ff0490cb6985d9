"""Whether compose would fetch something before it can say what a project is, or read what is no file.

    -f https://host/repo.git   -f oci://…   -f git@host:repo   COMPOSE_FILE=…   include: [oci://…]   extends: {file: https://…}

docker/compose 2.20 and later hand such a name to git or to a registry (pkg/remote; what git takes: buildkit util/gitutil).
The files are not read as YAML, which would take longer than the question: what stands in the values of `include` and
`extends` is looked at, and what may be remote counts as remote.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping

from dockersh.engine.question import About
from dockersh.engine.state import Withheld
from dockersh.machine import limits, regular_files
from dockersh.startup.lazy_regex import pattern

# The names compose looks for, in this folder and those above.
NAMES = ("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml")
DEFAULTS = tuple(name.replace(".y", f"{more}.y") for name in NAMES for more in ("", ".override"))
REMOTE = pattern(r"[A-Za-z][\w+.-]*://|[\w.-]+@[\w.-]+:|github\.com/", re.IGNORECASE)
KEY = pattern(r"(?<![\w.-])(?P<quote>[\"']?)(?P<key>include|extends|env_file|label_file)(?P=quote)\s*:(?=\s|[\[{\"'])")
# Ways to write a key, a value or a file so that we would have to read YAML: an escape, an alias, a tag, another encoding.
ODD_FILE = pattern(r"\\(?:[xuU][0-9A-Fa-f]|\n)[^\"]{0,80}\"\s*:|^[ \t]*(?:\?\s|%TAG|\*[\w-]+[ \t]*:)|\0", re.MULTILINE)
ODD_VALUE = pattern(r"\\|\$|(?:^|\s)[&*!][\w*]|''|(?:^|[:\s-])[|>][+-]?\d?\s*$", re.MULTILINE)
REMARK = pattern(r"(?:^|[ \t])#")
FILE = pattern(r"\bfile[\"']?\s*:\s*[\"']?([^\s,}\"']+)")
BREAKS = pattern("\r\n|[\r\x85\u2028\u2029]")
SETS = pattern(r"^[^\S\n]*+(?:export[^\S\n]++)?COMPOSE_FILE[^\S\n]*+[=:][^\S\n]*+(.*)$", re.MULTILINE)
FOLLOWED = frozenset(("include", "extends"))


class _WithheldError(Exception):
    """Compose is not to be asked; why not: `remote` or `piped`."""


def withheld(about: About, env: Mapping[str, str]) -> Withheld:
    """Why compose with these options (`--file=…`), in this environment and folder, is not to be asked; '' where it may be.

    `remote`: it may go beyond this machine's files; `piped`: it would read what is no regular file, and can be read but once.
    """
    try:
        _Look().project([one.partition("=")[::2] for one in about if one.startswith("--")], env)
    except _WithheldError as error:
        return "piped" if error.args == ("piped",) else "remote"
    return ""


class _Look:
    """One look at a project's files: what was read, and how much more may be."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.bytes, self.names = limits.COMPOSE_BYTES, limits.COMPOSE_NAMES

    def project(self, options: list[tuple[str, str]], env: Mapping[str, str]) -> None:
        """Raises _WithheldError."""
        chosen = [value for name, value in options if name in ("--file", "-f")]
        folders = [value for name, value in options if name in ("--project-directory", "--workdir")]
        folders = [*folders[-1:], *(os.path.dirname(_local(one)) or "." for one in chosen[:1]), "."]
        settings = [value for name, value in options if name == "--env-file"] or env.get("COMPOSE_ENV_FILES", "").split(",")
        for path in (*filter(None, settings), *(os.path.join(folder, ".env") for folder in folders)):
            self.settings(path)
        named = chosen or list(_listed(env.get("COMPOSE_FILE", ""), env))
        for name in named:
            self.file(_local(name), folders[0])
        if not named:
            for path in (path for folder in folders for path in _usual(os.path.abspath(folder))):
                self.file(path, folders[0])

    def settings(self, path: str) -> None:
        """A file of variables, which may name the compose files."""
        for match in SETS.finditer(_text(path)):
            for name in _listed(match[1].strip().strip("\"'"), {}):
                self.file(_local(name), os.path.dirname(path))

    def file(self, path: str, project: str) -> None:
        """A compose file, and those it includes."""
        path = os.path.abspath(os.path.expanduser(path))
        if path in self.seen:
            return
        self.seen.add(path)
        text = "\n".join(_bare(line) for line in BREAKS.sub("\n", _text(path)).split("\n"))
        self.count(len(text))
        if len(self.seen) > limits.COMPOSE_FILES or ODD_FILE.search(text):
            raise _WithheldError("remote")
        for match in KEY.finditer(text):
            self.value(match["key"], _value(text, match), (os.path.dirname(path), project))

    def count(self, characters: int, names: int = 0) -> None:
        """What was read, and looked for."""
        self.bytes -= characters
        self.names -= names
        if self.bytes < 0 or self.names < 0:
            raise _WithheldError("remote")

    def value(self, key: str, text: str, folders: tuple[str, ...]) -> None:
        """What stands behind a key: names of files, or of services, which are no files."""
        self.count(len(text), 1)
        follows = key in FOLLOWED
        if follows and ODD_VALUE.search(text):
            raise _WithheldError("remote")
        words = FILE.findall(text) if key == "extends" else re.findall(r"[^\s,\[\]{}\"']+", text)
        self.count(0, len(words))
        for word in words:
            if follows and REMOTE.match(word):
                raise _WithheldError("remote")
            for path in (os.path.join(folder, word) for folder in folders):
                self.named(path, follows=follows)

    def named(self, path: str, *, follows: bool) -> None:
        """A path that a compose file names; it may also be a word of another meaning, and then there is no such file."""
        if regular_files.special(path):
            raise _WithheldError("piped")
        if not follows:
            return
        self.settings(os.path.join(path if os.path.isdir(path) else os.path.dirname(path), ".env"))
        if os.path.isfile(path):
            self.file(path, os.path.dirname(path))


def _bare(line: str) -> str:
    """Without a remark at its end; where a quote follows, the sign may be part of a text."""
    if "#" not in line:
        return line
    quote = max(line.rfind('"'), line.rfind("'")) + 1
    found = REMARK.search(line, quote)
    return line[: found.start()] if found and (quote == 0 or found.start() > quote or line[found.start()] != "#") else line


def _local(name: str) -> str:
    if REMOTE.match(name) or name == "-":
        raise _WithheldError("piped" if name == "-" else "remote")
    return name


def _listed(value: str, env: Mapping[str, str]) -> Iterator[str]:
    """The names in COMPOSE_FILE; an address is one, whatever separates them."""
    if REMOTE.search(value) or "$" in value:
        raise _WithheldError("remote")
    separator = env.get("COMPOSE_PATH_SEPARATOR") or os.pathsep
    yield from (one for one in re.split(f"[{re.escape(separator + os.pathsep)}]", value) if one)


def _usual(folder: str) -> Iterator[str]:
    """The files of the nearest folder that has one."""
    while True:
        found = [path for name in DEFAULTS if os.path.lexists(path := os.path.join(folder, name))]
        if found or folder == os.path.dirname(folder):
            yield from found
            return
        folder = os.path.dirname(folder)


def _text(path: str) -> str:
    """What is in a file; '' where there is none, which is compose's to say. Raises _WithheldError for a pipe."""
    try:
        data = regular_files.read(os.path.expanduser(path), limits.COMPOSE_FILE)
    except regular_files.NotRegularError:
        raise _WithheldError("piped") from None
    except regular_files.TooLargeError:
        raise _WithheldError("remote") from None
    except OSError:
        return ""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _WithheldError("remote")
    return data.decode("utf-8-sig", "replace")


def _value(text: str, key: re.Match[str]) -> str:
    """The text of a key's value: up to its closing bracket, or the line and those below that are further in."""
    rest = re.compile(r"\s*").match(text, key.end())
    start = rest.end() if rest else key.end()
    if text[start : start + 1] in ("[", "{"):
        return _bracketed(text, start)
    end = text.find("\n", key.end())
    line = text[key.end() : end if end >= 0 else len(text)]
    if quoted := re.fullmatch(r"[ ]*(\"[^\"]*\"|'[^']*')\s*(?:[,}].*)?", line):
        return quoted[1]
    begin = text.rfind("\n", 0, key.start()) + 1
    inner = re.compile(r"[ ]*(?:- +)*").match(text, begin, key.start())
    if end < 0:
        return line
    return line + "".join(_below(text, end, inner.end() - begin if inner else 0))


def _below(text: str, at: int, depth: int) -> Iterator[str]:
    """The lines from a place on that are further in; a list may stand as far in as its key."""
    while 0 <= at < len(text):
        end = text.find("\n", at + 1)
        line = text[at + 1 : end if end >= 0 else len(text)]
        inside = len(line) - len(line.lstrip(" "))
        if line.strip() and (inside < depth or (inside == depth and not line.startswith("-", inside))):
            return
        yield f"\n{line}"
        at = end


def _bracketed(text: str, start: int) -> str:
    """Up to the bracket that closes the first; brackets in quotes do not count."""
    depth = 0
    for match in re.compile(r"\"(?:\\.|[^\"\\])*\"|'[^']*'|[\[{]|[\]}]", re.DOTALL).finditer(text, start):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return text[start : match.end()]
    return text[start:]
