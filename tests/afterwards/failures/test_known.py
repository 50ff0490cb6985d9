"""The failure catalogue: every wording is known by its failure, every failure is explained, and nothing else is."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dockersh import texts
from dockersh.afterwards.failures import options
from dockersh.afterwards.failures.buildcause import cause
from dockersh.afterwards.failures.failure import Failure
from dockersh.afterwards.failures.found import found, was_foreseen
from dockersh.afterwards.failures.here import LOOKS
from dockersh.afterwards.failures.known import FOLDER, PRINTED, SOURCES, STEP, codes, known, printed, read, recognise
from dockersh.afterwards.failures.page import page
from dockersh.execute.outcome import Outcome
from dockersh.reading import syntax
from dockersh.reading.invocation import Invocation
from dockersh.reading.invocation import read as read_call
from support.state import WrittenEngine

SAMPLES = Path(__file__).parent / "samples"
COMMANDS = {"compose": "compose up", "buildkit": "image build"}


def samples() -> Iterator[tuple[str, str, str, str]]:
    """Source, code, version and text of every recorded wording."""
    for path in sorted(SAMPLES.glob("*.toml")):
        for code, rows in tomllib.loads(path.read_text(encoding="utf-8")).items():
            yield from ((path.stem, code, row["version"], row["text"]) for row in rows)


ALL = list(samples())


def invocation(line: str) -> Invocation:
    """The one docker call of a line."""
    (call,) = syntax.parse(line).calls
    return read_call(call)


def told(line: str, errors: str, status: int = 1) -> list[str]:
    """The codes of what a line's errors tell of."""
    return [one.code for one in recognise(invocation(line), Outcome(status, errors=errors))]


def failure_of(source: str, text: str) -> Failure:
    """The first failure of a recorded wording, read where such words stand."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    readers = {STEP: lambda line: cause([line]), PRINTED: printed}
    reader = readers.get(source, lambda line: read(line, COMMANDS.get(source, "container run")))
    return next(failure for line in lines if (failure := reader(line)))


@pytest.mark.parametrize(("source", "code", "version", "text"), ALL, ids=[f"{code} {version}" for _, code, version, _ in ALL])
def test_every_wording_is_known(source: str, code: str, version: str, text: str) -> None:
    """In each version the message is read as the failure it is."""
    first = failure_of(source, text)
    assert (first.code, version != "") == (code, True)


def test_the_catalogue_is_whole() -> None:
    """At least 80 failures; each has a wording and a page; no page and no look-up without a failure."""
    declared = {code for code in codes() if not code.startswith("podman-")}  # tests/podman has those
    pages = {path.stem.removeprefix("failed-") for path in Path(texts.FOLDER, texts.SOURCE, "findings").glob("failed-*.toml")}
    assert len(declared) >= 80
    assert sum(len(known(source)) for source in (*SOURCES, STEP, PRINTED)) == len(declared)
    assert (
        {code for _, code, _, _ in ALL}
        == declared
        == {page for page in pages - {"unknown"} if not page.startswith(("option-", "program-says-", "podman-"))}
    )
    assert set(LOOKS) <= declared


@pytest.mark.parametrize("lang", texts.complete())
def test_every_page_says_what_it_means_and_what_to_do(lang: str) -> None:
    """Text and a fix in both languages, and no placeholder is left in them."""
    for source, code, _, text in ALL:
        failure = failure_of(source, text)
        line = {"typed": "run", "spelled": "docker run", "line": "docker run x", "image": "x", "container": "web"}
        told_page = page(lang, failure._replace(args={**line, "next_port": "81", **failure.args}))
        assert told_page.text, code
        assert told_page.fix, code
        assert not texts.PLACEHOLDER.search(told_page.text + (told_page.fix or "") + (told_page.why or "")), code


PROGRAMS = [
    ("docker run --rm nginx sh -c x", "Error response from daemon: No such container: wbe\nmore of the program\n", 1),
    ("docker run --rm nginx sh -c x", "sh: foo: not found\n", 127),
    ("docker run --rm nginx sh -c x", "unknown flag: --x\n", 125),
    ("docker exec web x", "Permission denied\nno space left on device\n", 1),
    ("docker start -a web", "open x: no such file or directory\nbye\n", 2),
    ("docker attach web", "conflicting options: a\nb\n", 1),
    ("docker build .", "#5 0.2 unknown flag: --x\n#5 0.3 no space left on device\n", 1),
    ("docker compose up", "web-1  | No such container: x\n", 1),
    ("docker logs web", "No such image: x\nline\n", 1),
]


@pytest.mark.parametrize(("line", "errors", "status"), PROGRAMS, ids=[f"{line} {status}" for line, _, status in PROGRAMS])
def test_a_program_in_a_container_is_not_docker(line: str, errors: str, status: int) -> None:
    """What a program says on the same standard error is never explained as docker's."""
    assert told(line, errors, status) == []


