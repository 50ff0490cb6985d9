"""Lines that nobody would type, made of lines that people do: the golden ones, changed at random."""

from __future__ import annotations

import random
from collections.abc import Callable

from hypothesis import strategies

from support import cases
from support.paths import TESTS
from support.shapes import LINES
from support.values_table import GOOD

FOLDER = TESTS / "texts"
LONGEST = 1500  # characters; length is what tests/test_linear.py is about

# What a shell, docker, a terminal or Python may stumble over.
SHELL = (
    *(
        "'",
        '"',
        "`",
        "$(",
        ")",
        "(",
        "{",
        "}",
        "${",
        "$((",
        "))",
        "<(",
        "\\",
        "\\\n",
        "\n",
        "\r\n",
        "\t",
        " ",
        "  ",
        "#",
        " # x",
    ),
    *("|", "||", "&&", "&", ";", ";;", "<", ">", ">>", "2>&1", "<<E", "<<-'E'", "\nE\n", "<<<", "!", "*", "?", "[", "]", "~"),
    *(
        "$",
        "$@",
        "$1",
        "$X",
        "${X:-y}",
        "$'",
        '$"',
        "{a,b}",
        "{1..9}",
        "=",
        "A=b ",
        "if ",
        "then ",
        "fi",
        "do ",
        "done",
        "case x in",
    ),
    *(
        "esac",
        "for x in y",
        "while ",
        "f() { ",
        "sh -c '",
        'bash -c "',
        "eval ",
        "sudo ",
        "xargs ",
        "ssh h ",
        "env A=b ",
        "find . -exec ",
    ),
)
DOCKER = (
    *(
        "docker ",
        "docker-compose ",
        "docker compose ",
        " run ",
        " ps",
        " rm ",
        " build ",
        " exec ",
        " -it ",
        " --rm ",
        " -- ",
        "--",
        "-",
    ),
    *(
        " -e A=b ",
        " -e DB_PASSWORD=hunter2 ",
        " -p 80:80 ",
        " -v /:/x ",
        " --mount ",
        " --format '{{.ID}}' ",
        " -f ",
        " --help ",
        " -H x ",
    ),
    *(
        "nginx",
        "a/b:c@sha256:",
        ":",
        "/",
        ",",
        "@",
        "%",
        "{{",
        "}}",
        "${{ a.b }}",
        "<name>",
        "YOUR_IMAGE",
        "%CD%",
        "``",
        "--name=",
        " . ",
    ),
)
STRANGE = (
    *("가나다", "이미지", "é", "e\u0301", "🐳", "👩‍👩‍👧", "“", "’", "–", "\u00a0", "\u3000", "\u200b", "\ufeff", "\U000e0041"),
    *("9" * 30, "9" * 400, "-1", "0x1f", "1e9", "١", "²", "inf", "a" * 300),
)
# What `visible` is there for; and what Python, but no shell, takes for the end of a line.
HOSTILE = (
    "\x00",
    "\x01",
    "\x07",
    "\x1b[31m",
    "\x1b]0;x\x07",
    "\x7f",
    "\x85",
    "\x9b",
    "\x0b",
    "\x0c",
    "\x1c",
    "\u2028",
    "\u202e",
    "\u2066",
    "\udc80",
)
TOKENS: tuple[str, ...] = (*SHELL, *DOCKER, *STRANGE, *HOSTILE)


def golden() -> list[str]:
    """The lines of the golden cases, of the texts' tests, of the values, and short samples of every shape."""
    lines = [case.line for case in cases.every()]
    for path in sorted(FOLDER.glob("*/*.txt")):
        lines += [line for line in path.read_text(encoding="utf-8").split("\n") if line and not line.startswith("#")]
    lines += [f"docker run --{kind} '{text}' x" for kind, text, _ in GOOD]
    return lines + [shape(200) for shape in LINES.values()]


def mutated(chance: random.Random, lines: list[str]) -> str:
    """A golden line, changed one to six times."""
    text = chance.choice(lines)
    for _ in range(chance.randint(1, 6)):
        text = chance.choice(CHANGES)(chance, text, lines)[:LONGEST]
    return text


def _insert(chance: random.Random, text: str, _: list[str]) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + chance.choice(TOKENS) + text[at:]


def _delete(chance: random.Random, text: str, _: list[str]) -> str:
    start = chance.randint(0, len(text))
    return text[:start] + text[start + chance.randint(1, 12) :]


def _cut(chance: random.Random, text: str, _: list[str]) -> str:
    return text[: chance.randint(0, len(text))]


def _repeat(chance: random.Random, text: str, _: list[str]) -> str:
    start = chance.randint(0, len(text))
    end = start + chance.randint(1, 10)
    return text[:start] + text[start:end] * chance.randint(2, 12) + text[end:]


def _spliced(chance: random.Random, text: str, lines: list[str]) -> str:
    other = chance.choice(lines)
    return (
        text[: chance.randint(0, len(text))]
        + chance.choice((" ", "; ", "\n", " | ", ""))
        + other[chance.randint(0, len(other)) :]
    )


def _wrapped(chance: random.Random, text: str, _: list[str]) -> str:
    before, behind = chance.choice(
        (("sh -c '", "'"), ('bash -c "', '"'), ("docker rm $(", ")"), ("`", "`"), ("cat <<E\n", "\nE\n"), ("(", ")"))
    )
    return before + text + behind


def _character(chance: random.Random, text: str, _: list[str]) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + chr(chance.choice((chance.randint(0, 127), chance.randint(0, 0xFFFF)))) + text[at + 1 :]


CHANGES: tuple[Callable[[random.Random, str, list[str]], str], ...] = (
    *(_insert,) * 4,
    *(_delete,) * 2,
    _cut,
    _repeat,
    _spliced,
    _wrapped,
    _character,
)


def smallest(text: str, fails: Callable[[str], bool]) -> str:
    """The text with everything left out that the failure does not need."""
    size = max(1, len(text) // 2)
    while True:
        at = 0
        while at < len(text):
            shorter = text[:at] + text[at + size :]
            text, at = (shorter, at) if fails(shorter) else (text, at + size)
        if size == 1:
            return text
        size //= 2


# Lines put together of the same pieces, for Hypothesis, which shrinks what fails by itself.
PIECES = strategies.one_of(
    strategies.sampled_from(TOKENS), strategies.sampled_from(golden()), strategies.text(max_size=6), strategies.just(" ")
)
GENERATED = strategies.lists(PIECES, max_size=14).map(lambda pieces: "".join(pieces)[:LONGEST])
