"""The commands of single steps: the words of the line itself, as docker gets them, and masked only where they are shown."""

from __future__ import annotations

import shlex

import pytest

from dockersh import explain
from dockersh.explaining.foresee import foresee
from dockersh.explaining.word import word
from dockersh.explanation import Explanation
from dockersh.foresight.plan import Plan
from dockersh.reading import syntax

# docker run … → the words of its create, and of its start. Letters of `run` alone leave a cluster, wherever they stand.
RUNS = [
    ("run x", "create x", "start --attach CONTAINER"),
    ("container run -dit --name web x", "create -it --name web x", "start web"),
    ("run -itd x", "create -it x", "start CONTAINER"),
    ("run -dp 80:80 x", "create -p 80:80 x", "start CONTAINER"),
    ("run -dp80:80 x", "create -p=80:80 x", "start CONTAINER"),
    ("run -itd=true x d", "create -it x d", "start CONTAINER"),
    ("run -dt=false x", "create -t=false x", "start CONTAINER"),
    ("run -de d=d x", "create -e d=d x", "start CONTAINER"),
    ("run -de=A==d x", "create -e=A==d x", "start CONTAINER"),
    ("run -d=true --detach x", "create x", "start CONTAINER"),
    ("run --detach=false -i x", "create -i x", "start --attach --interactive CONTAINER"),
    ("run --detach-keys ctrl-x -e A x", "create -e A x", "start --attach --detach-keys ctrl-x CONTAINER"),
    ("run --detach-keys=ctrl-x --sig-proxy=false x", "create x", "start --attach --detach-keys=ctrl-x CONTAINER"),
    ("run -d -- x -d --detach", "create -- x -d --detach", "start CONTAINER"),
    ("run -d --name /web x", "create --name /web x", "start web"),
    ("run --name one --name two x", "create --name one --name two x", "start --attach two"),
    ("-H tcp://h -l error run -d x", "-H tcp://h -l error create x", "-H tcp://h -l error start CONTAINER"),
    ("--context=far container run -d x", "--context=far create x", "--context=far start CONTAINER"),
    ('run -d -e PW=\'a  b\' -l "x=y z" x \'q"\' ""', "create -e 'PW=a  b' -l 'x=y z' x 'q\"' ''", "start CONTAINER"),
]


def planned(line: str) -> tuple[Explanation, Plan]:
    """Explanation and plan of a line; nobody is asked."""
    foreseen = foresee(syntax.parse(line))
    return word(foreseen, "en"), foreseen.calls[0].plan


def words(line: str) -> dict[str, list[str]]:
    """Step → its command."""
    return {step.step: [word.text for word in step.command] for step in planned(line)[1].steps}


@pytest.mark.parametrize(("line", "create", "start"), RUNS)
def test_the_steps_of_run(line: str, create: str, start: str) -> None:
    """Create and start, quotes taken off by a shell's rules."""
    found = words(f"docker {line}")
    assert found["create"] == shlex.split(f"docker {create}")
    assert found["start"] == shlex.split(f"docker {start}")


@pytest.mark.parametrize(
    ("line", "pull"),
    [
        ("docker run -d a/b:1 sh", "docker pull a/b:1"),
        ("docker -D run --platform linux/arm64 'b'usybox", "docker -D pull --platform linux/arm64 busybox"),
        ("/opt/docker create --platform=linux/arm64 x", "/opt/docker pull --platform=linux/arm64 x"),
    ],
)
def test_the_pull(line: str, pull: str) -> None:
    """The image with its platform, by the same program."""
    assert words(line)["pull"] == shlex.split(pull)


SECRETS = [
    "docker run -d -e DB_PASSWORD=hunter2 x",
    "docker run -de DB_PASSWORD=hunter2 x",
    "docker run -deDB_PASSWORD=hunter2 x",
    "docker run --env=DB_PASSWORD=hunter2 x",
    "docker run -e 'DB_PASSWORD=a hunter2' x",
    'docker run -e DB_PASSWORD="hunter2 b" --name web x',
    "DOCKER_HOST=unix:///x docker -l error run -e DB_PASSWORD=hunter2 x",
    "docker create -e DB_PASSWORD=hunter2 x",
]


@pytest.mark.parametrize("line", SECRETS)
def test_a_secret_is_run_and_not_shown(line: str) -> None:
    """The words have it, no sentence and no JSON does."""
    explanation, plan = planned(line)
    create = next(step for step in plan.steps if step.step == "create")
    assert "hunter2" in " ".join(word.text for word in create.command)
    assert "•" not in " ".join(word.text for word in create.command)
    assert "hunter2" not in explanation.to_json()


def test_what_the_shell_decides_is_shown_as_typed() -> None:
    """No quotes come around it, which would make another word of it."""
    (command,) = explain('docker run -d -e "A=$B" "$IMAGE" $WORDS').commands
    assert [step.same_as for step in command.steps if step.step == "create"] == ['docker create -e "A=$B" "$IMAGE" $WORDS']
