"""dockersh's own commands, in process: what each prints, in both languages, and the one line for what cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from dockersh import texts
from dockersh.ways_in import builtin, config
from dockersh.ways_in.builtin import BUILTINS, Desk
from dockersh.ways_in.builtin.adjust import expand
from dockersh.ways_in.builtin.history import Ran
from dockersh.ways_in.builtin.read import flowing
from dockersh.ways_in.shell import Settings, Shell

LANGS = pytest.mark.parametrize("lang", texts.complete())


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own: settings and history are kept there."""
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    return tmp_path


def desk_in(lang: str) -> Desk:
    """A desk without an engine."""
    desk = Desk(Shell(Settings(lang, ask_engine=False)), config.Config(config.defaults()), interactive=True)
    desk.past = lambda: (Ran("docker ps"), Ran("docker images"), Ran("docker run x"))
    return desk


@pytest.fixture
def desk() -> Desk:
    """In English."""
    return desk_in("en")


def run(desk: Desk, line: str) -> int:
    """The status of a line that is ours."""
    found = builtin.find(line, interactive=True)
    assert found is not None, line
    return found[0].run(desk, found[1])


# Line, status, words of its output in English and in Korean; another language has none of its own here.
SAYS = [
    ("explain docker run -d nginx", 0, "runs it in the background", "백그라운드"),
    ("explain run -d nginx", 0, "runs it in the background", "백그라운드"),
    ("explain published-to-every-address", 0, "every address", "주소"),
    ("explain name-in-use", 0, "name", "이름"),
    ("explain", 1, "explain needs a docker command", "설명할"),
    ("explain # docker", 1, "no docker command", "없습니다"),
    ("why", 1, "nothing has failed", "없습니다"),
    ('why "docker: Error response from daemon: No such container: web"', 0, "web", "web"),
    ("why 'exec: \"npm run start\": executable file not found in $PATH'", 0, "npm run start", "npm run start"),
    ("why port is already allocated", 0, "port", "포트"),
    ("why 'hello world'", 1, "no docker error", "모르는 오류"),
    ("why conflict: name of the container already in use by container", 0, "the closest one", "가장 비슷한"),
    ("help", 0, "Ctrl-X Ctrl-E", "Ctrl-X Ctrl-E"),
    ("help ports", 0, "ports · ", "ports · "),
    ("help set", 0, "set detail brief", "set detail brief"),
    ("help docker run", 0, "--name", "--name"),
    ("help run", 0, "docker run", "docker run"),
    ("help run -p", 0, "-p, --publish", "-p, --publish"),
    ("help run --publish", 0, "-p, --publish", "-p, --publish"),
    ("help podman run", 0, "podman run", "podman run"),
    ("help podman run --name", 0, "with podman rm", "podman"),
    ("help docker", 0, "docker", "docker"),
    ("help docker container", 0, "prune", "prune"),
    ("help compose up", 0, "--detach", "--detach"),
    ("help run --nosuch", 1, "run --nosuch", "run --nosuch"),
    ("help prots", 1, "did you mean help ports?", "help ports"),
    ("help qwxyz", 1, "no help for qwxyz", "qwxyz"),
    ("topics", 0, "bridge-addresses", "bridge-addresses"),
    ("set", 0, "complete-while-typing", "complete-while-typing"),
    ("set theme", 0, "default", "default"),
    ("set nosuch", 1, "there is no setting nosuch", "nosuch"),
    ("set detail loud", 1, "auto, full, brief, failures, off", "auto, full, brief, failures, off"),
    ("set theme nosuch", 1, "gruvbox-dark", "gruvbox-dark"),
    ("set toolbar perhaps", 1, "true, false", "true, false"),
    ("alias nosuch", 1, "there is no alias named nosuch", "nosuch"),
    ("alias x", 1, "there is no alias named x", "x"),
    ("alias =docker ps", 1, "alias NAME='LINE'", "alias"),
    ("alias x=", 1, "alias NAME='LINE'", "alias"),
    ("alias x='open", 1, "alias NAME='LINE'", "alias"),
    ("alias --import", 0, "no new docker aliases", "없습니다"),
    ("unalias nosuch", 1, "there is no alias named nosuch", "nosuch"),
    ("history", 0, "    1  docker ps", "    1  docker ps"),
    ("history 1", 0, "    3  docker run x", "    3  docker run x"),
    ("clear", 0, "\x1b[2J", "\x1b[2J"),
    ("step", 1, "step docker run", "step docker run"),
]


@LANGS
@pytest.mark.parametrize(("line", "status", "english", "korean"), SAYS, ids=[row[0] for row in SAYS])
def test_what_it_says(capsys: pytest.CaptureFixture[str], lang: str, line: str, status: int, english: str, korean: str) -> None:
    """A page on standard output and 0, or one line on standard error and 1."""
    assert run(desk_in(lang), line) == status
    said = capsys.readouterr()
    assert {"en": english, "ko": korean}.get(lang, "") in (said.err if status else said.out)
    assert not (said.out if status else said.err)
    assert not status or said.err.count("\n") == 1


