"""The three ways in, as processes: what goes where, and with which status."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dockersh import texts
from support.programs import DOCKERSH, environment, recording_docker, run, script
from support.pty_terminal import Terminal


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """A PATH whose docker prints the words it gets."""
    recording_docker(tmp_path / "bin")
    return environment(tmp_path / "bin")


def words(output: bytes) -> list[str]:
    """The words the stand-in docker was given."""
    return [line[1:-1] for line in output.decode("utf-8", "surrogateescape").splitlines()]


LINES = [
    ("docker run -it ubuntu sh", ["run", "-it", "ubuntu", "sh"]),
    ("docker run ubuntu sh -c 'exit 7'", ["run", "ubuntu", "sh", "-c", "exit 7"]),
    ('docker run -e "A=b c" x', ["run", "-e", "A=b c", "x"]),
    ("docker   ps   -a", ["ps", "-a"]),
    ("docker run $(echo -it) x", ["run", "-it", "x"]),
    ("docker --nope", ["--nope"]),
    ("docker", []),
]


@pytest.mark.parametrize(("line", "argv"), LINES, ids=[line for line, _ in LINES])
def test_docker_gets_exactly_what_was_typed(env: dict[str, str], line: str, argv: list[str]) -> None:
    """-c hands on the line as sh would."""
    result = run("-c", line, env=env)
    assert words(result.stdout) == argv
    assert result.stderr.endswith(b"from-docker\n")


def test_the_explanation_goes_to_standard_error(env: dict[str, str]) -> None:
    """Docker's standard output stays byte for byte its own."""
    result = run("-c", "docker pull ubuntu:14.04", env=env)
    assert result.stdout == b"[pull]\n[ubuntu:14.04]\n"
    assert b"docker pull: " in result.stderr


def test_explain_only_runs_nothing(env: dict[str, str]) -> None:
    """With -n the explanation is the output."""
    result = run("-n", "-c", "docker ps", env=env)
    assert (result.stderr, result.returncode) == (b"", 0)
    assert result.stdout.startswith(b"docker ps: ")


def test_json_is_one_object_a_line(env: dict[str, str]) -> None:
    """--json explains each logical line of a script and runs none."""
    result = run("--json", env=env, stdin=b"docker ps\n\ndocker run \\\n  nginx\necho hi\n")
    objects = [json.loads(line) for line in result.stdout.splitlines()]
    assert [one["line"] for one in objects] == ["docker ps", "docker run \\\n  nginx", "echo hi"]
    assert [[c["command"] for c in one["commands"]] for one in objects] == [["container ls"], ["container run"], []]


STATUSES = [("exit 3", 3), ("true", 0), ("nosuchprogram-x", 127), ("docker ps; exit 9", 9), ("sh -c 'exit 7' | cat", 0)]


@pytest.mark.parametrize(("line", "status"), STATUSES)
def test_the_status_is_the_lines_own(env: dict[str, str], line: str, status: int) -> None:
    """As sh -c would give it."""
    assert run("-c", line, env=env).returncode == status


@pytest.mark.parametrize("status", [0, 1, 7, 125, 126, 127, 137, 255])
def test_dockers_status_comes_back(tmp_path: Path, status: int) -> None:
    """Every status of docker is passed on."""
    recording_docker(tmp_path, status=status)
    assert run("-c", "docker run x", env=environment(tmp_path)).returncode == status
    assert run("docker", "run", "x", env=environment(tmp_path)).returncode == status


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGSEGV, signal.SIGKILL])
def test_a_docker_killed_by_a_signal_is_passed_on(tmp_path: Path, number: signal.Signals) -> None:
    """Our caller sees the same signal, or 128 + n where it cannot be repeated."""
    script(tmp_path / "docker", f'case "$*" in *--format*|*inspect*) exit 1;; esac\nkill -{int(number)} $$')
    result = run("-c", "docker run x", env=environment(tmp_path))
    assert result.returncode in (-number, 128 + number)


