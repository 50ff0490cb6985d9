"""Files that hand lines to a shell in a language of their own: Makefiles, justfiles, Jenkinsfiles, crontabs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dockersh.reading.syntax.words import mentions
from dockersh.ways_in.documents.passage import Passage, joined, unescaped
from dockersh.ways_in.documents.snippet import Snippet, blank, script, with_docker

RECIPE = re.compile(r"^\t\s*[@+-]*\s*")
# What only make knows: `$<`, `$(@D)`; and its functions and variables within single quotes, where no shell would look.
AUTOMATIC = re.compile(r"(?<!\$)\$[<^@*?+|%]|(?<!\$)\$\([<^@*?+|%][DF]\)")
MAKE_VARIABLE = re.compile(r"(?<!\$)\$(?:\([^()\n]*\)|\{[^{}\n]*\})")
SINGLE_QUOTED = re.compile(r"'[^'\n]*(?:\\\n[^'\n]*)*'")
FUNCTION = re.compile(r"(?<!\$)\$(?:\((?=\w+[ \t])[^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\{\w+[ \t][^{}\n]*\})")
JUST_RECIPE = re.compile(r"^[ \t]+[@-]*\s*")
SH_STEP = re.compile(
    r"""\bsh\b[ \t]*\(?[ \t]*(?:(?!script\b)\w+:[ \t]*(?:\w+|'[^'\n]*'|"[^"\n]*")[ \t]*,\s*)*"""
    r"""(?:script[ \t]*:\s*)?(?P<quote>'''|\"{3}|'|")"""
)
GROOVY_ESCAPE = re.compile(r"\\(?:[\\$'\"nt]|\n)")
GROOVY = {"n": "\n", "t": "\t", "\n": " "}
SCHEDULE = re.compile(r"^[ \t]*(?:(?:[\d*/,-]+[ \t]+){5}|@\w+[ \t]+)(?:(?:root|\w+)[ \t]+(?=\S*docker))?")


def makefile(passage: Passage) -> Iterator[Snippet]:
    """Recipe lines; what only make knows becomes a variable of the same length, `$$` the shell's `$`."""
    lines = list(with_docker(passage).lines())
    at = 0
    while at < len(lines):
        mark = RECIPE.match(lines[at].text)
        begin, at = at, at + 1
        while at < len(lines) and lines[at - 1].text.endswith("\\"):
            at += 1
        if mark is None:
            continue
        body = joined([lines[begin].cut(mark.end(), len(lines[begin].text)), *lines[begin + 1 : at]])
        yield Snippet(_of_make(body))


def _of_make(body: Passage) -> Passage:
    body = body.exchanged(FUNCTION, _variable).exchanged(AUTOMATIC, _variable)
    body = body.exchanged(SINGLE_QUOTED, lambda quoted: MAKE_VARIABLE.sub(_unquoted_variable, quoted[0]))
    return body.exchanged(re.compile(r"\$\$"), lambda _: "_$")


def _variable(found: re.Match[str]) -> str:
    return f"${{{'_' * (len(found[0]) - 3)}}}" if len(found[0]) > 3 else "$" + "m" * (len(found[0]) - 1)


def _unquoted_variable(found: re.Match[str]) -> str:
    """A variable for what make puts there; the quotes end before it and begin again behind it."""
    return f"'${'_' * (len(found[0]) - 3)}'"


def justfile(passage: Passage) -> Iterator[Snippet]:
    """Recipes: each line is a command of its own; one that begins with `#!` is a script."""
    recipe: list[Passage] = []
    for line in with_docker(passage).lines():
        if line.text[:1] in ("", " ", "\t"):
            recipe.append(line)
        else:
            yield from _recipe(recipe)
            recipe = []
    yield from _recipe(recipe)


def _recipe(lines: Sequence[Passage]) -> Iterator[Snippet]:
    bodies = [line for line in lines if not line.blank]
    if not any(mentions(line.text) for line in bodies):
        return
    if bodies[0].text.lstrip().startswith("#!"):
        if re.search(r"sh\b", bodies[0].text):
            yield from script(joined(line.without_indent() for line in lines))
        return
    commands = (line.exchanged(JUST_RECIPE, blank).without_indent() for line in bodies)
    yield from script(joined(commands), judged=False)


def jenkinsfile(passage: Passage) -> Iterator[Snippet]:
    """The strings of `sh` steps."""
    at = 0
    while step := SH_STEP.search(passage.text, at):
        end = _closing(passage.text, step.end(), step["quote"])
        inside = passage.cut(step.end(), end)
        at = end + len(step["quote"])
        if mentions(inside.text):
            yield from script(unescaped(inside, GROOVY_ESCAPE, lambda escape: GROOVY.get(escape[1], escape[1])), judged=False)


def _closing(text: str, at: int, quote: str) -> int:
    """Where a string ends; the end of the text where it is not closed."""
    found = re.compile(rf"(?:\\.|(?!{quote}).)*+", re.DOTALL).match(text, at)
    return found.end() if found else len(text)


def is_scheduled(line: str) -> bool:
    """Whether a line is one of a crontab: five fields of a schedule, and a command that has docker in it."""
    return mentions(line) and line[:1] in "0123456789*" and SCHEDULE.match(line) is not None


def crontab(passage: Passage) -> Iterator[Snippet]:
    """The commands behind the five fields of a schedule."""
    for line in passage.lines():
        mark = SCHEDULE.match(line.text)
        if mark and mentions(line.text):
            yield Snippet(line.cut(mark.end(), len(line.text)))