UNKNOWN = [
    ("docker rm web", "Error response from daemon: the moon is full\n", 1),
    ("docker run nginx", "docker: Error response from daemon: the moon is full.\nSee 'docker run --help'.\n", 125),
    ("docker exec web ls", "Error response from daemon: the moon is full\n", 1),
]


@pytest.mark.parametrize(("line", "errors", "status"), UNKNOWN)
def test_an_error_nobody_knows_is_unknown(line: str, errors: str, status: int) -> None:
    """It is said to be unknown, never explained wrongly."""
    assert told(line, errors, status) == ["unknown"]


QUIET = [
    ("docker ps", "", 1),
    ("docker ps", "WARNING: something\n", 0),
    ("docker ps", "Error: x\n", 130),
    ("docker wait x", "y\n", 1),
]


@pytest.mark.parametrize(("line", "errors", "status"), QUIET)
def test_where_nothing_failed_nothing_is_said(line: str, errors: str, status: int) -> None:
    """No error, no failure; a signal is not an error."""
    assert told(line, errors, status) == []


def test_what_was_drawn_over_is_not_read() -> None:
    """Escapes and carriage returns of progress bars do not hide the error."""
    drawn = "\x1b[1A\x1b[2K Pulling 10%\r Pulling 100%\rError response from daemon: No such container: x\x1b[0m\r\n"
    assert told("docker rm x", drawn) == ["container-missing"]


def test_each_failure_of_a_line_once() -> None:
    """Two missing containers are two failures, the same one twice is one; at most three are told."""
    text = "".join(f"Error response from daemon: No such container: {name}\n" for name in "abbcd")
    failures = recognise(invocation("docker rm a b b c d"), Outcome(1, errors=text))
    assert [one.args["name"] for one in failures] == ["a", "b", "c"]


HERE: list[tuple[str, str, int, dict[str, Any], list[str]]] = [
    (
        "docker run --name web nginx",
        'docker: Error response from daemon: The container name "/web" is already in use by container "aaaaaaaaaaaa"',
        125,
        {"containers": {"web": {"image": "redis"}}},
        ["from redis", "docker rm -f web"],
    ),
    (
        "docker run -p 80:80 nginx",
        "docker: Error response from daemon: x: Bind for 0.0.0.0:80 failed: port is already allocated",
        125,
        {"containers": {"db": {"image": "redis", "ports": ["0.0.0.0:80->80/tcp"]}}},
        ["db (redis) publishes it", "docker stop db"],
    ),
    ("docker stop wbe", "Error response from daemon: No such container: wbe", 1, {}, ["docker ps -a"]),
    ("docker run -it nginx sh", "the input device is not a TTY", 1, {}, ["→ docker run -i nginx sh"]),
    ("docker run -ti nginx sh", "the input device is not a TTY", 1, {}, ["→ docker run -i nginx sh"]),
    ("docker run -i --tty nginx", "the input device is not a TTY", 1, {}, ["→ docker run -i nginx"]),
    ("docker run -t -i nginx", "the input device is not a TTY", 1, {}, ["→ docker run -i nginx"]),
    (
        "docker exec web ls",
        "Error response from daemon: Container aaaa is not running",
        1,
        {"containers": {"web": {"status": "exited", "exit_code": 3}}},
        ["exit status 3", "docker start web"],
    ),
    (
        "docker run ubuntu:14.04 foo",
        'docker: Error response from daemon: exec: "foo": executable file not found in $PATH: unknown',
        127,
        {"images": {"ubuntu:14.04": {"command": ["/bin/bash"]}}},
        ["without a command, the image ubuntu:14.04 runs /bin/bash"],
    ),
    (
        "docker ps --alll",
        "unknown flag: --alll\n\nRun 'docker ps --help' for more information",
        125,
        {},
        ["use --all instead"],
    ),
    (
        "docker commit --no-pause web",
        "unknown flag: --no-pause",
        125,
        {},
        ["it is new in docker 29"],
    ),
    (
        "docker buildx use nope",
        'ERROR: failed to find instance "nope": open /root/.docker/buildx/instances/nope: no such file or directory',
        1,
        {},
        ["no builder named nope", "docker buildx ls"],
    ),
    (
        "docker pss",
        "docker: unknown command: docker pss\n\nRun 'docker --help' for more information",
        1,
        {},
        ["nearest name is ps"],
    ),
]


@pytest.mark.parametrize(("line", "errors", "status", "state", "expected"), HERE, ids=[line for line, *_ in HERE])
def test_why_here(line: str, errors: str, status: int, state: dict[str, Any], expected: list[str]) -> None:
    """What the engine knows goes into the sentences, with the real names."""
    from dockersh.render import Style
    from dockersh.render.failed import failed

    (failure,) = found([invocation(line)], Outcome(status, errors=errors), WrittenEngine(state))
    for lang in texts.complete():
        one = page(lang, failure)
        text = failed(one.text, one.why, one.fix, Style(200))
        if lang == "en":
            assert [word for word in expected if word not in text] == [], text


