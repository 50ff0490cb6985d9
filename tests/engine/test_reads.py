"""Explaining only reads: every docker command that a question becomes, for every scenario and every line of the texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dockersh import Situation, explain
from dockersh.engine import DockerEngine, Question, State
from dockersh.engine.questions import FAMILIES, HERE, command
from dockersh.engine.questions.raw import COMMANDS
from dockersh.machine.limits import LOG_LINES
from support.programs import script
from support.state import NOW, WrittenEngine

HERE_FOLDER = Path(__file__).parent
FILES = sorted((HERE_FOLDER / "scenarios").glob("*.txt"))
SCENARIOS = [line.partition("|")[2].strip() for path in FILES for line in path.read_text("utf-8").splitlines() if "|" in line]
TEXTS = sorted((HERE_FOLDER.parent / "texts" / "lines").glob("*.txt"))
LINES = [f"docker {line}" for line in SCENARIOS] + [line for path in TEXTS for line in path.read_text("utf-8").splitlines()]
# The client's commands that change nothing, on the engine or in its own files.
READS = {
    *((kind, verb) for kind in ("container", "image", "volume", "network", "context") for verb in ("ls", "inspect")),
    ("version", "--format"),
    ("info", "--format"),
    ("system", "df"),
    ("events", "--since"),
    ("compose", "config"),
    ("compose", "--profile"),
    ("compose", "--file=gone.yml"),
    ("compose", "--insecure-registry=registry.example.com"),
    ("ps", "-aq"),
    ("compose", "version"),
    ("buildx", "version"),
    *((kind, "ls") for kind in ("service", "secret", "config", "node")),
    ("container", "logs"),
    ("container", "diff"),
    ("image", "history"),
}


# `names` and `plugin` have tests of their own, `output` repeats a list in a line, compose reads its files.
OTHERS = {"names", "output", "plugin", "compose-config", "compose-active", "compose-hashes", "raw"}


@pytest.mark.parametrize("plugin", ["compose", "buildx"])
def test_a_plugin_is_asked_for_its_version(plugin: str) -> None:
    """It reads nothing of the engine."""
    assert command(Question("plugin", (plugin,))) == (plugin, "version")


@pytest.mark.parametrize("kind", ["compose-config", "compose-active", "compose-hashes"])
def test_compose_only_reads_its_files(kind: Any) -> None:
    """`compose config`, with the line's own options in front."""
    words = command(Question(kind, ("--file=x",)))
    assert words[:5] in (
        ("compose", "--file=x", "--profile", "*", "config"),
        ("compose", "--file=x", "config", "--hash", "*"),
    )


INNER = [
    ("docker rm $(docker ps -aq)", ("ps", "-aq")),
    ("docker rmi `docker images -q`", ("images", "-q")),
    ("docker ps -q | xargs docker stop", ("ps", "-q")),
    ("docker volume rm $(docker volume ls -qf dangling=true)", ("volume", "ls", "-qf", "dangling=true")),
    ("docker rm $(docker run -d nginx)", None),
    ("docker rm $(docker ps -aq | head -1)", None),
    ("docker rm $(docker ps -aq; reboot)", None),
    ("docker rm $(sudo docker ps -aq)", None),
    ("docker rm $(docker -H far ps -aq)", None),
    ("docker rm $(docker ps -aq -f name=$X)", None),
    ("docker rm $(docker inspect -f x web)", None),
    ("docker ps -q | grep x | xargs docker stop", None),
    ("docker ps | xargs docker stop", None),
]


@pytest.mark.parametrize("kind", COMMANDS)
def test_whole_objects_are_read(kind: str) -> None:
    """Each kind by a command that reads, with the name after `--`."""
    name = () if kind in ("info", "usage") else ("--privileged",)
    words = command(Question("raw", (kind, *name)))
    assert words[:2] in READS
    assert not name or words[-2:] == ("--", *name)


def test_a_log_has_an_end() -> None:
    """Its last lines, and nothing that is still to come."""
    words = command(Question("log", ("web",)))
    assert words[2:4] == ("--tail", str(LOG_LINES))
    assert not {"-f", "--follow"} & set(words)


@pytest.mark.parametrize(("line", "about"), INNER, ids=[line for line, _ in INNER])
def test_only_lists_inside_a_line_are_asked(line: str, about: tuple[str, ...] | None) -> None:
    """A plain docker list alone is repeated; nothing else that stands in a line is ever run."""
    engine = WrittenEngine({})
    explain(line, engine=engine, situation=Situation(stdin_is_terminal=False, now=NOW))
    assert [one.about for one in engine.asked if one.kind == "output"] == ([about] if about else [])


@pytest.mark.parametrize("kind", sorted(set(FAMILIES) - OTHERS))
def test_every_question_is_a_read(kind: Any) -> None:
    """By its first two words; what it is about never stands where a command or a flag could."""
    about = "containers" if kind == "list" else "--privileged"
    words = command(Question(kind, (about,) if kind == "list" else (about, about)))
    assert words[:2] in READS
    assert about not in words or words[words.index(about) - 1] in ("--", "--since")


def test_what_explaining_runs(tmp_path: Path) -> None:
    """Recorded by a docker that writes down its words: reads, and nothing else."""
    record = tmp_path / "asked"
    # docker's own options (`--host=…`, `--tls`) stand in front of what is asked
    skip = 'while case "$1" in --*=* | --tls | --debug) ;; *) false;; esac; do shift; done'
    docker = script(tmp_path / "docker", f'{skip}; echo "$1 $2" >> {record}')
    for line in dict.fromkeys(LINES):
        explain(line, engine=DockerEngine(str(docker), time_box=20))
    asked = {tuple(line.split()) for line in record.read_text("utf-8").splitlines()}
    assert asked <= READS
    assert len(asked) >= 10


LISTING = ("prune", "context", "compose", "rmi", "--subnet")
SWARM = ("service", "secret", "config", "node")


class Counting(WrittenEngine):
    """Counts the rounds."""

    rounds = 0

    def ask(self, questions: tuple[Question, ...], options: tuple[str, ...] = (), env: dict[str, str] | None = None) -> State:
        """One round more."""
        self.rounds += 1
        return super().ask(questions, options, env)


@pytest.mark.parametrize("line", dict.fromkeys(LINES))
def test_two_rounds_at_most(line: str) -> None:
    """Where nothing that is named is there, which is when most is asked; lists are asked for by few lines only."""
    engine = Counting({})
    explain(line, engine=engine, situation=Situation(stdin_is_terminal=False, now=NOW))
    assert engine.rounds <= 2 + any(question.kind == "output" for question in engine.asked)
    lists = {question.kind for question in engine.asked if question.kind == "list"}
    assert not lists or any(word in line for word in (*LISTING, *SWARM))


def test_this_machine_is_looked_at_only_for_its_own_engine() -> None:
    """Paths, ports, build folders, settings and programs are not asked of docker."""
    here = {"paths", "listeners", "build-context", "files", "detach-keys", "program", "env-files", "credential-helper"}
    here |= {"program-files", "compose-builds", "bake"}
    assert here == HERE
