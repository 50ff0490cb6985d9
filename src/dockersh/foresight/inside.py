"""What a line tells a container to run: its words, who takes them, and the line with them handed to a shell."""

from __future__ import annotations

import functools
import os.path
import re

from dockersh.engine import Image, State
from dockersh.foresight import named
from dockersh.foresight.step import Request
from dockersh.reading import catalogue
from dockersh.reading.invocation import Part
from dockersh.reading.syntax.made import quoted
from dockersh.startup.lazy_regex import pattern

EXECS = frozenset(("container exec", "compose exec"))
RUNS = frozenset(("container run", "container create", "compose run"))
SHELL_FORM = (("/bin/sh", "-c"), ("sh", "-c"), ("/bin/bash", "-c"), ("bash", "-c"), ("/bin/ash", "-c"), ("cmd", "/S"))
READS_WORDS = pattern(r"\$\{?[@*0-9]")
SCRIPTED = pattern(r"[|&;<>$`*?(){}\n]")
CHAIN = pattern(r"\s*(?:&&|\|\||;)\s*[^|&;<>#\n]+")


@functools.cache
def words(name: str) -> frozenset[str]:
    """A list of `programs.toml`."""
    return frozenset(catalogue.words("programs")[name])


def entrypoint(request: Request, state: State) -> tuple[str, ...] | None:
    """What the words behind the image go to: `()` for nothing, they are the program; None where nobody knows."""
    invocation = request.invocation
    if invocation.name in EXECS:
        return ()
    override = invocation.flags("entrypoint")
    if override:
        given = override[-1].value if override[-1].literal else None
        return None if given is None else tuple(filter(None, (given,)))
    image = state.images.get(named.image(request) or "") if invocation.name in named.CREATES else None
    return image.entrypoint if isinstance(image, Image) else None


def drops_words(taken: tuple[str, ...]) -> bool:
    """Whether an entrypoint is in shell form: `sh -c SCRIPT` has no use for words behind the script that does not name them."""
    return taken[:2] in SHELL_FORM and len(taken) == 3 and not READS_WORDS.search(taken[2])


def passes_on(taken: tuple[str, ...]) -> bool:
    """Whether an entrypoint may run the words it gets; a script may do anything."""
    last = taken[-1] if taken else ""
    names = {os.path.basename(word) for word in taken}
    return (
        not taken or taken[:2] in SHELL_FORM or last.endswith((".sh", "entrypoint", "--")) or bool(names & words("passes_on"))
    )


def program(request: Request) -> Part | None:
    """The first of the container's own words; None where words before it may be more or fewer than they look."""
    return None if request.invocation.uncertain else next(iter(request.invocation.words()), None)


def process(request: Request, state: State) -> tuple[str, ...]:
    """Process 1 of a new container: the entrypoint, then the words behind the image or else its own command; () if unknown."""
    invocation = request.invocation
    given = tuple(part.text for part in invocation.words())
    override = invocation.value("entrypoint")
    if override is not None:
        return (override, *given) if override else given
    image = state.images.get(named.image(request) or "")
    return given if image is None else (*image.entrypoint, *(given or image.command))


def front(request: Request) -> str:
    """The line up to the container's own words, as typed."""
    first = program(request)
    start = request.invocation.call.span.start
    return request.text[start : first.span.start if first else request.invocation.call.span.end]


def behind(request: Request) -> str:
    """The commands that stand behind the call on the line, joined by && or ;."""
    found = CHAIN.match(request.text, request.invocation.call.span.end)
    return found[0].rstrip() if found else ""


def in_a_shell(request: Request, script: str) -> str:
    """The line with a script in place of the container's own words, each `$` left to the container."""
    if "'" in script and not re.search(r'["$`\\]', script):
        return f'{front(request)}sh -c "{script}"'
    return f"{front(request)}sh -c {quoted(script)}"


def typed(request: Request) -> str:
    """The container's own words as typed."""
    parts = request.invocation.words()
    return request.text[parts[0].span.start : parts[-1].span.end] if parts else ""
