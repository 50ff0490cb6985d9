"""A shell line → the docker invocations in it, as words with spans.

Spans are character offsets into the line, end exclusive.
A line of plain words takes the fast path; everything else goes through the bash grammar of tree-sitter
(`tests/reading/syntax` shows that both give the same result for plain lines).
"""

from __future__ import annotations

import functools
import re

from dockersh.reading.syntax.words import Call, Line, Span, Word, call_of

__all__ = ["Call", "Line", "Span", "Word", "parse", "prompts"]

# Not compiled at import: a line of plain words needs neither.
# A prompt that was copied with the line: `$ docker`, `# docker`, `> docker`, `me@host:~$ docker`, `PS C:\\> docker`.
PROMPT = (
    r"\s*+(?:(?:\([\w.-]+\)\s*+)?(?:[\w.-]++@[\w.-]+(?::\s?[^\s$#>]*)?"
    r"|\[[\w.-]+@[^\]\n]*\]|PS(?: [A-Za-z]:\\[^>\n]*+| /[^>\n]*+)?|[A-Za-z]:\\[^>\n]*+)?"
    r"\s*+[$%>❯➜]\s++|\s*+(?:[\w.-]++@[^\s#]++)?#\s++)(?=(?:sudo\s+)?docker(?:-compose)?(?:\.exe)?\s+[a-z-])"
)
COMMENTED = (  # behind a bare `#` only what is surely a command: a remark may begin with `docker`, too
    r"\s*#\s+(?:sudo\s+)?docker(?:-compose)?\s+(?:attach|build|compose|cp|exec|images|info|inspect|kill|login|logs|network|ps|pull"
    r"|push|restart|rm|rmi|run|start|stop|system|tag|up|version|volume)(?:[ \t]+[-\w./:]+)*\s*$"
)
# The shell's prompt while it waits for the rest of a line; it looks like a redirection, so what stands behind it has to tell:
# an option, or a word with another one behind it.
GOES_ON = r"(?<=\\\n)[ \t]*[>$][ \t]+(?=\S)"
SPEAKS = r"-|[^\s|&;<>]+[ \t]+(?!\\\n)[^\s|&;<>\d#]"
# A line out of the middle of a script: the shell cannot run it alone, and its docker is docker all the same.
FRAGMENT = r"\s*(?:(?:elif|then|else|do|if|while|until)\s+|\}\s*|\|\|\s*|&&\s*)(?:!\s+)?"

GIVEN_UP = frozenset(("too-long", "too-deep"))  # why a line is `broken` that the shell may well read
NUL = "\uffff"  # stands for it while the line is read: no character, and so in no line

# No quoting, expansion, operator, glob, brace, comment or assignment to a command: the shell passes these on as they are.
PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:,@%+ \t=-")


@functools.lru_cache(maxsize=16)  # a line is asked for at each stage, a typed one for each key
def parse(text: str) -> Line:
    """Find the docker invocations of `text` (one logical line). Never raises; a broken line has `broken` set."""
    if text and PLAIN.issuperset(text):
        return Line(text, _calls(text), plain=True, alone=True)
    if "\0" in text:
        return _without_nul(text)
    copied = prompts(text)
    if copied:
        return parse(_blanked(text, copied))._replace(text=text, plain=False, prompts=copied)
    from dockersh.reading.syntax import earlier, tree  # noqa: PLC0415  the grammar costs 15 ms: only lines with shell syntax pay it

    found = tree.parse(text)
    found = found._replace(calls=earlier.with_settings(text, found.calls))
    fragment = re.match(FRAGMENT, text) if not found.calls and found.broken not in GIVEN_UP else None
    if fragment is None:
        return found
    inside = tree.parse(" " * fragment.end() + text[fragment.end() :])
    inside = inside._replace(calls=earlier.with_settings(text, inside.calls))
    return inside._replace(text=text, broken=found.broken) if inside.calls else found


def _without_nul(text: str) -> Line:
    """A line with a NUL, which bash, dash and busybox leave out as they read; zsh keeps it, and can give it to no program."""
    found = parse(text.replace("\0", NUL))
    calls = tuple(call._replace(words=_dropped(call.words), before=_dropped(call.before)) for call in found.calls)
    return found._replace(text=text, calls=calls, plain=False, alone=False, broken=found.broken or "nul")


def _dropped(words: tuple[Word, ...]) -> tuple[Word, ...]:
    made = (word._replace(text=word.text.replace(NUL, ""), raw=word.raw.replace(NUL, "")) for word in words)
    return tuple(word for word in made if word.text or word.raw)


def prompts(text: str) -> tuple[Span, ...]:
    """The prompts that were copied along with a line: the one in front of it, and those of the lines it goes on in."""
    first = re.match(PROMPT, text)
    if first and first[0].strip().startswith("#") and not re.match(COMMENTED, text):
        first = None
    later = list(re.finditer(GOES_ON, text)) if "\\\n" in text else []
    if not first and not any("$" in match[0] or re.compile(SPEAKS).match(text, match.end()) for match in later):
        later = []
    return tuple(Span(match.end() - len(match[0].lstrip()), match.end()) for match in ([first] if first else []) + later)


def _blanked(text: str, spans: tuple[Span, ...]) -> str:
    pieces, at = [], 0
    for start, end in spans:
        pieces += [text[at:start], " " * (end - start)]
        at = end
    return "".join((*pieces, text[at:]))


def _calls(text: str) -> tuple[Call, ...]:
    words: list[Word] = []
    end = 0
    for word in text.split():
        start = text.index(word, end)
        end = start + len(word)
        words.append(Word(word, Span(start, end)))
    call = call_of(tuple(words))
    return (call,) if call else ()
