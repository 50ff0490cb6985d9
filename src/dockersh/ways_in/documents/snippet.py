"""A passage of shell → what is read at once: the whole of it, or line by line where we cannot read it whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dockersh.reading import syntax
from dockersh.reading.syntax.unfinished import logical, physical_lines
from dockersh.startup.typed import NamedTuple
from dockersh.ways_in.documents.passage import BLANKS, Passage, joined
from dockersh.ways_in.documents.shell_judge import refuses

COMPOUND = re.compile(r"(?:^|[;&|\n])[ \t]*(?:if|for|while|until|case|select)\b|[{(][ \t]*$", re.MULTILINE)
MOST = 400  # physical lines of one logical line, where a file is too broken to be read at once
FIRST_REMARKS = re.compile(r"\A(?:[ \t]*(?:#.*)?\n)*(?:[ \t]*#.*\Z)?")  # `# docker ps` in front of a line is a prompt elsewhere
# `{{ .TAG }}` of a Taskfile, `<< parameters.tag >>` of CircleCI; not docker's own `{{.ID}}`.
TEMPLATE = re.compile(r"(?<![\"'{$])\{\{-?[ \t][^{}\n]*\}\}|(?<!<)<<[ \t]?[#/]?[a-z][\w.-]*\.[\w.-]+[ \t]?>>|<</[\w.-]+>>")
STATEMENT = re.compile(r"\{%[^%\n]*%\}(?P<end>[ \t]*$)?", re.MULTILINE)
CONTINUED = re.compile(r"[ \t][`^][ \t]*\n")  # as PowerShell and cmd go on
# A variable that only says which docker: `DOCKER ?= docker`, `compose="${COMPOSE:-docker compose}"`.
WHICH = re.compile(
    r"""^[ \t]*(?:export[ \t]+|readonly[ \t]+)?(?P<name>\w+)[ \t]*[:?]*=[ \t]*["']?(?:\$\{\w+:-)?"""
    r"""(?P<docker>(?:sudo )?docker(?:-compose| compose)?)\}?["']?[ \t\r]*$""",
    re.MULTILINE,
)
# A word that a shell leaves as it is; `${NAME}` is a variable to whoever runs it, too.
PLAIN = re.compile(r"[\w@%+=:,./~${}-]+")
# `$SUDO docker ps`, `${DRY:-} docker rm x`: what variables hold in front of docker runs it, or is nothing.
IN_FRONT = re.compile(
    r"""(?P<before>(?:^|[;&|({!]|\b(?:then|do|else|if|elif|while|until|exec))[ \t@]*)"""
    r"""(?P<names>(?:"?\$(?:\w+|\(\w+\)|\{\w+(?:\[@\])?(?::?[-+][^{}\s]*)?\})"?[ \t]+)++)"""
    r"""(?=docker(?:-compose|[ \t]+compose)?[ \t]+(?:-|(?:build|buildx|compose|config|container|cp|create|down|exec|image|"""
    r"""images|info|inspect|kill|load|login|logout|logs|network|ps|pull|push|restart|rm|rmi|run|save|start|stop|system|tag|"""
    r"""top|up|version|volume)\b))""",
    re.MULTILINE,
)
USED = re.compile(r"""(?P<quote>"?)\$(?:\((\w+)\)|\{(\w+)\}|(\w+))(?P=quote)(?=[\s;|&)]|$)""")


class Snippet(NamedTuple):
    """Shell that is read at once. *whole* is all that a shell would get; '' where no shell is to judge what it can read.

    *sure*: the file says that it is shell, or a prompt does; else a line may be prose that begins with docker.
    *part*: it stands in a sentence, which may show it in part.
    """

    passage: Passage
    whole: str = ""
    sure: bool = True
    part: bool = False


def script(passage: Passage, *, sure: bool = True, judged: bool = True) -> Iterator[Snippet]:
    """A script. Its remarks are remarks, also where docker stands in them."""
    code = with_docker(passage).exchanged(FIRST_REMARKS, blank_lines)
    code = code.read_as(code.text.replace("\r", " "))
    whole = passage.text.replace("\r", "") if judged else ""
    for part in _readable(code, whole):
        if not part.text.lstrip().startswith("#"):
            yield Snippet(part, whole, sure)


def _readable(code: Passage, whole: str) -> Iterator[Passage]:
    """The whole, if it can be read; else its logical lines; of loops that only we cannot read, what stands in them."""
    if syntax.parse(code.text).broken is None or CONTINUED.search(code.text):
        yield code
        return
    for line in _split(code, compounds=True):
        if "\n" in line.text and COMPOUND.search(line.text) and syntax.parse(line.text).broken and not refuses(whole):
            yield from _split(line, compounds=False)
        else:
            yield line


def _split(code: Passage, *, compounds: bool) -> Iterator[Passage]:
    at = 0
    for line in logical(physical_lines(code.text), MOST, compounds=compounds):
        yield code.cut(at, at + len(line.removesuffix("\n")))
        at += len(line)


def blank(match: re.Match[str]) -> str:
    """Blanks in its place."""
    return " " * len(match[0])


def as_words(parts: Sequence[Passage]) -> Iterator[Passage]:
    """The words of one command as a line of shell, quoted where a shell would see more in them than a word.

    Nothing where one of them holds a quote itself: no line says it with every character in its place.
    """
    if not any("'" in part.text or "\n" in part.text for part in parts):
        yield joined((part if PLAIN.fullmatch(part.text) else _quoted(part) for part in parts), " ")


def _quoted(part: Passage) -> Passage:
    first, last = (Passage("'", "'", (0,), (part.place(at),)) for at in (0, max(0, len(part.text) - 1)))
    return joined((first, part, last), "")


def without_templates(passage: Passage) -> Passage:
    """With a variable in place of what a template fills in; an `{% if %}` between two parts of a line leaves it one line."""
    filled = passage.exchanged(TEMPLATE, lambda found: f"${{{'_' * (len(found[0]) - 3)}}}")
    return filled.exchanged(STATEMENT, _statement)


def _statement(found: re.Match[str]) -> str:
    inside = found["end"] is not None and found.string[: found.start()].rstrip(BLANKS).endswith("\\\n")
    return blank(found)[:-1] + ("\\" if inside else " ")


def blank_lines(match: re.Match[str]) -> str:
    """Blanks for all but the ends of lines."""
    return re.sub(r"[^\n]", " ", match[0])


def with_docker(passage: Passage) -> Passage:
    """`$DOCKER run` with docker in its place, where the text itself says that DOCKER is docker; all places stay.

    And `$SUDO docker run` with blanks in place of what stands in front.
    """
    passage = passage.exchanged(IN_FRONT, lambda found: found["before"] + " " * len(found["names"]))
    which: dict[str, list[str]] = {}
    for found in WHICH.finditer(passage.text):
        which.setdefault(found["name"], []).append(found["docker"])

    def filled(used: re.Match[str]) -> str:
        dockers = which.get(used[2] or used[3] or used[4], ())
        return next((docker.ljust(len(used[0])) for docker in dockers if len(docker) <= len(used[0])), used[0])

    return passage.exchanged(USED, filled) if which else passage
