"""The reader of HCL: what it reads, what it leaves out, and that nothing makes it hang."""

from __future__ import annotations

import contextlib
import time

import pytest

from dockersh.engine.bake import hcl
from dockersh.engine.bake.hcl import UNREAD, Name, Template
from dockersh.machine import limits

EXPRESSIONS: list[tuple[str, hcl.Expression]] = [
    ('"a"', "a"),
    (r'"a\nb\"c"', 'a\nb"c'),
    ("12", 12),
    ("1.5", 1.5),
    ("true", True),
    ("null", None),
    ("TAG", Name("TAG")),
    ('"x:${TAG}"', Template("x:${TAG}")),
    ('["a", B,\n  "c", # remark\n]', ["a", Name("B"), "c"]),
    ('{ a = "b", "c": 3\n d = [] }', {"a": "b", "c": 3, "d": []}),
    ('TAG == "" ? "a" : "b"', UNREAD),
    ("upper(TAG)", UNREAD),
    ('["a", lower("B")]', ["a", UNREAD]),
    ("[for p in PS : p]", UNREAD),
    ("{for k, v in M : k => v}", UNREAD),
    ("<<EOT\n} not [HCL\nEOT", UNREAD),
    ("<<-EOT\n  FROM x\n  EOT", UNREAD),
    ("a.b", UNREAD),
    ("-1", UNREAD),
]


@pytest.mark.parametrize(("text", "held"), EXPRESSIONS, ids=[text for text, _ in EXPRESSIONS])
def test_an_expression_is_read_or_left_out_and_reading_goes_on(text: str, held: hcl.Expression) -> None:
    """What follows is read either way."""
    blocks, attributes = hcl.read(f'before = "1"\ntarget "web" {{\n  x = {text}\n  y = "z"\n}}\nafter = {text}\nlast = true\n')
    assert blocks == (hcl.Block("target", ("web",), {"x": held, "y": "z"}),)
    assert attributes == {"before": "1", "after": held, "last": True}


@pytest.mark.parametrize("text", ['variable "A" { default = "1" }', "/* a\n */ group x {\n}\n", "// a\n# b\n", ""])
def test_short_forms(text: str) -> None:
    """A body on one line, a label without quotes, remarks of each kind, nothing at all."""
    blocks, _ = hcl.read(text)
    assert [block.kind for block in blocks] == [word for word in ("variable", "group") if word in text]


BROKEN = ["target", 'target "a" {', "x = [", "x = ]", "x = {a = 1", '"a" = 1', "x = <<EOT\n", "= 1", "}"]


@pytest.mark.parametrize("text", BROKEN)
def test_what_is_no_hcl_is_said_to_be_none(text: str) -> None:
    """So that nothing is told of it."""
    with pytest.raises(hcl.HclError):
        hcl.read(text)


LONG = ["[", "x = [", "a {\n", "x = <<EOT\n", 'x = "${', "x = {", "(", "/*", '"', "x = a(", "x = [{a = [", "# ", "${"]


@pytest.mark.parametrize("piece", LONG)
def test_time_grows_with_the_length(piece: str) -> None:
    """A file as large as is read at all, of one piece again and again; a guard against squares, in the processor's time."""
    text = piece * (limits.BAKE_FILE // len(piece))
    began = time.process_time()
    with contextlib.suppress(hcl.HclError, RecursionError):
        hcl.read(text)
    assert time.process_time() - began < 5
