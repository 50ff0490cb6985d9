"""The secrets in any text, whatever program it is for: tokens, addresses with a password, `NAME=value`, `Name: value`."""

from __future__ import annotations

import bisect
import functools
import os.path
import re
from collections.abc import Iterator

from dockersh.explaining.secrets import names
from dockersh.startup import toml_cache
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import Any

Stretch = tuple[int, int]

# scheme://user:secret@host, :secret@host too. The last @ in front of the path ends it.
SCHEME = r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9+.-]{0,20}://"
USERINFO = pattern(rf"{SCHEME}(?P<user>[^\s:/@'\"<>]*)(?P<colon>:(?P<secret>[^\s/?#'\"]*))?@(?=[^\s@])")
# A password with a slash in it; what is no port is no port.
SLASHED = pattern(rf"{SCHEME}[^\s:/@'\"<>]*:(?P<secret>(?!\d*[/?#])[^\s'\"@]{{1,300}})@(?=[\w.-]{{1,200}}(?:[:/?\s'\"]|$))")
# user:secret@tcp(host), user:secret@host:port, user:secret@host/path in the middle of a text; npm:name@version is none.
BARE = pattern(
    r"(?<![\w./:@-])(?!npm:|pkg:|jsr:|git:|oci:|docker:|file:)(?:[A-Za-z][\w.-]{0,40}/|:pserver:)?[A-Za-z][\w.-]{0,40}:"
    r"(?P<secret>[^\s/@:'\"\\][^\s/@:'\"]{0,199})@(?!sha\d)(?:(?:tcp|unix)\(|[A-Za-z][\w.-]{0,80}(?::[\d/]|/|$)|\d{1,3}(?:\.\d{1,3}){3}(?![\w.]))"
)
ORACLE = pattern(r"jdbc:oracle:\w{1,10}:[\w.$]{1,40}/(?P<secret>[^\s/@'\"]{1,200})@")
HEADER = pattern(r"(?P<name>[A-Za-z][\w-]{0,80}):(?P<value>\S+)")
DEFAULTED = pattern(r"[$\ue000]\{(?P<name>[A-Za-z_]\w{0,80}+):?[-=](?P<default>[^}$`\s][^}$`]{0,300}+)\}")
BARE_PROXY = pattern(r"(?P<user>[\w.-]+):(?P<secret>[^\s/@:]+)@(?!sha\d)[\w.-]+(?::\d+)?/?")
LOOKS_RANDOM = pattern(r"(?=.*[0-9])[A-Za-z0-9_-]{16,}")
VERY_RANDOM = pattern(r"(?=.*[0-9])(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9_-]{16,}")
NO_PASSWORD = frozenset(("", "x-oauth-basic", "x-token-auth"))

# The name in front of a `=` or a colon is looked for backwards from there: a long line costs no more than its length.
EQUALS = pattern(r"=[ ]?(?!=)")
COLON = pattern(r":[ \t]*(?P<quote>[\"']?)")
NAMED = pattern(r"(?P<name>(?<![\w.$-])[A-Za-z_][\w.-]*|(?<=-)[A-Za-z_][\w.-]*|(?<=\*\.)[A-Za-z_][\w.-]*)[\"']?(?:\]|\s)?$")
# What a field's name stands behind; in a sentence it is a word.
BEGINS = "\n{,(\"'-"
BRACES = pattern(r"\{(?=[^{}\"';]{1,80};)")
FLOW = pattern(r",\s|\}")  # what ends a value of `{a: b, c: d}`
FIRST = pattern(r"--?(?=[A-Za-z])|[\"'](?=[A-Za-z_])|")
AMONG_FIELDS = {"PWD": "DB_PWD"}  # `Pwd=` is no folder there
AUTH_SCHEME = pattern(r"(?:Bearer|Basic|Token|Digest|ApiKey|Bot)\s+", re.IGNORECASE)
DOCKERFILE = pattern(r"(?:^|\n)[ \t]*(?:ENV|ARG|LABEL)[ \t]+(?P<name>[A-Za-z_][\w.-]*)[ \t]+(?P<value>[^=\n]+?)(?=\n|$)")

