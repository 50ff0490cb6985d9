"""Topics: each language, one screen each, and every command shown is a right one."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from dockersh import explain, texts
from dockersh.render.cells import width
from dockersh.ways_in.builtin import topics

LINES = 22
FOLDER = Path(texts.FOLDER) / texts.SOURCE / topics.FOLDER
TRANSLATIONS = [lang for lang in texts.complete() if lang != texts.SOURCE]


@pytest.mark.parametrize("lang", texts.complete())
@pytest.mark.parametrize("name", topics.names())
def test_a_topic_is_one_screen_of_true_commands(name: str, lang: str) -> None:
    """A title, a page that fits, docker lines that docker takes."""
    own = texts.load(lang, f"topics/{name}")
    assert own["title"]
    assert len(own["page"].splitlines()) <= LINES
    commands = [explain(line) for line in _commands(own["page"])]
    assert [found for one in commands for call in one.commands for found in call.findings if found.severity == "error"] == []


def _commands(page: str) -> list[str]:
    """Its docker lines, remarks behind them left out; a line of a drawing has an arrow, or more than one command."""
    lines = [line for line in page.splitlines() if line.startswith("    docker ")]
    return [line.strip().split("   ")[0] for line in lines if not set(line) & set("─▶◀") and line.count("docker ") == 1]


COLUMNS = 78


@pytest.mark.parametrize("lang", texts.complete())
@pytest.mark.parametrize("name", topics.names())
def test_a_topic_is_as_wide_as_a_terminal(name: str, lang: str) -> None:
    """No line is wrapped and no drawing breaks."""
    page = texts.load(lang, f"topics/{name}")["page"]
    assert [line for line in page.splitlines() if width(line) > COLUMNS] == []


@pytest.mark.parametrize("lang", TRANSLATIONS)
@pytest.mark.parametrize("name", topics.names())
def test_each_translation_has_the_topic(name: str, lang: str) -> None:
    """Who reads Korean misses no page and no command of it."""
    english, translated = (texts.load(tag, f"topics/{name}") for tag in (texts.SOURCE, lang))
    assert english["title"] != translated["title"]
    assert _commands(english["page"]) == _commands(translated["page"])


PAGES = [
    name
    for name in sorted(os.listdir(os.path.join(texts.FOLDER, texts.SOURCE, "findings")))
    if texts.load(texts.SOURCE, f"findings/{name[:-5]}").get("page")
]


def _shown(page: str) -> list[str]:
    """The docker lines of a page that are whole: no open place (`…`), no further line, small names."""
    lines = [line.strip().split("   ")[0] for line in page.splitlines() if line.startswith("    docker ")]
    return [re.sub(r"\b(?:NAME|ID)\b", "mine", line) for line in lines if "…" not in line and not line.endswith("\\")]


@pytest.mark.parametrize("lang", TRANSLATIONS)
@pytest.mark.parametrize("name", PAGES)
def test_a_findings_page_is_the_same_in_every_language(name: str, lang: str) -> None:
    """The same commands, and as many paragraphs."""
    english, translated = (str(texts.load(tag, f"findings/{name[:-5]}")["page"]) for tag in (texts.SOURCE, lang))
    assert _shown(english) == _shown(translated)
    assert len(english.split("\n\n")) == len(translated.split("\n\n"))


@pytest.mark.parametrize("name", PAGES)
def test_the_lines_of_a_findings_page_are_right(name: str) -> None:
    """Docker takes each, except where the page shows what goes wrong."""
    english = str(texts.load(texts.SOURCE, f"findings/{name[:-5]}")["page"])
    wrong = {
        line for line in _shown(english) for call in explain(line).commands for one in call.findings if one.severity == "error"
    }
    assert wrong == set()


def test_every_topic_stands_in_one_group() -> None:
    """A page that no group lists would be found by nobody; each group has a title in each language."""
    assert sorted(topics.names()) == sorted(path.stem for path in FOLDER.glob("*.toml"))
    for lang in texts.complete():
        assert texts.load(lang, "builtins")["groups"].keys() == topics.GROUPS.keys()


# What people type who know no name of a topic: everyday words of both languages, with and without blanks and capitals.
FINDS = {
    "포트": "ports",
    "포트 포워딩": "ports",
    "포트포워딩": "ports",
    "바인딩": "ports",
    "컨테이너 포트": "ports",
    "port forwarding": "ports",
    "NAT": "ports",
    "볼륨": "volumes",
    "데이터": "volumes",
    "vm": "container",
    "virtual machine": "container",
    "가상 머신": "container",
    "kernel": "container",
    "localhost": "localhost",
    "127.0.0.1": "localhost",
    "Dockerfile": "dockerfile",
    "CMD": "dockerfile",
    "entrypoint": "dockerfile",
    "daemon": "docker",
    "Docker Hub": "docker",
    "데몬": "docker",
    "detach": "terminal",
    "background": "terminal",
    "백그라운드": "terminal",
    "id": "names",
    "이름": "names",
    "permission denied": "file-owners",
    "권한": "file-owners",
    "oom": "limits",
    "메모리": "limits",
    "exec format error": "platforms",
    "depends_on": "health",
    "시작 순서": "health",
    "restore": "backup",
    "백업": "backup",
    "upgrade": "update",
    "업데이트": "update",
    "dangling": "cleanup",
    "종료 코드": "exit-codes",
    "컴포즈": "compose",
    "podman": "podman",
}


@pytest.mark.parametrize(("typed", "topic"), FINDS.items(), ids=FINDS)
def test_a_topic_is_found_by_everyday_words(typed: str, topic: str) -> None:
    """The words of every language find it, whatever language is spoken."""
    assert (topics.named(typed) or topics.about(typed)) == topic


@pytest.mark.parametrize("lang", texts.complete())
def test_a_word_finds_one_topic(lang: str) -> None:
    """No two topics of a language have a word in common, and no word is another topic's name."""
    found = [word.strip() for name in topics.names() for word in texts.load(lang, f"topics/{name}")["words"].split(",")]
    assert [word for word in found if found.count(word) > 1 or word in topics.names()] == []
