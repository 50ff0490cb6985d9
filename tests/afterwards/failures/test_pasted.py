"""`why "TEXT"`: an error's text from anywhere is known as docker's own, near by its words, or honestly not known."""

from __future__ import annotations

import tomllib

import pytest

from afterwards.failures.test_known import SAMPLES
from dockersh.afterwards.failures import pasted

TAKEN = 'exec: "foo": executable file not found in $PATH: unknown'
NAME = (
    'Error response from daemon: Conflict. The container name "/web" is already in use by container "0123456789ab". '
    "You have to remove (or rename) that container to be able to reuse that name."
)
# What stands around docker's words elsewhere, and the failure.
AROUND = [
    (NAME, "name-taken"),
    (f"docker: {NAME}\nSee 'docker run --help'.", "name-taken"),
    (f"2024-05-01T10:00:00.123Z {NAME}", "name-taken"),
    (f"[2024-05-01 10:00:00] {NAME}", "name-taken"),
    (f"10:00:00.123 {NAME}", "name-taken"),
    (f"##[error]{NAME}", "name-taken"),
    (f"#12 0.345 {NAME}", "name-taken"),
    (f"> {NAME}", "name-taken"),
    (f"`{NAME}`", "name-taken"),
    (f"Nov 29 20:00:00 build1 dockerd[712]: {NAME}", "name-taken"),
    (f"Building…\nstep one\n{NAME}\nexit status 125", "name-taken"),
    (NAME.replace("already in use", "already\nin use"), "name-taken"),
    (NAME[:80] + "\n" + NAME[80:], "name-taken"),
    (f"\x1b[31m{NAME}\x1b[0m\r\n", "name-taken"),
    (
        'time="2024-05-01T10:00:00Z" level=error msg="Handler: runc create failed: ' + TAKEN.replace('"', '\\"') + '"',
        "program-not-found",
    ),
    ("failed to solve: failed to read dockerfile: open Dockerfile: no such file or directory", "dockerfile-missing"),
    ('service "web" depends on undefined service "db": invalid compose project', "compose-service-undefined"),
    (
        'OCI runtime exec failed: unable to start container process: exec: "cd": executable file not found in $PATH',
        "builtin-was-no-program",
    ),
]
# What a program prints where its surroundings stop it, and names.
OF_PROGRAMS = [
    ("mkdir: can't create directory '/app/data/gdpr/files': Permission denied", "program-says-denied"),
    ("Error: getaddrinfo ENOTFOUND db", "program-says-host-unknown"),
    ("web-1 | curl: (6) Could not resolve host: api", "program-says-host-unknown"),
    ("Error: connect ECONNREFUSED 127.0.0.1:5432", "program-says-refused"),
    (
        'psql: error: connection to server at "localhost" (127.0.0.1), port 5432 failed: Connection refused',
        "program-says-refused",
    ),
]
NEAR = [
    ("Conflict, container name already in use, remove or rename that container to reuse that name", "name-taken"),
    ("permission denied when trying to connect to docker daemon socket", "engine-refused-you"),
    ("no space left on the device", "disk-full"),
    ("the Docker daemon cannot be reached, is the docker daemon running?", "engine-down"),
]
UNKNOWN = [
    "",
    "hello world",
    "Segmentation fault (core dumped)",
    "npm ERR! missing script: start",
    "ModuleNotFoundError: No module named 'flask'",
    'Traceback (most recent call last):\n  File "app.py", line 1, in <module>',
    "java.lang.OutOfMemoryError: Java heap space",
    "docker",
    "it does not work",
    "컨테이너가 안 떠요",
    "panic: runtime error: index out of range",
    "curl: (7) Failed to connect to localhost port 8080",
    "x" * 50_000,
]


# Of compose's words these two are docker's own as well; without the command nobody can tell.
AMBIGUOUS = {"compose-file-named-missing", "compose-plugin-missing"}


@pytest.mark.parametrize(("text", "code"), OF_PROGRAMS)
def test_words_of_a_program_that_its_surroundings_stop(text: str, code: str) -> None:
    """They are told of where they name what they are about; a failure of docker's own goes first."""
    assert [one.code for one in pasted.told(text).failures] == [code]
    assert [one.code for one in pasted.told(f"{text}\n{NAME}").failures] == ["name-taken"]


