"""Is a logical line complete, or does the shell want more? Says what it waits for."""

from __future__ import annotations

import re

from dockersh.patterns import pattern

# A word that opens a compound command, and the word that closes it. https://pubs.opengroup.org/onlinepubs/9699919799/utilities/V3_chap02.html
COMPOUND = {"if": "fi", "case": "esac", "for": "done", "while": "done", "until": "done", "{": "}"}
HEREDOC = r"(?<!<)<<(-?)\s*(['\"]?)(\\?)([A-Za-z_][A-Za-z0-9_]*)\2"
MARKS = frozenset("\\'\"`#")  # without them nothing is quoted and nothing is a comment
STRETCH = pattern(r"[^\\'\"`#]+")
# From behind a quote to its end: behind a backslash nothing ends it.
ENDS = {quote: pattern(rf"(?s)[^\\{quote}]*(?:\\.[^\\{quote}]*)*{quote}") for quote in ('"', "`")}
TRAILING_OPERATOR = r"(\|\|?|&&)\s*$"


def unfinished(text: str) -> str | None:
    """What `text` waits for (quote, backslash, parenthesis, heredoc, operator, compound); None when it is complete."""
    text, waiting = _without_bodies(text)
    bare, problem = _blank_quotes(text)
    if waiting or problem:
        return "heredoc" if waiting else problem
    if bare.count("(") > bare.count(")") and "case" not in bare:
        return "parenthesis"
    if re.search(TRAILING_OPERATOR, bare):
        return "operator"
    return "compound" if _open_compound(bare) else None


def _without_bodies(text: str) -> tuple[str, bool]:
    """`text` without the bodies of here-documents, in which quotes mean nothing; and whether one still waits for its end."""
    kept: list[str] = []
    waiting: list[tuple[str, bool]] = []
    for line in text.split("\n"):
        if waiting:
            mark, dashed = waiting[0]
            if (line.lstrip("\t") if dashed else line) == mark:
                waiting.pop(0)
            continue
        kept.append(line)
        if "<<" in line:
            waiting = _marks(kept)
    return "\n".join(kept), bool(waiting)


def _marks(lines: list[str]) -> list[tuple[str, bool]]:
    """The here-documents that begin on the last line: the word each ends with, and whether tabs may stand before it."""
    bare, problem = _blank_quotes("\n".join(lines))
    if problem is not None:
        return []
    outside = {match.start() for match in re.finditer(HEREDOC, bare.rpartition("\n")[2])}
    return [(match[4], bool(match[1])) for match in re.finditer(HEREDOC, lines[-1]) if match.start() in outside]


def _open_compound(bare: str) -> bool:
    """Counts openers and closers that stand where a command starts."""
    if not any(word in bare for word in COMPOUND):
        return False
    starts = re.findall(r"(?:^|[;&|\n(]|\b(?:do|then|else|elif)\b)\s*([a-z{}]+)(?=[\s;)]|$)", bare)
    if not starts or starts[0] not in COMPOUND:
        return False
    opened = sum(word in COMPOUND for word in starts)
    closers = set(COMPOUND.values())
    return opened > sum(word in closers for word in starts)


def _blank_quotes(text: str) -> tuple[str, str | None]:
    """`text` with quoted stretches and comments blanked, and the name of what is left open."""
    if MARKS.isdisjoint(text):
        return text, None
    out: list[str] = []
    index = 0
    while index < len(text):
        char = text[index]
        if char == "\\":
            if index + 1 == len(text) or text[index + 1 :] == "\n":
                return "".join(out), "backslash"
            out.append("  ")
            index += 2
        elif char in "'\"`":
            end = _closing(text, index)
            if end is None:
                return "".join(out), "quote"
            out.append("_" * (end - index))
            index = end
        elif char == "#" and (index == 0 or text[index - 1] in " \t\n;&|("):
            index = text.find("\n", index) if "\n" in text[index:] else len(text)
        else:
            stretch = STRETCH.match(text, index)
            plain = stretch[0] if stretch else char  # a # inside a word
            out.append(plain)
            index += len(plain)
    return "".join(out), None


def _closing(text: str, start: int) -> int | None:
    """Index just behind the quote that closes the one at `start`."""
    quote = text[start]
    if quote == "'":
        return text.find("'", start + 1) + 1 or None
    found = ENDS[quote].match(text, start + 1)
    return found.end() if found else None