def test_sigterm_is_passed_on_to_docker(tmp_path: Path) -> None:
    """Ending dockersh ends docker, and docker decides the status."""
    script(
        tmp_path / "docker",
        'case "$*" in *--format*|*inspect*) exit 1;; esac\ntrap "exit 42" TERM\necho ready\nwhile :; do sleep 0.05; done',
    )
    process = subprocess.Popen([*DOCKERSH, "-q", "-c", "docker run x"], env=environment(tmp_path), stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    process.terminate()
    assert process.wait(timeout=10) == 42
    process.stdout.close()


def test_arguments_of_c_are_the_shells(env: dict[str, str]) -> None:
    """`-c LINE NAME ARG` sets $0 and $1."""
    assert run("-c", 'echo "$0 $1"', "name", "one two", env=env).stdout == b"name one two\n"


def test_a_script_runs_line_by_line_in_one_shell(env: dict[str, str]) -> None:
    """Variables, cd and functions live on; the status is the last line's."""
    result = run(env=env, stdin=b"x=3\ncd /\nf() { docker run $1; }\nf $x; pwd\necho 'a\nb'\nfalse\n")
    assert result.stdout == b"[run]\n[3]\n/\na\nb\n"
    assert result.returncode == 1


def test_a_script_leaves_its_input_to_the_commands(env: dict[str, str]) -> None:
    """A command of the script reads the script's next line, as in sh."""
    assert run(env=env, stdin=b"read x\nhello\necho got $x\n").stdout == b"got hello\n"


def test_a_script_in_a_file_is_read_no_further_than_needed(env: dict[str, str], tmp_path: Path) -> None:
    """The same when standard input is a file."""
    (tmp_path / "script").write_bytes(b"read x\nhello\necho got $x; exit 5\necho not reached\n")
    with (tmp_path / "script").open("rb") as file:
        result = subprocess.run([*DOCKERSH], env=env, stdin=file, capture_output=True, check=False)
    assert (result.stdout, result.returncode) == (b"got hello\n", 5)


def test_an_unfinished_script_is_the_shells_to_refuse(env: dict[str, str]) -> None:
    """An open quote at the end is handed on; nothing is lost, no traceback."""
    result = run(env=env, stdin=b"echo one\necho 'two\n")
    assert result.stdout == b"one\n"
    assert result.returncode != 0
    assert b"Traceback" not in result.stderr


def test_as_a_prefix_the_words_stay_words(env: dict[str, str]) -> None:
    """`dockersh docker …` passes its arguments on, spaces, quotes and all."""
    argv = ["run", "a b", "it's", '"', "$HOME", "*", ""]
    assert words(run("docker", *argv, env=env).stdout) == argv


def test_under_the_name_docker_it_finds_the_real_one(env: dict[str, str], tmp_path: Path) -> None:
    """Installed as docker it never calls itself, and is silent where nobody watches."""
    ours = script(tmp_path / "first" / "docker", "exit 99")
    ours.write_text(f"#!{sys.executable}\nfrom dockersh.ways_in.cli import main\nmain()\n", encoding="utf-8")
    env["PATH"] = f"{tmp_path / 'first'}{os.pathsep}{env['PATH']}"
    result = subprocess.run([str(ours), "run", "-it", "x"], env=env, capture_output=True, check=False)
    assert words(result.stdout) == ["run", "-it", "x"]
    assert result.stderr == b"from-docker\n"
    assert words(run("-c", "docker ps | cat", env=env).stdout) == ["ps"]


def test_under_the_name_docker_in_a_terminal_it_explains_once(env: dict[str, str], tmp_path: Path) -> None:
    """In a terminal it explains, hands on to the real docker, and explains nothing again inside a line."""
    ours = script(tmp_path / "first" / "docker", "")
    ours.write_text(f"#!{sys.executable}\nfrom dockersh.ways_in.cli import main\nmain()\n", encoding="utf-8")
    env["PATH"] = f"{tmp_path / 'first'}{os.pathsep}{env['PATH']}"
    with Terminal(["docker", "run", "-it", "nginx"], env, rows=50) as terminal:
        terminal.expect("What will happen")
        terminal.expect(r"\[run\]\n\[-it\]\n\[nginx\]")
        assert terminal.wait() == 0
    with Terminal([*DOCKERSH, "--no-engine", "-c", "docker ps | cat"], env, rows=50) as terminal:
        terminal.expect(r"\[ps\]")
        assert terminal.wait() == 0
        assert terminal.text.count("only reads") == 1


def test_no_docker_at_all(tmp_path: Path) -> None:
    """One clear line, status 127, and the explanation is still there."""
    env = environment() | {"PATH": str(tmp_path)}
    result = run("-c", "docker run -it ubuntu", env=env)
    assert result.returncode == 127
    assert b"no docker command on PATH" in result.stderr
    assert b"-i: " in result.stderr


def test_a_docker_that_cannot_be_started(tmp_path: Path) -> None:
    """A broken binary is told in one line."""
    (tmp_path / "docker").write_bytes(b"\x00\x01garbage")
    (tmp_path / "docker").chmod(0o755)
    result = run("--no-engine", "-c", "docker ps", env=environment(tmp_path))
    assert result.returncode == 126
    assert b"could not be started" in result.stderr


def test_a_hung_engine_is_not_waited_for(tmp_path: Path) -> None:
    """An engine that accepts and never answers costs about the time box, and the line is handed on."""
    script(tmp_path / "docker", 'case "$*" in *--format*|*inspect*) exec sleep 60;; esac\necho handed-on')
    before = time.monotonic()
    result = run("-c", "docker run --name web -p 80:80 nginx", env=environment(tmp_path))
    assert result.stdout == b"handed-on\n"
    assert b"did not answer in time" in result.stderr
    assert time.monotonic() - before < 20  # far from 60: it did not wait; the ratio is measured in benchmarks


@pytest.mark.skipif(shutil.which("docker") is None, reason="no docker client here")
def test_a_socket_that_accepts_and_never_answers(tmp_path: Path) -> None:
    """The real client on a real socket: explained all the same."""
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "s.sock"))
        silent.listen()
        result = run("-n", "-c", "docker run -it ubuntu:14.04", env=environment(DOCKER_HOST=f"unix://{tmp_path}/s.sock"))
    assert b"did not answer in time" in result.stdout
    assert b"only if ubuntu:14.04 is not on the engine yet (cannot be checked)" in result.stdout


