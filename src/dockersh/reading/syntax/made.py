"""A docker line made of words: the other way round than `parse`."""

from __future__ import annotations

from collections.abc import Iterable

from dockersh.reading.syntax.words import Line, Span, Word, call_of

NOWHERE = Span(0, 0)  # where a word stands that is not from a line
# What no shell makes anything of. Letters of every script are plain, too, or a Korean name would stand in quotes.
BARE = frozenset("@%+=:,./-_")


def made(*texts: str) -> tuple[Word, ...]:
    """Words that stand in no line, each what a program gets."""
    return tuple(Word(text, NOWHERE) for text in texts)


def line_of(words: Iterable[Word]) -> Line:
    """The line that is these words: each as it was typed where it was, in quotes where it must be.

    A shell that runs the line's text gives a program the same words, those that the shell decides (`$X`) aside.
    """
    text, placed = "", []
    for word in words:
        typed = word.raw or (quoted(word.text) if word.literal else word.text)
        start = len(text)
        placed.append(word._replace(span=Span(start, start + len(typed)), raw="" if typed == word.text else typed))
        text += typed + " "
    call = call_of(tuple(placed))
    return Line(text.removesuffix(" "), (call,) if call else (), alone=True)


def quoted(text: str) -> str:
    """A text as one word of the shell."""
    if text and all(char.isalnum() or char in BARE for char in text):
        return text
    return "'" + text.replace("'", "'\"'\"'") + "'"


def run_by(line: Line, program: str) -> Line:
    """A line as it is where *program* (`podman`; '' for docker itself) answers to docker's name."""
    if not program or not line.calls:
        return line
    calls = (call._replace(behind=program) if call.program == "docker" else call for call in line.calls)
    return line._replace(calls=tuple(calls))
