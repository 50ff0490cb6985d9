"""A document is judged by what stands in it: other people's lines, and what is said of them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from dockersh.explaining.pipeline import explain
from dockersh.ways_in.documents.check import Checked, check
from dockersh.ways_in.documents.kinds import extract


def checked(name: str, text: str) -> list[Checked]:
    """The docker lines of a file."""
    return list(check(name, text, explain))


def codes(found: list[Checked], *severities: str) -> list[str]:
    """The findings of those severities, in order."""
    return [finding.code for one in found for _, finding in one.findings if finding.severity in severities]


def page(body: str, kind: str = "bash") -> str:
    """A page of Markdown with one block."""
    return f"Text.\n\n```{kind}\n{body}\n```\n"


LOOP = "for s in a b; do\n  docker ps\n\n  docker images\ndone"
HEREDOC = "docker exec -i web python - <<'PY'\nimport os\n\nx = 1\nPY\ndocker ps"
UNTIL = "docker run -d --name web busybox:1 && \\\nuntil docker logs web | grep -q Started; do\n  sleep 1\ndone"
REDIRECTED = "docker tag a:1 b:1\ncat a \\\n  > docker/.env\ndocker run --privileged x:1"
FOLDED = (
    "jobs:\n  x:\n    steps:\n      - run: {mark}\n          docker run --rm\n          -v /a:/b\n          busybox:1 true\n"
)
INDENTED = "jobs:\n  x:\n    steps:\n      - run: |\n{body}\n"
# What bash reads, and how many docker lines there are in it.
READABLE = {
    "a blank line in a loop": (LOOP, 2),
    "a blank line in a here-document": (HEREDOC, 2),
    "a compound behind &&": (UNTIL, 2),
    "a redirection into a folder called docker": (REDIRECTED, 2),
    "a dollar before a parenthesis": ("docker volume rm $(docker volume ls -q --filter name=_weaviate$)", 1),
    "an array in front": ('env -i "${e[@]}" docker compose up -d', 1),
    "a dash before redirections": ("docker build -t x:1 - 2>&1 <<-'EOF'\nFROM y\nEOF", 1),
    "quotes around docker": ('DOCKER=docker\n"$DOCKER" ps', 1),
    "a function": ("up() {\n  docker ps\n\n  cat <<E\nx\n\nE\n}\nup", 1),
    "a command in backticks": ("set -e\nV=`docker ps -q`\ndocker build -t x:`id -u`:1 .", 2),
    "a case": ("case $1 in\n  a)\n    docker ps\n\n    ;;\nesac", 1),
}


@pytest.mark.parametrize("name", READABLE)
@pytest.mark.parametrize("file", ["a.sh", "a.md", "a.rst", "a.yml"])
def test_what_a_shell_reads_is_read(name: str, file: str, tmp_path: Path) -> None:
    """In every kind of file: no block is lost, no line is called wrong; bash is asked whether it agrees."""
    body, lines = READABLE[name]
    deep = "\n".join(f"          {line}" if line else "" for line in body.split("\n"))
    text = {"a.sh": body, "a.md": page(body), "a.rst": f"Text::\n\n{deep}\n\nMore.\n", "a.yml": INDENTED.format(body=deep)}[
        file
    ]
    found = checked(file, text)
    assert len(found) == lines
    assert codes(found, "error") == []
    (tmp_path / "x").write_text(body)
    assert subprocess.run(["bash", "-n", tmp_path / "x"], check=False, capture_output=True).returncode == 0


@pytest.mark.parametrize("body", ["docker ps 'open", "if true; then\ndocker ps", "docker ps )"])
def test_what_no_shell_reads_is_an_error(body: str) -> None:
    """Where bash refuses a script, the line is told; in a block that may be anything, nobody knows."""
    assert codes(checked("a.sh", body), "error")
    assert codes(checked("a.md", page(body)), "error")
    assert not codes(checked("a.md", page(body, "text")), "error")


def test_without_bash_nothing_is_said_of_what_it_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is nobody to judge."""
    monkeypatch.setenv("PATH", "/nonexistent")
    assert codes(checked("b.sh", "docker top web 'open"), "error") == []


@pytest.mark.parametrize("mark", [">", ">-", ">+"])
def test_folded_scalars_are_one_line(mark: str) -> None:
    """Each word where it stands in the file."""
    (one,) = checked("a.yml", FOLDED.format(mark=mark))
    assert codes([one], "error") == []
    assert (one.place.line, one.place.end_line) == (5, 7)


# Lines of pages with something to fill in, of which nothing is said.
PLACEHOLDERS = (
    "docker logs <контейнер>",
    "docker logs <コンテナ>",
    "docker logs <容器名>",
    "docker run -d --mount type=bind,source=</path/to/media>,target=</path/to/media> nginx:1",
    "docker pull IMAGE_NAME:TAG",
    "docker run -v src:/dst IMAGE",
    "docker volume COMMAND",
    "docker push 도커아이디/이미지이름:태그",
    "docker rmi 이미지이름",
    "docker build -t TAG .",
    "docker run %%IMAGE%%:1 ls",
    "docker run aerospike:ee-[version]",
    "docker build [选项] <上下文路径/URL/->",
    "docker buildx bake <...>",
    "docker exec <CONTAINER NAME> setup fail2ban [<ban|unban> <IP>]",
    "docker run --rm repo/x:{{ git.tag[1:] }} image python:3",
    "docker run {{range .CLI_ARGS_LIST}}{{.}} {{end}}myapp",
    "docker run --rm tomee:<java-version>\\-<tomeeversion>\\-<flavour>",
    "docker build --ssh default -t x:1 .",
    "docker run --memory=.. nginx:1",
    "docker run -v c:\\ContainerData:c:\\data nanoserver:1",
    "docker scout cves app:1",
    "docker init",
    "docker model run x",
    "docker stack deploy -c not-here.yml x",
    "$ docker run --name web nginx:1",
)


