"""Texts: every language says the same things, a complete one all of them, within limits, and none is never said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dockersh import Situation, explain, texts
from dockersh.reading import catalogue
from dockersh.render.cells import width
from dockersh.texts import PLACEHOLDER
from support import cases
from support.state import NOW, WrittenEngine

HERE = Path(__file__).parent
# Our own sentences: files of the languages, and folders of files (a page for each finding, one for each kind of step).
OURS = (
    "aftermath",
    "ages",
    "answers",
    "bad-values",
    "builtins",
    "complete",
    "condition",
    "failed",
    "findings/",
    "labels",
    "notes",
    "options",
    "recreate",
    "repl",
    "states",
    "statuses",
    "steps/",
    "topics/",
    "values",
)
SHORT = 80  # cells of a short form


def entries(lang: str, stem: str) -> dict[str, str]:
    """Every text of a file by its dotted key; of a folder's files (`findings/`) by the file's name before it."""
    if not stem.endswith("/"):
        return dict(_flat(texts.load(lang, stem), ""))
    folder = Path(texts.FOLDER) / lang / stem
    files = sorted(path.stem for path in folder.glob("*.toml"))
    return {f"{file}.{key}": text for file in files for key, text in _flat(texts.load(lang, stem + file), "")}


def _flat(table: dict[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def placeholders(text: str) -> set[str]:
    """The names in braces of a text."""
    return set(PLACEHOLDER.findall(text))


TRANSLATIONS = pytest.mark.parametrize("lang", [lang for lang in texts.LANGUAGES if lang != texts.SOURCE])


@TRANSLATIONS
@pytest.mark.parametrize("stem", OURS)
def test_a_translation_has_the_same_keys_and_placeholders(stem: str, lang: str) -> None:
    """No sentence of ours is missing in a complete language, none says less or something else."""
    source, own = entries(texts.SOURCE, stem), entries(lang, stem)
    assert own.keys() == source.keys() if lang in texts.complete() else own.keys() <= source.keys()
    assert [key for key, text in own.items() if placeholders(text) != placeholders(source[key])] == []


# What begins a template of docker's: `{{.Name}}`, `{{json .}}`, `{{range …}}`.
GO = re.compile(r"\{\{(?!(?:json|printf|env|secret|range|end|if|else|with|join|index|len|println|upper|lower)\b)\w")


@pytest.mark.parametrize("lang", texts.LANGUAGES)
@pytest.mark.parametrize("stem", OURS)
def test_braces_are_doubled_in_templates_only(stem: str, lang: str) -> None:
    """They stay as they are written: what is copied from an advice must be what compose can read."""
    assert [key for key, text in entries(lang, stem).items() if GO.search(text)] == []


@TRANSLATIONS
@pytest.mark.parametrize("stem", OURS)
def test_particles_never_follow_a_value(stem: str, lang: str) -> None:
    """A placeholder is followed by a noun, so that the particle never depends on the value."""
    particle = re.compile(rf"\}}(?:{'|'.join(texts.about(lang).never_after_value) or '(?!)'})(?:\s|$)")
    assert [key for key, text in entries(lang, stem).items() if particle.search(text)] == []


def catalogued() -> Iterator[tuple[str, str]]:
    """Every facts file and what it declares: `container_run` `command`, `sets/create-options` `flags.env`."""
    for path in sorted(Path(catalogue.DATA).rglob("*.toml")):
        stem = str(path.relative_to(catalogue.DATA))[:-5]
        if stem == "aliases":
            continue
        if not stem.startswith("sets/"):
            yield stem, "command"
        table = catalogue._table(stem)
        yield from ((stem, f"flags.{flag}") for flag in {**table.get("flags", {}), **table.get("gone_flags", {})})


# Families whose facts are here and whose texts are not written yet: explained by name, with no sentence of their own.
UNWORDED: frozenset[str] = frozenset()


def worded() -> set[tuple[str, str]]:
    """What must have a text: all that is declared, less the families that have none at all yet."""
    return {(stem, key) for stem, key in catalogued() if _family(stem) not in UNWORDED}


def _family(stem: str) -> str:
    return stem.removeprefix("sets/").replace("-", "_").split("_")[0]


def test_a_family_with_texts_is_no_longer_unworded() -> None:
    """The list of what is missing shrinks with the work."""
    begun = {_family(stem) for stem, _ in catalogued() if texts.load(texts.SOURCE, stem) and "sets/" not in stem}
    assert begun & UNWORDED == set()


@pytest.mark.parametrize("lang", texts.complete())
def test_every_command_and_flag_has_a_text(lang: str) -> None:
    """Facts × languages: nothing missing, nothing orphaned."""
    declared = worded()
    stems = {stem for stem, _ in declared}
    said = {(stem, key) for stem in stems for key in entries(lang, stem) if not key.startswith("arguments.")}
    assert (declared - said, said - declared) == (set(), set())


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_short_forms_are_short(lang: str) -> None:
    """At most 80 cells, no full stop at the end."""
    stems = {stem for stem, _ in worded()}
    shorts = {(stem, key): texts.short(text) for stem in stems for key, text in entries(lang, stem).items()}
    assert {where: text for where, text in shorts.items() if width(text) > SHORT or text.endswith(".")} == {}


@TRANSLATIONS
def test_a_translation_of_the_catalogue_says_as_much(lang: str) -> None:
    """Same placeholders in the short form; of a complete language also a long form in both or in neither."""
    wrong = []
    for stem, key in worded():
        source, own = entries(texts.SOURCE, stem).get(key, ""), entries(lang, stem).get(key, "")
        same = not own or placeholders(texts.short(source)) == placeholders(texts.short(own))
        if not same or (lang in texts.complete() and bool(texts.long(source)) != bool(texts.long(own))):
            wrong.append((stem, key))
    assert wrong == []


def test_every_command_has_a_long_form() -> None:
    """A command's text goes on behind its first sentence."""
    bare = [stem for stem, key in worded() if key == "command" and not texts.long(entries(texts.SOURCE, stem).get(key, "x"))]
    assert bare == []


