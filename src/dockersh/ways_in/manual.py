"""The manual page `dockersh.1`, from the table of options and the texts: `python -m dockersh.ways_in.manual [LANG]` prints it.

What the wheel installs is the checked-in `man/`; a test holds it to what this prints.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from dockersh import texts
from dockersh.ways_in.options import OPTIONS, spelled

SECTIONS = ("name", "synopsis", "description", "options", "commands", "exit-status", "environment", "files", "see-also")


def manual(lang: str) -> str:
    """The page in the `man` macros of roff (man(7))."""
    lines = [f".TH DOCKERSH 1 {_quoted('')} dockersh {_quoted(_text(lang, 'title'))}"]
    for section in SECTIONS:
        lines.append(f".SH {_quoted(_text(lang, 'heads', section))}")
        lines += _options(lang) if section == "options" else _body(_text(lang, section), asis=section == "synopsis")
    return "\n".join(lines) + "\n"


def _options(lang: str) -> Iterator[str]:
    for option in OPTIONS:
        name, _, value = spelled(option).partition(" ")
        short = f"{_bold(f'-{option.short}')}, " if option.short else ""
        yield ".TP"
        yield f"{short}{_bold(name)}" + (f" \\fI{_escaped(value)}\\fR" if value else "")
        yield _line(texts.raw(lang, "options", "options", option.long) or "")


def _bold(text: str) -> str:
    return f"\\fB{_escaped(text)}\\fR"


def _body(text: str, *, asis: bool) -> Iterator[str]:
    """Paragraphs, in which `term  what it is` lines become a list; or lines that stay as they are."""
    if asis:
        yield from (".nf", *(_line(line.strip()) for line in text.split("\n")), ".fi")
        return
    for line in text.split("\n"):
        term, gap, meaning = line.partition("  ")
        if not line:
            yield ".PP"
        elif gap:
            yield from (".TP", _bold(term), _line(meaning.strip()))
        else:
            yield _line(line)


def _line(text: str) -> str:
    """A line of text; one that begins like a request is told apart."""
    text = _escaped(text)
    return f"\\&{text}" if text.startswith((".", "'")) else text


def _escaped(text: str) -> str:
    return text.replace("\\", "\\e").replace("-", "\\-")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _text(lang: str, *keys: str) -> str:
    return texts.raw(lang, "manual", *keys) or ""


if __name__ == "__main__":
    sys.stdout.write(manual(sys.argv[1] if len(sys.argv) > 1 else texts.SOURCE))