# A list of fields goes on behind a value with one of these; a comma may well stand in a password.
FIELDS = (
    r"user(?:name)?|uid|gid|domain|vers|sec|type|device|bucket|region|name|src|dst"
    r"|mode|addr|file_mode|dir_mode|rw|ro|url|endpoint"
)
LINE = pattern(r"\n")
MORE = pattern(rf",(?=(?:{FIELDS})\b|[\w-]+\.[\w.-]+=)|;(?=\s*[A-Za-z][\w .-]*=)|\n")
UNTIL = {
    "blank": pattern(r"[\s\"']|$"),
    ";": pattern(r"[;\"'\n]|$"),
    ",": pattern(r"[,;\"'\n]|$"),
    "[": pattern(r"[,\]})\"'\n]|$"),
    "&": pattern(r"[&#\s\"']|$"),
}
LONGEST = 80  # characters of a name
NEAR = 300  # characters in which a `;` shows that a value is a field of several
ENOUGH = 1000  # characters by which a value is judged


@functools.cache
def hints() -> tuple[str, ...]:
    """What a line with a marked token has in it, in small letters."""
    return tuple(_table()["hints"])


@functools.cache
def _table() -> dict[str, Any]:
    return toml_cache.load(os.path.join(os.path.dirname(__file__), "shapes.toml"))


@functools.cache
def _tokens() -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(_table()['tokens'])})")


@functools.cache
def _within() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one) for one in _table()["within"])


def stretches(text: str) -> list[Stretch]:
    """Every secret in a text that is recognised by the text alone; they may overlap."""
    found = [match.span() for match in _tokens().finditer(text)]
    for one in _within():
        found += [match.span(1) for match in one.finditer(text) if not names.stands_for_another(match[1])]
    if "@" in text:
        found += addresses(text)
    if "${" in text or "\ue000{" in text:
        found += [one for match in DEFAULTED.finditer(text) for one in _named(match["name"], text, *match.span("default"))]
    if ":" in text:
        found += _headers(text)
    if "ENV " in text or "ARG " in text or "LABEL " in text:
        found += [one for match in DOCKERFILE.finditer(text) for one in _named(match["name"], text, *match.span("value"))]
    if "=" in text:
        fields = [*_pairs(text)]
        found += [stretch for name, stretch in fields if names.kind(name) != "address"]
        starts = sorted(start for start, _ in found)
        # Of an address with a known secret in it, that is the secret.
        found += [whole for name, whole in fields if names.kind(name) == "address" and not _inside(starts, whole)]
    return found


def _inside(starts: list[int], whole: Stretch) -> bool:
    at = bisect.bisect_left(starts, whole[0])
    return at < len(starts) and starts[at] < whole[1]


def addresses(text: str) -> Iterator[Stretch]:
    """The passwords, and the users that are tokens, in front of the `@` of addresses."""
    for pattern_ in (BARE, ORACLE) if ":" in text else ():
        yield from (one.span("secret") for one in pattern_.finditer(text) if not names.stands_for_another(one["secret"]))
    for match in USERINFO.finditer(text) if "://" in text else ():
        user, secret = match["user"], match["secret"]
        if secret in NO_PASSWORD or secret is None:
            scheme = match[0].partition(":")[0].lower()
            web = secret is not None or scheme.endswith(("http", "https"))
            if user and (LOOKS_RANDOM if web else VERY_RANDOM).fullmatch(user):
                yield match.span("user")
        elif not names.stands_for_another(secret):
            yield match.span("secret")
    for match in SLASHED.finditer(text) if "/" in text else ():
        if not names.stands_for_another(match["secret"]):
            yield match.span("secret")


def _names(text: str, marks: re.Pattern[str]) -> Iterator[tuple[re.Match[str], str, int]]:
    """Each mark with the name in front of it, where that is a secret's, and the name's place."""
    for mark in marks.finditer(text):
        window = max(0, mark.start() - LONGEST)
        found = NAMED.search(text[window : mark.start()])
        if found:
            yield mark, found["name"], window + found.start("name")


