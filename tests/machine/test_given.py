"""The bytes of a line reach docker and the shell as they came, in every locale and by every way in."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dockersh.machine import given
from support.paths import SOURCE
from support.programs import DOCKERSH, environment, script

# Name of the locale → what localedef makes it of; None: the C library has it.
LOCALES = {
    "C": None,
    "POSIX": None,
    "C.UTF-8": None,
    "en_US.UTF-8": ("en_US", "UTF-8"),
    "en_US.ISO-8859-1": ("en_US", "ISO-8859-1"),
    "ko_KR.EUC-KR": ("ko_KR", "EUC-KR"),
    "ja_JP.EUC-JP": ("ja_JP", "EUC-JP"),
    "zh_TW.BIG5": ("zh_TW", "BIG5"),
}
# UTF-8, EUC-KR, EUC-JP with its three-byte letters, Latin-1, Big5 spelled twice, broken UTF-8, surrogates in UTF-8, all bytes.
WORDS = (
    "한글 日本 é €".encode(),
    "한글".encode("euc_kr"),
    "日本丂".encode("euc_jp"),
    "naïve".encode("latin-1"),
    b"\xa1\xfe\xa2\xcc",
    b"a\xff\xfe\xed\x95b\xc3",
    b"\xed\xa0\x80\xf5\x80",
    bytes(range(0x80, 0x100)),
)


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the locales; they are made in it, and need no root."""
    folder = tmp_path_factory.mktemp("locales")
    if shutil.which("localedef") is None:
        if os.environ.get("CI"):
            pytest.fail("CI must run these tests: localedef is missing")
        pytest.skip("localedef is not installed")
    for name, source in LOCALES.items():
        if source is None:
            continue
        argv = ["localedef", "-c", "-i", source[0], "-f", source[1], str(folder / name)]
        done = subprocess.run(argv, capture_output=True, text=True, check=False)
        if not (folder / name).is_dir():
            if os.environ.get("CI"):
                pytest.fail(f"CI must run these tests: {done.stderr}")
            pytest.skip(f"localedef cannot make {name}; Debian has the sources in the package locales")
    return folder


@pytest.fixture
def env(locales: Path, tmp_path: Path) -> dict[str, str]:
    """An environment whose docker prints its words as they are, each with a line of its own."""
    script(tmp_path / "docker", """printf '%s\\n' "$@"\n""")
    return environment(tmp_path, LOCPATH=str(locales))


def quoted(word: bytes) -> bytes:
    """As a word of the shell."""
    return b"'" + word + b"'"


GIVEN = (b"run", b"-e", b"A=" + WORDS[0], b"busybox", *WORDS[1:])
LINE = b"docker " + b" ".join(map(quoted, GIVEN))


def output(env: dict[str, str], *argv: bytes | str, stdin: bytes = b"") -> bytes:
    """Standard output of dockersh."""
    done = subprocess.run([*DOCKERSH, *argv], env=env, input=stdin, capture_output=True, timeout=60, check=False)
    assert b"Traceback" not in done.stderr, done.stderr.decode(errors="replace")
    return done.stdout


def _by_xargs(env: dict[str, str]) -> bytes:
    """`xargs -0 dockersh docker`."""
    words = b"\0".join((b"docker", *GIVEN))
    done = subprocess.run(["xargs", "-0", *DOCKERSH], env=env, input=words, capture_output=True, timeout=60, check=False)
    return done.stdout


def _in_the_living_shell(env: dict[str, str]) -> bytes:
    """As the interactive shell feeds its shell: what it read is text by then."""
    code = (
        "import sys\nfrom dockersh.machine import given\ngiven.restore()\n"
        "from dockersh.ways_in.repl.behind.process import LivingShell\n"
        "living = LivingShell(given.environment())\nliving.run(sys.argv[1])\nliving.close()"
    )
    argv: list[str | bytes] = [sys.executable, "-c", code, LINE]
    return subprocess.run(argv, env=env, capture_output=True, timeout=60, check=False).stdout


def _by_variables(env: dict[str, str]) -> bytes:
    """Each word in a variable."""
    variables = {f"WORD{number}": os.fsdecode(word) for number, word in enumerate(GIVEN)}
    return output({**env, **variables}, "-c", "docker " + " ".join(f'"${name}"' for name in variables))


def _by_step(env: dict[str, str], *argv: bytes | str) -> bytes:
    """What `docker create` is given by `step`."""
    folder = Path(env["HOME"])
    script(folder / "docker", f"""[ "$1" = create ] || exit 0; printf '%s\\n' "$@" > {folder}/told; echo id""")
    output(env, "--no-engine", "--step", *argv)
    return (folder / "told").read_bytes().replace(b"create", b"run", 1)


