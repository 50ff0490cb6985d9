"""Words as a Dockerfile has them. Source: buildkit frontend/dockerfile/parser and shell/lex.go."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

PLAIN = r"[\w./:@%+,=-]+"
MARKS = ('\\"$', "\\\"'$")  # what an escape takes the meaning from: in quotes, and outside


def pair(name: str, value: str) -> str:
    """`A=1`, `B="two words"`."""
    return f"{word(name)}={word(value)}"


def word(text: str) -> str:
    """One word, in quotes where it needs them."""
    return text if re.fullmatch(PLAIN, text, re.ASCII) else f'"{_escaped(text, MARKS[0])}"'


def line(text: str) -> str:
    """The rest of a line, of which the builder takes quotes and variables."""
    return _escaped(text, MARKS[1])


def _escaped(text: str, marks: str) -> str:
    return "".join(f"\\{char}" if char in marks else char for char in text)


def array(words: Iterable[str]) -> str:
    """`["a", "b"]`."""
    return json.dumps(list(words), ensure_ascii=False)


def command(words: Sequence[str], shell: Sequence[str]) -> str:
    """The words of CMD or ENTRYPOINT: as a line where a shell reads them, else as they are."""
    if list(words[:-1]) == list(shell) and can_be_a_line(words[-1]):
        return words[-1]
    return array(words)


def can_be_a_line(text: str) -> bool:
    """Whether it comes back as it was from a line for the shell."""
    plain = text == text.strip() and "\n" not in text and not text.startswith(("<<", "--")) and not text.endswith("\\")
    return bool(text) and plain and not _is_array(text)


def _is_array(text: str) -> bool:
    try:
        return isinstance(json.loads(text), list)
    except ValueError:
        return False


def can_be_said(text: str) -> bool:
    """Whether a value can stand in a Dockerfile: a new line cannot."""
    return "\n" not in text


def pairs(text: str, known: Mapping[str, str]) -> dict[str, str]:
    """`A=1 B=two words`, as a history has it. *known*: values that the image has by now, which tell what belongs together."""
    found: dict[str, str] = {}
    while "=" in text:
        name, _, text = text.partition("=")
        value = known.get(name, "\0")
        whole = text == value or text.startswith(f"{value} ")
        end = len(value) if whole else _next(text)
        found[name], text = text[:end], text[end + 1 :]
    return found


def _next(text: str) -> int:
    """Where the next name begins, without the blank in front of it."""
    match = re.search(r" (?=[A-Za-z_][\w.-]*=)", text)
    return match.start() if match else len(text)
