"""`how`, `to-compose`, `to-run`: lines on standard output, what is said on standard error, in both languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dockersh import texts
from dockersh.ways_in import builtin, cli, config
from dockersh.ways_in.builtin import Desk
from dockersh.ways_in.shell import Settings, Shell
from support import inspected

LANGS = pytest.mark.parametrize("lang", texts.complete())
Printed = pytest.CaptureFixture[str]


def desk(told: inspected.Told, lang: str = "en") -> Desk:
    """A desk beside an engine that was made up."""
    shell = Shell(Settings(lang, ask_engine=False))
    shell.engine = told
    return Desk(shell, config.Config(config.defaults()))


def run(told: inspected.Told, line: str, lang: str = "en") -> int:
    """The status of a line of ours."""
    found = builtin.find(line, interactive=False)
    assert found is not None
    return found[0].run(desk(told, lang), found[1])


WEB = inspected.container(Env=["DB_PASSWORD=hunter22"], AttachStdout=False, AttachStderr=False)


@LANGS
def test_the_line_stands_alone_on_standard_output(lang: str, capsys: Printed) -> None:
    """Ready to be piped; what to do first is said beside it."""
    assert run(inspected.engine(WEB), "how web", lang) == 0
    printed = capsys.readouterr()
    assert printed.out == "docker run -d --name web -e DB_PASSWORD nginx\n"
    assert "DB_PASSWORD" in printed.err
    assert "hunter22" not in printed.err


WRONG: list[tuple[str, str]] = [
    ("how", "how web"),
    ("how a b c", "how web"),
    ("how nosuch", "nosuch"),
    ("how volume web", "web"),
    ("how web --nosuch", "--nosuch"),
    ("how --nosuch", "--nosuch"),
    ("how --secrets", "how web"),
    ("how 'web", "'web"),
    ("how web with", "how web with"),
    ("how web with --nosuch", "--nosuch"),
    ("how web with -p a:b:c:d", "a:b:c:d"),
    ("how nosuch with -p 1:1", "nosuch"),
    ("how net with -p 1:1", "net"),
    ("how web with -p", "-p"),
    ("how web without -e NOSUCH", "-e NOSUCH"),
    ("to-compose", "to-compose"),
    ("to-compose docker ps", "docker run"),
    ("to-compose ls", "docker run"),
    ("to-run", "to-run"),
    ("to-run a b", "to-run"),
]


@LANGS
@pytest.mark.parametrize(("line", "words"), WRONG)
def test_what_cannot_be_is_one_line(line: str, words: str, lang: str, capsys: Printed) -> None:
    """With a way out, nothing on standard output, status 1."""
    told = inspected.engine(WEB)
    told.objects["network", "net"] = {"Name": "net", "Id": "n"}
    assert run(told, line, lang) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert words in printed.err
    assert printed.err.count("\n") == 1


def test_a_secret_is_printed_only_when_asked_for(capsys: Printed) -> None:
    """Without --secrets the status is 1, and no mask stands anywhere on standard output."""
    told = inspected.engine(inspected.container(Cmd=["x", "--password=hunter22"]))
    assert run(told, "how web") == 1
    assert capsys.readouterr().out == ""
    assert run(told, "how web --secrets") == 0
    assert "--password=hunter22" in capsys.readouterr().out
    for line in ("how --secrets web", "how web --secrets with -l a=b", "how web with -l a=b --secrets"):
        assert run(told, line) == 0
        assert "--password=hunter22" in capsys.readouterr().out


def test_a_tab_stays_one(capsys: Printed) -> None:
    """In a Dockerfile as it is, in a line as a shell reads it."""
    told = inspected.engine(inspected.container(Cmd=["a\tb"]))
    told.objects["image", "built"] = {"Id": "sha256:9", "Config": {}}
    told.objects["history", "sha256:9"] = [{"CreatedBy": "/bin/sh -c set -e;\tmake"}]
    assert run(told, "how image built") == 0
    assert capsys.readouterr().out == "FROM scratch\nRUN set -e;\tmake\n"
    assert run(told, "how web") == 0
    assert capsys.readouterr().out.endswith(" $'a\\011b'\n")


def test_a_kind_in_front_of_the_name_is_meant(capsys: Printed) -> None:
    """A name that several objects have is the container's, unless a kind is said."""
    volume = {"Name": "web", "Driver": "local", "Options": None, "Labels": None}
    told = inspected.engine(WEB)
    told.objects["volume", "web"] = volume
    assert run(told, "how volume web") == 0
    assert capsys.readouterr().out == "docker volume create web\n"
    assert run(told, "how container web") == 0
    assert capsys.readouterr().out.startswith("docker run")


def test_a_silent_engine_is_told(capsys: Printed) -> None:
    """That nothing is known is not that nothing is there."""
    told = inspected.engine(WEB)
    told.state = told.state._replace(status="silent")
    assert run(told, "how nosuch") == 1
    assert "did not answer" in capsys.readouterr().err


@LANGS
def test_a_file_for_a_line(lang: str, capsys: Printed) -> None:
    """What compose lacks is named beside it."""
    assert run(inspected.engine(WEB), "to-compose docker run --rm -p 8080:80 --name web nginx", lang) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("services:\n  web:\n    image: nginx\n")
    assert "--rm" in printed.err
    assert "compose run" in printed.err


@LANGS
def test_lines_that_change_it(lang: str, capsys: Printed) -> None:
    """Joined, so that the old container goes only where the new one runs; a secret goes by its name."""
    assert run(inspected.engine(WEB), "how web with -p 8081:80", lang) == 0
    printed = capsys.readouterr()
    assert printed.out.split(" &&\n") == [
        "docker rename web web-old",
        "docker run -d --name web -e DB_PASSWORD -p 8081:80 nginx",
        "test \"$(docker inspect --format '{{.State.Status}}' web)\" != exited",
        "docker rm web-old\n",
    ]
    assert "docker rename web-old web" in printed.err
    assert "DB_PASSWORD" in printed.err


PROJECT: dict[str, Any] = {
    "name": "shop",
    "services": {"web": {"image": "nginx", "command": None, "networks": {"default": None}, "secrets": [{"source": "s"}]}},
    "networks": {"default": {"name": "shop_default"}},
}


@LANGS
def test_a_line_for_a_service(lang: str, capsys: Printed) -> None:
    """Its network is made first, a key that no option says is named; the services are told where one is not there."""
    told = inspected.engine(WEB)
    told.state = told.state._replace(raw={})
    told.more = {("compose-config",): PROJECT}
    assert run(told, "to-run web", lang) == 0
    printed = capsys.readouterr()
    assert printed.out == "docker network create shop_default\ndocker run -d --name shop-web-1 --network shop_default nginx\n"
    assert "secrets" in printed.err
    assert run(told, "to-run nosuch", lang) == 1
    assert "web" in capsys.readouterr().err


def test_the_ways_in(capsys: Printed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As an option, as words behind dockersh, as a line of -c, and from standard input."""
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/no.sock")
    line = "docker run --name web nginx"
    for argv in (["--to", "compose", "-c", line], ["--to", "compose", *line.split()], ["to-compose", *line.split()]):
        assert cli.run(["--no-engine", *argv]).status == 0
        assert capsys.readouterr().out.startswith("services:\n  web:\n")
    assert cli.run(["--no-engine", "-c", f"to-compose {line}"]).status == 0
    assert capsys.readouterr().out.startswith("services:\n  web:\n")
    assert cli.run(["--no-engine", "how", "web"]).status == 1
    assert "web" in capsys.readouterr().err
