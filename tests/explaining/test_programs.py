"""Another program of docker's grammar: explained as itself, and nothing is said of it that is docker's alone."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from dockersh import explain, texts
from dockersh.engine import State
from dockersh.reading.syntax.words import PROGRAMS
from dockersh.render import Style, render
from dockersh.ways_in.complete import suggest
from support import cases
from support.programs import environment, run, script
from support.state import WrittenEngine

FOREIGN = [name for name, program in PROGRAMS.items() if not program.dockers]
# What is called docker whoever runs it: files, addresses, registries, products, variables.
NAMES = re.compile(
    r"dockersh|docker\.io|host\.docker\.internal|dockerfile|/[\w./]*docker[\w./]*|(?:docker|도커) (?:hub|desktop|허브|데스크톱)"
)


class Eavesdropper(WrittenEngine):
    """An engine that must not be asked."""

    def ask(self, *asked: object) -> State:
        raise AssertionError(asked)


@pytest.mark.parametrize("lang", texts.complete())
@pytest.mark.parametrize("program", FOREIGN)
def test_nothing_says_docker(program: str, lang: str) -> None:
    """Every golden case with its program in docker's place."""
    told = []
    for case in cases.every():
        if not case.line.startswith("docker "):
            continue
        line = re.sub(r"^docker ", f"{program} ", case.line)
        if "docker" in line:
            continue
        page = render(explain(line, lang=lang), "full", Style()).lower()
        told += [row for row in page.splitlines() if "docker" in NAMES.sub("", row) or "도커" in NAMES.sub("", row)]
    assert told == []


def test_names_of_the_line_stay_as_they_are() -> None:
    """A container called docker is called docker."""
    page = render(explain("podman run --name docker -v /var/run/docker.sock:/x docker:dind"), "full", Style())
    assert "creates container docker;" in page
    assert "podman start --attach docker" in page
    assert "docker.io/library/docker" in page
    assert "/var/run/docker.sock on the host" in page


def test_korean_particles_follow_the_name() -> None:
    """도커가, podman이."""
    text = "도커가 이미지를 받고 도커는 docker가 만든 도커 허브 저장소를 씁니다"
    named = texts.languages.named("ko-x-podman", "ko", text)
    assert named == "podman이 이미지를 받고 podman은 podman이 만든 도커 허브 저장소를 씁니다"


@pytest.mark.parametrize("program", FOREIGN)
def test_dockers_engine_is_not_asked_and_refuses_nothing(program: str) -> None:
    """Other images, other containers, other rules; but what is dangerous is."""
    line = f"{program} run --rm --restart always --pull nope --frob -p 80:80 nginx"
    (command,) = explain(line, engine=Eavesdropper({})).commands
    assert [one for one in command.findings if one.severity == "error"] == []
    (command,) = explain(f"{program} run -p 80:80 nginx:1.2 httpd", engine=Eavesdropper({})).commands
    assert [one.code for one in command.findings] == ["published-to-every-address"]


def test_behind_an_option_of_its_own_nothing_is_certain() -> None:
    """`--secret s`: s is no image."""
    (command,) = explain("podman run --frob s nginx sh").commands
    assert command.steps == ()
    assert [part.name for part in command.parts if not part.shown.startswith("-")] == [None, None, None]


def test_the_document_names_the_program() -> None:
    """In JSON, for docker and for the others; a path is left out."""
    lines = {"docker ps": "docker", "docker-compose ps": "docker-compose", "/usr/bin/podman ps": "podman"}
    said = {line: json.loads(explain(line).to_json())["commands"][0]["program"] for line in lines}
    assert said == lines


def test_tab_completes_it_without_docker() -> None:
    """Commands and flags are the same; the containers are others."""
    assert "run" in [item.value for item in suggest("podman ru", engine=Eavesdropper({})).items]
    assert suggest("podman rm ", engine=Eavesdropper({"containers": {"web": {}}})).items == ()
    assert "docker" not in " ".join(item.description for item in suggest("podman run -", engine=Eavesdropper({})).items)


def test_it_runs_and_its_errors_are_its_own(tmp_path: Path) -> None:
    """It gets what was typed; docker's explanation of an error is not put behind its own."""
    script(tmp_path / "podman", 'echo "got $*"; echo "Error: No such container: wbe" >&2; exit 1')
    script(tmp_path / "docker", f"touch {tmp_path}/asked; exit 1")
    done = run("-c", "podman stop wbe", env=environment(tmp_path))
    assert (done.returncode, done.stdout) == (1, b"got stop wbe\n")
    assert done.stderr.decode().endswith("\nError: No such container: wbe\n")
    assert not (tmp_path / "asked").exists()


def test_podmans_failure_is_looked_into_with_podman(tmp_path: Path) -> None:
    """What its error means is said by its own name; docker's engine is not asked for the circumstances."""
    words = 'Error: no container with name or ID \\"wbe\\" found: no such container'
    script(tmp_path / "podman", f'echo "$*" >> {tmp_path}/podman-asked; echo "{words}" >&2; exit 125')
    script(tmp_path / "docker", f"touch {tmp_path}/asked; exit 1")
    done = run("-c", "podman stop wbe", env=environment(tmp_path))
    assert "podman ps -a" in done.stderr.decode()
    assert not (tmp_path / "asked").exists()
    assert "container inspect -- wbe" in (tmp_path / "podman-asked").read_text()
