"""Lines under a name: filled in as a shell would, kept without secrets, never in the place of something else."""

from __future__ import annotations

import stat
import subprocess
from pathlib import Path

import pytest

from dockersh import texts
from dockersh.ways_in import builtin, config
from dockersh.ways_in.builtin import Desk, named_lines
from dockersh.ways_in.builtin.named_lines import MissingError, called, filled
from dockersh.ways_in.shell import Settings, Shell

Printed = pytest.CaptureFixture[str]
DB = 'docker run -d -p $1:5432 --name "$2" postgres:${3:-16}'
FILLED = [
    (DB, ["80", "db"], 'docker run -d -p 80:5432 --name "db" postgres:16'),
    (DB, ["80", "db", "15"], 'docker run -d -p 80:5432 --name "db" postgres:15'),
    (DB, ["80", "'a b'"], 'docker run -d -p 80:5432 --name "a b" postgres:16'),
    (DB, ["$(id -u)", "$X"], 'docker run -d -p $(id -u):5432 --name "$X" postgres:16'),
    ('echo "$1"', ["'a\"$b'"], 'echo "a\\"\\$b"'),
    ("echo '$1' $1", ["x"], "echo '$1' x"),
    ("echo \\$1 $1", ["x"], "echo \\$1 x"),
    ("docker logs $@ web", ["-f", "--tail", "5"], "docker logs -f --tail 5 web"),
    ("docker logs $@ web", [], "docker logs  web"),
    ("docker ps", ["-a"], "docker ps -a"),
    ("echo $1 $1", ["x"], "echo x x"),
    ("echo $HOME ${2:-b} $1", ["x"], "echo $HOME b x"),
]


@pytest.mark.parametrize(("line", "words", "expected"), FILLED)
def test_words_are_put_in(line: str, words: list[str], expected: str) -> None:
    """In their places, as they were typed."""
    assert filled(line, words) == expected


@pytest.mark.parametrize(
    ("line", "words"),
    [row[:2] for row in FILLED if "(id" not in str(row) and "$X" not in str(row) and "HOME" not in row[0] and "$" in row[0]],
)
def test_a_shell_does_the_same(line: str, words: list[str]) -> None:
    """As the body of a function that gets these words."""
    script = f'docker() {{ printf \'<%s>\' "$@"; }}; echo() {{ docker "$@"; }}\nf() {{ {line}; }}\nf {" ".join(words)}'
    whole = f'docker() {{ printf \'<%s>\' "$@"; }}; echo() {{ docker "$@"; }}\n{filled(line, words)}'
    ran = [subprocess.run(["sh", "-c", text], capture_output=True, check=True).stdout for text in (script, whole)]
    assert ran[0] == ran[1]


@pytest.mark.parametrize(("line", "words"), [(DB, []), (DB, ["80"]), (DB, ["1", "2", "3", "4"]), ("echo $2", ["a"])])
def test_words_that_do_not_fit(line: str, words: list[str]) -> None:
    """Too few, or too many."""
    with pytest.raises(MissingError):
        filled(line, words)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("up 80 'a b'", ("up", ["80", "'a b'"])),
        ("  up  ", ("up", [])),
        ("up $(id -u)", ("up", ["$(id -u)"])),
        ("up 80 | cat", None),
        ("up 80; ls", None),
        ("up > file", None),
        ("a && up", None),
        ("", None),
    ],
)
def test_plain_words_call_it(typed: str, expected: tuple[str, list[str]] | None) -> None:
    """With anything else of a shell's it is the shell's line."""
    assert called(typed) == expected


@pytest.fixture(autouse=True, name="home")
def fixture_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own."""
    for name in ("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    return tmp_path


def keep(rest: str, lang: str = "en") -> int:
    """The status of `keep …`."""
    found = builtin.find(f"keep {rest}", interactive=True)
    assert found is not None
    return found[0].run(Desk(Shell(Settings(lang, ask_engine=False)), config.Config(config.defaults())), found[1])


def test_it_is_kept_listed_and_forgotten(home: Path, capsys: Printed) -> None:
    """In a file of the owner's, which a person can read and write."""
    assert keep(f"up-db '{DB}'") == 0
    assert "up-db $1 $2" in capsys.readouterr().out
    file = home / "dockersh" / "lines.toml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert named_lines.load() == {"up-db": DB}
    assert keep("dps docker ps -a") == 0
    assert keep("") == 0
    assert "keep dps 'docker ps -a'" in capsys.readouterr().out
    assert keep("dps") == 0
    assert keep("--remove up-db") == 0
    assert named_lines.load() == {"dps": "docker ps -a"}


REFUSED = [
    ("ps 'docker ps'", "already means"),
    ("ls 'docker ps'", "already means"),
    ("cd 'docker ps'", "already means"),
    ("help 'docker ps'", "already means"),
    ("1a 'docker ps'", "keep NAME"),
    ("a 'docker", "keep NAME"),
    ("nosuch", "no line is saved as nosuch"),
    ("--remove nosuch", "no line is saved as nosuch"),
    ("db 'docker run -e DB_PASSWORD=hunter2 x'", "secret"),
    ("db 'docker login -p hunter2'", "secret"),
]


@pytest.mark.parametrize(("rest", "said"), REFUSED)
@pytest.mark.parametrize("lang", texts.complete())
def test_what_is_not_kept(home: Path, capsys: Printed, lang: str, rest: str, said: str) -> None:
    """One line says why, and nothing is written."""
    assert keep(rest, lang) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert lang != "en" or said in told
    assert "hunter2" not in told
    assert not (home / "dockersh" / "lines.toml").exists()


@pytest.mark.parametrize("content", ["", "a = ", "a = 1", "[a]\nb = 'c'", "\x00"])
def test_a_broken_file_holds_none(home: Path, content: str) -> None:
    """It is survived."""
    (home / "dockersh").mkdir()
    (home / "dockersh" / "lines.toml").write_text(content, encoding="utf-8")
    assert named_lines.load() == {}


def test_a_secret_among_the_words_is_seen() -> None:
    """So that the line stays out of the history."""
    known = {"db": "docker run -e DB_PASSWORD=$1 postgres"}
    told = [named_lines.tells_a_secret(line, known) for line in ("db hunter2", "db", "other hunter2", "db $PASSWORD", "db 'x")]
    assert told == [True, False, False, False, False]
