"""What kind of file it is, by its name and its first line, and who reads it. A kind that nobody reads has no reader."""

from __future__ import annotations

import os.path
import re
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet

from dockersh.startup.lazy_module import Later
from dockersh.startup.typed import TYPE_CHECKING, NamedTuple
from dockersh.ways_in.documents.passage import Passage, UnreadableError, whole
from dockersh.ways_in.documents.snippet import Snippet, script

if TYPE_CHECKING:
    from dockersh.ways_in.documents.kinds import builds as _builds
    from dockersh.ways_in.documents.kinds import code as _code
    from dockersh.ways_in.documents.kinds import dockerfiles as _dockerfiles
    from dockersh.ways_in.documents.kinds import pages as _pages
    from dockersh.ways_in.documents.kinds import tables as _tables
    from dockersh.ways_in.documents.kinds import trees as _trees
else:  # the readers of YAML and TOML need parsers that no other file does
    _builds = Later("dockersh.ways_in.documents.kinds.builds")
    _code = Later("dockersh.ways_in.documents.kinds.code")
    _dockerfiles = Later("dockersh.ways_in.documents.kinds.dockerfiles")
    _pages = Later("dockersh.ways_in.documents.kinds.pages")
    _tables = Later("dockersh.ways_in.documents.kinds.tables")
    _trees = Later("dockersh.ways_in.documents.kinds.trees")

__all__ = ["Kind", "UnreadableError", "extract", "kind_of"]

INLINE, CODE = "inline", "code"
ALSO = (INLINE, CODE)  # what is read on wish alone

Reader = Callable[[Passage], Iterator[Snippet]]


class Kind(NamedTuple):
    """A kind of file. *page*: it is for people, who fill in what is missing; *filled*: a template is filled in first.

    *runs*: a shell gets its lines as they end. *inline*: who reads code within sentences, too, which is done on wish.
    *wish*: the word of `ALSO` without which the kind is not read.
    """

    name: str
    names: re.Pattern[str]
    reader: Reader
    page: bool = False
    filled: bool = False
    runs: bool = False
    inline: Reader | None = None
    wish: str = ""


def _bats(passage: Passage) -> Iterator[Snippet]:
    """Tests of bats are functions with a sentence for their name."""
    return script(passage.exchanged(BATS, lambda found: "_" * (len(found[0]) - 4) + "() {"))


BATS = re.compile(r"^@test[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\S+)[ \t]*\{", re.MULTILINE)
SHEBANG = re.compile(r"^#!.*?\b(?:ba|da|z|k|a)?sh\b|^#!.*?\bbats\b")
# By the file's path, in lower case; the first that fits.
KINDS = (
    Kind("toml", re.compile(r"\.toml$"), _tables.toml, filled=True),
    Kind("bats", re.compile(r"\.bats$"), _bats, runs=True),
    Kind(
        "shell",
        re.compile(r"\.(?:sh|bash|zsh|ksh|ash|dash|command|envrc)$|(?:^|/)\.(?:bashrc|zshrc|profile|envrc|bash_aliases)$"),
        script,
        runs=True,
    ),
    Kind(
        "markdown",
        re.compile(r"\.(?:md|markdown|mdx|qmd|txt)$|(?:^|/)readme$"),
        _pages.markdown,
        page=True,
        inline=_pages.markdown_inline,
    ),
    Kind("rst", re.compile(r"\.rst$"), _pages.rst, page=True, inline=_pages.rst_inline),
    Kind("asciidoc", re.compile(r"\.(?:adoc|asciidoc|asc)$"), _pages.asciidoc, page=True, inline=_pages.asciidoc_inline),
    Kind(
        "makefile",
        re.compile(r"(?:^|/)(?:gnu|bsd)?makefile(?:\.\w+)?$|\.(?:mk|mak)$"),
        _builds.makefile,
        filled=True,
        runs=True,
    ),
    Kind("justfile", re.compile(r"(?:^|/)\.?justfile$|\.just$"), _builds.justfile, filled=True),
    Kind("jenkinsfile", re.compile(r"(?:^|/)jenkinsfile[^/]*$|\.(?:jenkinsfile|jenkins)$"), _builds.jenkinsfile, filled=True),
    Kind("dockerfile", re.compile(r"(?:^|/)(?:docker|container)file(?:\.[^/]+)?$|\.dockerfile$"), _dockerfiles.dockerfile),
    Kind("yaml", re.compile(r"\.ya?ml$"), _trees.yaml, filled=True),
    Kind("python", re.compile(r"\.pyi?$"), _code.code, filled=True, wish=CODE),
    Kind("javascript", re.compile(r"\.[cm]?[jt]sx?$"), _code.code, filled=True, wish=CODE),
    Kind("json", re.compile(r"(?:^|/)(?:package|\.?devcontainer|composer)\.json$"), _trees.json, filled=True),
)
SHELL = Kind("shell", SHEBANG, script, runs=True)


def kind_of(name: str, text: str, also: AbstractSet[str] = frozenset()) -> Kind | None:
    """The kind of a file; None where it is none that is read. Standard input is a script. *also*: as for `extract`."""
    path = name.lower()
    found = next((kind for kind in KINDS if kind.names.search(path) and (not kind.wish or kind.wish in also)), None)
    bare = found is None and "." not in os.path.basename(path).lstrip(".")
    return SHELL if bare and (SHEBANG.match(text) or name == "<stdin>") else found


def extract(name: str, text: str, also: AbstractSet[str] = frozenset()) -> Iterator[Snippet]:
    """The shell of a file, in order. Nothing of a kind that is not read. *also*: what is read on wish (`ALSO`)."""
    kind = kind_of(name, text, also)
    if kind is None:
        return iter(())
    return (kind.inline if kind.inline and INLINE in also else kind.reader)(whole(text))
