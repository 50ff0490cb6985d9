"""`history --import`: docker lines of bash, zsh and fish, with their time, without secrets, once, and only when asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dockersh import texts
from dockersh.ways_in import builtin, config
from dockersh.ways_in.builtin import Desk, import_history
from dockersh.ways_in.builtin.history import Ran
from dockersh.ways_in.repl.history import PrivateHistory
from dockersh.ways_in.shell import Settings, Shell
from support.programs import DOCKERSH, environment, recording_docker
from support.pty_terminal import Terminal

Reader = Callable[[bytes], Iterator[Ran]]
FILES: list[tuple[Reader, bytes, list[Ran]]] = [
    (import_history.bash, b"docker ps\nls\n", [Ran("docker ps"), Ran("ls")]),
    (
        import_history.bash,
        b"#1700000000\ndocker run \\\n  nginx\n#1700000009\n#1700000010\nls\n",
        [Ran("docker run \\\n  nginx", 1_700_000_000.0), Ran("ls", 1_700_000_010.0)],
    ),
    (import_history.bash, b"docker ps\n#1700000000\nls", [Ran("docker ps"), Ran("ls", 1_700_000_000.0)]),
    (import_history.bash, b"#99999999999999999999\n\xff\n", [Ran("#99999999999999999999"), Ran("\udcff")]),
    (import_history.zsh, b"docker ps\nls\n", [Ran("docker ps"), Ran("ls")]),
    (
        import_history.zsh,
        b": 1700000000:3;docker run \\\n  nginx\n: 1700000009:0;ls",
        [Ran("docker run \n  nginx", 1_700_000_000.0, None, 3.0), Ran("ls", 1_700_000_009.0)],
    ),
    (
        import_history.zsh,
        b": 1700000000:0;echo \xeb\x83\x8f\x84\xec\xbb\xa4",
        [Ran("echo 믄커", 1_700_000_000.0)],
    ),
    (
        import_history.fish,
        b"- cmd: docker ps\n  when: 1700000000\n  paths:\n    - /a\n- cmd: echo a\\nb \\\\n\n  when: 1700000001\n",
        [Ran("docker ps", 1_700_000_000.0), Ran("echo a\nb \\n", 1_700_000_001.0)],
    ),
    (import_history.fish, b"garbage\n  when: 7\n- cmd: a\n  when: x\n", []),
]


@pytest.mark.parametrize(("read", "data", "expected"), FILES)
def test_each_shells_own_way(read: Reader, data: bytes, expected: list[Ran]) -> None:
    """Several physical lines, times, broken bytes."""
    assert list(read(data)) == expected


@pytest.fixture(autouse=True, name="home")
def fixture_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a history of each shell."""
    for name in ("XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "ZDOTDIR", "HISTFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".bash_history").write_text(
        "docker ps\nls docker\ngit push\ndocker login -p hunter2\n docker rm x\n", encoding="utf-8"
    )
    (tmp_path / ".zsh_history").write_text(
        ": 1700000005:2;cd a && docker compose up\n: 1700000001:0;docker ps\n", encoding="utf-8"
    )
    fish = tmp_path / ".local/share/fish/fish_history"
    fish.parent.mkdir(parents=True)
    fish.write_text("- cmd: docker images\n  when: 1700000003\n- cmd: docker info\n  when: 1700000002\n", encoding="utf-8")
    return tmp_path


def test_what_is_found(home: Path) -> None:
    """Docker lines that are not here, each once, the oldest first; the newest of too many; none with a secret."""
    env = {"HOME": str(home)}
    lines = ["docker ps", "docker info", "docker images", "cd a && docker compose up"]
    assert [ran.line for ran in import_history.found(env, (), 99)] == lines
    assert [ran.line for ran in import_history.found(env, (), 2)] == lines[-2:]
    assert [ran.line for ran in import_history.found(env, ("docker info",), 99)] == [lines[0], *lines[2:]]
    assert import_history.found(env, (), 0) == []
    assert import_history.found({"HOME": "/nonexistent"}, (), 99) == []


