"""The files that are meant: those named, and those of folders but for what git ignores and what is excluded."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from pathspec import GitIgnoreSpec

from dockersh.machine import limits, regular_files
from dockersh.startup.typed import NamedTuple
from dockersh.ways_in.documents.kinds import kind_of

NEVER = frozenset((".git", ".hg", ".svn"))
HEAD = 100  # bytes in which a script says that it is one


class _Rules(NamedTuple):
    """The rules of one folder's .gitignore."""

    folder: str
    spec: GitIgnoreSpec

    def ignores(self, path: str, *, folder: bool) -> bool | None:
        """Whether a path below is ignored; None where no rule is about it."""
        inside = os.path.relpath(path, self.folder) + ("/" if folder else "")
        return self.spec.check_file(inside).include


def files(names: Sequence[str], exclude: Sequence[str], also: AbstractSet[str] = frozenset()) -> Iterator[str]:
    """Each file once, in order. A file that was named is one, whatever git thinks of it; excluded is excluded.

    *also* is what is read on wish.
    """
    excluded = GitIgnoreSpec.from_lines(exclude)
    seen: set[str] = set()
    for name in names:
        below = _below(name, _above(name), also) if name != "-" and os.path.isdir(name) else iter((name,))
        for file in below:
            if file not in seen and not excluded.match_file(os.path.relpath(file) if file != "-" else file):
                seen.add(file)
                yield file


def _above(folder: str) -> tuple[_Rules, ...]:
    """The rules of the folders above that belong to the same repository."""
    rules: list[_Rules] = []
    at = os.path.abspath(folder)
    while not os.path.isdir(os.path.join(at, ".git")) and os.path.dirname(at) != at:
        at = os.path.dirname(at)
        rules += _rules(at)
    return tuple(reversed(rules)) if os.path.isdir(os.path.join(at, ".git")) else ()


def _rules(folder: str) -> list[_Rules]:
    try:
        text = regular_files.read(os.path.join(folder, ".gitignore"), limits.IGNORE_FILE).decode("utf-8", "replace")
    except OSError:
        return []
    return [_Rules(os.path.abspath(folder), GitIgnoreSpec.from_lines(text.split("\n")))]


def _below(folder: str, rules: tuple[_Rules, ...], also: AbstractSet[str]) -> Iterator[str]:
    """The files of a folder that somebody reads; links to folders are not followed."""
    rules = (*rules, *_rules(folder))
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        inside = entry.is_dir(follow_symlinks=False)
        if entry.name in NEVER or _ignored(os.path.abspath(entry.path), rules, folder=inside):
            continue
        if inside:
            yield from _below(entry.path, rules, also)
        elif entry.is_file() and _is_read(entry.path, also):
            yield entry.path


def _ignored(path: str, rules: Sequence[_Rules], *, folder: bool) -> bool:
    """The nearest rule decides."""
    said = (one.ignores(path, folder=folder) for one in reversed(rules))
    return bool(next((one for one in said if one is not None), False))


def _is_read(path: str, also: AbstractSet[str]) -> bool:
    try:
        head = regular_files.head(path, HEAD) if "." not in os.path.basename(path).lstrip(".") else b""
    except OSError:
        head = b""
    return kind_of(path, head.decode("utf-8", "replace"), also) is not None
