"""The step and the line of the Dockerfile are those that BuildKit showed with its error, and never guessed."""

from __future__ import annotations

import pytest

from afterwards.failures.test_known import invocation
from dockersh import texts
from dockersh.afterwards.failures import heard
from dockersh.afterwards.failures.buildplace import Place, find
from dockersh.afterwards.failures.found import found
from dockersh.afterwards.failures.page import page
from dockersh.execute.outcome import Outcome
from support.state import WrittenEngine

STEP = """\
#5 ERROR: process "/bin/sh -c make" did not complete successfully: exit code: 127
------
 > [2/2] RUN make:
0.201 Dockerfile:7
0.246 make: not found
------
"""
WARNED = """
 \x1b[33m2 warnings found (use docker --debug to expand):
\x1b[0m - FromAsCasing: 'AS' and 'from' keywords' casing do not match (line 1)
 - MaintainerDeprecated: Maintainer instruction is deprecated in favor of using label (line 2)
"""
EXCERPT = """\
Dockerfile:2
--------------------
   1 |     FROM busybox
   2 | >>> RUN make
   3 |
--------------------
"""
LONG = """\
app.Dockerfile:12
--------------------
  11 |     FROM busybox
  12 | >>> RUN make && \\
  13 | >>>     make install
--------------------
"""
CIRCLE = "Dockerfile:4\n--------------------\n   4 | >>> COPY --from=a / /\n--------------------\n"
ERROR = 'ERROR: failed to build: failed to solve: process "/bin/sh -c make" did not complete successfully: exit code: 127\n'
OF_BAKE = 'ERROR: target web: failed to solve: process "/bin/sh -c make" did not complete successfully: exit code: 127\n'
OF_COMPOSE = OF_BAKE.removeprefix("ERROR: ")
PRINTED = ("Dockerfile:7", "make: not found")
SHOWN = [
    ("step and place", STEP + EXCERPT + ERROR, Place("Dockerfile:2", "RUN make", "2/2", PRINTED)),
    ("warnings between them", STEP + WARNED + EXCERPT + ERROR, Place("Dockerfile:2", "RUN make", "2/2", PRINTED)),
    ("in a terminal", (STEP + EXCERPT + ERROR).replace("\n", "\r\n"), Place("Dockerfile:2", "RUN make", "2/2", PRINTED)),
    ("several lines", LONG + ERROR, Place("app.Dockerfile:12", "RUN make && …")),
    ("no place", STEP + ERROR, Place("", "RUN make", "2/2", PRINTED)),
    ("a target of bake", EXCERPT + OF_BAKE, Place("Dockerfile:2", "RUN make", target="web")),
    (
        "compose, blank lines between",
        EXCERPT.replace("\n", "\n\n") + OF_COMPOSE,
        Place("Dockerfile:2", "RUN make", target="web"),
    ),
    ("both ends of a circle", CIRCLE + EXCERPT + ERROR, Place("Dockerfile:2", "RUN make")),
    ("an error alone", ERROR, Place()),
    ("an excerpt that is not the error's", EXCERPT + "More info: x\n" + ERROR, Place()),
    ("cut off at the beginning", EXCERPT.partition("\n")[2] + ERROR, Place()),
    ("a program's own words", "Dockerfile:2\n------\nRUN make\n------\n" + ERROR, Place()),
    ("nothing", "", Place()),
]


@pytest.mark.parametrize(("errors", "place"), [row[1:] for row in SHOWN], ids=[row[0] for row in SHOWN])
def test_the_place_is_what_was_shown(errors: str, place: Place) -> None:
    """Right before the error; nothing where nothing, or something else, stands there."""
    assert find(heard.lines_of(errors)) == place


def told(line: str, errors: str, lang: str = "en") -> str | None:
    """Where the failure of a line is said to be."""
    (failure,) = found([invocation(line)], Outcome(1, errors=errors), WrittenEngine())
    return page(lang, failure).where


@pytest.mark.parametrize("line", ["docker build .", "docker buildx build .", "docker buildx bake", "docker compose up --build"])
@pytest.mark.parametrize("lang", texts.complete())
def test_it_is_said_beside_the_failure(line: str, lang: str) -> None:
    """With file, line and instruction, in both languages; once, without the command again."""
    where = str(told(line, EXCERPT + (OF_COMPOSE if "compose" in line else ERROR), lang))
    assert "Dockerfile:2" in where
    assert where.endswith(": RUN make")


def test_another_command_has_no_place() -> None:
    """A program in a container may print such lines."""
    assert told("docker run --rm nginx x", EXCERPT + "docker: Error response from daemon: no such network: x\n") is None


def test_secrets_of_the_file_are_masked() -> None:
    """The instruction is shown as a line would be."""
    where = told("docker build .", EXCERPT.replace("RUN make", "RUN DB_PASSWORD=hunter2 make") + ERROR)
    assert where is not None
    assert "hunter2" not in where


RUN = '#5 ERROR: process "/bin/sh -c x" did not complete successfully: exit code: 1\n'
CAUSES = [
    ("the plain progress, further up", "#5 0.2 E: Unable to locate package vim\n" + "#5 0.3 more\n" * 20 + RUN + STEP + ERROR),
    ("shown again below the progress", STEP.replace("make: not found", "E: Unable to locate package vim") + ERROR),
    ("torn by the progress", STEP.replace("0.246 make: not found", ": Unable to locate package vim") + ERROR),
    ("the old builder", "E: Unable to locate package vim\nThe command '/bin/sh -c x' returned a non-zero code: 100\n"),
]


@pytest.mark.parametrize("errors", [row[1] for row in CAUSES], ids=[row[0] for row in CAUSES])
def test_a_step_is_told_by_its_cause(errors: str) -> None:
    """What it printed says more than its status, wherever it stands."""
    (failure,) = found([invocation("docker build .")], Outcome(1, errors=errors), WrittenEngine())
    assert (failure.code, failure.args["package"]) == ("build-package-missing", "vim")


OTHERS = [
    ("another step's words", "#4 0.2 E: Unable to locate package vim\n#5 0.2 x\n" + RUN + EXCERPT + ERROR, "build-step-failed"),
    (
        "another failure",
        "#5 0.2 E: Unable to locate package vim\nERROR: failed to build: tag is needed when pushing to registry\n",
        "push-needs-tag",
    ),
]


@pytest.mark.parametrize(("errors", "code"), [row[1:] for row in OTHERS], ids=[row[0] for row in OTHERS])
def test_only_the_step_that_failed_is_read(errors: str, code: str) -> None:
    """Others may print what they like."""
    (failure,) = found([invocation("docker build .")], Outcome(1, errors=errors), WrittenEngine())
    assert failure.code == code


MISSING = 'ERROR: failed to build: failed to solve: failed to calculate checksum of ref a::b: "/x": not found\n'
SOURCES = [
    ("COPY x /y", "copy-source-missing"),
    ("COPY --from=one /x /y", "copy-from-missing"),
    ("RUN --mount=type=bind,from=one,source=/x,target=/y true", "copy-from-missing"),
    ("RUN --mount=type=bind,source=/x,target=/y true", "copy-source-missing"),
]


@pytest.mark.parametrize(("instruction", "code"), SOURCES)
def test_what_another_stage_lacks_is_not_the_context(instruction: str, code: str) -> None:
    """BuildKit says the same of both; the instruction tells them apart."""
    errors = EXCERPT.replace("RUN make", instruction) + MISSING
    (failure,) = found([invocation("docker build .")], Outcome(1, errors=errors), WrittenEngine())
    assert failure.code == code
