"""From the explanation to the aftermath of a real run each value is decoded exactly once."""

from __future__ import annotations

import pytest

from dockersh.reading import syntax
from dockersh.reading.invocation import read
from dockersh.ways_in.shell import Settings, Shell
from support.decodes import counted
from support.private_engine import PrivateEngine

LINE = "docker run -p 127.0.0.1:8097:80 -v data:/d -e A=1 --restart no --name second nginx"


def test_a_run_with_a_failure_and_an_aftermath(
    real_engine: PrivateEngine, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The port is taken: docker leaves a container behind, and both are told of what was read before the run."""
    real_engine.reset()
    real_engine.docker("run", "-d", "--name", "first", "-p", "127.0.0.1:8097:80", "nginx")
    for name, value in real_engine.env().items():
        monkeypatch.setenv(name, value)
    (call,) = syntax.parse(LINE).calls
    texts = {part.value for part in read(call).parts if part.answer is not None}
    shell = Shell(Settings())
    with counted() as found:
        outcome = shell.line(LINE)
    assert outcome.status == 125
    assert shell.last_failure is not None
    assert shell.last_failure.code == "port-taken"
    assert "was created before the failure and still exists" in " ".join(capfd.readouterr().err.split())
    of_the_line = {asked: count for asked, count in found.items() if asked[1] in texts}
    assert {text for _, text in of_the_line} == texts
    assert {asked: count for asked, count in of_the_line.items() if count > 1} == {}