@pytest.mark.parametrize(("value", "seconds"), [("", 0.3), ("2", 2.0), ("x", 0.3), ("-1", 0.3), ("inf", 0.3), ("nan", 0.3)])
def test_the_time_box_can_be_chosen(value: str, seconds: float) -> None:
    """DOCKERSH_TIMEOUT in seconds; nonsense is the default."""
    from dockersh.engine.docker import time_box

    assert time_box({"DOCKERSH_TIMEOUT": value}) == seconds


@pytest.mark.parametrize("line", ["docker run -it ubuntu", "docker ps", "docker rm x", "docker attach x", "docker rmi x"])
def test_without_an_engine_the_line_is_explained_and_handed_on(env: dict[str, str], line: str) -> None:
    """An engine that is down is said so; docker still gets its chance."""
    result = run("-c", line, env=env)
    assert b"no docker engine answers at unix:///fake.sock" in result.stderr
    assert words(result.stdout) == line.split()[1:]


def test_quiet_says_nothing(env: dict[str, str]) -> None:
    """-q and --detail off leave only docker."""
    for option in (["-q"], ["--detail", "off"]):
        assert run(*option, "-c", "docker ps", env=env).stderr == b"from-docker\n"


def test_brief_is_one_line(env: dict[str, str]) -> None:
    """--detail brief: the steps on one line."""
    result = run("-n", "--no-engine", "--detail", "brief", "-c", "docker run -d nginx:1", env=env)
    assert result.stdout.decode() == "docker run: pull ? → create → start\n"


WANTED = [
    (["--lang", "ko"], {}, True),
    (["--lang", "en"], {"LANG": "ko_KR.UTF-8"}, False),
    ([], {"DOCKERSH_LANG": "ko"}, True),
    ([], {"LANG": "ko_KR.UTF-8"}, True),
    ([], {"LANG": "ko_KR.UTF-8", "LC_ALL": "C.UTF-8"}, False),
    ([], {"LC_MESSAGES": "ko_KR.UTF-8", "LANG": "C.UTF-8"}, True),
    ([], {"DOCKERSH_LANG": "xx"}, False),
    ([], {"LANG": "kok_IN"}, False),
    ([], {"LANG": "ko"}, True),
    ([], {"LANG": "ko@x"}, True),
    ([], {"LANG": "en_US.UTF-8", "LANGUAGE": "ko:en"}, True),
    ([], {"LANG": "ko_KR.UTF-8", "LANGUAGE": "en:ko"}, False),
    ([], {"LANG": "en_US.UTF-8", "LANGUAGE": "xx:ko_KR"}, True),
    ([], {"LANG": "ko_KR.UTF-8", "LANGUAGE": "xx:yy"}, True),
    ([], {"LANG": "C", "LANGUAGE": "ko"}, False),
    ([], {"LANG": "en_US.UTF-8", "LANGUAGE": "ko", "DOCKERSH_LANG": "en"}, False),
]


