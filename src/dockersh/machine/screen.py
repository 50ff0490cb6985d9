r"""What may reach a screen: letters, marks and blanks; everything that steers a terminal or hides in a text is spelled out.

Escaped are control characters (C0, DEL, C1), bidirectional marks, zero-width characters, line and paragraph separators, tags,
characters of private use, lone surrogates (what Python keeps broken bytes as), letters that are drawn as nothing, and floods
of combining marks. U+200D joins emoji as well; it is spelled out all the same (`👩\u200d💻` can be read, and what is hidden
behind it, too).
"""

from __future__ import annotations

from dockersh.startup.lazy_regex import pattern

# Printable to Unicode, and drawn as nothing or as a blank: Hangul fillers, Khmer inherent vowels, Mongolian selectors,
# the grapheme joiner, the empty Braille cell. A variation selector belongs to the character before it; a second one, or one
# behind a blank, carries something else. More than four combining marks on a letter pile up over the lines around it.
INVISIBLE = pattern(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0]"
    "|(?<=[\\s\ufe00-\ufe0f\U000e0100-\U000e01ef])[\ufe00-\ufe0f\U000e0100-\U000e01ef]|^[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
    "|(?<=[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f]{4})"
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f]"
)
OURS = pattern(r"(\x1b\[[0-9;]*m|\n)")  # what our own drawing adds: colours, and lines
# Commands to GitHub's runner: `::NAME …::…` at the start of a line, and the older `##[NAME …]` anywhere in it.
# https://github.com/actions/runner/blob/v2.329.0/src/Runner.Common/ActionCommand.cs; the second form is Azure's `##vso[…]`, too
COMMAND = pattern(r"(?m)^((?:[^\S\n]|\x1b\[[0-9;]*m)*+):(?=:[A-Za-z][^\n]*::)")
OLDER_COMMAND = pattern(
    r"(?i)##(vso|(?=\[(?:add-(?:mask|matcher|path)|remove-matcher|set-(?:env|output)|save-state|stop-commands|echo"
    r"|internal-set-repo-path|error|warning|notice|debug|(?:end)?group|command|section)[\]\s]))\["
)
# What nearly every text of ours is made of; none of it is in INVISIBLE, which is slow to be looked for, and to be made.
PLAIN = frozenset("".join(map(chr, range(0x20, 0x7F))) + "·×–—‘’“”•…→")
JOINED = pattern("(?<=[^\x00-\x7f])[\u200c\u200d](?=[^\x00-\x7f])")  # within emoji, and words of scripts that need it


def visible(text: str) -> str:
    """`text` with everything hidden in it written as escapes: names, lines and errors are not ours to trust."""
    if PLAIN.issuperset(text):
        return text
    if not text.isprintable():
        text = "".join(char if char.isprintable() else _escape(char) for char in text)
    return INVISIBLE.sub(lambda match: _escape(match[0]), text)


def drawn(text: str) -> str:
    """What we drew, for a screen: our own colours and lines stay, whatever else steers a terminal is spelled out.

    Nor does a line command a CI run. The last net: what is not ours went through `visible` where the sentence was made.
    """
    if not text.isascii() or not text.replace("\n", "").isprintable():
        text = "".join(piece if index % 2 else visible(piece) for index, piece in enumerate(OURS.split(text)))
    return unlike_commands(text)


def unlike_commands(text: str) -> str:
    """`text` with its commands to a CI runner spelled so that they are none."""
    text = COMMAND.sub(r"\1\\x3a", text) if "::" in text else text
    return OLDER_COMMAND.sub(r"##\1\\x5b", text) if "##" in text else text


def hides(name: str) -> bool:
    """Whether a name holds what a terminal would obey or not show: nobody can see what they would insert with it."""
    shown = name if name.isascii() else JOINED.sub("", name)
    return visible(shown) != shown


def in_json(text: str) -> str:
    r"""JSON that means the same and steers nothing: `\u009b` for the character. Only strings can hold such characters."""
    text = OLDER_COMMAND.sub(r"##\1\\u005b", text) if "##" in text else text
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _in_json(ord(char)) for char in text)


def _escape(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that was not UTF-8, kept by surrogateescape
        return f"\\x{code - 0xDC00:02x}"
    return char.encode("unicode_escape").decode("ascii")


def _in_json(code: int) -> str:
    if code > 0xFFFF:
        high, low = divmod(code - 0x10000, 0x400)
        return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
    return f"\\u{code:04x}"
