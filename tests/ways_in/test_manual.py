"""The manual page that is installed is what the table of options and the texts say today."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib

import pytest

from dockersh import texts
from dockersh.ways_in.manual import manual
from dockersh.ways_in.options import OPTIONS
from support.paths import ROOT, SOURCE

FOLDER = SOURCE / "share" / "man"
# man looks for a page in the folder of the locale, and for English in that of none.
PLACES = {lang: "" if lang == texts.SOURCE else f"{lang.replace('-', '_')}/" for lang in texts.complete()}
FILES = {lang: FOLDER / place / "dockersh.1" for lang, place in PLACES.items()}


@pytest.mark.parametrize("lang", texts.complete())
def test_the_page_is_current(lang: str) -> None:
    """DOCKERSH_REWRITE_CASES=1 writes it anew."""
    if os.environ.get("DOCKERSH_REWRITE_CASES"):
        FILES[lang].parent.mkdir(exist_ok=True)
        FILES[lang].write_text(manual(lang), encoding="utf-8")
    assert FILES[lang].read_text(encoding="utf-8") == manual(lang)


def test_the_wheel_puts_it_where_man_looks() -> None:
    """share/man/man1, and share/man/ko/man1 for Korean."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shared = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    placed = {target: ROOT / source for source, target in shared.items() if "/man/" in target}
    assert placed == {f"share/man/{place}man1/dockersh.1": FILES[lang] for lang, place in PLACES.items()}


@pytest.mark.parametrize("lang", texts.complete())
def test_it_names_every_option_help_and_readme_do(lang: str) -> None:
    """One table of options for all of them."""
    page = manual(lang).replace("\\-", "-")
    assert [option.long for option in OPTIONS if f"\\fB--{option.long}\\fR" not in page] == []


@pytest.mark.skipif(shutil.which("groff") is None, reason="not installed: groff")
@pytest.mark.parametrize("lang", texts.complete())
def test_groff_has_nothing_to_complain_about(lang: str) -> None:
    """Set as a page, with all warnings on: none, and the text is all there."""
    argv = ["groff", "-man", "-Tutf8", "-Kutf8", "-ww", "-rLL=100n"]
    done = subprocess.run(argv, input=manual(lang).encode(), capture_output=True, check=False)
    assert (done.returncode, done.stderr.decode()) == (0, "")
    plain = re.sub(r"\x1b\[\d*m", "", done.stdout.decode())
    assert "--explain-script FILE" in plain.replace("\u2010", "-")
