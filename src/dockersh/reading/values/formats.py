"""--format: what is printed of each thing.

    json | table | raw | pretty      forms by name, where the command has them
    table TEMPLATE                   with a line of headings
    TEMPLATE                         Go's text/template: {{.Field}}, {{json .X}}, {{range .X}}…{{end}}
Source: docker/cli cli/command/formatter and templates (28.2.2): the functions json, split, join, title, lower, upper, pad,
truncate, and those of text/template. Fields are checked where they are listed, in `advice`.
"""

from __future__ import annotations

import re

from dockersh.reading.values.value import Bad, Value, bad, good

NAMED = frozenset(("json", "table", "raw", "pretty", "yaml", "wide"))
LISTED = ("table", "json", "pretty", "", "{{json .}}")
FUNCTIONS = frozenset(
    (
        *("json", "split", "join", "title", "lower", "upper", "pad", "truncate", "println"),
        *("and", "or", "not", "len", "index", "slice", "print", "printf", "html", "js", "urlquery", "call"),
        *("eq", "ne", "lt", "le", "gt", "ge"),
    )
)
WORDS = frozenset(
    ("if", "else", "end", "range", "with", "define", "template", "block", "break", "continue", "nil", "true", "false")
)
KNOWN = FUNCTIONS | WORDS
OPENS = frozenset(("if", "range", "with", "define", "block"))
# Behind a backslash no string begins.
STRINGS = r"\\.|\"(?:[^\"\\]|\\.)*\"|`[^`]*`|'(?:[^'\\]|\\.)*'"


def listed(text: str) -> Value | Bad:
    """Decode the --format of compose's own lists: no templates (compose 5.6.1, cmd/formatter)."""
    fits = text.lower() in LISTED
    return template(text.lower()) if fits else bad("word", value=text, words=", ".join(LISTED[:2]))


def template(text: str) -> Value | Bad:
    """Decode `--format`: `{form, fields}`; *fields* are those named at the top (`.Names`)."""
    name = text.strip()
    if name in NAMED:
        return good({"form": name, "fields": []}, f"format-{name}" if name in ("json", "table") else None)
    body = name.removeprefix("table").strip() if name.startswith("table ") else name
    problem = _problem(body)
    if problem:
        return problem
    actions = "\n".join(_actions(body)[0])
    fields = [f".{found}" for found in dict.fromkeys(re.findall(r"(?<![\w$)\]])\.([A-Z]\w*)", actions))]
    shape = {"form": "table" if name.startswith("table ") else "template", "fields": fields}
    if not fields:
        return good(shape)
    return good(shape, "format-table-of" if shape["form"] == "table" else "format-fields", fields=" ".join(fields))


def _actions(body: str) -> tuple[list[str], bool]:
    """What stands in each pair of braces, strings left out; and whether the last one is closed."""
    found: list[str] = []
    at = 0
    while (start := body.find("{{", at)) >= 0:
        end = body.find("}}", start + 2)
        if end < 0:
            return found, False
        found.append(re.sub(STRINGS, " ", body[start + 2 : end].removeprefix("-").removesuffix("-").strip()))
        at = end + 2
    return found, True


def _problem(body: str) -> Bad | None:
    """What Go's parser refuses: an action that is not closed, an unknown function, an `end` too many or too few."""
    actions, closed = _actions(body)
    if not closed:
        return bad("format-unclosed")
    depth = 0
    for action in actions:
        if action.startswith("/*"):
            continue
        words = re.findall(r"(?<![\w.$])[A-Za-z_]\w*", action)
        unknown = next((word for word in words if word not in KNOWN), None)
        if unknown:
            return bad("format-function", value=unknown)
        depth += (words[:1] or [""])[0] in OPENS
        depth -= words[:1] == ["end"]
        if depth < 0:
            return bad("format-end")
    return bad("format-end") if depth else None
