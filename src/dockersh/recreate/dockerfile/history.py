"""One layer of an image's history: the instruction that made it.

The classic builder writes `/bin/sh -c #(nop)  ENV A=1` and, of RUN, the words of the process; BuildKit `ENV A=1` and
`RUN /bin/sh -c … # buildkit`. Both join words by blanks, and put the arguments of a build in front of a process: `|1 V=1 …`.
Sources: moby builder/dockerfile/dispatchers.go; buildkit frontend/dockerfile/dockerfile2llb/convert.go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dockersh.recreate.seen import Row
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import NamedTuple

SHELL = ("/bin/sh", "-c")
NOP = pattern(r"^\S+(?: -\S+)* #\(nop\)\s+")
BUILDKIT = " # buildkit"
RUN = "RUN"
COPIED = pattern(r"^(?:--\S+ )*(?:file|dir|multi):\w+ in ")  # what was copied, by its checksum; its name is not told
WORDS = frozenset(
    (
        *("ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD"),
        *("SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"),
    )
)


class Made(NamedTuple):
    """An instruction and what stands after it. *word* is '' for what no builder is known to have made."""

    word: str
    rest: str
    buildkit: bool = False


def made(layer: Row) -> Made:
    """The instruction of a layer; of a process without one, RUN where a shell ran it."""
    by = str(layer.get("CreatedBy") or "")
    if nop := NOP.match(by):
        return _split(by[nop.end() :].strip())
    if by.startswith(f"{RUN} "):
        return Made(RUN, by[len(RUN) + 1 :].removesuffix(BUILDKIT).removesuffix("\n"), buildkit=True)
    if by.partition(" ")[0] in WORDS:
        return _split(by.removesuffix(BUILDKIT).strip())
    return Made(RUN if by.startswith("|") or re.match(r"^/\S+(?: -\S+)+ ", by) else "", by)


def _split(text: str) -> Made:
    word, _, rest = text.partition(" ")
    return Made(word, rest.strip())


def told(layer: Row) -> Iterator[str]:
    """The layer in one line, for a reader of the history; none where that is empty."""
    found, comment = made(layer), str(layer.get("Comment") or "")
    if found.word == RUN:
        yield f"{RUN} {re.sub(r'^(?:[|][0-9]+ .*? )?/bin/sh -c ', '', found.rest, count=1, flags=re.DOTALL).strip()}"
    elif found.rest:
        yield f"{found.word} {found.rest}".strip()
    elif comment:
        yield f"# {comment}".replace("\n", " ")


class Process(NamedTuple):
    """What RUN ran: the build's arguments, and the words; *shell*: they are a line for it."""

    args: Mapping[str, str]
    words: str
    shell: bool


def process(rest: str, shell: tuple[str, ...], given: Mapping[str, str]) -> Process:
    """*given*: the arguments of the build so far, by which words that look like others are told apart."""
    in_front = " ".join(shell) + " "
    args, words = _arguments(rest, in_front, given) if rest.startswith("|") else ({}, rest)
    return Process(args, words.removeprefix(in_front), words.startswith(in_front))


def _arguments(rest: str, in_front: str, given: Mapping[str, str]) -> tuple[dict[str, str], str]:
    count, _, text = rest[1:].partition(" ")
    found: dict[str, str] = {}
    for at in range(int(count) if count.isdecimal() else 0):
        last = at + 1 == int(count)
        name, _, text = text.partition("=")
        found[name], text = _value(text, given.get(name), in_front if last else "", given)
    return found, text


def _value(text: str, known: str | None, in_front: str, given: Mapping[str, str]) -> tuple[str, str]:
    """A value and what stands after it: the known one, else up to the next name, or to the process."""
    if known is not None and text.startswith(f"{known} "):
        return known, text[len(known) + 1 :]
    names = "|".join(map(re.escape, given))
    end = re.search(f" (?={re.escape(in_front)})" if in_front else f" (?=(?:{names})=)", text) or re.search(" ", text)
    return (text[: end.start()], text[end.end() :]) if end else (text, "")
