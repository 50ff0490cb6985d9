"""Which files of its context a Dockerfile starts: by ENTRYPOINT, CMD or RUN, and what its steps do to them first.

Only what is certain is followed: plain words of COPY and ADD, WORKDIR, stages that begin with another one.
https://docs.docker.com/reference/dockerfile/
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from dockersh.engine.dockerfile import instructions
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import NamedTuple

WORD = pattern(r"\"([^\"]*)\"|'([^']*)'|([^\s\"']+)")
LISTED = pattern(r'\[\s*(?:"[^"\\]*"\s*(?:,\s*"[^"\\]*"\s*)*)?\]')
UNKNOWN = pattern(r"[*?\[$\"'\\]|://|^git@|<<")
ENDS = pattern(r"dos2unix|\\r|tr -d|\bset fileformat|\bgit\b")
SHELLS = frozenset(("sh", "bash", "ash", "dash", "zsh", "/bin/sh", "/bin/bash", "/bin/ash", "/usr/bin/bash"))
# Start the words behind them by looking as a shell does: a script without #! is run by sh.
STARTERS = frozenset(("tini", "dumb-init", "gosu", "su-exec", "exec", "--", "-g", "-s"))
FOLDERS = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")  # the PATH of most images


class Copy(NamedTuple):
    """A file or folder of the context, and where it is put; *source* None: nobody knows what. What is done to it later."""

    source: str | None
    target: str
    mode: bool = False
    ends: bool = False


class Launch(NamedTuple):
    """A program that is started: by which *instruction*, its *paths* in the image (of a plain name several may be it).

    *how*: `kernel` reads its first line itself, `shell` helps where it has none, `read`: a shell is told to read it.
    """

    instruction: str
    word: str
    paths: tuple[str, ...]
    how: str
    copies: tuple[Copy, ...]


class Recipe(NamedTuple):
    """A stage: where it works (None: unknown), what it copied, what it starts, and whether it asks for bash."""

    base: str = ""
    folder: str | None = None
    copies: tuple[Copy, ...] = ()
    runs: tuple[Launch, ...] = ()
    entrypoint: Launch | None = None
    command: Launch | None = None
    has_entrypoint: bool = False
    bash: bool = False


def recipe(text: str) -> Recipe:
    """The last stage of a Dockerfile."""
    stages: dict[str, Recipe] = {}
    now, name = Recipe(), ""
    for word, rest in instructions(text):
        if word == "FROM":
            stages[name] = now
            now, name = _begun(rest, stages)
        else:
            now = _with(now, word, rest)
    return now


def launches(made: Recipe) -> tuple[Launch, ...]:
    """What is started: while it is built, then by who runs the image. Behind an ENTRYPOINT, CMD is words for it."""
    last = made.entrypoint if made.has_entrypoint else made.command
    paths = _places(made, last.word) if last else ()
    return (*made.runs, *((last._replace(paths=paths, copies=made.copies),) if last and paths else ()))


def _begun(rest: str, stages: dict[str, Recipe]) -> tuple[Recipe, str]:
    words = [word for word in rest.split() if not word.startswith("--")]
    base = words[0] if words else ""
    name = words[2].lower() if len(words) > 2 else f" {len(stages)}"
    own = stages.get(base.lower())
    return (own._replace(runs=()) if own else Recipe(base)), name


def _with(now: Recipe, word: str, rest: str) -> Recipe:
    if word == "WORKDIR":
        return now._replace(folder=_joined(now, rest.strip("\"'")))
    if word in ("COPY", "ADD"):
        return now._replace(copies=(*now.copies, *_copies(now, rest)))
    if word == "RUN":
        return _run(now, rest)
    if word == "ENTRYPOINT":
        return now._replace(entrypoint=_launch(now, word, rest), has_entrypoint=rest.strip() != "[]")
    return now._replace(command=_launch(now, word, rest)) if word == "CMD" else now


def _joined(now: Recipe, path: str) -> str | None:
    """A path of the image from where the stage works; None where a variable or an unknown folder is in it."""
    if "$" in path or (now.folder is None and not path.startswith("/")):
        return None
    return posixpath.normpath(posixpath.join(now.folder or "/", path))


def _run(now: Recipe, rest: str) -> Recipe:
    made = _launch(now, "RUN", re.sub(r"^(?:--\S+\s+)+", "", rest))
    mode, ends = "chmod" in rest or "install " in rest, bool(ENDS.search(rest))
    copies = tuple(one._replace(mode=one.mode or mode, ends=one.ends or ends) for one in now.copies)
    runs = (*now.runs, made) if made else now.runs
    return now._replace(copies=copies, runs=runs, bash=now.bash or "bash" in rest)


def _copies(now: Recipe, rest: str) -> Iterator[Copy]:
    flags = [word for word in rest.split() if word.startswith("--")]
    words = _words(rest) if LISTED.fullmatch(rest) else [word for word in rest.split() if not word.startswith("--")]
    target = words[-1] if len(words) > 1 else ""
    place = _joined(now, target)
    if place is None or not target:
        return
    folder = target.endswith("/") or target in (".", "./") or len(words) > 2
    elsewhere = any(flag.startswith("--from") for flag in flags)
    mode = any(flag.startswith("--chmod") for flag in flags)
    for source in words[:-1]:
        known = not elsewhere and not UNKNOWN.search(source)
        yield Copy(source if known else None, f"{place.rstrip('/')}/" if folder else place, mode)


def _words(text: str) -> list[str]:
    return [one[1] or one[2] or one[3] or "" for one in WORD.finditer(text.strip("[] ").replace(",", " "))]


def _launch(now: Recipe, instruction: str, rest: str) -> Launch | None:
    """What the instruction starts, where its first words say it."""
    listed = LISTED.fullmatch(rest.strip()) is not None
    words = _words(rest) if listed else re.split(r"[;&|]", rest, maxsplit=1)[0].split()
    how = "kernel" if listed else "shell"
    while words and posixpath.basename(words[0]) in STARTERS:
        words, how = words[1:], "shell"
    if words and words[0] in SHELLS:
        words, how = words[1:], "read"
        words = words[1:] if words and re.fullmatch(r"-[exu]+", words[0]) else words
    if not words or re.search(r"^-|[$='\"`(*]", words[0]):
        return None
    return Launch(instruction, words[0], _places(now, words[0]), how, now.copies)


def _places(now: Recipe, word: str) -> tuple[str, ...]:
    if "/" in word:
        path = _joined(now, word)
        return (path,) if path else ()
    return tuple(f"{folder}/{word}" for folder in FOLDERS)
