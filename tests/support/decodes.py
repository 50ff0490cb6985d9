"""Counts how often the grammars of values are asked about which text, whoever asks and however it was imported."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from support.paths import SOURCE

VALUES = str(SOURCE / "reading" / "values")

Asked = tuple[str, str]  # the function, as `ports.parse`; the text it was given


@contextmanager
def counted() -> Iterator[Counter[Asked]]:
    """Calls of public functions of `reading/values` that take a text, and of those that `values.decode` stands in front of."""
    found: Counter[Asked] = Counter()

    def look(frame: FrameType, event: str, _arg: Any) -> None:
        code = frame.f_code
        if event != "call" or not code.co_filename.startswith(VALUES) or "text" not in code.co_varnames[: code.co_argcount]:
            return
        module = code.co_filename.rpartition("/")[2].removesuffix(".py")
        if not code.co_name.startswith("_") or code.co_name == "_read":
            found[f"{module}.{code.co_name}", frame.f_locals["text"]] += 1

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        yield found
    finally:
        sys.setprofile(before)
