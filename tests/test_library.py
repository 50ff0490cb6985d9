"""The library: what other programs build on."""

from __future__ import annotations

import doctest
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

import dockersh
from dockersh import explain

LINES = [
    "docker run -d -p 8080:80 nginx",
    "docker run 'a b'",
    "docker rm $(docker ps -aq)",
    "docker logs -f web | grep x",
    "docker rnu",
]


def test_the_examples_of_the_package_are_true() -> None:
    """Its docstring, line by line."""
    assert doctest.testmod(dockersh).failed == 0


def test_explain_is_safe_in_threads() -> None:
    """Many at once say the same as one after another."""
    lines = [(line, lang) for line in LINES for lang in ("en", "ko")] * 20
    expected = [explain(line, lang=lang) for line, lang in lines]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda pair: explain(pair[0], lang=pair[1]), lines)) == expected


def test_it_prints_nothing_and_gives_json(capsys: pytest.CaptureFixture[str]) -> None:
    """`to_json` is one line of the contract."""
    found = json.loads(explain("docker run -d nginx").to_json())
    assert (found["schema"], found["commands"][0]["command"]) == ("dockersh.explanation/1", "container run")
    assert capsys.readouterr() == ("", "")


def test_an_explanation_is_frozen() -> None:
    """Nobody changes it behind somebody's back."""
    with pytest.raises(AttributeError):
        explain("docker ps").line = "x"  # type: ignore[misc]


def test_only_what_is_public_is_there() -> None:
    """Names load when they are asked for; others are none."""
    assert all(getattr(dockersh, name) is not None for name in dockersh.__all__)
    with pytest.raises(AttributeError):
        _ = dockersh.nonsense