@pytest.mark.parametrize(("options", "more", "korean"), WANTED)
def test_the_language(env: dict[str, str], options: list[str], more: dict[str, str], korean: bool) -> None:
    """--lang, else DOCKERSH_LANG, else the locale; English for others."""
    text = run(*options, "-n", "-c", "docker ps", env={**env, **more}).stdout.decode()
    assert ("읽기만 합니다" in text) == korean


def test_a_locale_without_utf8_gets_ascii_marks(env: dict[str, str]) -> None:
    """No mark beyond ASCII where the locale cannot show it."""
    result = run("-n", "-c", "docker run -it -p 80:80 nginx", env={**env, "LANG": "en_US.ISO-8859-1", "LC_ALL": ""})
    assert result.stdout.isascii()


def test_colour_only_when_asked_for(env: dict[str, str]) -> None:
    """No colour in a pipe; --color always and FORCE_COLOR bring it, --color never wins."""
    line = ("-n", "-c", "docker ps -a")
    assert b"\x1b[" not in run(*line, env=env).stdout
    assert b"\x1b[" in run("--color", "always", *line, env=env).stdout
    assert b"\x1b[" in run(*line, env={**env, "FORCE_COLOR": "1"}).stdout
    assert b"\x1b[" not in run("--color", "never", *line, env={**env, "FORCE_COLOR": "1"}).stdout
    assert b"\x1b[" not in run(*line, env={**env, "FORCE_COLOR": "1", "NO_COLOR": "1"}).stdout


USAGE = [
    (["--nope"], "there is no option --nope"),
    (["-ny"], "there is no option -y"),
    (["--lang", "xx", "-c", "docker ps"], f"--lang accepts {', '.join(texts.LANGUAGES)}, not xx"),
    (["--detail=some"], "--detail accepts full, brief, auto, failures, off, not some"),
    (["-c"], "-c needs a value"),
    (["--json=yes"], "--json takes no value"),
    (["ls", "-l"], "ls is not docker"),
]


@pytest.mark.parametrize(("argv", "reason"), USAGE, ids=[" ".join(argv) for argv, _ in USAGE])
def test_bad_options_get_one_line(env: dict[str, str], argv: list[str], reason: str) -> None:
    """Status 2, one line that says why and names the way out."""
    result = run(*argv, env=env)
    assert (result.returncode, result.stdout) == (2, b"")
    assert result.stderr.decode().startswith(f"dockersh: {reason}")
    assert result.stderr.count(b"\n") == 1


SPELLINGS = (
    ["-nc", "docker ps"],
    ["-n", "-cdocker ps"],
    ["--explain-only", "--command=docker ps"],
    ["-n", "-c", "docker ps", "--"],
)


@pytest.mark.parametrize("argv", SPELLINGS, ids=" ".join)
def test_options_can_be_spelled_as_everywhere(env: dict[str, str], argv: list[str]) -> None:
    """Together, with the value behind or joined."""
    assert run(*argv, env=env).stdout.startswith(b"docker ps: ")


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_help_and_version(env: dict[str, str], lang: str) -> None:
    """Every option stands in the help of either language."""
    from dockersh.ways_in.options import OPTIONS

    text = run("--lang", lang, "--help", env=env).stdout.decode()
    assert all(f"--{option.long}" in text for option in OPTIONS)
    assert run("--version", env=env).stdout.startswith(b"dockersh 0.")


ODD = ["", "   ", "# only a comment", "docker run 'x", "docker run \udcff\udc80", "x" * 100_000, "docker run " + "a " * 50_000]


@pytest.mark.parametrize("line", ODD, ids=["empty", "blank", "comment", "open-quote", "bytes", "100kb", "100kb-words"])
def test_odd_lines_give_no_traceback(env: dict[str, str], line: str) -> None:
    """Empty, broken, huge and undecodable lines are explained as far as they can be and handed on."""
    result = run("-c", line, env=env)
    assert b"Traceback" not in result.stderr
    expected = subprocess.run(["/bin/sh", "-c", line], env=env, capture_output=True, check=False)
    assert (result.stdout, result.returncode) == (expected.stdout, expected.returncode)


