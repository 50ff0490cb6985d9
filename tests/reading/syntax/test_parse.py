"""A shell line becomes docker invocations, words and spans."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockersh.reading import syntax
from dockersh.reading.syntax import tree

WORDS = [
    ("docker ps -a", ["docker", "ps", "-a"]),
    ("docker run 'a b' \"c d\" e\\ f", ["docker", "run", "a b", "c d", "e f"]),
    ('docker run sh -c "echo \\"hi\\" \\$x"', ["docker", "run", "sh", "-c", 'echo "hi" $x']),
    ("docker run -it \\\n  ubuntu", ["docker", "run", "-it", "ubuntu"]),
    ("docker run $'a\\tb'", ["docker", "run", "a\tb"]),
    ("docker run a'b'\"c\"", ["docker", "run", "abc"]),
    ("docker ps # comment", ["docker", "ps"]),
    ("docker ps > out.txt -q", ["docker", "ps", "-q"]),
    ("docker run -e A=b x", ["docker", "run", "-e", "A=b", "x"]),
    ("docker build - < Dockerfile", ["docker", "build", "-"]),
    ("docker build -t x - <<EOF\nFROM y\nEOF", ["docker", "build", "-t", "x", "-"]),
    ("docker build -t x -<<EOF\nFROM y\nEOF", ["docker", "build", "-t", "x", "-"]),
    ("docker exec x -<<-EOF\nFROM y\nEOF", ["docker", "exec", "x", "-"]),
    ("docker build -f - . <<EOF\nFROM y\nEOF", ["docker", "build", "-f", "-", "."]),
]


@pytest.mark.parametrize(("line", "words"), WORDS, ids=[line for line, _ in WORDS])
def test_words_are_what_docker_gets(line: str, words: list[str]) -> None:
    """Quotes, escapes, continuations and comments are read as the shell reads them."""
    (call,) = syntax.parse(line).calls
    assert [word.text for word in call.words] == words


FOUND = [
    ("docker ps | grep x && docker images", ["docker ps", "docker images"]),
    ("docker rm $(docker ps -aq)", ["docker rm $(docker ps -aq)", "docker ps -aq"]),
    ("for i in 1 2; do docker rm $i; done", ["docker rm $i"]),
    ("A=1 sudo -u me docker ps", ["docker ps"]),
    ("timeout 5 env X=1 /usr/bin/docker ps", ["/usr/bin/docker ps"]),
    ("docker-compose up", ["docker-compose up"]),
    ("dockersh docker ps", ["docker ps"]),
    ("if docker ps; then echo; fi", ["docker ps"]),
    ("echo docker ps", []),
    ("ls -l", []),
    ("", []),
    ("   ", []),
    ("$DOCKER ps", []),
    ("sudo", []),
]


@pytest.mark.parametrize(("line", "calls"), FOUND, ids=[line or "empty" for line, _ in FOUND])
def test_docker_is_found_where_it_stands(line: str, calls: list[str]) -> None:
    """Docker is found behind wrappers, in lists, pipes, loops and substitutions, and nowhere else."""
    assert [line[slice(*call.span)] for call in syntax.parse(line).calls] == calls


UNKNOWN = ["$X", "${X:-y}", "$(pwd)", "`pwd`", '"$X"', "a*", "file?", "{a,b}", "~/x", "x$Y"]


@pytest.mark.parametrize("word", UNKNOWN)
def test_what_the_shell_decides_is_not_literal(word: str) -> None:
    """An expansion or glob is kept as typed and marked as not known yet."""
    (call,) = [call for call in syntax.parse(f"docker run {word}").calls if call.words[1].text == "run"]
    assert (call.words[2].text, call.words[2].literal) == (word, False)


@pytest.mark.parametrize("word", ["'*'", '"~"', "\\*", "'$X'", "a=b", "{{.Names}}"])
def test_quoted_marks_are_literal(word: str) -> None:
    """A quoted or escaped mark is only a character."""
    assert syntax.parse(f"docker run {word}").calls[0].words[2].literal


BROKEN = [
    ('docker run "x', "quote"),
    ("docker run 'x", "quote"),
    ("docker ps |", "operator"),
    ("docker rm $(docker ps", "parenthesis"),
    ("for i in 1; do docker ps", "compound"),
    ("docker ps )", "syntax"),
    ("docker ps", None),
    ("echo 'ok'", None),
]


@pytest.mark.parametrize(("line", "broken"), BROKEN, ids=[line for line, _ in BROKEN])
def test_a_broken_line_says_what_is_missing(line: str, broken: str | None) -> None:
    """What the shell would refuse is named."""
    assert syntax.parse(line).broken == broken


def test_a_line_too_long_is_not_parsed() -> None:
    """100 KB of quoted words are handed on unread."""
    assert syntax.parse("docker run '" + "x" * 100_001 + "'").broken == "too-long"


# A bare `==` is a word to the shell; the grammar takes it for the operator of a test, and only the fast path reads it right.
PLAIN_WORD = st.from_regex(r"[A-Za-z0-9_./:,@%+=-]{1,12}", fullmatch=True).filter(lambda word: word != "==")


@given(st.lists(PLAIN_WORD, min_size=1, max_size=8))
def test_the_fast_path_and_the_grammar_agree(words: list[str]) -> None:
    """A line of plain words means the same with and without the grammar."""
    line = " ".join(["docker", *words])
    assert syntax.parse(line).calls == tree.parse(line).calls


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    """No text breaks the reading, and every span lies in the text."""
    for call in syntax.parse("docker " + text).calls:
        assert all(0 <= word.span.start <= word.span.end <= len(text) + 7 for word in call.words)


def test_spans_count_characters_not_bytes() -> None:
    """Hangul in front does not shift the spans."""
    line = "docker run --name '이름' ubuntu"
    assert [line[slice(*word.span)] for word in syntax.parse(line).calls[0].words][-2:] == ["'이름'", "ubuntu"]


def test_bytes_that_are_not_utf8_are_kept() -> None:
    """A broken byte of the command line travels through as it came."""
    line = b"docker run '\xff'".decode("utf-8", "surrogateescape")
    assert syntax.parse(line).calls[0].words[2].text == "\udcff"


def test_a_half_typed_ansi_c_string_is_read() -> None:
    """`$'…` that ends in a backslash is no reason to stop."""
    assert syntax.parse("docker run $'a\\x' $'\\").broken == "quote"
    assert [word.text for word in syntax.parse(r"docker run x$'\u'").calls[0].words][-1] == r"x\u"


@pytest.mark.parametrize(
    "text", ["{\U0001f433", "docker run x {\U000f075a\x0f", "docker '{\U0001f433}' \U0001f433{", "docker $\U0001f433"]
)
def test_any_character_may_follow_a_brace(text: str) -> None:
    """The grammar's scanner once read beyond its table here, and took the process with it."""
    code = f"from dockersh.reading.syntax import tree; print(tree.parse({text!r}).text == {text!r})"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "True\n"


