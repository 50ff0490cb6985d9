"""The facts: every name leads somewhere, every plugin of the machine is docker's own command."""

from __future__ import annotations

from pathlib import Path

import pytest

from dockersh import explain
from dockersh.client import plugins
from dockersh.reading import catalogue, values
from support.programs import script


def test_every_alias_leads_to_a_command() -> None:
    """No spelling points nowhere, none hides a command of its own."""
    assert [alias for alias, name in catalogue.aliases().items() if catalogue.find(name) is None] == []
    assert set(catalogue.aliases()) & set(catalogue.names()) == set()


@pytest.mark.parametrize("name", sorted(catalogue.names()), ids=lambda name: name or "docker")
def test_a_command_is_whole(name: str) -> None:
    """Its argument counts make sense, its shorts are single letters, a newer spelling exists."""
    command = catalogue.find(name)
    assert command is not None
    assert command.maximum is None or command.maximum >= command.minimum
    assert all(len(short) == 1 for short in command.shorts)
    assert all(flag.replaced_by in command.flags for flag in command.flags.values() if flag.replaced_by)


def test_the_families_are_whole() -> None:
    """What docker 28.2.2 lists, by way of examples from every corner."""
    assert set(catalogue.children("container")) >= {"run", "ls", "list", "ps", "rm", "remove"}
    assert len(catalogue.find("run").flags) >= 103  # type: ignore[union-attr]
    assert catalogue.find("nope") is None


def test_known_kinds_have_a_grammar_or_a_plain_text() -> None:
    """A kind that we decode is spelled as the decoder spells it."""
    kinds = {flag.value for name in catalogue.names() for flag in catalogue.find(name).flags.values() if flag.value}  # type: ignore[union-attr]
    assert {"port", "volume", "mount", "env", "network", "restart", "platform", "platforms"} <= kinds & set(values.KINDS)


def test_a_plugin_is_no_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`docker frob` is wrong, until a plugin brings it."""
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    assert [found.code for found in explain("docker frob x").commands[0].findings] == ["unknown-command"]
    script(tmp_path / "cli-plugins" / "docker-frob", "exit 0")
    assert explain("docker frob x").commands[0].findings == ()
    script(tmp_path / "cli-plugins" / "docker-stck", "exit 0")
    (command,) = explain("docker stck up").commands
    assert (command.command, command.findings) == ("stck", ())
    assert not plugins.installed("../frob", {"DOCKER_CONFIG": str(tmp_path)})


# A line, and what is found in it (asked of docker 28.2.2, of compose 5.6.1 and of buildx 0.36).
OLD = [
    ("docker login -u me -e me@example.com", "gone-flag"),
    ("docker ps --since-id", "gone-flag-newer"),
    ("docker ps --before web", "gone-flag-newer"),
    ("docker run --lxc-conf a=b nginx", "gone-flag"),
    ("docker tag -f web me/web", "gone-flag"),
    ("docker stack deploy --bundle-file web.dab web", "gone-flag-newer"),
    ("docker stack ps --kubeconfig x web", "gone-flag"),
    ("docker daemon --debug", "gone-command"),
    ("docker engine update", "gone-command"),
    ("docker-compose --skip-hostname-check ps", "gone-flag"),
    ("docker buildx debug build .", "needs-variable"),
    ("docker compose --log-level error ps", "flag-belongs-in-front"),
]


@pytest.mark.parametrize(("line", "code"), OLD)
def test_what_docker_no_longer_has_is_known_all_the_same(line: str, code: str) -> None:
    """It is refused, with the version that took it away; every word has our text."""
    command = explain(line).commands[0]
    assert code in [found.code for found in command.findings if found.severity == "error"]
    assert [part.shown for part in command.parts if part.source != "catalogue" and code.startswith("gone")] == []


@pytest.mark.parametrize(
    "line",
    [
        "docker-compose --log-level error --context far -D ps",
        "docker compose exec -it web sh",
        "docker compose run -it --volumes a:/b web",
        "BUILDX_EXPERIMENTAL=1 docker buildx debug --on error build .",
        "docker stack deploy --orchestrator swarm -c compose.yaml web",
        "docker mcp --help",
        "docker zzz -v",
    ],
)
def test_what_is_hidden_is_no_mistake(line: str) -> None:
    """The programs take it, though their help does not tell of it."""
    assert [found.code for found in explain(line).commands[0].findings if found.severity == "error"] == []
