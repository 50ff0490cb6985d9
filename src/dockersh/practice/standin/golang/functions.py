"""What a template can call: Go's own functions and docker's, and how Go prints a value."""

from __future__ import annotations

import json
from collections.abc import Callable

from dockersh.practice.standin.shown.measures import quoted
from dockersh.startup.typed import Any, ClassVar

LABELS = "Labels of"  # no field, but what `.Label` looks in
SPECIAL = ("and", "or")  # they need not look at every word


class Row:
    """Something whose fields are worked out when they are asked for; *kind* is what Go calls it."""

    kind = ""
    fields: ClassVar[dict[str, Callable[[Any], Any]]] = {}

    def value(self) -> dict[str, Any]:
        """All of them, as `json` shows it: sorted by name."""
        return {name: field(self) for name, field in sorted(self.fields.items()) if name != LABELS}


def printed(value: Any, *, inside: bool = False) -> str:
    """A value as `fmt.Print` writes it."""
    if value is None:
        return "<nil>" if inside else "<no value>"
    if isinstance(value, (bool, float)):
        return f"{value:g}" if isinstance(value, float) else str(value).lower()
    if value == {} and inside:
        return "{}"  # of a set
    if isinstance(value, dict):
        return "map[" + " ".join(f"{key}:{printed(one, inside=True)}" for key, one in sorted(value.items())) + "]"
    if isinstance(value, list):
        return "[" + " ".join(printed(one, inside=True) for one in value) + "]"
    return str(value)


def as_json(value: Any) -> str:
    """A value as docker's `json` writes it: in one line, as it stands."""
    if isinstance(value, Row):
        text = as_json(value.value())
        return "".join(f"\\u{ord(char):04x}" if char in "<>&" else char for char in text)
    return str(json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":")))


def _ordered(value: Any) -> Any:
    """Tables sorted by their keys, as Go writes them; objects, whose fields all begin with a capital, as they are."""
    if isinstance(value, list):
        return [_ordered(one) for one in value]
    if not isinstance(value, dict):
        return value
    is_object = all(key[:1].isupper() for key in value)
    return {key: _ordered(one) for key, one in (value.items() if is_object else sorted(value.items()))}


def true(value: Any) -> bool:
    """Whether a value counts as true: not empty, not zero."""
    return bool(value)


def _index(value: Any, *keys: Any) -> Any:
    for key in keys:
        if isinstance(value, dict):
            texts = bool(value) and all(isinstance(one, str) for one in value.values())
            value = value.get(key, "" if texts else None)
        elif value is not None:
            value = value[key]
    return value


def _printf(shape: str, *values: Any) -> str:
    """`%s %d %q %v %x` and their widths, as Go has them."""
    found, left = "", list(values)
    parts = shape.split("%")
    found = parts[0]
    at = 1
    while at < len(parts):
        part = parts[at]
        if not part and at + 1 < len(parts):
            found += "%" + parts[at + 1]
            at += 2
            continue
        size = next((number for number, char in enumerate(part) if char.isalpha()), None)
        if size is None or not left:
            found += "%!" + part
        else:
            found += _verb(part[:size], part[size], left.pop(0)) + part[size + 1 :]
        at += 1
    return found


def _verb(flags: str, verb: str, value: Any) -> str:
    if verb == "q":
        return quoted(str(value))
    if verb in "vst":
        return f"%{flags}s" % printed(value)
    return str(f"%{flags}{verb}" % value)


def _print(*values: Any) -> str:
    """With a blank between two that are both no text."""
    found = ""
    for number, value in enumerate(values):
        blank = number and not isinstance(value, str) and not isinstance(values[number - 1], str)
        found += (" " if blank else "") + printed(value)
    return found


def _slice(value: Any, *bounds: int) -> Any:
    for bound in bounds:
        if not 0 <= bound <= len(value):
            raise IndexError(f"index out of range: {bound}")
    first, last, *_ = (*(bounds or (0,)), None)
    return value[first:last]


def title_of_label(name: str) -> str:
    """What stands above a column of labels."""
    return name.rpartition(".")[2].replace("-", " ").replace("_", " ")


def _joined(values: Any, between: str) -> str:
    return between.join(map(str, values or ()))


def _padded(text: str, before: int, behind: int) -> str:
    return " " * before + text + " " * behind if text else text


def _truncated(text: str, most: int) -> str:
    return text if len(text) < most else text[:most]


def _escaped(value: Any) -> str:
    from urllib.parse import quote_plus  # noqa: PLC0415  hardly ever

    return quote_plus(printed(value))


def _html(value: Any) -> str:
    text = printed(value)
    for char, shown in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&#34;"), ("'", "&#39;")):
        text = text.replace(char, shown)
    return text


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "json": as_json,
    "split": lambda text, between: text.split(between),
    "join": _joined,
    "title": lambda text: " ".join(word[:1].upper() + word[1:] for word in text.split(" ")),
    "lower": lambda text: text.lower(),
    "upper": lambda text: text.upper(),
    "pad": _padded,
    "truncate": _truncated,
    "println": lambda *values: " ".join(map(printed, values)) + "\n",
    "print": _print,
    "printf": _printf,
    "len": len,
    "index": _index,
    "slice": _slice,
    "not": lambda value: not true(value),
    "eq": lambda first, *others: any(first == one for one in others),
    "ne": lambda one, other: one != other,
    "lt": lambda one, other: one < other,
    "le": lambda one, other: one <= other,
    "gt": lambda one, other: one > other,
    "ge": lambda one, other: one >= other,
    "html": _html,
    "js": lambda value: as_json(printed(value))[1:-1],
    "urlquery": _escaped,
}
# In the header of a table these leave the title as it is.
OF_HEADERS: dict[str, Callable[..., Any]] = dict.fromkeys(
    ("json", "split", "join", "title", "lower", "upper", "truncate"), lambda value, *_: value
)
