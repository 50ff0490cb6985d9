"""The Pygments lexers: what each word becomes, and nothing lost."""

from __future__ import annotations

import importlib
import subprocess
import sys
import tomllib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pygments.token import Error, Generic, Keyword, Name, String

from dockersh.render.pygments_lexer import DockerLexer, DockerSessionLexer
from support.paths import ROOT


def tokens(text: str) -> list[tuple[object, str]]:
    """Every token that is more than white space."""
    return [(kind, value) for kind, value in DockerLexer().get_tokens(text) if value.strip()]


def test_words_by_their_role() -> None:
    """Command, flag, value, image, and what runs inside."""
    assert tokens("docker run -p 80:80 nginx:1 sh -l") == [
        (Name.Builtin, "docker"),
        (Keyword, "run"),
        (Name.Attribute, "-p "),
        (String, "80:80"),
        (Name.Class, "nginx:1"),
        (String.Other, "sh"),
        (String.Other, "-l"),
    ]


def test_what_docker_has_not_is_an_error() -> None:
    """A mistyped flag and a mistyped command."""
    assert (Error, "--nmae") in tokens("docker run --nmae x nginx")
    assert (Error, "rnu") in tokens("docker rnu nginx")


def test_a_line_goes_on_behind_a_backslash() -> None:
    """One logical line, and the shell's words around it."""
    found = tokens("docker run \\\n  --rm nginx | grep x\ndocker ps\n")
    assert (Name.Attribute, "--rm") in found
    assert (Name.Class, "nginx") in found
    assert [value for kind, value in found if kind is Keyword] == ["run", "ps"]


@given(st.text(alphabet="dockerunps -'\"\\$(){}|;\n이", max_size=60))
@example("$'\\;'")
def test_nothing_is_lost(text: str) -> None:
    """The tokens are the text."""
    lexer = DockerLexer(ensurenl=False, stripnl=False)
    assert "".join(value for _, value in lexer.get_tokens(f"docker {text}")) == f"docker {text}"


@pytest.mark.parametrize("prompt", ["$ ", "# ", "me@host:~/x$ ", "dockersh> ", "dockersh [1]> "])
def test_a_session_has_prompts_and_output(prompt: str) -> None:
    """Only what stands behind a prompt is a command."""
    found = list(DockerSessionLexer().get_tokens(f"{prompt}docker ps -a\nCONTAINER ID   docker ps\n"))
    assert found[0] == (Generic.Prompt, prompt)
    assert (Keyword, "ps") in found
    assert (Generic.Output, "CONTAINER ID   docker ps\n") in found


def test_they_are_registered() -> None:
    """The entry points lead to lexers of those names."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        points = tomllib.load(file)["project"]["entry-points"]["pygments.lexers"]
    for alias, point in points.items():
        module, _, name = point.partition(":")
        assert alias in getattr(importlib.import_module(module), name).aliases


@pytest.mark.parametrize(
    ("name", "text"), [("docker-cli", "docker run nginx\n"), ("docker-cli-session", "$ docker run nginx\nhello\n")]
)
def test_pygments_knows_them_by_name(name: str, text: str) -> None:
    """`pygmentize -l NAME`, and by the same way Sphinx and MkDocs."""
    argv = [sys.executable, "-m", "pygments", "-f", "html", "-l", name]
    result = subprocess.run(argv, input=text, capture_output=True, text=True, check=True)
    assert '<span class="k">run</span>' in result.stdout
    assert ('<span class="go">hello' in result.stdout) == ("session" in name)
