"""Values that come out wrong by what the shell does with blanks, quotes and backslashes, or by a path of another system.

Each says why, where docker's own words would only say that the value is none. Source: POSIX Shell Command Language, 2.2 Quoting
and 2.6.5 Field Splitting; MSYS2, Filesystem Paths; docker/cli opts/mount.go.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import takewhile

from dockersh.engine import State
from dockersh.finding import Finding, finding
from dockersh.foresight.named import CREATES
from dockersh.foresight.step import Request
from dockersh.reading.invocation import Invocation, Part
from dockersh.reading.syntax import Word
from dockersh.reading.syntax.made import quoted
from dockersh.reading.values import images
from dockersh.reading.values.value import Bad
from dockersh.startup.lazy_regex import pattern

HERE = pattern(r"\$\(pwd\)|`pwd`|\$\{?(?:PWD|HOME)\b\}?")
# With slashes `v:/d:ro` may as well be a volume of one letter: a path of Windows has one of the container after it.
WINDOWS = pattern(r"([A-Za-z]):(?:\\|/(?=[^:]*:/))([^:]*)(.*)", re.DOTALL)
GIT = r"Program Files(?: \(x86\))?[\\/]Git|git-sdk-\d+|PortableGit|msys(?:32|64)|cygwin(?:64)?"  # where it is installed
GIT_BASH = pattern(rf"[A-Za-z]:[\\/](?:{GIT})(?P<path>[\\/][^:;]*)")
NO_IMAGE = pattern(r"\d+(?:\.\d+)?|true|false|yes|no|on|off")
PLACEHOLDER = pattern(r"[A-Z][A-Z0-9_-]+|.*[/:_.].*", re.DOTALL)
PATHS = frozenset(("volume", "mount", "workdir", "entrypoint", "env-file", "file"))


def cause(invocation: Invocation, part: Part) -> Finding | None:
    """Why a value that docker does not take came out as it did; None where it is what was meant."""
    word = _word(invocation, part)
    return next((found for one in CAUSES if word and (found := one(invocation, part, word))), None)


def _word(invocation: Invocation, part: Part) -> Word | None:
    """The word of the line that a part's value ends with."""
    return invocation.call.ending((part.value_span or part.span).end)


def _in_single_quotes(_invocation: Invocation, part: Part, word: Word) -> Finding | None:
    """`-v '$(pwd):/app'`: nobody fills it in."""
    found = HERE.search(part.text) if "'" in word.raw or "\\" in word.raw else None
    where = part.value_span or part.span
    return finding("folder-in-single-quotes", "error", where, word=found[0], fixed=f'"{part.text}"') if found else None


def _home_in_quotes(_invocation: Invocation, part: Part, _word: Word) -> Finding | None:
    """`-v "~/app:/app"`, `--volume=~/app:/app`: a shell fills in a ~ only where a word begins with it, outside of quotes."""
    if part.canonical != "volume" or not part.text.startswith("~/"):
        return None
    return finding("home-in-quotes", "error", part.value_span, fixed=f'"$HOME{part.text[1:]}"')


def _of_git_bash(_invocation: Invocation, part: Part, _word: Word) -> Finding | None:
    found = GIT_BASH.search(part.text)
    where = part.value_span or part.span
    return finding("git-bash-path", "error", where, word=found[0], meant=found["path"]) if found else None


def _of_windows(_invocation: Invocation, part: Part, word: Word) -> Finding | None:
    r"""`-v C:\Users\me:/app`: outside of quotes the shell takes the backslashes away."""
    found = WINDOWS.fullmatch(word.raw.strip("'\"") or part.text) if part.canonical in ("volume", "mount") else None
    if found is None:
        return None
    below = found[2].replace("\\", "/")
    fixed = f'"/mnt/{found[1].lower()}/{below}{found[3]}"'
    where = part.value_span or part.span
    return finding("windows-path", "error", where, word=f"{found[1]}:\\{found[2]}", fixed=fixed)


def _ends_at_blank(invocation: Invocation, part: Part, _word: Word) -> Finding | None:
    """`-e NAME=Two Words busybox`: the second word stands where the image should."""
    if part.name != "IMAGE" or invocation.name not in CREATES or PLACEHOLDER.fullmatch(part.text):
        return None
    before = [one for one in invocation.parts if one.flag and one.value_span and one.value_span.end < part.span.start]
    flag = max(before, key=lambda one: one.span.end, default=None)
    words = [one.text for one in invocation.words()]
    no_images = list(takewhile(lambda text: isinstance(images.parse(text), Bad), words))
    taken, behind = [part.text, *no_images], words[len(no_images) :]
    meant = flag is not None and flag.flag is not None and "=" in flag.text and (part.text.istitle() or len(behind) > 1)
    return _at_blank(flag, taken, part) if flag and meant and behind else None


def _at_blank(flag: Part, taken: list[str], image: Part) -> Finding:
    fixed = quoted(" ".join((flag.text, *taken)).replace("= ", "="))
    return finding("value-ends-at-blank", "error", image.span, flag=f"--{flag.name}", image=image.text, fixed=fixed)


CAUSES: tuple[Callable[[Invocation, Part, Word], Finding | None], ...] = (
    _of_git_bash,
    _in_single_quotes,
    _home_in_quotes,
    _of_windows,
    _ends_at_blank,
)


def cut_off(request: Request, _state: State) -> Iterator[Finding]:
    """`-e SIZE= 5 busybox`: the number is taken for the image."""
    for part in request.invocation.arguments("IMAGE"):
        if part.literal and NO_IMAGE.fullmatch(part.text) and request.invocation.words():
            for flag in request.invocation.parts:
                if flag.flag and flag.literal and flag.text.endswith("=") and flag.span.end == part.span.start - 1:
                    yield _at_blank(flag, [part.text], part)


def fallen_apart(request: Request, _state: State) -> Iterator[Finding]:
    """`-v $(pwd):/x` in a folder whose name has blanks: docker gets several words, and takes the second for the image."""
    invocation = request.invocation
    inside = {part.span for part in invocation.words()}
    flags = {part.span.end for part in invocation.parts if part.flag}
    for word in invocation.call.words:
        if len(word.filled) > 1 and word.span not in inside:
            fixed = word.raw if '"' in word.raw else f'"{word.raw}"'
            args = {"word": word.raw, "first": word.filled[0], "second": word.filled[1], "fixed": fixed}
            image = invocation.name in CREATES and word.span.end in flags
            yield finding("blanks-make-the-image" if image else "blanks-make-more-words", "error", word.span, **args)


def rewritten(request: Request, _state: State) -> Iterator[Finding]:
    """`docker exec web "C:/Program Files/Git/bin/sh"`: what Git Bash made of /bin/sh; no container has it."""
    for part in request.invocation.parts:
        runs = part.kind == "command-word" or part.canonical in PATHS
        if runs and part.literal and ":" in part.text and not isinstance(part.answer, Bad):
            found = _of_git_bash(request.invocation, part, request.invocation.call.words[0])
            if found:
                yield found