@pytest.mark.parametrize("lang", texts.complete())
def test_every_argument_has_a_text(lang: str) -> None:
    """Each name of a usage line is explained, by the command or for all."""
    from dockersh.reading.invocation import argument_names
    from dockersh.reading.invocation.usage import INSIDE

    missing = set()
    for name in catalogue.names():
        command = catalogue.find(name)
        assert command is not None
        for argument in set(argument_names(command.arguments)) - INSIDE:
            own = any(texts.raw(lang, stem, "arguments", argument) for stem in command.stems)
            if not own and not texts.raw(lang, "arguments", argument):
                missing.add(argument)
    assert missing == set()


STATUSES = ("up", "down", "denied", "silent", "absent", "off")
# One file a subject, one line a line: what the sentences of steps, notes and findings are heard in.
LINES = tuple(line for path in sorted((HERE / "lines").glob("*.txt")) for line in path.read_text("utf-8").splitlines())
CONTAINERS = tuple(
    {"status": status} for status in ("running", "exited", "created", "paused", "restarting", "removing", "dead")
)
AGES = (1 / 3600, 30 / 3600, 1 / 60, 0.5, 1, 5, 24, 72, 170, 500, 9000, 20000)


def engines() -> Iterator[WrittenEngine]:
    """Engines in every state that our lines speak of."""
    yield WrittenEngine({"absent-plugins": ["buildx", "compose"]})
    for status in STATUSES:
        yield WrittenEngine({"status": status})
    yield WrittenEngine({"status": "down", "endpoint": "ssh://me@far"})
    for facts in CONTAINERS:
        yield WrittenEngine({"containers": {"xx": facts}, "images": {"nginx": {}}})
    for hours in AGES:
        yield WrittenEngine({"containers": {"xx": {"hours": hours}}, "images": {"nginx": {}}})
    used = {"a": {"image": "nginx", "ports": ["0.0.0.0:80->80/tcp"]}}
    yield WrittenEngine({"images": {"nginx": {"command": []}}, "containers": used})
    yield WrittenEngine({"images": {"nginx": {"tags": ["nginx:latest", "mine:1"]}}})
    yield from stocked()