def test_control_characters_are_shown_not_sent(env: dict[str, str]) -> None:
    """A line's own escape sequences never reach the terminal through us."""
    result = run("-n", "-c", "docker run --name 'a\x1b[31mb' nginx", env=env)
    assert b"\x1b" not in result.stdout
    assert rb"\x1b[31m" in result.stdout


def test_secrets_are_in_no_output(env: dict[str, str]) -> None:
    """A masked value appears neither in the text nor in the JSON, and docker still gets it."""
    line = "docker run -e DB_PASSWORD=hunter2 --restart hunter2 mysql:8"
    for options in (["-n"], ["--json"]):
        out = run(*options, "-c", "docker run -e DB_PASSWORD=hunter2 mysql:8", env=env).stdout
        assert b"hunter2" not in out
    assert "DB_PASSWORD=hunter2" in words(run("-c", line, env=env).stdout)


def test_a_closed_output_stops_nothing(env: dict[str, str]) -> None:
    """With standard error closed docker still runs."""
    line = f"{sys.executable} -m dockersh -c 'docker ps' 2>&-"
    result = subprocess.run(["/bin/sh", "-c", line], env=env, stdout=subprocess.PIPE, check=False)
    assert words(result.stdout) == ["ps"]


def test_a_nested_question_is_passed_through(env: dict[str, str], tmp_path: Path) -> None:
    """Docker's own completion asks the real docker, even through us."""
    ours = tmp_path / "first" / "docker"
    script(ours, "")
    ours.write_text(f"#!{sys.executable}\nfrom dockersh.ways_in.cli import main\nmain()\n", encoding="utf-8")
    result = subprocess.run([str(ours), "__complete", "ps", ""], env=env, capture_output=True, check=False)
    assert words(result.stdout) == ["__complete", "ps", ""]


def test_what_was_foreseen_is_not_said_twice(tmp_path: Path) -> None:
    """After docker's own words only what to type, beside the prompt."""
    script(tmp_path / "docker", "echo 'unknown flag: --flter' >&2; exit 125")
    done = run("--no-engine", "-c", "docker ps --flter x", env=environment(tmp_path))
    before, _, after = done.stderr.decode("utf-8").partition("unknown flag: --flter\n")
    assert (done.returncode, "--filter" in before) == (125, True)
    assert after == "✗ as predicted above\n  → write --filter\n"


@pytest.mark.parametrize(("line", "foreseen"), [("docker ps --flter x", True), ("docker ps", False)])
def test_an_error_in_unknown_words_behind_one_that_was_told_is_that_one(tmp_path: Path, line: str, foreseen: bool) -> None:
    """In a terminal; where no error was told, nothing was foreseen."""
    script(tmp_path / "docker", "echo 'ERROR: no such wording' >&2; exit 1")
    with Terminal([*DOCKERSH, "--no-engine", "-c", line], environment(tmp_path), rows=50) as terminal:
        terminal.expect("no such wording")
        assert terminal.wait() == 1
        assert ("as predicted above" in terminal.text) == foreseen


def test_a_docker_compose_that_is_not_there(tmp_path: Path) -> None:
    """It is looked for, and the way out is named; docker itself is there."""
    script(tmp_path / "docker", "exit 0")
    env = environment(tmp_path) | {"PATH": str(tmp_path)}
    done = run("-c", "docker-compose ls", env=env)
    said = done.stderr.decode("utf-8")
    assert done.returncode == 127
    assert "docker-compose is not on PATH" in said
    assert said.endswith(
        "dockersh: docker-compose is not on PATH; docker compose, with a space, is the plugin that replaced it\n"
    )


ERROR = 'exec: "cd": executable file not found in $PATH'


@pytest.mark.parametrize("argv", [["-c", f"why '{ERROR}'"], ["why", ERROR], ["why", *ERROR.split(" ")], ["-c", f"why {ERROR}"]])
def test_an_error_from_anywhere_is_explained(argv: list[str]) -> None:
    """With -c and as words of its own; no engine, no docker."""
    done = run(*argv, env={"PATH": "/nonexistent", "DOCKER_HOST": "unix:///nonexistent.sock"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert "cd is a command of the shell" in done.stdout.decode("utf-8")


def test_an_error_that_nobody_knows_is_said_to_be_unknown() -> None:
    """Status 1, one line on standard error."""
    done = run("why", "it does not work", env=dict(os.environ))
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (1, b"", 1)
    assert done.stderr.startswith(b"no docker error known")