ALONE = [
    ("docker ps", True),
    ("docker run -v /x:/x busybox sh -c 'exit 1'", True),
    ('docker run -v "$PWD":/x busybox', True),
    ("$ docker run \\\n  'busybox'", True),
    ("mkdir x && docker run -v x:/x 'busybox'", False),
    ("docker run -v $(pwd)/a:/x busybox", True),
    ('docker run -v "`pwd`":/x busybox', True),
    ("docker run -v $(pwd -L):/x busybox", True),
    ("docker run -v $(pwd; mkdir a):/x busybox", False),
    ("docker run -v $(pwd > a):/x busybox", False),
    ("docker run -v $(pwd $(mkdir a)):/x busybox", False),
    ("docker run -v $(pwd) busybox; pwd", False),
    ("pwd; docker run -v /x:/x 'busybox'", False),
    ("docker run -v $(mktemp -d):/x busybox", False),
    ("docker run -v `mktemp -d`:/x busybox", False),
    ("echo 'a' | docker run -i busybox", False),
    ("docker run -i busybox cat <<< 'a'", False),
    ("docker run -i busybox cat < 'a'", False),
    ("docker run -i busybox cat <<E\na\nE", False),
    ("docker run busybox cat <(echo a)", False),
    ("bash -c 'cd /x; docker build .'", False),
    ("(docker ps)", False),
    ("docker ps 'a", False),
]


@pytest.mark.parametrize(("line", "alone"), ALONE, ids=[line for line, _ in ALONE])
def test_whether_the_shell_does_nothing_else(line: str, alone: bool) -> None:
    """Then what stands on this machine now is what docker will find; quotes do not change that."""
    assert syntax.parse(line).alone is alone