# Docker has no permission there, or what stands before the words is a call and no file.
NOT_A_PROGRAMS = [
    "docker: Error response from daemon: frobnicate /x/y: permission denied",
    "ERRO[0000] frobnicate /x/y: permission denied",
    "FATA[0000] frobnicate /x/y: permission denied",
    "exception in initAndListen std::exception: open: Permission denied",
    "failed to register layer: ApplyLayer exit status 1 stdout:  stderr: mkdir /temp-docker-extract1: permission denied",
]


@pytest.mark.parametrize("text", NOT_A_PROGRAMS)
def test_what_docker_may_not_do_is_no_programs_affair(text: str) -> None:
    """The page on the owner of a mount would be false there."""
    assert "program-says-denied" not in [one.code for one in pasted.told(text).failures]


def test_a_copy_of_the_old_builder_is_no_damage_of_the_engine() -> None:
    """Its temporary folder stands in the engine's own; the path is told as it stands in the context."""
    said = "COPY failed: stat /var/lib/docker/tmp/docker-builder798058264/app/app.csproj: no such file or directory"
    (failure,) = pasted.told(said).failures
    assert (failure.code, failure.args["path"]) == ("copy-source-missing", "app/app.csproj")


@pytest.mark.parametrize(("text", "code"), AROUND, ids=[text[:40] for text, _ in AROUND])
def test_what_stands_around_it_does_not_matter(text: str, code: str) -> None:
    """Times, marks of a CI, services, levels, lines that a terminal broke."""
    assert code in [one.code for one in pasted.told(text).failures]


def test_every_sample_is_known_from_its_text_alone() -> None:
    """Whichever command said it, and on whichever machine; two of compose's read as docker's own do."""
    missed = []
    for path in sorted(set(SAMPLES.glob("*.toml")) - {SAMPLES / "buildstep.toml"}):  # those are any program's words
        for code, rows in tomllib.loads(path.read_text(encoding="utf-8")).items():
            missed += [
                (code, row["text"]) for row in rows if code not in [one.code for one in pasted.told(row["text"]).failures]
            ]
    assert {code for code, _ in missed} == AMBIGUOUS


@pytest.mark.parametrize(("text", "code"), NEAR, ids=[text[:40] for text, _ in NEAR])
def test_other_words_for_it_are_near(text: str, code: str) -> None:
    """A text that was shortened or typed from memory."""
    found = pasted.told(text)
    assert code in [*(one.code for one in found.failures), found.near.code if found.near else ""]


@pytest.mark.parametrize("text", UNKNOWN, ids=[text[:30] or "empty" for text in UNKNOWN])
def test_what_is_no_error_of_dockers_is_not_known(text: str) -> None:
    """A program's own error, a wish, nothing."""
    assert pasted.told(text) == pasted.Told()


# Of the fourth draw: a line as it was posted, and what it tells of.
FOURTH_DRAW = [
    ("#7 33.90       error: command 'gcc' failed: No such file or directory", "build-tools-missing"),
    ("    unable to execute 'gcc': No such file or directory", "build-tools-missing"),
    ("docker: Error response from daemon: mkdir git: permission denied.", "bind-source-relative"),
    ("docker: Error response from daemon: mkdir /data: permission denied.", None),
    ("Error starting userland proxy: .", "port-helper-silent"),
    ("Error starting userland proxy: Bind for 0.0.0.0:80: unexpected error Permission denied.", "port-needs-privilege"),
    ("iptables v1.8.2 (nf_tables): RULE_INSERT failed (Invalid argument): rule in chain FORWARD", "iptables-unusable"),
    ("[ERROR] Could not open file '/var/log/mysql/e.log' for error logging: Permission denied", "program-says-denied"),
    ("fopen(/var/www/html/config/config.php): failed to open stream: Permission denied", "program-says-denied"),
    ("mysqld: File '/var/log/mysql/mariadb-bin.index' not found (Errcode: 13)", "program-says-denied"),
    ("denied: Your Authorization Token is invalid.", "ecr-login-needed"),
    ("Unsupported config option for services.web: 'profiles'", "compose-key-newer"),
    ("Unsupported config option for services.web: 'prots'", "compose-key-unknown"),
    ('standard_init_linux.go:178: exec user process caused "permission denied"', "program-denied"),
    (
        'exec: "/etc/x/run.sh": stat /etc/x/run.sh: not a directory"\n: Are you trying to mount a directory',
        "program-path-has-file",
    ),
]


@pytest.mark.parametrize(("text", "code"), FOURTH_DRAW)
def test_a_line_of_the_fourth_draw_is_told_by_its_cause(text: str, code: str | None) -> None:
    """One failure, the right one; none where the folder's path is whole."""
    assert [one.code for one in pasted.told(text).failures] == ([code] if code else [])
