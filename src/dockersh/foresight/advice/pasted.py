"""What comes along when a line is copied from a page: prompts, placeholders, typographic marks, other shells' spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockersh.finding import Finding, finding
from dockersh.reading.syntax import Line, Span, Word, prompts
from dockersh.reading.syntax.templates import FILLED_IN, WORKFLOW
from dockersh.startup.lazy_regex import pattern

ANGLE = pattern(r"</?[^\W\d_][^<>\n]*>|<(?:\.\.\.|…)>")
BRACE = pattern(r"(?<![${\\])\{[^\W\d_][\w -]*\}(?!\})")
OPTIONAL = pattern(r"\[[A-Z][A-Z_ -]*(?:\.\.\.)?\](?:\.\.\.)?")
YOURS = pattern(r"(?<![A-Za-z])(?:YOUR|your|MY)[_-][A-Za-z_-]*[A-Za-z]|<?\.\.\.>?$")
HANGUL = pattern(r"(?:[가-힣]+_)+[가-힣]+|[가-힣]*(?:컨테이너|이미지|볼륨|네트워크)[ _]?(?:이름|명|아이디|ID)")
QUOTED = ("'", '"')
QUOTES = {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'"}
DASHES = pattern(r"[–—]")
CONTINUED = pattern(r"[ \t]([`^])[ \t]*\n")
JOINED = pattern(r"\s*\\\n\s*")
ENDS = pattern(r"[ \t]*(?:#[^\n]*)?(?:\n|$)")  # nothing more of the line but a remark
# No format of a date (`%Y%m%d`), and no blank of a template (`%%IMAGE%%`).
CMD = pattern(r"(?<![%+\w])%(?:cd|CD|USERPROFILE|[A-Z][A-Z_]+)%(?![%\w])")
POWERSHELL = pattern(r"\$\{?pwd\}?(?:\.Path)?(?![A-Za-z0-9_])|\$\{?PWD\}?\.Path\b|\$env:[A-Za-z_]+")


def pasted(line: Line, shown: str) -> tuple[Finding, ...]:
    """Findings about how the line is spelled; *shown* is the line as it may be shown, secrets masked."""
    if not line.calls:
        return ()
    return tuple(_found(line, shown))


def _found(line: Line, shown: str) -> Iterator[Finding]:
    if line.prompts:
        first = line.prompts[0]
        yield finding("prompt", "warning", first, prompt=line.text[slice(*first)].strip(), line=_without_prompts(shown))
    for match in CONTINUED.finditer(line.text) if "\n" in line.text else ():
        code = "powershell-continuation" if match[1] == "`" else "cmd-continuation"
        yield finding(code, "warning", Span(*match.span(1)))
    seen: set[Span] = set()
    for call in line.calls:
        for word in call.words[1:]:
            if word.span not in seen:
                seen.add(word.span)
                yield from _in_word(line.text, word)


def _without_prompts(shown: str) -> str:
    """The line in one piece, as it should have been copied."""
    for start, end in reversed(prompts(shown)):
        shown = shown[:start] + shown[end:]
    return JOINED.sub(" ", shown)


def _in_word(text: str, word: Word) -> Iterator[Finding]:
    raw = text[slice(*word.span)]
    if raw[:2] in ("\\ ", "\\\t") and (ENDS.match(text, word.span.start + 2) or raw[2:3] == "#"):
        yield finding("blank-behind-backslash", "warning", word.span)
    quoted = raw[:1] in QUOTED
    if not quoted:
        yield from _typography(raw, word.span)
    bare = raw if not raw.startswith("'") else ""
    if "$" in bare and (match := POWERSHELL.search(bare)):
        name = match[0].removeprefix("$env:") if match[0].startswith("$env:") else "PWD"
        yield finding("powershell-variable", "warning", _within(word.span, match), word=match[0], near=f"${name}")
    if "%" in raw and (match := CMD.search(raw)):
        near = "$PWD" if match[0].lower() == "%cd%" else "$" + match[0].strip("%")
        yield finding("cmd-variable", "warning", _within(word.span, match), word=match[0], near=near)
    if "{{" in raw and (match := (WORKFLOW if raw[:1] in QUOTED else FILLED_IN).search(raw)):
        yield finding("placeholder-template", "warning", _within(word.span, match), word=match[0])
    elif word.literal or "<" in raw or "[" in raw:
        yield from _placeholder(raw, word, quoted=quoted)


def _placeholder(raw: str, word: Word, *, quoted: bool) -> Iterator[Finding]:
    if "<" in raw and (match := ANGLE.search(raw)):
        code = "placeholder" if quoted else "placeholder-redirect"
        yield finding(code, "warning", _within(word.span, match), word=match[0])
        return
    match = (BRACE.search(raw) if "{" in raw else None) or YOURS.search(raw)
    match = match or (None if raw.isascii() else HANGUL.fullmatch(raw))
    match = match or (OPTIONAL.fullmatch(raw) if "[" in raw and not quoted else None)
    if match:
        yield finding("placeholder", "tip", _within(word.span, match), word=match[0])


def _typography(raw: str, span: Span) -> Iterator[Finding]:
    if raw.isascii():
        return
    if DASHES.match(raw):
        near = "--" + raw[1:] if len(raw) > 2 else "-" + raw[1:]
        yield finding("typographic-dash", "warning", span, word=raw, near=near)
    if any(mark in raw for mark in QUOTES):
        near = "".join(QUOTES.get(char, char) for char in raw)
        yield finding("typographic-quote", "warning", span, word=raw, near=near)
    if "\u00a0" in raw:
        yield finding("no-break-space", "warning", span, word=raw.replace("\u00a0", "␣"), near=raw.replace("\u00a0", " "))


def _within(span: Span, match: re.Match[str]) -> Span:
    return Span(span.start + match.start(), span.start + match.end())
