"""Docker's own lines are told from a container's, a build step's and from progress; the fix is where the mistake stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from afterwards.failures.test_known import invocation, told
from dockersh import texts
from dockersh.afterwards.failures.found import found
from dockersh.afterwards.failures.page import page
from dockersh.execute.outcome import Outcome
from support.state import WrittenEngine

PROGRESS = """\
 Network shop_default  Creating
 Network shop_default  Created
 Container shop-db-1  Error response from daemon: No such container: progress
time="2026-11-29T20:02:09Z" level=warning msg="No such container: warned"
service:web:1 Error response from daemon: No such container: progress
"""
BUILD = """\
#5 0.2 No such container: step
#5 ERROR: process "/bin/sh -c x" did not complete successfully: exit code: 1
------
 > [web 2/2] RUN x:
0.201 No such container: step
------
Dockerfile:2

--------------------
   1 |     FROM busybox
   2 | >>> RUN No such container: step
   3 |
--------------------

"""
STEP_FAILED = 'failed to solve: process "/bin/sh -c x" did not complete successfully: exit code: 1\n'
NO_DNS = "#5 0.512   Temporary failure resolving 'deb.debian.org'\n"
CLASSIC = "Step 1/2 : FROM x\nNo such container: step\nThe command 'x' returned a non-zero code: 7\n"
TIMES = 'service "db" didn\'t complete successfully: exit 3\n'
HEARD = [
    ("docker compose up -d", PROGRESS + "no such service: x\n", ["compose-service-missing"]),
    ("docker compose up", PROGRESS + "web-1  | No such container: x\n" + TIMES, ["compose-dependency-failed"]),
    ("docker build .", NO_DNS + BUILD + STEP_FAILED, ["build-step-failed"]),
    ("docker run debian apt-get update", NO_DNS + "E: Unable to locate package curl\n", []),
    ("docker compose up", "web-1  | no such service: x\n", []),
    ("docker compose up --no-log-prefix", "no such service: x\nand more of the program\n", []),
    ("docker compose up -d --build", BUILD + STEP_FAILED, ["build-step-failed"]),
    ("docker compose run web", PROGRESS + "no such service: web\n", ["compose-service-missing"]),
    ("docker compose run web", PROGRESS + "no such service: x\nand more of the program\n", []),
    ("docker compose exec web x", "no such service: x\nand more of the program\n", []),
    ("docker compose up -d --build", CLASSIC, ["build-step-failed"]),
    ("docker compose up -d", PROGRESS + "Error response from daemon: the moon is full\n", ["unknown"]),
    ("docker compose up -d", PROGRESS, []),
]


@pytest.mark.parametrize(("line", "errors", "codes"), HEARD)
def test_only_dockers_own_lines_are_heard(line: str, errors: str, codes: list[str]) -> None:
    """Whatever else went by on the same standard error."""
    assert told(line, errors) == codes


TAKEN = 'Error response from daemon: Conflict. The container name "/web" is already in use by container "aaaaaaaaaaaa"'
PLACES = [
    ("docker create --name web nginx", False),
    ("docker compose up -d", True),
    ("docker compose run web", True),
    ("docker compose run --name web web", False),
]


@pytest.mark.parametrize(("line", "in_file"), PLACES)
def test_the_fix_is_where_the_mistake_stands(line: str, in_file: bool) -> None:
    """In the compose file where that says what failed, else on the line."""
    (failure,) = found([invocation(line)], Outcome(1, errors=TAKEN), WrittenEngine({"containers": {"web": {}}}))
    fix = str(page("en", failure).fix)
    assert ("compose file" in fix, "--name" in fix) == (in_file, not in_file)


IN_FILE = sorted(
    path.stem
    for path in Path(texts.FOLDER, texts.SOURCE, "findings").glob("failed-*.toml")
    if texts.raw(texts.SOURCE, f"findings/{path.stem}", "in_file")
)
OPTION_OF_RUN = re.compile(r"(?<![\w-])(?:-[pvwmu]|--(?!force|rm|it)[a-z][a-z-]+)(?![\w-])")
DOCKER_LINE = re.compile(r"docker [^;·,.]+|\(?sudo [^;·]+|[a-z]+ -[a-z]+ [^;·]+")


@pytest.mark.parametrize("stem", IN_FILE)
@pytest.mark.parametrize("lang", texts.complete())
def test_a_fix_in_the_file_names_no_option_of_run(stem: str, lang: str) -> None:
    """The compose file has keys; options stand only in lines that are to be typed."""
    fix = str(texts.raw(lang, f"findings/{stem}", "in_file"))
    assert not OPTION_OF_RUN.search(DOCKER_LINE.sub("", fix)), fix