@LANGS
@pytest.mark.parametrize("name", sorted(BUILTINS))
def test_each_has_its_help(capsys: pytest.CaptureFixture[str], lang: str, name: str) -> None:
    """`help NAME`, in the language."""
    assert run(desk_in(lang), f"help {name}") == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{name} ")
    assert (lang == "ko") == any("가" <= char <= "힣" for char in out)


FLOWS = [
    ("one\ntwo", "one two"),
    ("one\n\ntwo\nthree", "one\n\ntwo three"),
    ("one\n\n    $ a\n    $ b\n\ntwo", "one\n\n    $ a\n    $ b\n\ntwo"),
    ("one\n    $ a\ntwo", "one\n    $ a\ntwo"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "shown"), FLOWS)
def test_paragraphs_flow_and_examples_stand(text: str, shown: str) -> None:
    """A page is wrapped for the window, not for the file it was written in."""
    assert flowing(text) == shown


def test_history_of_few(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """A number greater than the history gives all of it."""
    run(desk, "history 99")
    assert capsys.readouterr().out.count("\n") == 3


def test_settings_change_and_are_kept_when_asked(desk: Desk, home: Path) -> None:
    """For the session; with --save in the file, one key or all that differ."""
    file = home / "dockersh" / "config.toml"
    assert run(desk, "set detail brief") == 0
    assert (desk.config.values["detail"], desk.shell.settings.detail, file.exists()) == ("brief", "brief", False)
    assert run(desk, "set --save implicit on") == 0
    assert file.read_text(encoding="utf-8") == "implicit = true\n"
    assert run(desk, "set --save") == 0
    assert config.load().values == desk.config.values


def test_a_file_that_cannot_be_written_is_said(desk: Desk, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The setting counts for the session all the same."""
    (home / "dockersh").write_text("in the way", encoding="utf-8")
    assert run(desk, "set --save detail off") == 1
    assert run(desk, "alias x='docker ps'") == 1
    assert capsys.readouterr().err.count("cannot be written") == 2
    assert (desk.config.values["detail"], expand(desk, "x -a")) == ("off", "docker ps -a")


def test_aliases_live(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """Kept, listed, expanded in front only, forgotten."""
    assert run(desk, "alias dps='docker ps -a'") == 0
    assert run(desk, "alias q=docker") == 0
    assert dict(config.load().aliases) == {"dps": "docker ps -a", "q": "docker"}
    assert [expand(desk, line) for line in ("dps -q", "  dps", "echo dps", "dpsx", "")] == [
        "docker ps -a -q",
        "docker ps -a",
        "echo dps",
        "dpsx",
        "",
    ]
    assert run(desk, "alias dps") == 0
    assert capsys.readouterr().out == "alias dps='docker ps -a'\n"
    assert run(desk, "unalias dps") == 0
    assert dict(config.load().aliases) == {"q": "docker"}


def test_aliases_of_other_shells(desk: Desk, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`alias --import` takes docker's, keeps what is here, and says what it took."""
    (home / ".bashrc").write_text("alias dk='docker'\nalias ll='ls -l'\nalias dps='docker ps'\n", encoding="utf-8")
    run(desk, "alias dps='docker ps -a'")
    assert run(desk, "alias --import") == 0
    assert capsys.readouterr().out == "alias dk=docker\n"
    assert dict(desk.config.aliases) == {"dps": "docker ps -a", "dk": "docker"}


LEAVES = [("exit", 5), ("quit", 5), ("\\q", 5), (":q", 5), ("exit 0", 0), ("exit 3", 3), ("exit 256", 0), ("exit x", 5)]


@pytest.mark.parametrize(("line", "status"), LEAVES)
def test_leaving(desk: Desk, line: str, status: int) -> None:
    """With the last status or the one given."""
    desk.status = 5
    assert (run(desk, line), desk.leaving) == (status, status)


THEIRS = ["set -e", "set +x", "set -- a", "echo help", "docker explain", "./set", ""]


@pytest.mark.parametrize("line", THEIRS)
def test_what_is_the_shells(line: str) -> None:
    """`set` with the shell's own options, and whatever only looks like ours."""
    assert builtin.find(line, interactive=True) is None


def test_outside_of_our_prompt() -> None:
    """`set`, `alias`, `history`, `clear` and `exit` are the shell's own there."""
    here = {name for name in BUILTINS if builtin.find(name, interactive=False)}
    assert here == {"explain", "step", "why", "help", "topics", "how", "to-compose", "to-run", "undo"}
