"""What is typed behind a name: `with -p 8081:80 --restart always without -e DEBUG`, read by the grammar of `docker run`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dockersh.reading import catalogue, syntax
from dockersh.reading.invocation import Invocation, Part, read
from dockersh.reading.values.value import Bad
from dockersh.recreate.option import Option
from dockersh.recreate.written import joined
from dockersh.startup.typed import NamedTuple

WITH, WITHOUT = "with", "without"
END = ("--",)
LETTERS = {"detach": "d", "interactive": "i", "tty": "t", "publish-all": "P"}


class Wanted(NamedTuple):
    """What shall be there, what shall not, as words of options; *wrong* is the first that docker does not read."""

    given: tuple[tuple[str, ...], ...] = ()
    gone: tuple[tuple[str, ...], ...] = ()
    wrong: str = ""

    @property
    def name(self) -> str:
        """The new container's name; '' where it keeps the old one's."""
        named = [part.text for group in self.given for part in parts(group) if part.canonical == "name"]
        return named[-1] if named else ""


def wanted(words: Sequence[str]) -> Wanted:
    """The words behind a name: `with -p 8081:80 --restart always without -e DEBUG`."""
    sides: dict[str, list[str]] = {WITH: [], WITHOUT: []}
    side = WITH
    for word in words:
        if word in sides:
            side = word
        else:
            sides[side].append(word)
    sides[WITHOUT] = list(_valued(sides[WITHOUT]))
    given, gone = _read(sides[WITH]), _read(sides[WITHOUT])
    wrong = _unfinished(sides[WITH]) or _wrong(sides[WITH]) or _wrong(sides[WITHOUT], values=False)
    return Wanted(tuple(_groups(given)), tuple(_groups(gone)), wrong)


def _valued(words: Sequence[str]) -> Iterator[str]:
    """An option whose value was left out gets an empty one: `without -m -e A` means the limit, whatever it is."""
    for word, after in zip(words, (*words[1:], *END), strict=False):
        option = _with_value(word) if after.startswith("-") else ""
        yield f"--{option}=" if option else word


def _with_value(word: str) -> str:
    """The name of the option that it is, alone, where a value has to follow; '' for anything else."""
    command = catalogue.find("container run")
    if command is None or not word.startswith("-"):
        return ""
    flag = command.flags.get(word[2:]) if word.startswith("--") else command.shorts.get(word[1:])
    return flag.name if flag is not None and flag.type != "bool" else ""


def _unfinished(words: Sequence[str]) -> str:
    """The option at the end whose value was left out."""
    return words[-1] if words and _with_value(words[-1]) else ""


def _line(words: Iterable[str]) -> str:
    return joined(("docker", "run", *words, "--", "image"))


def _read(words: Iterable[str]) -> Invocation:
    return read(syntax.parse(_line(words)).calls[0])


def _wrong(words: Sequence[str], *, values: bool = True) -> str:
    """The first stretch that docker does not read; behind `without` a value may be what an option is about, or missing."""
    invocation = _read(words)
    errors = [one for one in invocation.findings if one.severity == "error" and (values or one.code.startswith("unknown"))]
    spans = [one.span for one in errors if one.span]
    if spans:
        return _line(words)[slice(*spans[0])]
    bad = [part.text for part in invocation.parts if values and isinstance(part.answer, Bad)]
    images = [*bad, *(part.text for part in invocation.arguments("IMAGE"))]
    return next((image for image in images if image != "image"), "")


def _groups(invocation: Invocation) -> Iterator[tuple[str, ...]]:
    for part in invocation.parts:
        if part.kind == "flag" and part.canonical:
            yield _spelled(part)


def parts(group: Sequence[str]) -> list[Part]:
    """The options of a group."""
    return [part for part in _read(group).parts if part.kind == "flag"]


def _spelled(part: Part) -> tuple[str, ...]:
    name = part.canonical or ""
    return cluster([part])[0] if part.value is None and name in LETTERS else Option(name, part.value).words


def cluster(parts: Sequence[Part]) -> list[tuple[str, ...]]:
    """What is left of `-dit`."""
    letters = "".join(LETTERS.get(part.canonical or "", "") for part in parts)
    return [Option("", cluster=letters).words] if letters else []
