"""Members of a JSON file put in and taken out with every other byte left as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from dockersh.startup.typed import NamedTuple

SPACE = re.compile(r"[ \t\r\n]*")
DECODER = json.JSONDecoder()


class Member(NamedTuple):
    """A member of an object: from its key on, its value, the end of that."""

    key: str
    start: int
    value: int
    end: int


def members(text: str, at: int) -> Iterator[Member]:
    """The members of the object whose brace stands at *at*. Raises ValueError for what is no object."""
    if text[at : at + 1] != "{":
        raise ValueError(at)
    at = _behind_space(text, at + 1)
    while text[at : at + 1] == '"':
        key, behind = DECODER.raw_decode(text, at)
        value = _behind_space(text, _behind_space(text, behind) + 1)
        _, end = DECODER.raw_decode(text, value)
        yield Member(key, at, value, end)
        at = _behind_space(text, end)
        at = _behind_space(text, at + 1) if text[at : at + 1] == "," else at


def value_of(text: str, path: Sequence[str]) -> Member | None:
    """The member at a path of keys; None where there is none."""
    at, found = _behind_space(text, 0), None
    for key in path:
        found = next((one for one in members(text, at) if one.key == key), None)
        if found is None:
            return None
        at = found.value
    return found


def put(text: str, path: Sequence[str], value: str) -> str:
    """With a member of text in front of the others of its object; objects on the way are made. Nothing where it is there."""
    if value_of(text, path) is not None:
        return text
    depth = next(depth for depth in range(len(path) - 1, -1, -1) if not depth or value_of(text, path[:depth]))
    holder = value_of(text, path[:depth])
    brace = holder.value if holder else _behind_space(text, 0)
    gap, unit = _layout(text, depth)
    made = json.dumps(value)
    for level, key in reversed(list(enumerate(path[depth:], depth))):
        made = f"{json.dumps(key)}:{' ' if gap else ''}{made}"
        if level > depth:
            inner, outer = (f"\n{unit * (level + 1)}", f"\n{unit * level}") if gap else ("", "")
            made = f"{{{inner}{made}{outer}}}"
    behind = ","
    if next(members(text, brace), None) is None:
        behind = f"\n{unit * depth}" if gap and text[brace + 1 : brace + 2] == "}" else ""
    return text[: brace + 1] + gap + made + behind + text[brace + 1 :]


def take_out(text: str, path: Sequence[str]) -> str:
    """Without a member, and without the object that held it alone, but for the outermost."""
    found = value_of(text, path)
    if found is None:
        return text
    holder = value_of(text, path[:-1])
    brace = holder.value if holder else _behind_space(text, 0)
    if holder is not None and sum(1 for _ in members(text, brace)) == 1:
        return take_out(text, path[:-1])
    end = _behind_space(text, found.end)
    if text[end : end + 1] == ",":
        start = len(text[: found.start].rstrip(" \t\r\n"))
        return text[:start] + text[end + 1 :]
    start = len(text[: found.start].rstrip(" \t\r\n,"))
    return text[:start] + (text[found.end :] if text[start - 1 : start] != "{" else text[end:])


def _layout(text: str, depth: int) -> tuple[str, str]:
    """What stands in front of a member at that depth (nothing, where the file is one line), and one step of the indent."""
    found = re.match(r"\s*\{(?:\r?\n)([ \t]+)\"", text)
    if found is None and "\n" not in text.strip():
        return "", ""
    unit = found[1] if found else "\t"
    return f"\n{unit * (depth + 1)}", unit


def _behind_space(text: str, at: int) -> int:
    found = SPACE.match(text, at)
    return found.end() if found else at
