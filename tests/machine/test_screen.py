"""Nothing hostile reaches a screen, a page or a CI run, whatever a line, a file or an engine is called."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dockersh import explain, texts
from dockersh.machine import screen
from dockersh.render import Style, render

HOSTILE = [
    *map(chr, (*range(0x20), 0x7F, *range(0x80, 0xA0))),
    *"\u200b\u200c\u200d\u200e\u200f\u061c\u2028\u2029\u202a\u202e\u2060\u2066\u2069\ufeff\U000e0041\U000e007f\ue000",
    *"\u3164\u115f\u2800\u034f",
    "\ud800",
    "\udc9b",
    "e" + "\u0301" * 20,
    "\u2764" + "\ufe0f" * 9,
    "\x1b]0;title\x07",
    "\x1b[31m",
]
LINES = [
    "docker {}commit x y",
    "docker run --name '{}' nginx",
    "docker run -e 'A={}' nginx '{}'",
    "docker '{}'",
    "docker run '--{}=1' x",
    "docker rm '{}' | cat",
    "docker compose -f '{}' up {}",
    "docker run -v '{}:/x' -p '{}' {}",
]
STYLES = [Style(), Style(40, colour=True), Style(layout=False), Style(20, ascii=True)]
LETTERS_OF_OURS = re.compile(r"\x1b\[[0-9;]*m|\n")


def steers(text: str) -> list[str]:
    """What a terminal would obey or not show, besides our own colours and lines; lone halves are no text at all."""
    return [char for char in LETTERS_OF_OURS.sub("", text) if not char.isprintable()]


@pytest.mark.parametrize("line", LINES)
def test_no_explanation_steers_the_terminal(line: str) -> None:
    """In any layout, language and way to ask; JSON tells the same characters as escapes."""
    for hostile in HOSTILE:
        typed = line.replace("{}", hostile)
        for lang in texts.complete():
            found = explain(typed, lang=lang)
            for style in STYLES:
                text = render(found, "full", style) + render(found, "brief", style)
                assert steers(text) == [], (typed, style)
                assert hostile not in LETTERS_OF_OURS.sub("", text) or hostile == " ", (typed, style)
        assert steers(found.to_json()) == []
        assert json.loads(found.to_json())["line"] == typed


def test_what_people_write_stays_as_it_is() -> None:
    """Hangul in both forms, accents, emoji with their selectors, tables of symbols."""
    for text in ("한글", "\u1112\u1161\u11ab", "é", "e\u0301", "❤\ufe0f", "1\ufe0f\u20e3", "日本語", "‼ → ✗", "ไทย", "हिन्दी"):
        assert screen.visible(text) == text


def test_our_own_colours_pass() -> None:
    """And nothing else that begins with an escape."""
    assert screen.drawn("\x1b[1mdocker\x1b[0m\n") == "\x1b[1mdocker\x1b[0m\n"
    assert screen.drawn("\x1b[2J\r\x07") == "\\x1b[2J\\r\\x07"


COMMANDS = ["::error file=a::x", "  ::add-mask::x", "##[error]x", "a ##[add-mask]x", "##vso[task.setvariable variable=a]b"]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("form", ["text", "json", "markdown", "github"])
def test_a_report_commands_no_ci_run(tmp_path: Path, command: str, form: str) -> None:
    """Neither by the name of a file nor by a line in it; only the findings of `--format github` are commands."""
    name = f"{command.replace('/', '')}.sh"
    (tmp_path / name).write_text(f"docker run --privileged '{command}' x\ndocker {command}\n", encoding="utf-8")
    argv = [sys.executable, "-m", "dockersh", "--format", form, "--explain-script", name]
    out = subprocess.run(argv, cwd=tmp_path, capture_output=True, text=True, check=False).stdout
    assert out
    for line in out.splitlines():
        ours = form == "github" and re.match(r"::(?:error|warning|notice) file=[^,:]*,line=\d+", line)
        assert ours or not re.match(r"\s*::[a-z-]+[^:]*::", line), line
        assert not re.search(r"##\[(?:error|add-mask)\]|##vso\[", line), line


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("command", COMMANDS)
def test_an_explanation_commands_no_ci_run(style: Style, command: str) -> None:
    """Its pieces stand at the start of lines."""
    text = screen.drawn(render(explain(f"docker run '{command}' '{command}'"), "full", style))
    assert not re.search(r"(?m)^(?:\s|\x1b\[[0-9;]*m)*::[a-z-]+[^:\n]*::|##\[(?:error|add-mask)\]|##vso\[", text)


@pytest.mark.parametrize(
    "code",
    [
        "```` ` ``",
        "`",
        "<img src=x onerror=alert(1)>",
        "a|b",
        "[x](javascript:y)",
        "https://evil.example",
        "www.evil.example",
        "@someone",
        "<!--",
    ],
)
def test_a_line_cannot_leave_its_cell(tmp_path: Path, code: str) -> None:
    """A run of backticks, HTML, a bar, a link: each table row has its three cells, and code stays code."""
    (tmp_path / "a.sh").write_text(f"docker run '{code}'\n", encoding="utf-8")
    argv = [sys.executable, "-m", "dockersh", "--format", "markdown", "--explain-script", "a.sh"]
    row = subprocess.run(argv, cwd=tmp_path, capture_output=True, text=True, check=False).stdout.splitlines()[2]
    cells = re.split(r"(?<!\\)\|", row)
    assert len(cells) == 5
    fence = re.match(r" (`+) ", cells[2])
    assert fence
    assert not re.search(rf"(?<!`){fence[1]}(?!`)", cells[2][len(fence[0]) : -len(fence[1]) - 1])
    for outside in (cells[1], cells[3].replace("<br>", "")):
        assert "<" not in outside
        assert "](" not in outside.replace("\\]", "")
        assert not re.search(r"https?:|www\.", outside)


@pytest.mark.parametrize("typed", ["\x1bx", "--\x1b[31m", "--lang=\x9b", "\u202e"])
def test_usage_errors_are_plain(typed: str) -> None:
    """What was wrong is repeated, not obeyed."""
    done = subprocess.run([sys.executable, "-m", "dockersh", typed], capture_output=True, text=True, check=False)
    assert (done.returncode, steers(done.stderr)) == (2, [])
    assert done.stderr.count("\n") == 1


def test_what_is_passed_at_once_is_what_the_pattern_passes() -> None:
    """The characters of our own texts: none of them steers, and none is drawn as nothing, alone or behind another."""
    text = "".join(sorted(screen.PLAIN))
    assert text.isprintable()
    assert screen.INVISIBLE.search(text) is None
