"""What a Markdown page says in HTML and within its sentences."""

from __future__ import annotations

import pytest

from dockersh.explaining.pipeline import explain
from dockersh.ways_in.documents.check import Checked, check

INLINE = frozenset(("inline",))


def found(text: str, *, inline: bool = True) -> list[Checked]:
    """The docker lines of a page."""
    return list(check("a.md", text, explain, INLINE if inline else frozenset()))


def places(text: str, *, inline: bool = True) -> list[tuple[int, int, str]]:
    """Where they stand, and what they are."""
    return [(one.place.line, one.place.column, one.explanation.line) for one in found(text, inline=inline)]


SENTENCES = {
    "a command": ("Type `docker run -p 80:80 x`.", [(1, 7, "docker run -p 80:80 x")]),
    "two on a line": ("`docker rm a` or `docker rm b`", [(1, 2, "docker rm a"), (1, 19, "docker rm b")]),
    "more backticks": ("``docker exec web sh -c `id` `` is", [(1, 3, "docker exec web sh -c `id`")]),
    "over two lines": ("see `docker run\n-d x`", [(1, 6, "docker run\n-d x")]),
    "a second command": ("`cd x && docker rm web`; `true | x`", [(1, 2, "cd x && docker rm web")]),
    "a prompt": ("`$ docker rm web`", [(1, 4, "docker rm web")]),
    "HTML": ("<b>or</b> <code>docker rm &lt;web&gt;</code>", [(1, 17, "docker rm <web>")]),
    "a list": (
        "- `docker logs -f web`\n- `docker-compose up -d`",
        [(1, 4, "docker logs -f web"), (2, 4, "docker-compose up -d")],
    ),
    "a table": ("| `docker rm web` | x |", [(1, 4, "docker rm web")]),
    "in order": (
        "`docker rm a`\n```sh\ndocker rm b\n```\n`docker rm c`",
        [(1, 2, "docker rm a"), (3, 1, "docker rm b"), (5, 2, "docker rm c")],
    ),
    "a bar in a table": ("| `docker ps -q \\| wc -l` | x |", [(1, 4, "docker ps -q \\| wc -l")]),
    "no argument": ("`docker run`, `docker compose up`, `docker`", []),
    "another command": ("`sudo systemctl restart docker now` and `docker/x y z`", []),
    "no code": ("docker run -p 80:80 x", []),
    "a backtick that is alone": ("a ` docker run -d x", []),
    "an escaped one": ("\\`docker run -d x`", []),
    "over a paragraph": ("`docker run\n\n-d x`", []),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_code_in_a_sentence_is_read_on_wish(name: str) -> None:
    """Each in its place; without the wish, none but the blocks."""
    text, wanted = SENTENCES[name]
    assert places(text) == wanted
    assert places(text, inline=False) == [one for one in wanted if name == "in order" and one[0] == 3]


OTHERS = {
    "a.rst": (
        (
            "Use ``docker run -d x:1``, :command:`docker rm\nweb`, `docker ps <https://x>`_.\n"
            "\n::\n\n   docker ps -a\n\n``docker kill x``\n"
        ),
        ["docker run -d x:1", "docker rm web", "docker ps -a", "docker kill x"],
    ),
    "a.adoc": (
        (
            "Use `docker run -d x:1`, ``docker rm web``s, `+docker rm <x>+`, a`docker rm y`.\n"
            "\n----\ndocker ps -a\n----\n`docker kill x`\n"
        ),
        ["docker run -d x:1", "docker rm web", "docker rm <x>", "docker ps -a", "docker kill x"],
    ),
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_pages_have_code_in_sentences(name: str) -> None:
    """As their language writes it; without the wish, only the blocks are read."""
    text, wanted = OTHERS[name]
    found = list(check(name, text, explain, INLINE))
    assert [" ".join(one.explanation.line.split()) for one in found] == wanted
    assert [one.explanation.line for one in check(name, text, explain)] == ["docker ps -a"]
    lines = text.split("\n")
    assert all(lines[one.place.line - 1][one.place.column - 1 :].startswith("docker") for one in found)


def test_a_sentence_may_show_a_line_in_part() -> None:
    """What is missing is no fault there; what is wrong is one."""
    assert not [
        one for name in ("a.md", "a.adoc") for one in check(name, "|`docker ps -q \\| wc -l`", explain, INLINE) if one.findings
    ]
    text = "With `docker run --rm`, `docker run -e`, `docker build -t x`, `docker stack deploy`, `docker secret create x`, "
    text += "`docker update x`, but `docker run --nmae x y:1`."
    assert [told.code for one in found(text) for _, told in one.findings if told.severity != "warning"] == ["unknown-flag-near"]
    (place,) = [place for one in found(text) for place, told in one.findings if told.code == "unknown-flag-near"]
    assert text[place.column - 1 : place.end_column - 1] == "--nmae"


BLOCKS = {
    "a block": ("<pre>\ndocker rm web\n</pre>", [(2, 1, "docker rm web")]),
    "with a language": (
        '<pre><code class="language-bash">docker rm a\n\ndocker rm b\n</code></pre>',
        [(1, 34, "docker rm a"), (3, 1, "docker rm b")],
    ),
    "of another language": ('<pre lang="python">\ndocker rm web\n</pre>', []),
    "of YAML": ('<pre lang="yaml">\nscript:\n  - docker rm web\n</pre>', [(3, 5, "docker rm web")]),
    "a session": ("<pre>\n$ docker rm web\ndocker said\n</pre>", [(2, 3, "docker rm web")]),
    "letters and marks": (
        "<pre>docker run -e A='&quot;&lt;' <b>x</b> &amp;&amp; docker rm x</pre>",
        [(1, 6, "docker run -e A='\"<' x && docker rm x")],
    ),
    "in a table": (
        "<td><pre>\ndocker rm a\n</pre></td>\n```sh\ndocker rm b\n```",
        [(2, 1, "docker rm a"), (5, 1, "docker rm b")],
    ),
    "behind text": (
        "### Run: <br> <pre>docker rm a</pre> <pre>docker rm b</pre>",
        [(1, 20, "docker rm a"), (1, 43, "docker rm b")],
    ),
    "not closed": ("<pre>\n\n```sh\ndocker rm b\n```", [(4, 1, "docker rm b")]),
    "in a sentence": ("`<pre>` and\n```sh\ndocker rm b\n```\n`</pre>`", [(3, 1, "docker rm b")]),
    "JSX": ("<pre>{`\ndocker rm b\n`}</pre>", []),
    "in a fence": ("```html\n<pre>\ndocker rm a\n</pre>\n```", []),
}


@pytest.mark.parametrize("name", BLOCKS)
@pytest.mark.parametrize("inline", [True, False])
def test_blocks_of_html_are_blocks(name: str, *, inline: bool) -> None:
    """`<pre>` is what a fence is; its marks and letters are what a reader sees."""
    text, wanted = BLOCKS[name]
    assert places(text, inline=inline) == wanted


LONG = ("<pre>\n", "<pre>x</pre> ", "<a><b>", "`a ``b ", "; ", "|| ", "a && ", "sudo ")


@pytest.mark.parametrize("piece", LONG)
@pytest.mark.parametrize("within", ["{}docker", "`{}docker`", "<code>{}docker</code>"])
def test_long_pages_end(piece: str, within: str) -> None:
    """What is never closed, and what may be the beginning of a line, is looked at once."""
    assert places(within.format(piece * 20_000)) == []
