"""When is a logical line complete."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockersh.reading.syntax.unfinished import unfinished

TABLE = [
    ("docker ps", None),
    ("", None),
    ("echo 'a", "quote"),
    ('echo "a', "quote"),
    ('echo "a\\"', "quote"),
    ("echo `date", "quote"),
    ("echo 'it'\"'\"'s'", None),
    ("docker run \\", "backslash"),
    ("docker run \\\n", "backslash"),
    ("docker run \\\n x", None),
    ("echo a\\\\", None),
    ("docker rm $(docker ps", "parenthesis"),
    ("docker ps |", "operator"),
    ("docker ps &&\n", "operator"),
    ("docker ps &", None),
    ("cat <<EOF", "heredoc"),
    ("cat <<EOF\nx", "heredoc"),
    ("cat <<EOF\nx\nEOF", None),
    ("cat <<-'E'\n\tx\n\tE", None),
    ("cat <<EOF\nit's", "heredoc"),
    ("cat <<EOF\nit's (\nEOF", None),
    ("cat <<A <<B\nx\nA\ny", "heredoc"),
    ("cat <<A <<B\nx\nA\ny\nB", None),
    ("cat <<A; echo 'x <<B'\nA", None),
    ("cat <<<word", None),
    ("cat <<< 'two words'", None),
    ("sh -c 'cat <<EOF'", None),
    ("cat <<EOF\nx\nEOF\necho 'a", "quote"),
    ("for i in 1 2; do", "compound"),
    ("for i in 1 2; do\n docker ps\ndone", None),
    ("if true; then echo x", "compound"),
    ("if true; then echo x; fi", None),
    ("{ echo x", "compound"),
    ("echo done", None),
    ("echo x # it's a comment", None),
    ("case x in\n a) echo;;", "compound"),
    ("case x in a) echo;; esac", None),
    ("g() {", "compound"),
    ("g() {\n echo x\n}", None),
    ("g () {\n echo x\n}\ng", None),
    ("g()", "compound"),
    ("g()\n{ echo x; }", None),
    ("function g {", "compound"),
    ("function g { echo x; }", None),
    ("echo a; for i in 1 2; do", "compound"),
    ("cd x && if true; then", "compound"),
    ("echo $(date) if x", None),
]


@pytest.mark.parametrize(("text", "waits_for"), TABLE, ids=[repr(text) for text, _ in TABLE])
def test_what_a_line_waits_for(text: str, waits_for: str | None) -> None:
    """An open quote, backslash, bracket, here-document or loop waits for more."""
    assert unfinished(text) == waits_for


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is the judge here")
@pytest.mark.parametrize("text", [text for text, _ in TABLE if not text.endswith("\\")], ids=repr)
def test_bash_agrees(text: str) -> None:
    """Where we see the line complete, bash does too."""
    if unfinished(text) is None:
        result = subprocess.run(["bash", "-n", "-c", text], capture_output=True, text=True, check=False)
        assert "unexpected end of file" not in result.stderr


@given(st.text(alphabet="ab '\"\\$(){}|&;<>\n#`", max_size=30))
def test_never_raises(text: str) -> None:
    """Any text gets an answer."""
    assert unfinished(text) in (None, "quote", "backslash", "parenthesis", "heredoc", "operator", "compound")