NAMED = [
    ("", "", "/old", "{home}/old"),
    (".zshrc", "HISTFILE=~/.zhistory\nSAVEHIST=1", "/.zhistory", ""),
    (".zshrc", 'export HISTFILE="$HOME/.cache/zsh/history"  # mine', "/.cache/zsh/history", ""),
    (".zshenv", "HISTFILE=${XDG_STATE_HOME:-$HOME/.local/state}/h", "/.local/state/h", ""),
    (".bashrc", "HISTFILE=/nowhere\n  HISTFILE='{home}/h'", "/h", ""),
    (".bashrc", "HISTFILE=$(mktemp)", "", ""),
    (".bashrc", "# HISTFILE=~/h\nMYHISTFILE=~/h", "", ""),
]


@pytest.mark.parametrize(("file", "text", "path", "histfile"), NAMED)
def test_a_history_elsewhere(home: Path, file: str, text: str, path: str, histfile: str) -> None:
    """HISTFILE, where it is exported or set in a shell's own file; zsh's rows are told from bash's lines."""
    if file:
        (home / file).write_text(text.replace("{home}", str(home)), encoding="utf-8")
    (home / "h").write_text("docker version\n", encoding="utf-8")
    kept = home / path.lstrip("/") if path else home / "nosuch"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(": 1700000009:0;docker top web\n", encoding="utf-8")
    env = {"HOME": str(home), **({"HISTFILE": histfile.replace("{home}", str(home))} if histfile else {})}
    lines = [ran.line for ran in import_history.found(env, (), 99)]
    assert ("docker top web" in lines) == bool(path)
    assert "docker version" not in lines


def asked(lang: str, history: PrivateHistory) -> int:
    """The status of `history --import`."""
    desk = Desk(Shell(Settings(lang, ask_engine=False)), config.Config(config.defaults()), interactive=True)
    desk.past, desk.remember = history.past, history.before
    found = builtin.find("history --import", interactive=True)
    assert found is not None
    return found[0].run(desk, found[1])


@pytest.mark.parametrize("lang", texts.complete())
def test_they_come_before_what_is_here(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    """With their time; a second time there is nothing to add."""
    history = PrivateHistory(lambda: 100)
    history.store_string("docker info")
    monkeypatch.setattr("dockersh.ways_in.confirm.answer", lambda _: 0)
    assert asked(lang, history) == 0
    assert "3" in capsys.readouterr().out
    assert [(ran.line, ran.when and int(ran.when), ran.seconds) for ran in history.past()][:-1] == [
        ("docker ps", 1_700_000_001, 0),
        ("docker images", 1_700_000_003, 0),
        ("cd a && docker compose up", 1_700_000_005, 2),
    ]
    assert history.past()[-1].line == "docker info"
    assert history.get_strings()[:3] == ["docker ps", "docker images", "cd a && docker compose up"]
    assert asked(lang, history) == 0
    assert len(history.past()) == 4
    assert b"hunter2" not in (home / ".local/state/dockersh/history").read_bytes()


def test_who_says_no_keeps_what_there_is(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written."""
    monkeypatch.setattr("dockersh.ways_in.confirm.answer", lambda _: 1)
    assert asked("en", PrivateHistory(lambda: 100)) == 1
    assert not (home / ".local/state/dockersh/history").exists()


def test_what_cannot_be_written_is_said(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line says that nothing can be written."""
    (home / ".local/state/dockersh/history").mkdir(parents=True)
    monkeypatch.setattr("dockersh.ways_in.confirm.answer", lambda _: 0)
    assert asked("en", PrivateHistory(lambda: 100)) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_at_the_prompt(home: Path) -> None:
    """It asks; then the lines are found with Ctrl-R; in a private session it adds nothing."""
    recording_docker(home)
    with Terminal([*DOCKERSH, "--no-engine"], environment(home), home, rows=40) as terminal:
        terminal.expect("dockersh>")
        terminal.line("history --import")
        terminal.expect("bash, zsh and fish that are not in this history: 4;")
        terminal.expect(r"\[y/N\]")
        terminal.line("y")
        terminal.expect("added")
        terminal.expect("dockersh>")
        terminal.send("\x12dinfo\r\r")
        terminal.expect(r"\[info\]")
        terminal.expect("dockersh>")
        terminal.line("set private on")
        terminal.expect("private>")
        terminal.line("history --import")
        terminal.expect("nothing is saved in a private session")
