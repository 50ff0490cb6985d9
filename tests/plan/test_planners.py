"""Every command has a plan, and the tables of plans speak of arguments and flags that there are."""

from __future__ import annotations

import pytest

from dockersh import catalogue, explain
from dockersh.plan import PLANNERS, PRUNES, TRIES, plain, planner, prune, reading, swarm
from support.state import WrittenEngine

OWN = [found for name in sorted(catalogue.names()) if (found := catalogue.find(name)) and not (found.group or found.plugin)]

PLANNED = (*PLANNERS, *reading.READS, *swarm.READS, *swarm.VERBS, *swarm.PLUGINS, *plain.CHANGES, *plain.READS)


@pytest.mark.parametrize("command", OWN, ids=lambda command: command.name)
def test_every_command_has_a_plan(command: catalogue.Command) -> None:
    """What changes something has steps, what does not says so."""
    assert planner(command.name) is not None


def test_plans_are_of_commands_that_there_are() -> None:
    """No planner for a name that the catalogue does not have."""
    assert {name for name in PLANNED if catalogue.find(name) is None} == set()


def test_a_command_has_one_plan() -> None:
    """No name stands in two of the tables."""
    assert [name for name in set(PLANNED) if PLANNED.count(name) > 1] == []


@pytest.mark.parametrize("name", plain.CHANGES)
def test_a_plain_plan_names_an_argument_and_a_flag_of_its_command(name: str) -> None:
    """As the usage spells them."""
    command, made = catalogue.find(name), plain.CHANGES[name]
    assert command is not None
    words = command.arguments.replace("[", " ").replace("]", " ").replace("...", " ").split() + command.arguments.split()
    assert not made.argument or made.argument in words
    assert not made.only_with or made.only_with in command.flags


@pytest.mark.parametrize("name", TRIES)
def test_flags_that_only_try_are_flags_of_their_command(name: str) -> None:
    """As the catalogue spells them."""
    command = catalogue.find(name)
    assert command is not None
    assert set(TRIES[name]) <= set(command.flags)


@pytest.mark.parametrize(
    "line", ["docker compose up --dry-run", "docker compose --dry-run down -v", "docker buildx bake --print"]
)
def test_a_dry_run_changes_nothing(line: str) -> None:
    """No steps, no alarm; a note that says so."""
    engine = WrittenEngine({"compose": {"name": "shop", "services": {"web": {"image": "nginx"}}}})
    (command,) = explain(line, engine=engine).commands
    assert [command.steps, [note.note for note in command.notes], command.findings] == [(), ["reads-only"], ()]


def test_every_prune_is_planned() -> None:
    """The names stand twice, so that other lines need not import what takes away."""
    assert set(PRUNES) == set(prune.TAKES)


@pytest.mark.parametrize("name", [name for name in prune.TAKES if name.endswith("er prune")])
def test_a_prune_says_whether_docker_asks(name: str) -> None:
    """With -f it does not."""
    (asks,) = explain(f"docker {name}", engine=WrittenEngine()).commands
    (forced,) = explain(f"docker {name} -f", engine=WrittenEngine()).commands
    assert ([note.note for note in asks.notes], [note.note for note in forced.notes]) == (["asks"], ["after"])