def stocked() -> Iterator[WrittenEngine]:
    """Engines with something of every kind: in use, unused, much of it; and with everything made by --rm."""
    images = {"nginx": {"id": "1" * 64}, "mine:1": {"id": "2" * 64}, "old": {"id": "3" * 64, "tags": []}}
    volumes: dict[str, Any] = {"data": {}, "free": {}, "f" * 64: {}}
    networks: dict[str, Any] = {"net": {}, "idle": {}, "other": {}}
    contexts = ["here", "far", "default"]
    for status in ("running", "exited"):
        xx = {"status": status, "volumes": ["data"], "networks": ["net"], "auto_remove": status == "running", "image": "nginx"}
        containers = {"xx": xx, "other": {}, **{f"c{index}": {"status": "exited"} for index in range(9)}}
        table = {"containers": containers, "images": images, "volumes": volumes, "networks": networks, "contexts": contexts}
        yield WrittenEngine(table)
    yield WrittenEngine({"volumes": {"data": {}}, "networks": networks, "contexts": contexts, "version": "20.10.24"})
    yield WrittenEngine({"images": {"nginx": {}, "mine:1": {}}, "contexts": ["default", "far"]})
    yield WrittenEngine({"images": {"nginx": {}, **{f"i{number}": {"id": f"{number:064}"} for number in range(101)}}})
    upon = {"images": {"nginx": {"id": "1" * 64}, "mine:1": {"id": "2" * 64}}, "parents": {"2" * 64: "1" * 64}}
    yield WrittenEngine(upon)
    net = {"networks": {"net": {"subnets": ["10.55.0.0/16"]}}, "images": {"nginx": {}}, "swarm": "inactive"}
    yield WrittenEngine({**net, "containers": {"xx": {"status": "exited"}}, "addresses": ["192.0.2.1"]})
    yield WrittenEngine({"cache": {"abc": {"name": "mount / from exec make", "size": 10**6}}})
    yield from projects()
    yield from folders()
    yield from swarms()
    yield WrittenEngine(
        {
            "images": {"nginx": {}},
            "paths": {"/gone": "missing", "/folder": "folder"},
            "listeners": [81],
            "volumes": {"data": {}},
        }
    )


def folders() -> Iterator[WrittenEngine]:
    """Build contexts: fine, big, and with each mistake."""
    two = "FROM redis AS one\nCOPY a /a\n"
    yield WrittenEngine({"build": {"dockerfile": two}, "images": {"nginx": {}}})
    yield WrittenEngine({"build": {"dockerfile": two + "RUNN x\n"}})
    yield WrittenEngine({"build": {"dockerfile": two + "QWERTY x\n"}})
    yield WrittenEngine({"build": {"dockerfile": two, "missing": ["a"]}, "images": {"redis": {}}})
    yield WrittenEngine({"build": {"dockerfile": two, "size": 10**9, "whole": False, "ignores": True}})
    yield WrittenEngine({"build": {"dockerfile": two, "size": 10**9}})
    yield WrittenEngine({"build": {"dockerfile": ""}})
    for problem in ("no-context", "no-dockerfile"):
        yield WrittenEngine({"build": {"problem": problem}})


def swarms() -> Iterator[WrittenEngine]:
    """An engine in and out of a swarm, with parts of it."""
    parts = {kind: ["web"] for kind in ("services", "secrets", "configs", "nodes")}
    for role in ("inactive", "worker", "manager", "locked"):
        yield WrittenEngine({"swarm": role, "lists": parts})


SHOP: dict[str, Any] = {
    "name": "shop",
    "services": {
        "web": {
            "image": "nginx",
            "depends_on": {"db": {}},
            "ports": [{"target": 80, "published": "80"}],
            "networks": {"default": None},
        },
        "db": {"image": "redis:7", "volumes": [{"type": "volume", "source": "data", "target": "/data"}]},
        "app": {"build": {"context": "."}},
    },
    "volumes": {"data": {"name": "shop_data"}},
    "networks": {"default": {"name": "shop_default"}},
}


