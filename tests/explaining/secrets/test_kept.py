"""What is said after the line, and what is written to files: errors of docker's own, aliases, the history, the cache."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from dockersh import explain
from dockersh.execute.outcome import Outcome
from dockersh.explaining.secrets import Hidden
from dockersh.reading import syntax
from dockersh.reading.catalogue import Command
from dockersh.ways_in import builtin, config
from dockersh.ways_in.builtin import Desk
from dockersh.ways_in.builtin.history import Ran
from dockersh.ways_in.repl.suggest import LivingSuggest
from dockersh.ways_in.shell import Settings, Shell
from dockersh.ways_in.told import Told

SECRET = "q7Zr-hunter-2"


@pytest.fixture(name="desk")
def fixture_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk without an engine, with settings and state of its own."""
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    return Desk(Shell(Settings(ask_engine=False)), config.Config(config.defaults()), interactive=True)


def run(desk: Desk, line: str) -> int:
    """The status of one of our own commands."""
    found = builtin.find(line, interactive=True)
    assert found is not None
    return found[0].run(desk, found[1])


def everything_below(folder: Path) -> str:
    """What all files below a folder hold."""
    return "\n".join(file.read_text(encoding="utf-8", errors="replace") for file in folder.rglob("*") if file.is_file())


ERRORS = [
    (f"docker run --rm -e PW={SECRET} x", f"unauthorized: {SECRET} is wrong"),
    (f"docker exec -e TOKEN={SECRET} web app", f'exec: "{SECRET}": executable file not found in $PATH'),
    (
        f"docker pull https://me:{SECRET}@r.example.com/x",
        f"pull access denied for https://me:{SECRET}@r.example.com/x, repository",
    ),
    (f"docker run -e 'DB_PASSWORD={SECRET}' x", f"Conflict. The container name {SECRET} is odd"),
]


@pytest.mark.parametrize(("line", "error"), ERRORS)
def test_an_error_that_repeats_the_secret_is_told_without_it(
    desk: Desk, capsys: pytest.CaptureFixture[str], line: str, error: str
) -> None:
    """Docker's own line stays as docker printed it; what we print of it, and `why`, has none."""
    outcome = Outcome(125, errors=f"docker: Error response from daemon: {error}\n")
    desk.shell.say_failure(Told(syntax.parse(line)), outcome)
    assert desk.shell.last_failure is not None
    run(desk, "why")
    told = capsys.readouterr()
    assert told.out
    assert SECRET not in told.out + told.err


def test_what_stands_in_clear_on_the_line_is_no_secret() -> None:
    """A password that is also the image's name tells nothing by the image's name."""
    hidden = Hidden("docker run -e MYSQL_PASSWORD=mysql mysql")
    assert hidden.text("pulls mysql:latest") == "pulls mysql:latest"
    assert Hidden("docker run -e PW=ab x").text("cabs") == "cabs"
    assert Hidden("docker run -e PW=ab x").text("not ab, then") == "not ••••••, then"
    assert Hidden("docker ps").text("no answer from tcp://me:x@far:2375 yet") == "no answer from tcp://me:••••••@far:2375 yet"
    assert Hidden("docker run -e 'PW=a bc d' x").text("value a bc d is odd") == "value •••••• is odd"


@pytest.mark.parametrize(
    "text", [f"docker run -e TOKEN={SECRET} x", f"docker exec db mysql -p{SECRET}", f"docker login -p {SECRET}"]
)
def test_an_alias_with_a_secret_is_not_written(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    """It works in the session, says so in one line, and is listed masked."""
    assert run(desk, "alias dps='docker ps -a'") == 0
    assert run(desk, f"alias zz='{text}'") == 0
    said = capsys.readouterr().out
    assert len(said.splitlines()) == 1
    assert "zz" in said
    assert desk.config.aliases["zz"] == text
    assert dict(config.load().aliases) == {"dps": "docker ps -a"}
    assert SECRET not in everything_below(tmp_path)
    run(desk, "alias")
    assert SECRET not in capsys.readouterr().out


def test_the_listed_history_is_masked(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """A file of an older version may still hold one."""
    desk.past = lambda: (Ran(f"docker login -p {SECRET}"), Ran("docker ps"))
    run(desk, "history")
    assert capsys.readouterr().out.splitlines() == [f"    1  docker login -p {'•' * len(SECRET)}", "    2  docker ps"]


def test_explain_and_step_say_no_secret(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """Our own commands, with and without the word docker."""
    for line in (
        f"explain run -d -e PW={SECRET} x",
        f"explain docker login -p {SECRET}",
        f"explain docker rum -e PW={SECRET} x",
    ):
        run(desk, line)
    told = capsys.readouterr()
    assert told.out
    assert SECRET not in told.out + told.err


def test_the_grey_suggestion_repeats_no_secret() -> None:
    """Lines of the session that stay out of the file are not offered either."""
    from prompt_toolkit.buffer import Buffer
    from prompt_toolkit.history import InMemoryHistory

    history = InMemoryHistory(["docker login -u me", f"docker login -u me -p {SECRET}"])
    buffer = Buffer(history=history)
    for line in history.load_history_strings():
        history.get_strings().append(line)
    buffer.text = "docker log"
    found = LivingSuggest(lambda: None).get_suggestion(buffer, buffer.document)
    assert found is None or SECRET not in found.text


class Asked:
    """An installed docker that knows nothing, and what it was asked."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def command(self, words: Sequence[str]) -> Command | None:
        """What `docker WORDS --help` says: nothing."""
        self.words += words
        return None

    def __getattr__(self, name: str) -> object:
        return lambda *args: self.words.extend(map(str, args))


def test_the_installed_docker_is_asked_about_no_secret() -> None:
    """Its answers are kept in the cache, by the words it was asked about."""
    asked = Asked()
    explain(f"docker nosuch login TOKEN={SECRET}", help=asked)  # type: ignore[arg-type]
    assert SECRET not in "".join(asked.words)
