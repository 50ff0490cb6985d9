"""The facts: every name leads somewhere, every plugin of the machine is docker's own command."""

from __future__ import annotations

from pathlib import Path

import pytest

from dockersh import catalogue, explain, values
from dockersh.catalogue import plugins
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
    assert not plugins.installed("../frob", {"DOCKER_CONFIG": str(tmp_path)})
