"""What `docker build` would read: the context folder less what .dockerignore leaves out, and the Dockerfile's stages.

Read by the client on this machine, whatever engine builds. Patterns as moby/patternmatcher has them, with `!` exceptions.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator

from dockersh.patterns import pattern
from dockersh.typed import NamedTuple

PATIENCE = 0.1  # seconds for walking through the folder
INSTRUCTION = pattern(r"\s*([A-Za-z]+)\s+(.*)", re.DOTALL)
VARIABLE = pattern(r"\$(?:\{(\w+)(?::?-([^}]*))?\}|(\w+))")
HEREDOC = pattern(r"<<-?(['\"]?)(\w+)\1")


class Stage(NamedTuple):
    """One FROM: the image as written with its variables filled in (None: cannot be known), and the name of the stage."""

    base: str | None
    name: str = ""


# https://docs.docker.com/reference/dockerfile/
INSTRUCTIONS = frozenset(
    (
        *("ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER"),
        *("ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"),
    )
)
SYNTAX = pattern(r"^\s*#\s*(?:syntax|escape)\s*=", re.IGNORECASE | re.MULTILINE)


class Dockerfile(NamedTuple):
    """*steps* counts the instructions that do something; *sources* are plain names that COPY or ADD take from the context;
    *unknown* are words that no instruction has, unless a frontend of its own or another escape reads it.
    """

    stages: tuple[Stage, ...]
    steps: int
    sources: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


class BuildContext(NamedTuple):
    """*problem*: no-context or no-dockerfile. *files* and *size* (bytes) are what would be sent; *whole* False: at least."""

    problem: str = ""
    dockerfile: Dockerfile | None = None
    files: int = 0
    size: int = 0
    whole: bool = True
    ignores: bool = False
    missing: tuple[str, ...] = ()


def look(context: str, file: str, args: dict[str, str]) -> BuildContext:
    """The context as it is now. *file* '' is `Dockerfile` in the folder; another path is relative to where we are."""
    if not os.path.isdir(context):
        return BuildContext("no-context")
    try:
        with open(file or os.path.join(context, "Dockerfile"), encoding="utf-8", errors="replace") as stream:
            dockerfile = read(stream.read(), args)
    except OSError:
        return BuildContext("no-dockerfile")
    patterns = ignored(context)
    files, size, whole = _measure(context, patterns)
    missing = tuple(one for one in dockerfile.sources if not os.path.lexists(os.path.join(context, one.lstrip("/"))))
    return BuildContext("", dockerfile, files, size, whole, bool(patterns), missing)


def read(text: str, args: dict[str, str]) -> Dockerfile:
    """The stages and sources of a Dockerfile; *args* are the build arguments of the line."""
    stages: list[Stage] = []
    sources: list[str] = []
    known: dict[str, str] = {}
    unknown: list[str] = []
    steps = 0
    for name, rest in instructions(text):
        unknown += [name] if name not in INSTRUCTIONS and not SYNTAX.search(text) else []
        steps += name != "ARG" or bool(stages)
        if name == "ARG" and not stages:
            key, _, value = rest.partition("=")
            known[key.strip()] = args.get(key.strip(), value.strip().strip("\"'"))
        elif name == "FROM":
            stages.append(_stage(rest, known))
        elif name in ("COPY", "ADD"):
            sources += _sources(rest)
    return Dockerfile(tuple(stages), steps, tuple(dict.fromkeys(sources)), tuple(unknown))


def instructions(text: str) -> Iterator[tuple[str, str]]:
    """Each instruction in capitals and the rest of it, its lines joined; remarks, here-documents and empty lines left out."""
    lines = iter(text.splitlines())
    for line in lines:
        whole = line
        if line.lstrip().startswith("#"):
            continue
        while whole.rstrip().endswith("\\"):
            following = next((one for one in lines if one.strip() and not one.lstrip().startswith("#")), "")
            whole = whole.rstrip()[:-1] + following
        if match := INSTRUCTION.match(whole):
            yield match[1].upper(), match[2].strip()
            for _, end in HEREDOC.findall(match[2]):
                next((one for one in lines if one.strip() == end), None)


def _stage(rest: str, known: dict[str, str]) -> Stage:
    words = [word for word in rest.split() if not word.startswith("--")]
    base = _filled(words[0], known) if words else None
    named = len(words) > 2 and words[1].upper() == "AS"
    return Stage(base, words[2].lower() if named else "")


def _filled(word: str, known: dict[str, str]) -> str | None:
    """The word with its variables; None where one has no value."""
    out = word
    for match in VARIABLE.finditer(word):
        value = known.get(match[1] or match[3], "") or match[2] or ""
        if not value:
            return None
        out = out.replace(match[0], value)
    return out


def _sources(rest: str) -> list[str]:
    """Plain names: no other stage's, no address, no pattern, no variable, no here-document."""
    words = rest.split()
    if any(word.startswith("--from") for word in words) or rest.startswith("[") or "<<" in rest:
        return []
    names = [word for word in words if not word.startswith("--")][:-1]
    return [name for name in names if not re.search(r"[*?\[$\"']|://|^git@", name)]


def ignored(context: str) -> tuple[tuple[re.Pattern[str], bool], ...]:
    """The patterns of .dockerignore in order, and whether each takes back what one before it left out."""
    try:
        with open(os.path.join(context, ".dockerignore"), encoding="utf-8", errors="replace") as stream:
            lines = [line.strip() for line in stream]
    except OSError:
        return ()
    return tuple(_pattern(line) for line in lines if line and not line.startswith("#"))


def _pattern(line: str) -> tuple[re.Pattern[str], bool]:
    back = line.startswith("!")
    glob = os.path.normpath(line.lstrip("!").strip()).lstrip("/")
    out = ""
    at = 0
    while at < len(glob):
        if glob.startswith("**/", at):
            out, at = out + "(?:.*/)?", at + 3
        elif glob.startswith("**", at):
            out, at = out + ".*", at + 2
        else:
            char = glob[at]
            out += {"*": "[^/]*", "?": "[^/]"}.get(char, re.escape(char))
            at += 1
    return re.compile(f"{out}(?:/.*)?"), back


def is_ignored(path: str, patterns: tuple[tuple[re.Pattern[str], bool], ...]) -> bool:
    """Whether a file stays behind: the last pattern that fits decides."""
    found = False
    for ignores, back in patterns:
        if ignores.fullmatch(path):
            found = not back
    return found


def _measure(context: str, patterns: tuple[tuple[re.Pattern[str], bool], ...]) -> tuple[int, int, bool]:
    files = size = 0
    until = time.monotonic() + PATIENCE
    takes_back = any(back for _, back in patterns)
    for folder, folders, names in os.walk(context):
        inside = os.path.relpath(folder, context)
        prefix = "" if inside == "." else f"{inside}/"
        if not takes_back:
            folders[:] = [name for name in folders if not is_ignored(prefix + name, patterns)]
        for name in names:
            if not is_ignored(prefix + name, patterns):
                files += 1
                try:
                    size += os.lstat(os.path.join(folder, name)).st_size
                except OSError:
                    continue
        if time.monotonic() > until:
            return files, size, False
    return files, size, True