PLACES = [
    # github.com/whyour/qinglong/issues/2567: no word of the line is the program
    (
        "docker run -dit whyour/qinglong",
        'exec: "./docker/docker-entrypoint.sh": stat ./docker/docker-entrypoint.sh: no such file or directory: unknown.',
        ["ENTRYPOINT or CMD names it", "--entrypoint sh whyour/qinglong"],
    ),
    ("docker run x foo", 'exec: "foo": executable file not found in $PATH', ["what follows the image name is run"]),
    ("docker exec web foo", 'exec: "foo": executable file not found in $PATH', ["has no program foo"]),
]


@pytest.mark.parametrize(("line", "said", "expected"), PLACES, ids=[line for line, *_ in PLACES])
def test_a_missing_program_is_the_lines_or_the_images(line: str, said: str, expected: list[str]) -> None:
    """Where the line names no command, the image does."""
    (failure,) = found([invocation(line)], Outcome(127, errors=f"docker: Error response from daemon: {said}"), WrittenEngine())
    one = page("en", failure)
    assert [word for word in expected if word not in f"{one.text} {one.why} {one.fix}"] == []


def test_help_is_asked_of_the_program_that_was_typed() -> None:
    """`docker up --help` does not exist where `docker-compose up` was typed."""
    errors = "ERROR: for web  Cannot create container for service web: the moon is full\n"
    (failure,) = found([invocation("docker-compose up")], Outcome(1, errors=errors), WrittenEngine())
    assert (failure.code, "docker-compose up --help" in str(page("en", failure).fix)) == ("unknown", True)


def test_what_compose_1_says_of_a_service_is_no_progress() -> None:
    """`Service web …` begins its errors as it begins the progress of compose 2. github.com/EOSIO/eos/issues/2800"""
    errors = "ERROR: The Compose file is invalid because:\nService nodeos has neither an image nor a build context specified.\n"
    assert told("docker-compose up", errors) == ["compose-no-image"]


def test_a_name_near_by() -> None:
    """The nearest real container stands in the fix."""
    engine = WrittenEngine({"containers": {"web": {}}, "images": {"nginx:latest": {}}})
    (failure,) = found([invocation("docker stop wbe")], Outcome(1, errors="Error: No such container: wbe"), engine)
    assert page("en", failure).fix == "docker stop web"
    (failure,) = found([invocation("docker rmi ngnix")], Outcome(1, errors="Error: No such image: ngnix:latest"), engine)
    assert "nginx:latest" in str(page("en", failure).fix)


def test_a_line_of_several_commands() -> None:
    """What is known of any of them is told, even where the last one worked."""
    invocations = [invocation("docker rm x"), invocation("docker ps")]
    outcome = Outcome(0, errors="Error response from daemon: No such container: x\n")
    assert [one.code for one in found(invocations, outcome, WrittenEngine())] == ["container-missing"]
    assert found(invocations, Outcome(1, errors="Error response from daemon: the moon\n"), WrittenEngine()) == ()


def test_an_error_is_never_drawn_raw() -> None:
    """Control characters of docker's line are shown, not sent."""
    told_page = page("en", Failure("container-missing", {"name": "a\x1b[31m"}))
    assert "\x1b" not in told_page.text


OF_OPTIONS = {rule.code for rules in options.RULES.values() for rule in rules}
FORESEEN = tomllib.loads(Path(FOLDER, "foreseen.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("code", FORESEEN)
def test_what_was_foreseen_is_a_failure_and_a_finding(code: str) -> None:
    """Both sides of the table are there; only these findings make it foreseen."""
    assert code in (*codes(), *OF_OPTIONS)
    for finding in FORESEEN[code]:
        assert texts.raw("en", f"findings/{finding}", "text")
        assert was_foreseen(Failure(code), {finding, "other"})
    assert not was_foreseen(Failure(code), {"other"})


MISREAD = ["unknown shorthand flag: 'd' in -d", "unknown flag: --profile", "docker: unknown command: docker compose"]


@pytest.mark.parametrize("said", MISREAD)
def test_a_plugin_that_is_not_there_is_no_unknown_option(said: str) -> None:
    """Docker shows its own usage: it read the plugin's words itself."""
    usage = "\n\nUsage:  docker [OPTIONS] COMMAND [ARG...]\n\nRun 'docker --help' for more information"
    assert told("docker compose up -d", said + usage, 125) == ["plugin-not-installed"]
    assert told("docker compose up --nope", "unknown flag: --nope\n\nUsage:  docker compose up [OPTIONS] [SERVICE...]\n") != [
        "plugin-not-installed"
    ]
