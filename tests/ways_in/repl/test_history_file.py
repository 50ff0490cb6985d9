"""What came of each line is kept beside it: readable by those who do not know of it, without secrets, whatever a name holds."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from prompt_toolkit.history import FileHistory

from dockersh.ways_in.builtin.history import Ran
from dockersh.ways_in.repl import history_file
from dockersh.ways_in.repl.history import PrivateHistory
from support.programs import DOCKERSH, environment, recording_docker
from support.pty_terminal import Terminal


@pytest.fixture(name="history")
def fixture_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PrivateHistory:
    """One whose file is not there yet."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return PrivateHistory(lambda: 100)


def ran(history: PrivateHistory, line: str, status: int = 0, folder: str = "/srv", context: str = "default") -> None:
    """A line that was typed and ran."""
    history.append_string(line)
    history.runs(line)
    history.came(Ran(line, None, status, 1.26, folder, context))


def test_it_is_known_again(history: PrivateHistory) -> None:
    """Status, time, duration, folder, context."""
    before = time.time()
    ran(history, "docker run \\\n  nginx", 125, "/srv/shop", "lab")
    (found,) = history.past()
    assert found._replace(when=None) == Ran("docker run \\\n  nginx", None, 125, 1.3, "/srv/shop", "lab")
    assert found.when is not None
    assert before - 0.001 <= found.when <= time.time()


@pytest.mark.parametrize(
    "name", ["a\nb", "\n# 2026-01-01\n+rm -rf /\n", "\x00\x1b]0;x\x07", "\udcff\udc80", "도커 \u2028", '"] [\\']
)
def test_any_folder(history: PrivateHistory, name: str) -> None:
    """On one line, and known again."""
    ran(history, "docker ps", 0, f"/srv/{name}", name)
    ran(history, "docker images")
    assert [(one.line, one.folder, one.context) for one in history.past()] == [
        ("docker ps", f"/srv/{name}", name),
        ("docker images", "/srv", "default"),
    ]


def test_others_read_past_it(history: PrivateHistory) -> None:
    """prompt_toolkit's own reader, and so every older version."""
    for number in range(3):
        ran(history, f"docker run {number} \\\n  nginx", number)
    assert history.file is not None
    assert list(FileHistory(history.file).load_history_strings()) == [f"docker run {one} \\\n  nginx" for one in (2, 1, 0)]
    assert len(history_file.tail(history.file, 2).entries) == 2


def test_a_file_of_an_older_version(history: PrivateHistory) -> None:
    """Its lines are there, with their time, and nothing is known of how they ended."""
    assert history.file is not None
    Path(history.file).parent.mkdir()
    Path(history.file).write_text("\n# 2026-01-31 12:00:00\n+docker ps\n\n# nonsense\n+docker images\n", encoding="utf-8")
    when = time.mktime((2026, 1, 31, 12, 0, 0, 0, 0, -1))
    assert history.past() == (Ran("docker ps", when), Ran("docker images"))


def test_two_shells_do_not_mix_it_up(history: PrivateHistory) -> None:
    """What came of a line stands behind that of another shell."""
    other = PrivateHistory(lambda: 100)
    history.append_string("docker wait web")
    ran(other, "docker stop web", 3)
    history.came(Ran("docker wait web", None, 7, 9.0, "/srv", "default"))
    assert [(one.line, one.status) for one in history.past()] == [("docker wait web", 7), ("docker stop web", 3)]


def test_a_line_that_runs_again_is_kept_again(history: PrivateHistory) -> None:
    """With what came of it each time; for the arrow keys it is one."""
    ran(history, "docker ps", 1)
    history.runs("docker ps")  # prompt_toolkit does not add the same line twice
    history.came(Ran("docker ps", None, 0))
    assert [one.status for one in history.past()] == [1, 0]
    assert list(history.load_history_strings()) == ["docker ps"]


@pytest.mark.parametrize("line", ["docker login -u me -p hunter2", " docker ps"])
def test_nothing_is_kept_of_what_is_not_kept(history: PrivateHistory, line: str) -> None:
    """Nor does what came of it go to the line before."""
    ran(history, "docker images")
    ran(history, line, 1)
    assert [(one.line, one.status) for one in history.past()] == [("docker images", 0)]
    assert history.file is not None
    assert "hunter2" not in Path(history.file).read_text(encoding="utf-8")


def test_a_secret_in_a_context_is_left_out(history: PrivateHistory) -> None:
    """An address with a password."""
    ran(history, "docker ps", 0, "/srv", "tcp://me:hunter2@example.com:2376")
    assert [one.context for one in history.past()] == [""]


def test_a_private_session_adds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it begins with a line, nothing of what came of that one."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    private: list[bool] = []
    history = PrivateHistory(lambda: 100, lambda _: bool(private))
    history.append_string("set private on")
    private.append(True)
    history.came(Ran("set private on", None, 0))
    ran(history, "docker ps")
    assert history.past()[0]._replace(when=None) == Ran("set private on")
    assert len(history.past()) == 1


@pytest.mark.parametrize(
    "told",
    [
        "[",
        "[]",
        "{}",
        "7",
        "null",
        "[1, 2, 3]",
        '["x", "y", 1, 2]',
        "[-1, -1, null, null]",
        "[999, NaN, [], {}]",
        "[" * 20_000,
        "9" * 5000,
    ],
)
def test_a_damaged_remark_is_nothing(history: PrivateHistory, told: str) -> None:
    """The line is there all the same."""
    assert history.file is not None
    Path(history.file).parent.mkdir()
    text = f"\n# 2026-01-31 12:00:00.000001\n+docker ps\n#= 2026-01-31 12:00:00.000001 {told}\n"
    Path(history.file).write_text(text, encoding="utf-8")
    assert [one._replace(when=None) for one in history.past()] == [Ran("docker ps")]


def test_at_the_prompt(tmp_path: Path) -> None:
    """What ran is listed by how it ended and by where; a pipe and Tab work; the other language says it too."""
    recording_docker(tmp_path)
    (tmp_path / "shop").mkdir()
    with Terminal([*DOCKERSH, "--no-engine"], environment(tmp_path), tmp_path, rows=40) as terminal:
        for line in ("cd shop", "sh -c 'exit 7'", "cd ..", "false", "echo fi''ne", "echo fi''ne"):
            terminal.expect("dockersh.*>")
            terminal.line(line)
        terminal.expect("\nfine\n[^\n]*\n?.*\nfine\n")
        terminal.expect("dockersh>")
        terminal.line("history --failed")
        terminal.expect(r"    2  sh -c 'exit 7'   # exit 7 ·( \d+ seconds? ago ·)? ~/shop\n +4  false   # exit 1")
        terminal.line("history --here | grep -c echo")
        terminal.expect("\n2\n")
        terminal.line("set lang ko")
        terminal.expect("dockersh>")
        terminal.line("history 'exit 7'")
        terminal.expect("2  sh -c 'exit 7'   # 종료 코드 7 · ")
        terminal.send("history --f\t")
        terminal.shows("history --failed")
