"""`record`: a page that says what was run, in the person's language, without secrets, which `--explain-script` reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from dockersh import texts
from dockersh.finding import Say
from dockersh.ways_in import builtin, config
from dockersh.ways_in.builtin import Desk
from dockersh.ways_in.builtin.record import add, entry
from dockersh.ways_in.documents.kinds import extract
from dockersh.ways_in.replay import lines
from dockersh.ways_in.shell import Settings, Shell
from dockersh.ways_in.spoken import Spoken

LANGS = pytest.mark.parametrize("lang", texts.complete())
TYPED = [
    "docker run -d --name web -p 8080:80 nginx",
    "docker run -e DB_PASSWORD=hunter2 postgres",
    "cd /tmp",
    "docker ps | grep web",
    "cat <<'X'\n```\nX",
    "docker inspect -f '{{.Name}}' web\x1b[31m",
]


def desk_in(lang: str) -> Desk:
    """A desk without an engine."""
    return Desk(Shell(Settings(lang, ask_engine=False)), config.Config(config.defaults()), interactive=True)


def run(desk: Desk, line: str) -> int:
    """The status of one of our own lines."""
    found = builtin.find(line, interactive=True)
    assert found is not None
    return found[0].run(desk, found[1])


@LANGS
def test_a_session_becomes_a_page(lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line in a block of its own, with the meaning of its options, and what came of it."""
    monkeypatch.chdir(tmp_path)
    desk = desk_in(lang)
    assert run(desk, "record page.md") == 0
    for line in [*TYPED, " docker volume ls", ""]:
        desk.status = int("cd" in line)
        add(desk, line)
    assert run(desk, "record off") == 0
    add(desk, "docker images")
    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert page.startswith("# ")
    assert "\n## docker run\n" in page
    assert "\n- `-p 8080:80`: " in page
    assert "hunter2" not in page
    assert [word for word in ("\x1b", "volume ls", "docker images") if word in page] == []
    assert texts.fill(texts.raw(lang, "builtins", "record", "status") or "", {"status": "1"}) in page
    found = list(lines(page))
    assert found[0] == TYPED[0]
    assert "••" in found[1]
    assert found[2:5] == TYPED[2:5]
    read = [snippet.passage.text.strip() for snippet in extract("page.md", page)]
    assert TYPED[0] in read


@pytest.mark.parametrize("rest", ["page", "nowhere/page.md", "there.md", "off", ""])
@LANGS
def test_what_cannot_be_recorded(
    lang: str, rest: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line says why; a file that is there stays as it is."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.md").write_text("mine", encoding="utf-8")
    assert run(desk_in(lang), f"record {rest}") == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert [one.name for one in tmp_path.iterdir()] == ["there.md"]
    assert (tmp_path / "there.md").read_text(encoding="utf-8") == "mine"


def test_a_page_that_cannot_be_written_any_more_ends_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Said once."""
    desk = desk_in("en")
    (tmp_path / "folder").mkdir()
    assert run(desk, f"record {tmp_path}/folder/page.md") == 0
    (tmp_path / "folder" / "page.md").unlink()
    (tmp_path / "folder").rmdir()
    add(desk, "docker ps")
    add(desk, "docker ps")
    assert capsys.readouterr().err.count("\n") == 1


OUTPUTS = [
    ("docker ps", "NAME\r\n  \x1b[1mweb\x1b[0m\r\n", "NAME\n  web\n"),
    ("docker pull nginx", "10%\r50%\rdone\r\n", "done\n"),
    ("docker inspect web", '"DB_PASSWORD=hunter2",\r\n', '"DB_PASSWORD=••'),
    ("docker run -e DB_PASSWORD=hunter2 x", "starting with hunter2\r\n", "starting with ••"),
    ("docker logs web", "hunter2\n" * 50 + "a\n" * 100, "a\n" * 100),  # of a long one the end
    ("docker ps", "```\n", "````text\n```\n````"),
    ("docker ps | less", "\x1b[?1049hpage", None),
    ("docker ps -q", "\r\n", None),
]


@LANGS
@pytest.mark.parametrize(("line", "printed", "expected"), OUTPUTS)
def test_output_on_wish(
    lang: str, line: str, printed: str, expected: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As text without colours and secrets, in a block that nobody runs."""
    monkeypatch.chdir(tmp_path)
    desk = desk_in(lang)
    assert run(desk, "record --output page.md") == 0
    desk.output = printed
    add(desk, line)
    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "hunter2" not in page
    assert len(list(lines(page))) == 1
    assert (expected or "") in page
    assert ("text\n" in page) == (expected is not None)


def test_what_came_of_it_is_there() -> None:
    """The sentence of the aftermath; one with a secret of the line is masked."""
    spoken = Spoken(happened=(Say("aftermath.stopped", {"name": "web"}),))
    assert "\n> " in entry("en", "docker stop web", 0, spoken, "")
    assert "web" in entry("en", "docker stop web", 0, spoken, "").rpartition("\n> ")[2]
