"""File names that somebody else chose: Tab puts in exactly that name as one word, or offers nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from dockersh.share.completions import FILES, script
from dockersh.ways_in.complete import suggest
from support import shells
from support.pty_terminal import Terminal
from support.shells import SHELLS

NAMES = """\
plain.env
two words
 leading blank
trailing blank{BLANK}
it's
"quoted"
both'and"
$(touch PWNED)
`touch PWNED`
${IFS}touch
$HOME
a;touch PWNED
a&touch PWNED&
a|touch PWNED
a>PWNED
<(touch PWNED)
!touch
!!
a!b"c
~
~root
back~up~
-rf
--privileged
*
?[a-z]
{a,b}
(sub)
#remark
a#b
=ls
^caret
%1
back\\slash
\\
a=~b
a:b:c
@host
한글 이름
é ñ 日本
👩\u200d💻.env
,comma,
[x]=y
""".replace("{BLANK}", " ").splitlines()
HIDDEN = (
    "a\n;touch PWNED;#",
    "a\x1b[31mred",
    "a\x07",
    "a\tb",
    "a\rb",
    "a\x7f",
    "a\x9bm",
    "a\u202egpj.exe",
    "a\u200bb",
    "a\u2028b",
    "a\ufeffb",
    "a\U000e0041b",
    "a\u200db",
    "a\udcffb",
)


@pytest.fixture(params=SHELLS)
def terminal(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tuple[Terminal, Path]]:
    """Each shell, at home in a folder of its own."""
    shells.furnish(tmp_path)
    for shell, file in FILES.items():
        (tmp_path / file).write_text(script(shell), encoding="utf-8")
    kind = request.param.split(maxsplit=1)[0]
    setup = ["autoload -Uz compinit", "compinit -u"] if kind == "zsh" else []
    with contextlib.ExitStack() as running:
        yield (
            running.enter_context(shells.shell(request.param, tmp_path, [*setup, f"source {tmp_path}/{FILES[kind]}"])),
            tmp_path,
        )


def test_tab_puts_in_the_name(terminal: tuple[Terminal, Path], request: pytest.FixtureRequest) -> None:
    """What docker gets is the file's name, as one word."""
    shell, home = terminal
    kind = request.node.callspec.params["terminal"]
    for number, name in enumerate(NAMES):
        (home / f"d{number}").mkdir()
        (home / f"d{number}" / name).touch()
        shell.line(f"cd {home}/d{number}")
        shell.expect(r"ready> ")
        shell.line("dockersh docker build -f \t . x")
        got = shell.expect(r"GOT(\[.*)\n", 8)[1]
        left_out = kind == "fish" and name.startswith("~")  # which it could not quote
        assert got.startswith("[docker][build][-f]" + ("[.]" if left_out else f"[{name}]")), name
        shell.expect(r"ready> ")
    assert not list(home.rglob("PWNED"))


def test_hidden_names_are_not_offered(terminal: tuple[Terminal, Path]) -> None:
    """Beside one that is."""
    shell, home = terminal
    (home / "hidden").mkdir()
    for name in (*HIDDEN, "fine"):
        (home / "hidden" / name).touch()
    shell.line(f"cd {home}/hidden")
    shell.expect(r"ready> ")
    shell.line("dockersh docker build -f \t . x")
    assert shell.expect(r"GOT(\[.*)\n", 8)[1].startswith("[docker][build][-f][fine]")
    assert not list(home.rglob("PWNED"))


def test_the_menu_of_the_prompt_leaves_them_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same suggestions."""
    monkeypatch.chdir(tmp_path)
    for name in (*HIDDEN, "fine"):
        (tmp_path / name).touch()
    found = suggest("docker build -f ")
    assert [item.name for item in found.items] == ["fine"]