@pytest.mark.parametrize("line", PLACEHOLDERS)
def test_what_a_reader_fills_in_is_no_mistake(line: str) -> None:
    """Neither as an error nor as a warning."""
    assert codes(checked("a.md", page(line)), "error", "danger", "warning") == []


@pytest.mark.parametrize("line", ["docker run -v /a:/b", "docker run --pids-limit=64", "docker build -t x:1"])
def test_a_page_may_show_a_line_in_part(line: str) -> None:
    """What is missing is a tip on a page, an error in a script."""
    assert codes(checked("a.md", page(line)), "error", "warning") == []
    assert set(codes(checked("a.sh", line), "error")) <= {"missing-argument", "argument-swallowed", "build-needs-context"}
    assert codes(checked("a.sh", line), "error")


# Text that only looks like docker lines.
PROSE = {
    "a.md": [
        page("resource x {\n    docker = {\n  }", ""),
        "!!! warning\n\n    docker and paperless.\n",
        page("docker daemon을 실행하면 먼저 docker0 라는 bridge가 생성된다.", ""),
        page("docker stop/start/restart container", "bash"),
        page("docker run / exec / logs / inspect", "bash"),
        page("Please see docker compose ps. Done.", "text"),
    ],
    "a.go": ["// old image manifests work (docker v2s1 especially).\n"],
    "CODEOWNERS": ["/chunks/tool/docker @team\n"],
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in PROSE.items() for text in texts])
def test_prose_is_no_docker_line(name: str, text: str) -> None:
    """Nor what another language says, nor a file of a kind that is not read."""
    assert checked(name, text) == []


# What is said of the lines of scripts, and nothing else of that severity or above a tip.
SAID = {
    "docker rmi <imagename>   # by name": ["placeholder-redirect"],
    'docker build -t "$IMG" .': [],
    "docker build -t x:$V .": [],
    "docker build --tag ${A} .": [],
    "docker tag a:1 a:$(date +%Y%m%d)": [],
    "docker exec $ID dpkg -i /x.deb": [],
    "docker exec $(testRunner.container) docker logout": [],
    'docker exec $(x.container) docker "ls -l"': [],
    "docker exec web logout": ["shell-builtin"],
    "docker import $ARGS - x:1": [],
    "docker import x.tar -": ["bad-argument"],
    "docker exec -it $(docker ps -q) tail -n 50 /x": [],
    "docker run --rm --entrypoint sh alpine:3 -c 'id'": [],
    "docker run --rm tonistiigi/binfmt:1 --install all": [],
    "docker run --rm prom/prometheus:1 --config.file=/x": [],
    "docker run --rm nginx:1 --name web": ["flags-after-image"],
    "docker run --rm -e POSTGRES_PASSWORD_FILE=/x -p 5432:5432 postgres:15": ["published-to-every-address"],
    "docker run --rm -p 6379:6379 redis:7": ["database-to-every-address"],
    "docker run --rm -v %cd%:/x alpine:3": ["cmd-variable"],
    "docker build --platform=local -o . https://github.com/docker/buildx.git": [],
    "jq . x | xargs docker buildx imagetools create --tag a:1": [],
}


@pytest.mark.parametrize("line", SAID)
def test_what_is_said_of_a_script(line: str) -> None:
    """Errors, dangers and warnings; of `build` its one tip, too."""
    found = checked("a.sh", line)
    assert len(found) == 1
    assert codes(found, "error", "danger", "warning") == SAID[line]
    assert "build-without-name" not in codes(found, "tip")


def test_a_template_is_filled_in_before_docker_sees_it() -> None:
    """`{{port}}` of a playbook, `{{ .TAG }}` of a Taskfile, `$(PWD)` of make within quotes, CircleCI's `<< >>`."""
    assert codes(checked("justfile", "up:\n  docker run --rm -p 127.0.0.1:{{port}}:80 app:1\n"), "error", "warning") == []
    assert codes(checked("Taskfile.yml", "tasks:\n  x:\n    cmds:\n      - docker run --rm a:{{ .TAG }} ls\n"), "error") == []
    assert (
        codes(checked("Makefile", "x:\n\tdocker run --rm --mount 'type=bind,source=$(PWD)/a,target=/b' x:1\n"), "error") == []
    )
    ranged = "tasks:\n  x:\n    cmds:\n      - docker run {{range .ARGS}}{{.}} {{end}}myapp\n"
    assert codes(checked("Taskfile.yml", ranged), "error") == []
    circle = "jobs:\n  x:\n    steps:\n      - run: docker build << parameters.args >> .\n"
    assert codes(checked(".circleci/config.yml", circle), "error") == []


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is the judge")
def test_a_script_is_never_run(tmp_path: Path) -> None:
    """To judge whether a shell can read it, nothing of it is executed, wherever it hides."""
    proof = tmp_path / "proof"
    hostile = f"$(touch {proof}) `touch {proof}`\ntrap 'touch {proof}' EXIT\n}}\ntouch {proof}\ndocker ps 'open\n"
    checked("a.sh", hostile)
    assert list(extract("a.sh", hostile))
    assert not proof.exists()