WAYS: dict[str, Callable[[dict[str, str]], bytes]] = {
    "-c": lambda env: output(env, "-c", LINE),
    "-c, detail off": lambda env: output(env, "-q", "-c", LINE),
    "-c, arguments": lambda env: output(env, "-c", 'docker "$@"', "name", *GIVEN),
    "wrapper": lambda env: output(env, "docker", *GIVEN),
    "script": lambda env: output(env, stdin=b"x=" + quoted(WORDS[0]) + b"\n" + LINE + b"\n"),
    "without docker": lambda env: output(env, "-c", LINE.replace(b"docker", b"printf '%s\\n'", 1)),
    "environment": _by_variables,
    "xargs": _by_xargs,
    "step": lambda env: _by_step(env, "-c", LINE),
    "step, words": lambda env: _by_step(env, "docker", *GIVEN),
    "living shell": _in_the_living_shell,
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", LOCALES)
def test_docker_gets_the_bytes(env: dict[str, str], name: str, way: str) -> None:
    """Every word, by every way in; quotes in them stand in no locale's letters."""
    assert WAYS[way]({**env, "LC_ALL": name}) == b"\n".join((*GIVEN, b""))


@pytest.mark.parametrize("name", LOCALES)
def test_explaining_only(env: dict[str, str], name: str) -> None:
    """`-n` explains such a line, whatever cannot be shown in it."""
    assert output({**env, "LC_ALL": name}, "-n", "--no-engine", "-c", LINE).startswith(b"docker run")


@pytest.mark.parametrize("more", [{"LANG": "C"}, {"LANG": ""}, {"LC_CTYPE": "C.UTF-8"}, {"LC_CTYPE": "C"}, {"LC_ALL": "C"}])
def test_the_environment_is_the_one_that_came(tmp_path: Path, more: dict[str, str]) -> None:
    """Python sets LC_CTYPE for itself where the locale is C; the line must not see that."""
    env = {**{name: value for name, value in environment(tmp_path).items() if name != "LANG"}, **more}
    told = dict(
        pair.split("=", 1) for pair in output(env, "-c", "env").decode().splitlines() if pair.startswith(("LC_", "LANG"))
    )
    assert told == more


@pytest.fixture
def cannot(tmp_path: Path) -> dict[str, str]:
    """An environment in which docker is there."""
    script(tmp_path / "docker", "exit 0")
    return environment(tmp_path)


def _no_interpreter(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "sh"
    path.write_text("#!/no/such/program\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def says(env: dict[str, str], *argv: str, stdin: str = "") -> tuple[int, str]:
    """Status and standard error, in which no traceback is."""
    done = subprocess.run([*DOCKERSH, *argv], env=env, input=stdin.encode(), capture_output=True, timeout=60, check=False)
    said = done.stderr.decode(errors="replace")
    assert "Traceback" not in said
    return done.returncode, said


@pytest.mark.parametrize("argv", [["-c", "echo 'x'"], ["-c", "docker ps | cat"], ["-q", "-c", "docker ps; true"], []])
def test_a_shell_that_cannot_be_started(cannot: dict[str, str], tmp_path: Path, argv: list[str]) -> None:
    """Said in one line, by a line and by a script alike."""
    shell = _no_interpreter(tmp_path / "bad")
    status, said = says({**cannot, "SHELL": str(shell)}, "--no-engine", *argv, stdin="echo x\n")
    assert status == 127
    assert f"dockersh: {shell} could not be started: No such file or directory\n" in said


def test_a_shell_that_is_a_folder(cannot: dict[str, str], tmp_path: Path) -> None:
    """Is none, and /bin/sh is there."""
    (tmp_path / "bash").mkdir()
    assert says({**cannot, "SHELL": str(tmp_path / "bash")}, "-c", "exit 3 | exit 3") == (3, "")


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [("#!/no/such/program\n", 127, "No such file or directory"), ("\x7fELF nothing", 126, "Exec format error")],
)
@pytest.mark.parametrize("argv", [["docker", "ps"], ["-c", "docker ps"]])
def test_a_docker_that_cannot_be_started(
    cannot: dict[str, str], tmp_path: Path, argv: list[str], body: str, status: int, reason: str
) -> None:
    """It is there: "no docker on PATH" would be wrong."""
    (tmp_path / "docker").write_text(body, encoding="utf-8")
    got, said = says(cannot, "-q", "--no-engine", *argv)
    assert (got, said) == (status, f"dockersh: {tmp_path}/docker could not be started: {reason}\n")


def test_too_many_bytes_for_the_system(cannot: dict[str, str]) -> None:
    """From a script, where no one has counted yet."""
    code = (
        "from dockersh.ways_in.shell import *; shell = Shell(Settings(ask_engine=False));"
        "print(shell.line('docker ps -f name=' + 'x' * 200_000).status)"  # longer than Linux takes for one word: E2BIG
    )
    done = subprocess.run([sys.executable, "-c", code], env=cannot, capture_output=True, text=True, check=True)
    assert done.stdout == "126\n"
    assert done.stderr.endswith("could not be started: Argument list too long\n")


@pytest.mark.parametrize("text", ["echo a\0b", "docker ps \0", "docker ps '\0' | cat"])
def test_a_nul_byte(cannot: dict[str, str], text: str) -> None:
    """The library may be handed one; the line is not started, and that is said."""
    code = f"from dockersh.ways_in.shell import *; print(Shell(Settings(ask_engine=False, detail='off')).line({text!r}).status)"
    done = subprocess.run([sys.executable, "-c", code], env=cannot, capture_output=True, text=True, check=True)
    assert done.stdout == "126\n"
    assert done.stderr.endswith("could not be started: embedded null byte\n")


def test_a_folder_that_is_gone(cannot: dict[str, str], tmp_path: Path) -> None:
    """A line still runs where somebody deleted the folder."""
    gone = tmp_path / "gone"
    gone.mkdir()
    program = shlex.join([*DOCKERSH, "--no-engine", "-q", "-c", "docker ps; exit 4"])
    argv = ["/bin/sh", "-c", f"cd {gone} && rmdir {gone} && {program}"]
    path = {"PYTHONPATH": str(SOURCE.parent)}
    done = subprocess.run(argv, env={**cannot, **path}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.replace("shell-init", "")) == (4, done.stderr)
    assert "Traceback" not in done.stderr


def test_decoding_goes_both_ways() -> None:
    """Whatever the bytes are."""
    for word in WORDS:
        assert os.fsencode(given.decode(word)) == word
