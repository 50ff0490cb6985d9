"""Every command has a plan, and the tables of plans speak of arguments and flags that there are."""

from __future__ import annotations

import pytest

from dockersh import explain, texts
from dockersh.foresight.plan import ROOMS, plain, planner, prune, table
from dockersh.reading import catalogue
from support.state import WrittenEngine

OWN = [found for name in sorted(catalogue.names()) if (found := catalogue.find(name)) and not (found.group or found.plugin)]

TABLES = {room: table(room) for rooms in ROOMS.values() for room in rooms}
PLANNED = [name for planners in TABLES.values() for name in planners]
TRYING = [name for planners in TABLES.values() for name, planned in planners.items() if planned.tries]


@pytest.mark.parametrize("command", OWN, ids=lambda command: command.name)
def test_every_command_has_a_plan(command: catalogue.Command) -> None:
    """What changes something has steps, what does not says so."""
    assert planner(command.name) is not None


def test_plans_are_of_commands_that_there_are() -> None:
    """No planner for a name that the catalogue does not have."""
    assert {name for name in PLANNED if catalogue.find(name) is None} == set()


def test_a_command_has_one_plan() -> None:
    """No name stands in two of the tables, and each table is looked in for its names."""
    assert [name for name in set(PLANNED) if PLANNED.count(name) > 1] == []
    assert [name for name in PLANNED if planner(name) is None] == []


@pytest.mark.parametrize("lang", texts.complete())
@pytest.mark.parametrize("name", plain.READS)
def test_what_only_reads_says_how_to_read_it(lang: str, name: str) -> None:
    """In words, not by the key of a text that nobody wrote."""
    assert texts.raw(lang, "notes", name.replace(" ", "-"))


@pytest.mark.parametrize("name", plain.CHANGES)
def test_a_plain_plan_names_an_argument_and_a_flag_of_its_command(name: str) -> None:
    """As the usage spells them."""
    command, made = catalogue.find(name), plain.CHANGES[name]
    assert command is not None
    words = command.arguments.replace("[", " ").replace("]", " ").replace("...", " ").split() + command.arguments.split()
    assert not made.argument or made.argument in words
    assert not made.only_with or made.only_with in command.flags


@pytest.mark.parametrize("name", TRYING)
def test_flags_that_only_try_are_flags_of_their_command(name: str) -> None:
    """As the catalogue spells them."""
    command = catalogue.find(name)
    planned = planner(name)
    assert command is not None
    assert planned is not None
    assert set(planned.tries) <= set(command.flags)


@pytest.mark.parametrize(
    "line", ["docker compose up --dry-run", "docker compose --dry-run down -v", "docker buildx bake --print"]
)
def test_a_dry_run_changes_nothing(line: str) -> None:
    """No steps, no alarm; a note that says so."""
    engine = WrittenEngine({"compose": {"name": "shop", "services": {"web": {"image": "nginx"}}}})
    (command,) = explain(line, engine=engine).commands
    assert [command.steps, [note.note for note in command.notes], command.findings] == [(), ["reads-only"], ()]


@pytest.mark.parametrize("name", [name for name in prune.TAKES if name.endswith("er prune")])
def test_a_prune_says_whether_docker_asks(name: str) -> None:
    """With -f it does not."""
    (asks,) = explain(f"docker {name}", engine=WrittenEngine()).commands
    (forced,) = explain(f"docker {name} -f", engine=WrittenEngine()).commands
    assert ([note.note for note in asks.notes], [note.note for note in forced.notes]) == (["asks"], ["after"])


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ("docker run --name new nginx:1", []),
        ("docker run --name new -v gone:/x nowhere:1", []),
        ("docker volume create new", []),
        ("docker network create new", []),
        ("docker rename web new", []),
        ("docker tag nginx:1 new:1", []),
        ("docker rm -f wbe", []),
        ("docker inspect web", []),
        ("docker run --name new --network nte nginx:1", ["networks"]),
        ("docker run --volumes-from wbe nginx:1", ["containers"]),
        ("docker rm wbe", ["containers"]),
        ("docker rename wbe new", ["containers"]),
        ("docker cp wbe:/x .", ["containers"]),
        ("docker rmi nginxx:1", ["images"]),
        ("docker tag nginxx:1 new:1", ["images"]),
        ("docker volume rm dtaa", ["volumes"]),
        ("docker network connect nte web", ["networks"]),
        ("docker inspect wbe", ["containers", "images", "networks", "volumes"]),
    ],
)
def test_names_are_listed_only_where_one_failed(line: str, kinds: list[str]) -> None:
    """A name that is to be new, or that docker fetches or makes, is no reason to ask which names there are."""
    engine = WrittenEngine(
        {
            "containers": {"web": {"status": "running"}},
            "images": {"nginx:1": {}},
            "networks": {"net": {}},
            "volumes": {"data": {}},
            "swarm": "inactive",
        }
    )
    explain(line, engine=engine)
    assert [question.about[0] for question in engine.asked if question.kind == "names"] == kinds
