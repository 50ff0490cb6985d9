"""Entries are put into a JSON file and taken out again; every other byte stays."""

from __future__ import annotations

import json

import pytest

from dockersh.ways_in.plugin.install import OWN, SWITCH, _with_hook, _without_hook
from dockersh.ways_in.plugin.members import put, take_out, value_of

# config.json as people, docker, Desktop and editors write it.
FILES = (
    "{}",
    "{}\n",
    "{\n}\n",
    '{"auths":{}}',
    '{ "auths" : { } , "x":1}',
    '{\n\t"auths": {},\n\t"credsStore": "desktop"\n}',
    '{\n  "auths": {\n    "https://x/\\u003c": {"auth": "a\\"}b"}\n  },\n  "features": {\n    "buildkit": "true"\n  }\n}\n',
    '{\r\n  "auths": {},\r\n  "plugins": {\r\n    "debug": {\r\n      "hooks": "exec"\r\n    }\r\n  }\r\n}\r\n',
    '{\n    "plugins": {},\n    "features": {},\n    "한글": "값"\n}\n',
)


@pytest.mark.parametrize("text", FILES)
def test_the_entries_come_and_go(text: str) -> None:
    """What JSON means by it is what was meant; without them the file is the old one, byte for byte."""
    put_in = _with_hook(text)
    before, after = json.loads(text), json.loads(put_in)
    assert after["features"]["hooks"] == "true"
    assert "run" in after["plugins"]["explain"]["hooks"].split(",")
    del after["plugins"]["explain"], after["features"]["hooks"]
    bare = {key: value for key, value in after.items() if value or key in before}
    assert bare == before
    assert _with_hook(put_in) == put_in
    gone = _without_hook(put_in)
    if "debug" in text:  # another plugin's hook needs the switch
        assert json.loads(gone) == {**before, "features": {"hooks": "true"}}
    elif '{},\n    "features": {}' not in text:  # empty objects that held nothing else go, too
        assert "".join(gone.split()) == "".join(text.split())
        assert len(text) < 5 or gone == text


def test_what_is_there_stays() -> None:
    """A member is not put in twice, and one that is not there cannot be taken out."""
    assert put('{"a":{"b":1}}', ("a", "b"), "x") == '{"a":{"b":1}}'
    assert take_out('{"a":{"b":1}}', ("a", "c")) == '{"a":{"b":1}}'
    assert take_out('{"a":{"b":1},"c":2}', ("c",)) == '{"a":{"b":1}}'
    assert value_of("{}", SWITCH) is None
    assert value_of("{}", OWN) is None


@pytest.mark.parametrize("text", ["[]", "", "1"])
def test_what_is_no_object_is_refused(text: str) -> None:
    """The caller has looked already; nothing is written over it."""
    with pytest.raises(ValueError):
        put(text, ("a",), "x")
