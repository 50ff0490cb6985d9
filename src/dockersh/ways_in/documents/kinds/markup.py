"""What a page says within its text: blocks of HTML, and code within a sentence.

Source: CommonMark 0.31, "Code spans" and "HTML blocks" (`<pre>` ends at `</pre>`, whatever stands in it).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dockersh.ways_in.documents.passage import Passage, joined, unescaped
from dockersh.ways_in.documents.snippet import Snippet

OPENS = re.compile(r"<pre\b[^<>]*>", re.IGNORECASE)
BEGINS = re.compile(r"^[^`]*?<pre\b[^<>]*>", re.IGNORECASE)  # behind a backtick it is code
CLOSES = re.compile(r"</pre\s*>", re.IGNORECASE)
# The language of a block: `lang="sh"` of GitHub, `class="language-bash"`, `class="highlight-console"`.
LANGUAGE = re.compile(
    r"""(?:lang|class)=["']?(?:[^"'>]*\b(?:language|lang|highlight(?:-source)?|brush:)[- ]?)?(?P<kind>[\w-]+)"""
)
CODE = re.compile(r"\s*<code\b[^<>]*>", re.IGNORECASE)
# Marks of HTML that show nothing, and letters that it writes in another way. `<name>` is a blank of the page.
MARKS = re.compile(
    r"</?(?:span|code|pre|b|i|em|strong|a|kbd|var|font|br|p|samp|tt|mark|u|small)\b[^<>]*>"
    r"|&(?:lt|gt|amp|quot|apos|nbsp|\#\d{1,6}|\#x[0-9a-f]{1,6});",
    re.IGNORECASE,
)
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'", "nbsp": " "}
TICKS = re.compile(r"`+")
# A command with an argument: what has none names a command, and is no line. It may be the second: `cd app && docker …`.
LINE = re.compile(
    r"(?:[^|;&\n]*+(?:&&|[;|])[ ]*+)*?(?:\$[ ]+)?(?:sudo[ ]+)?(?:docker(?:[ ]+compose)?+|docker-compose)[ ]+[a-z-]+[ ]+\S"
)
ROW, BAR = re.compile(r"[ \t]*\|"), re.compile(r"\\\|")  # GFM 4.10, AsciiDoc: a bar that ends no cell
PROMPT = re.compile(r"\$[ ]+")
NEWLINE = re.compile(r"\n")
# RST: "inline literals", and the roles that mean a command. AsciiDoc: monospace, with what it must not read in plus signs.
RST = re.compile(r"(?P<twice>``)?(?(twice)|:(?:code|command|samp|kbd|console|bash|sh|shell|cmd):`)(?P<code>[^`]+)`(?(twice)`)")
ASCIIDOC = re.compile(r"(?P<twice>``)?(?(twice)|(?<![\w`])`)(?P<plus>\+)?(?P<code>(?:(?!\+`)[^`])+)(?(plus)\+)`(?(twice)`)")
INLINE_CODE = re.compile(r"<code\b[^<>]*>(?P<inside>[^<]*)</code>", re.IGNORECASE)


def preformatted(passage: Passage) -> Iterator[tuple[str, Sequence[Passage]]]:
    """The blocks between `<pre>` and `</pre>`: what language each is said to be, and its lines."""
    at = 0
    while opened := OPENS.search(passage.text, at):
        closed = CLOSES.search(passage.text, opened.end())
        begin, at = opened.end(), len(passage.text)
        end = closed.start() if closed else at
        at = closed.end() if closed else at
        code = CODE.match(passage.text, begin, end)
        said = LANGUAGE.search(code[0] if code else "") or LANGUAGE.search(opened[0])
        body = passage.cut(begin, end)
        if not body.text.lstrip().startswith("{"):  # JSX: what stands there is JavaScript
            yield (said["kind"].lower() if said else ""), list(unescaped(body, MARKS, _shown).lines())


def _shown(mark: str) -> str:
    if mark[0] == "<":
        return "\n" if mark[1:3].lower() == "br" else ""
    name = mark[1:-1].lower()
    if name[0] != "#":
        return NAMED[name]
    code = int(f"0{name[1:]}", 0) if name[1] == "x" else int(name[1:])
    return chr(code) if 0 < code < 0x110000 else " "


def inline(lines: Sequence[Passage], code_of: re.Pattern[str] | None = None) -> Iterator[Snippet]:
    """Docker lines with arguments that stand as code in the text of a page: as Markdown writes it, or as a pattern says."""
    text = joined(lines)
    for begin, end, html in _marked(text.text, code_of) if code_of else _spans(text.text):
        code = text.cut(begin, end).exchanged(NEWLINE, lambda _: " ")
        code = unescaped(code, MARKS, _shown) if html else code
        code = code.exchanged(BAR, lambda _: " |") if ROW.match(text.text, text.text.rfind("\n", 0, begin) + 1) else code
        code = code.cut(len(code.text) - len(code.text.lstrip()), len(code.text.rstrip()))
        if LINE.match(code.text):
            prompt = PROMPT.match(code.text)
            yield Snippet(code.cut(prompt.end() if prompt else 0, len(code.text)), sure=False, part=True)


def _marked(text: str, code_of: re.Pattern[str]) -> Iterator[tuple[int, int, bool]]:
    """Where the `code` of a pattern stands."""
    return ((*one.span("code"), False) for one in code_of.finditer(text))


def _spans(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where code stands, and whether HTML says so: between two runs of as many backticks, or in `<code>`."""
    found = [(one.start("inside"), one.end("inside"), True) for one in INLINE_CODE.finditer(text)]
    runs = [(one.start(), one.end()) for one in TICKS.finditer(text) if text[one.start() - 1 : one.start()] != "\\"]
    closing: dict[int, int] = {}
    partner = [0] * len(runs)
    for at in range(len(runs) - 1, -1, -1):  # the next run of the same length
        length = runs[at][1] - runs[at][0]
        partner[at] = closing.get(length, 0)
        closing[length] = at
    at = 0
    while at < len(runs):
        if partner[at]:
            found.append((runs[at][1], runs[partner[at]][0], False))
            at = partner[at]
        at += 1
    return iter(sorted(found))
