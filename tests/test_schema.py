"""The JSON contract: every explanation fits the schema that the package ships."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

import dockersh
from dockersh import Situation, explain, texts
from support import cases
from support.state import NOW, WrittenEngine
from support.values_table import GOOD

SCHEMA = json.loads((Path(dockersh.__file__).parent / "explanation.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


@pytest.mark.parametrize("case", cases.every(), ids=lambda case: case.path.stem)
def test_every_case_fits_the_schema(case: cases.Case) -> None:
    """In both languages, through real JSON; spans point into the line."""
    for lang in texts.complete():
        explanation = explain(case.line, lang=lang, engine=WrittenEngine(case.engine), situation=Situation(None, NOW))
        data = json.loads(explanation.to_json())
        VALIDATOR.validate(data)
        for command in data["commands"]:
            spans = [item["span"] for key in ("parts", "findings") for item in command[key] if item["span"]]
            assert all(0 <= start < end <= len(case.line) for start, end in spans)


def test_every_decoded_value_fits_the_schema() -> None:
    """Each example of the value table has a shape that the schema documents."""
    from dockersh.reading import values

    decoded = SCHEMA["$defs"]["part"]["properties"]["decoded"]
    validator = jsonschema.Draft202012Validator({**decoded, "$defs": SCHEMA["$defs"]})
    for kind, text, _ in GOOD:
        found = values.decode(kind, text)
        assert isinstance(found, values.Value)
        validator.validate(found.shape)


def test_the_schema_itself_is_one() -> None:
    """A valid JSON Schema, named as the objects name it."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == explain("docker ps").to_dict()["schema"]


def test_the_example_of_the_contract() -> None:
    """A cluster's pieces share their start; a value reaches to its end."""
    data = explain("docker run -itp 8080:80 nginx").to_dict()
    parts = data["commands"][0]["parts"]
    assert [(part["span"], part.get("flag") or part.get("name"), part["value"]) for part in parts] == [
        ([11, 15], "interactive", None),
        ([11, 15], "tty", None),
        ([11, 23], "publish", "8080:80"),
        ([24, 29], "IMAGE", "nginx"),
    ]
