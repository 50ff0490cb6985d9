"""`--format` of lists: a table with a header, a line of JSON, or a template of one's own for each row.

Columns are as wide as the longest cell and three blanks, ten at least; the last one is not filled up.
Source: docker/cli cli/command/formatter/formatter.go and its tabwriter (28.5.2).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence

from dockersh.practice.standin.failing import failed
from dockersh.practice.standin.golang import Template, TemplateError, compiled
from dockersh.practice.standin.shown.measures import width
from dockersh.startup.typed import Any

LEAST, BETWEEN = 10, 3
TABLE, JSON = "table", "json"


def out(text: str) -> None:
    """Write to standard output; what a process wrote keeps its bytes."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()


def aligned(lines: Iterable[str], least: int = LEAST, between: int = BETWEEN) -> str:
    """Lines whose cells end in tabs, in columns. A column ends with the lines that have it."""
    rows = [line.split("\t") for line in lines]
    widths: dict[tuple[int, int], int] = {}
    for column in range(max((len(row) for row in rows), default=0)):
        for number, row in enumerate(rows):
            if len(row) > column + 1:
                widths[number, column] = _of_block(rows, number, column, least, between)
    return "".join(_line(row, number, widths) for number, row in enumerate(rows))


def _of_block(rows: Sequence[list[str]], number: int, column: int, least: int, between: int) -> int:
    """The width of a column in the lines around one that have it, too."""
    first = last = number
    while first > 0 and len(rows[first - 1]) > column + 1:
        first -= 1
    while last + 1 < len(rows) and len(rows[last + 1]) > column + 1:
        last += 1
    return max(least, max(width(row[column]) for row in rows[first : last + 1]) + between)


def _line(row: list[str], number: int, widths: Mapping[tuple[int, int], int]) -> str:
    cells = [cell + " " * (widths[number, column] - width(cell)) for column, cell in enumerate(row[:-1])]
    return "".join(cells) + row[-1] + "\n"


def template(text: str) -> Template:
    """The template of a format. Raises Failed."""
    shape = JSON_OF if text == JSON else text.removeprefix(TABLE)
    try:
        return compiled(shape.strip(" ").replace("\\t", "\t").replace("\\n", "\n"))
    except TemplateError as error:
        raise failed("template-parsing", error=error) from error


JSON_OF = "{{json .}}"


def listed(shape: str, titles: Mapping[str, str], rows: Iterable[Any]) -> str:
    """Rows by a format. Raises Failed."""
    made = template(shape)
    try:
        text = "".join(made.on(row) + "\n" for row in rows)
        if not shape.startswith(TABLE):
            return text
        return aligned((made.of_titles(titles) + "\n" + text)[:-1].split("\n"))
    except TemplateError as error:
        raise failed("template-parsing", error=error) from error
