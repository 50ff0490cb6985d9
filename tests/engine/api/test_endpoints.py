"""The written list: nothing else can be sent to an engine, whatever a line names."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockersh.engine import api
from dockersh.engine.api.endpoints import ENDPOINTS, HEADS, Get, filters, target

# Paths that read, and yet make an engine ask a registry, read without an end, or hand out what is not ours.
# Source: docker's API reference 1.51.
NEVER = (
    "/distribution/x/json",
    "/images/search",
    "/images/x/get",
    "/images/get",
    "/containers/x/export",
    "/containers/x/archive",
    "/containers/x/attach/ws",
    "/containers/x/stats",
    "/containers/x/top",
    "/services/x/logs",
    "/swarm/unlockkey",
    "/secrets/x",
    "/configs/x",
    "/plugins/privileges",
    "/exec/x/json",
    "/session",
)


def test_nothing_of_what_is_left_out_is_on_the_list() -> None:
    """Neither as it stands nor with a name in its place; of an archive only the head."""
    found = {path.replace("{}", "x") for name, path in ENDPOINTS.items() if name not in HEADS}
    assert not found & set(NEVER)


@pytest.mark.parametrize("query", [(), (("stdout", "1"), ("stderr", "1")), (("tail", "9"),), (("follow", "1"), ("tail", "9"))])
def test_a_log_is_never_read_without_an_end(query: tuple[tuple[str, str], ...]) -> None:
    """Only its last lines, and never what is still to come."""
    with pytest.raises(ValueError, match="is not asked with"):
        target(Get("log", "web", query))


def test_every_request_is_a_get_or_a_head() -> None:
    """The words that begin a request stand once in the package, in the one place that sends."""
    folder = Path(api.__file__).parent
    methods = ("GET ", "HEAD ", "POST ", "PUT ", "DELETE ", "PATCH ", "OPTIONS ", "CONNECT ", "TRACE ")
    found = [
        (path.name, node.value)
        for path in sorted(folder.glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith(methods)
    ]
    sends = [path.name for path in folder.glob("*.py") if ".sendall(" in path.read_text(encoding="utf-8")]
    assert (found, sends) == ([("connection.py", "HEAD "), ("connection.py", "GET ")], ["connection.py"])


REFUSED = [
    Get("search"),
    Get("logs", "x"),
    Get("containers", "x"),
    Get("container"),
    Get("container", "x", (("size", "1"),)),
    Get("images", query=(("shared-size", "1"),)),
    Get("events"),
    Get("events", query=(("since", "1"),)),
    Get("usage"),
    *(Get("image", name) for name in ("..", ".", "a/../b", "../search", "/a", "a/", "a//b", "")),
]


@pytest.mark.parametrize("get", REFUSED, ids=str)
def test_what_is_not_on_the_list_cannot_be_asked(get: Get) -> None:
    """Another endpoint, a word it does not take, one that it lacks, a name that climbs out of its place."""
    with pytest.raises((KeyError, ValueError)):
        target(get)


@given(st.text(min_size=1))
def test_a_name_stays_in_its_place(name: str) -> None:
    """Whatever stands on the line: one path, no query, nothing that a server takes for the start of another request."""
    try:
        found = target(Get("image", name), "1.41")
    except ValueError:
        return
    assert found.isascii()
    assert not set(found) & set(" \r\n\t#?")
    assert unquote(urlsplit(found).path) == f"/v1.41/images/{name}/json"


@given(st.dictionaries(st.text(min_size=1), st.lists(st.text(), min_size=1, unique=True), max_size=3))
def test_filters_are_read_as_they_were_meant(wanted: dict[str, list[str]]) -> None:
    """JSON in a query, with the words of others in it."""
    query = filters({kind: tuple(words) for kind, words in wanted.items()})
    found = parse_qs(urlsplit(target(Get("containers", query=query))).query)
    assert [json.loads(one) for one in found.get("filters", [])] == (
        [{kind: dict.fromkeys(words, True) for kind, words in wanted.items()}] if wanted else []
    )
