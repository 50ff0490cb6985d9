"""What the runtime finds no program for: a command of the shell, a whole command in quotes, a CMD of one word.

The first of the container's own words is looked up as a program's name, blanks and all. Observed on 20.10 and 28.
"""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.engine import State
from dockersh.finding import Finding, finding
from dockersh.foresight import named
from dockersh.foresight.inside import SCRIPTED, behind, entrypoint, front, in_a_shell, program, typed, words
from dockersh.foresight.step import Request
from dockersh.reading.invocation import Part
from dockersh.reading.syntax.made import quoted


def shell_builtin(request: Request, state: State) -> Iterator[Finding]:
    """`docker exec web source ~/.profile`: only a shell knows it."""
    first = program(request)
    if first and first.literal and first.text in words("builtins") and entrypoint(request, state) == ():
        yield finding("shell-builtin", "error", first.span, word=first.text, line=in_a_shell(request, _script(request)))


def _script(request: Request) -> str:
    """All that was meant for a shell; `.` is what every shell calls bash's `source`."""
    return (typed(request) + behind(request)).replace("source ", ". ", 1)


def whole_command(request: Request, state: State) -> Iterator[Finding]:
    """`docker exec web "ls -l /tmp"`: a program whose name has blanks."""
    first = program(request)
    if first and is_command(first) and entrypoint(request, state) == ():
        yield finding("whole-command-in-quotes", "error", first.span, word=first.text, line=unquoted(request, first))


def is_command(first: Part) -> bool:
    """Whether a word is a command with its arguments; a path may well have blanks."""
    text = first.text.strip()
    if not first.literal or " " not in text or any(mark in text for mark in ("{{", "<", "[")) or "-" in text[:1]:
        return False
    return not text.startswith("/") or " -" in text


def unquoted(request: Request, first: Part) -> str:
    """The line with the command's quotes taken off, or with a shell to read it."""
    rest = typed(request)[first.span.end - first.span.start :]
    if SCRIPTED.search(first.text):
        return in_a_shell(request, first.text + rest)
    return f"{front(request)}{first.text}{rest}"


def entrypoint_with_words(request: Request, _state: State) -> Iterator[Finding]:
    """`--entrypoint "tail -f /dev/null"`: one name, blanks and all; its arguments stand behind the image."""
    part = request.invocation.last("entrypoint")
    text = part.text.strip() if part else ""
    if part is None or " " not in text or (text.startswith("/") and " -" not in text):
        return
    first, *rest = _listed(text) if text.startswith("[") else text.split(" ")
    image = next((one.text for one in request.invocation.arguments("IMAGE")), "")
    moved = " ".join(filter(None, (image, *map(quoted, rest), typed(request))))
    yield finding("entrypoint-with-words", "error", part.span, word=part.text, fixed=f"--entrypoint {first} {moved}")


def _listed(text: str) -> list[str]:
    return [one.strip(" '\"") for one in text.strip("[]").split(",")]


def command_of_one_word(request: Request, state: State) -> Iterator[Finding]:
    """An image with `CMD ["npm run start"]`, and nothing else to run."""
    image = state.images.get(named.image(request) or "")
    if not image or request.invocation.words() or request.invocation.flags("entrypoint"):
        return
    kind, listed = ("ENTRYPOINT", image.entrypoint) if image.entrypoint else ("CMD", image.command)
    name = listed[0] if listed else ""
    if " " in name and not name.startswith("/"):
        fixed = ", ".join(f'"{word}"' for part in listed for word in part.split())
        where = request.invocation.arguments("IMAGE")[0].span
        yield finding("image-command-of-one-word", "error", where, kind=kind, word=name, fixed=f"{kind} [{fixed}]")
