"""Languages: a folder is one; which is wanted, how it counts, and what is said where a text is missing."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dockersh import texts
from dockersh.texts import languages
from support.paths import SOURCE

# A language of three texts, which has two forms of its own beside the one for many.
NEW = ("de", "zh-TW")
LANGUAGE = """
tag = "%s"
name = "Deutsch"
complete = false
fallback = "en"
[plural]
one = "1"
few = "[2-4]"
[counted]
Bilder = { one = "Bild", few = "Bildchen" }
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the package in which somebody begins to translate into two more languages."""
    copy = tmp_path / "dockersh"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    for tag in NEW:
        (copy / "texts" / tag / "commands" / "container").mkdir(parents=True, exist_ok=True)
        (copy / "texts" / tag / "language.toml").write_text(LANGUAGE % tag, encoding="utf-8")
        (copy / "texts" / tag / "commands" / "container" / "container_run.toml").write_text(
            'command = "macht einen Container"\n', encoding="utf-8"
        )
    return copy


def said(package: Path, *argv: str) -> subprocess.CompletedProcess[str]:
    """What the copy answers."""
    env = {"PATH": "/nowhere", "PYTHONPATH": str(package.parent), "PYTHONUTF8": "1"}
    return subprocess.run([sys.executable, "-m", "dockersh", *argv], env=env, capture_output=True, text=True, check=False)


def test_a_new_folder_is_a_language_at_once(package: Path) -> None:
    """Its own texts where it has them, English for the rest; help names what is whole, a refusal all."""
    page = said(package, "--lang", "de", "-n", "-c", "docker run -d nginx").stdout
    assert "docker run: macht einen Container" in page
    assert "runs it in the background" in page
    assert f"--lang {'|'.join(texts.complete())}\n" in said(package, "--help").stdout.replace("  ", "\n")
    tags = sorted({*texts.LANGUAGES, *NEW} - {texts.SOURCE})
    assert f"--lang accepts en, {', '.join(tags)}, not xx" in said(package, "--lang", "xx", "-c", "docker ps").stderr


def test_tab_says_which_language_is_not_whole(package: Path) -> None:
    """A language has its own name in the menu."""
    code = "from dockersh.ways_in.complete import suggest; print([i.description for i in suggest('dockersh --lang ').items])"
    env = {"PATH": "/nowhere", "PYTHONPATH": str(package.parent), "PYTHONUTF8": "1"}
    out = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout
    assert out.count("'Deutsch, partly translated'") == len(NEW)
    assert "'English'" in out
    assert "'한국어'" in out


@pytest.fixture
def spoken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Other languages than ours: en, ko, de, zh-TW and pt, pt-BR."""
    for tag in ("en", "ko", "de", "zh-TW", "pt", "pt-BR"):
        (tmp_path / tag).mkdir()
        (tmp_path / tag / "language.toml").write_text(LANGUAGE % tag, encoding="utf-8")
    (tmp_path / "notes").mkdir()  # no language
    monkeypatch.setattr(languages, "FOLDER", str(tmp_path))
    monkeypatch.setattr(texts, "FOLDER", str(tmp_path))
    cached = (languages.tags, languages.about, languages.complete, languages.chain, languages._counted, texts.load)
    for each in cached:
        each.cache_clear()
    yield tmp_path
    for each in cached:
        each.cache_clear()


LOCALES = [
    ("zh_TW.UTF-8", "zh-TW"),
    ("zh-TW", "zh-TW"),
    ("zh_tw", "zh-TW"),
    ("zh_CN.UTF-8", None),
    ("zh", None),
    ("pt_BR.UTF-8", "pt-BR"),
    ("pt_PT@euro", "pt"),
    ("pt", "pt"),
    ("ko_KR", "ko"),
    ("kok_IN", None),
    ("de_AT.ISO-8859-15@euro", "de"),
    ("xx", None),
    ("notes", None),
    ("", None),
    ("../en", None),
]


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize(("locale", "tag"), LOCALES)
def test_the_nearest_tag(locale: str, tag: str | None) -> None:
    """A locale's own territory first, then its language; never a neighbour's."""
    assert languages.matching(locale) == tag


@pytest.mark.usefixtures("spoken")
def test_the_order_of_gettext() -> None:
    """LANGUAGE is a list in order of preference, where the locale is not C."""
    assert texts.language(None, {"LANG": "de_DE.UTF-8", "LANGUAGE": "zh_CN:pt_BR:ko"}) == "pt-BR"
    assert texts.language(None, {"LANG": "C.UTF-8", "LANGUAGE": "pt_BR"}) == "en"
    assert texts.language(None, {"LANG": "de_DE", "LC_MESSAGES": "zh_TW.UTF-8"}) == "zh-TW"
    assert texts.language(None, {"LANG": "de_DE", "DOCKERSH_LANG": "zh_TW"}) == "zh-TW"


@pytest.mark.usefixtures("spoken")
def test_a_language_counts_by_its_own_rule() -> None:
    """A form for one, another for few, the text's own for many and for what is no number."""
    counted = [texts.fill("{count} Bilder", {"count": count}, "de") for count in ("1", "3", "5", "11", "xx")]
    assert counted == ["1 Bild", "3 Bildchen", "5 Bilder", "11 Bilder", "xx Bilder"]


def test_english_and_korean_count() -> None:
    """One container, two containers; Korean makes no difference."""
    assert [texts.fill("{count} containers", {"count": count}) for count in "012"] == [
        "0 containers",
        "1 container",
        "2 containers",
    ]
    assert texts.fill("컨테이너 {count}개", {"count": "1"}, "ko") == "컨테이너 1개"


def test_a_tag_is_the_name_of_its_folder() -> None:
    """And every category that a word has a form for has a rule; the source is whole and falls back to nothing."""
    for tag in texts.LANGUAGES:
        language = texts.about(tag)
        assert language.tag == tag
        assert {kind for forms in language.counted.values() for kind in forms} <= language.plural.keys()
        assert languages.chain(tag)[-1] == texts.SOURCE
    assert texts.about(texts.SOURCE).complete