def projects() -> Iterator[WrittenEngine]:
    """A compose project with nothing of it there; with everything, as it should be and not; and files that cannot be read."""
    other = {"other": {"ports": ["0.0.0.0:80->80/tcp"]}}
    yield WrittenEngine({"compose": SHOP, "containers": other})
    there: dict[str, Any] = {"volumes": {"shop_data": {}}, "networks": {"shop_default": {}}}
    images: dict[str, Any] = {"nginx:latest": {}, "redis:7": {}, "shop-app:latest": {}}
    for status, made in (("running", "new"), ("exited", "new"), ("paused", "new"), ("running", "old")):
        facts = {"status": status, "hash": made}
        members = {f"shop-{name}-1": facts for name in ("web", "db", "app", "gone")}
        yield WrittenEngine({"compose": SHOP, "members": {**members, "shop-web-2": facts}, "images": images, **there})
    mounts = [{"type": "bind", "source": "/a"}, {"type": "bind", "source": "/b", "bind": {"create_host_path": False}}]
    bare = {"name": "shop", "services": {"web": {"image": "nginx", "volumes": mounts}}}
    yield WrittenEngine({"compose": bare, "unset": ["TAG"], "paths": {"/a": "missing", "/b": "missing"}})
    newer = {"shop-web-1": {"image": "0" * 64}}
    yield WrittenEngine({"compose": SHOP, "members": newer, "images": images})
    for problem in ("no configuration file provided: not found", "yaml: line 3: mapping values are not allowed"):
        yield WrittenEngine({"compose-problem": problem})


BROKEN = (
    "x 'a",
    "docker ps |",
    "docker ps \\",
    "docker ps $(",
    "docker ps <<E",
    "for i in 1; do docker ps",
    "docker ps )",
    "docker ps \0",
    "'" + "x" * 100_001,
    "docker run x " + "$(" * 40 + "docker ps" + ")" * 40,
)
# What docker refuses, heard without an engine.
WRONG = tuple(line for path in sorted((HERE / "wrong").glob("*.txt")) for line in path.read_text("utf-8").splitlines())


@pytest.fixture(scope="module")
def said_keys() -> set[str]:
    """The keys of all sentences said for our lines on our engines, and for the golden cases."""
    asked: set[str] = set()
    original = texts.raw

    def listening(lang: str, stem: str, *keys: str) -> str | None:
        asked.add(".".join((stem, *keys)))
        return original(lang, stem, *keys)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(texts, "raw", listening)
        for engine in engines():
            for line in LINES:
                explain(line, engine=engine, situation=Situation(stdin_is_terminal=False, now=NOW))
        for line in (*BROKEN, *WRONG):
            explain(line)
        for case in cases.every():
            explain(case.line, engine=WrittenEngine(case.engine), situation=cases.situation(case))
    return asked


# Said by other parts: the renderers' labels, and what tests of their own look for.
NOTES = (
    "leave",
    "after",
    "address",
    "owner",
    "result",
    "asks",
    "skips",
    "reads",
    "order",
    "restart",
    "program",
    "engine",
    "not-asked",
    "not-read",
)
# Said where buildx is installed: tests/foresight/plan.
BUILDX = {f"findings/{code}.{key}" for code in ("build-network", "build-copies-big-context") for key in ("text", "fix")}
BUILDX |= {"steps/build.from-copied"}
# Of files, not of lines: test_policy.py and test_simulate.py of tests/ways_in/documents.
OF_FILES = {"findings/carriage-return.text", "findings/carriage-return.fix"}
FORETOLD = ("assumed", "fails", "fails-provided-for", "may-fail", "not-reached", "open", "unknown-image")
OF_FILES |= {f"findings/script-{code}.text" for code in FORETOLD}
ELSEWHERE = BUILDX | OF_FILES | {f"labels.{name}" for name in ("steps", "mind", "known", "and-more", *NOTES)}


@pytest.mark.parametrize("stem", ["ages.", "findings/", "labels.", "notes.", "states.", "steps/"])
def test_what_is_declared_is_said_and_the_other_way_round(said_keys: set[str], stem: str) -> None:
    """Every sentence of ours comes up in some line; no line asks for one we do not have."""
    said = {key for key in said_keys | ELSEWHERE if key.startswith(stem)}
    declared = {f"{stem}{key}" for key in entries(texts.SOURCE, stem.removesuffix("."))}
    # What is said after a failure is heard in tests/afterwards/failures.
    spoken = {key for key in declared if not key.endswith((".page", ".source")) and not key.startswith("findings/failed-")}
    optional = {f"{key.rpartition('.')[0]}.fix" for key in declared if key.endswith(".text")}
    assert (spoken - said, said - declared - optional) == (set(), set())