def _pairs(text: str) -> Iterator[tuple[str, Stretch]]:
    """Each `NAME=value` with a secret's name, and the secret."""
    first = FIRST.match(text)
    start = first.end() if first else 0
    done = {"address": 0, "": 0}  # up to where a value was found: an address is made of pairs itself
    for mark, name, begin in _names(text, EQUALS):
        at, leading = mark.end(), begin == start or text[begin - 1] == "\n"
        meant = name if leading else AMONG_FIELDS.get(name.upper(), name)
        if "proxy" in name.lower() and (proxy := BARE_PROXY.fullmatch(text, at)):
            yield name, proxy.span("secret")
        elif (what := names.kind(meant)) and at >= done["address" if what == "address" else ""]:
            ends = _line_or_fields(meant) if leading else UNTIL[_separator(text, begin, at)]
            for from_, to in _named(meant, text, at, _end(ends, text, at, begin, at + ENOUGH)):
                stretch = (from_, to if to < at + ENOUGH else _end(ends, text, at, begin, len(text)))
                done["address" if what == "address" else ""] = stretch[1]
                yield meant, stretch


def _named(name: str, text: str, at: int, end: int) -> Iterator[Stretch]:
    opening = BRACES.match(text, at)  # of ODBC, `PWD={a;b}`
    quote = "}" if opening else text[at : at + 1]
    if quote in ("'", '"', "}") and (closing := text.find(quote, at + 1, at + ENOUGH)) > 0:
        at, end = at + 1, closing
    found = names.secret(name, text[at:end])
    if found:
        yield at + found[0], at + found[1]


def _line_or_fields(name: str) -> re.Pattern[str]:
    """What ends the value of a name in front: the line, or further fields; an address is made of fields itself."""
    return LINE if names.kind(name) == "address" else MORE


def _end(ends: re.Pattern[str], text: str, at: int, begin: int, limit: int) -> int:
    """Where the value ends that begins at *at*, looked for up to *limit*; a quote in front of the name ends it, too."""
    found = ends.search(text, at, limit)
    end = found.start() if found else min(limit, len(text))
    quoted = begin > 0 and text[begin - 1] in "\"'" and end > at and text[end - 1] == text[begin - 1]
    return end - quoted


def _separator(text: str, name: int, at: int) -> str:
    """By what stands in front of the name, and behind, what parts the fields: a row of UNTIL."""
    before = text[max(0, name - 2) : name].strip(" ")[-1:] or " "
    if before in "?&":
        return "&"
    if before in "[({":
        return "["
    if before == ";" or (before != "-" and ";" in text[at : at + NEAR]):
        return ";"
    return "blank" if before == "-" or text[name - 1].isspace() else ","


def _headers(text: str) -> Iterator[Stretch]:
    """`Authorization: Bearer X`, `"password": "X"`, `password: X` of YAML.

    `volume:path` is none of them: a blank or a quote has to stand by.
    """
    done = 0
    for mark, name, begin in _names(text, COLON):
        at, quoted = mark.end(), mark["quote"] or text[mark.start() - 1] in "\"'"
        field = (quoted or mark[0][1:2].isspace()) and _begins(text, begin)
        meant = AMONG_FIELDS.get(name.upper(), name) if mark["quote"] else name  # `-v 'pwd':/app` is no field
        if at < done or not field or not names.kind(meant):
            continue
        if scheme := AUTH_SCHEME.match(text, at):
            at = scheme.end()
        flow = text[max(0, begin - LONGEST) : begin].rstrip()[-1:] in ("{", ",")
        for stretch in _named(meant, text, at, _value_end(text, at, mark["quote"], flow=flow)):
            done = stretch[1]
            yield stretch


def _begins(text: str, name: int) -> bool:
    """Whether a field may begin where a name does: at the start of a line, behind a bracket, a comma, a quote."""
    before = text[max(0, name - LONGEST) : name].rstrip(" \t")
    return before[-1:] in BEGINS if before else name < LONGEST


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _value_end(text: str, at: int, quote: str, *, flow: bool) -> int:
    end = _line_end(text, at)
    closing = text.find(quote, at, end) if quote else -1
    if closing >= 0:
        return closing
    if flow and (found := FLOW.search(text, at, end)):
        return found.start()
    while end > at and (text[end - 1] in " ,'\"" or (text[end - 1] == "}" and "{" not in text[at : at + ENOUGH])):
        end -= 1
    return end
