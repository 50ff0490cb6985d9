"""A stretch of shell, explained as a whole → its docker lines: the physical lines each docker invocation stands on.

A line that was not read is one piece, for what there is to say about it.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence

from dockersh.explanation import CommandExplanation, Explanation, Finding, Span

LONGEST = 200  # characters of a line that was too long to be read; its beginning is enough to know it by
BLANKS = " \t\r"  # to a shell nothing else is one


def pieces(explanation: Explanation) -> Iterator[tuple[int, Explanation]]:
    """Each docker line with its offset; what is nested or stands on one line stays together."""
    if not explanation.commands and explanation.findings:
        begin, end = _physical(explanation.line, (0, 0))
        yield begin, _cut(explanation, (begin, min(end, begin + LONGEST)), [], explanation.findings)
        return
    stretches: list[Span] = []
    for command in explanation.commands:
        begin, end = _physical(explanation.line, command.span)
        if stretches and begin < stretches[-1][1]:
            begin, end = stretches[-1][0], max(end, stretches.pop()[1])
        stretches.append((begin, end))
    begins = [begin for begin, _ in stretches]
    commands: list[list[CommandExplanation]] = [[] for _ in stretches]
    findings: list[list[Finding]] = [[] for _ in stretches]
    for command in explanation.commands:
        commands[bisect(begins, command.span[0]) - 1].append(command)
    for one in explanation.findings:  # what is said of no place belongs to the line alone, or to the first of several
        at = bisect(begins, one.span[0]) - 1 if one.span else 0
        if at >= 0 and (not one.span or one.span[0] < stretches[at][1]):
            findings[at].append(one)
    for stretch, own, told in zip(stretches, commands, findings, strict=True):
        yield stretch[0], _cut(explanation, stretch, own, told)


def _physical(text: str, span: Span) -> Span:
    """The lines of a stretch, without their indent."""
    begin = text.rfind("\n", 0, span[0]) + 1
    end = text.find("\n", span[1])
    line = text[begin : len(text) if end < 0 else end]
    return begin + len(line) - len(line.lstrip(BLANKS)), begin + len(line.rstrip(BLANKS))


def _cut(explanation: Explanation, stretch: Span, own: Sequence[CommandExplanation], told: Sequence[Finding]) -> Explanation:
    """What is said of a stretch: its commands and its findings, with their places in it."""
    begin, end = stretch
    commands = tuple(_moved(one, begin) for one in own)
    findings = tuple(_finding(one, begin) for one in told)
    return explanation._replace(line=explanation.line[begin:end], commands=commands, findings=findings)


def _moved(command: CommandExplanation, by: int) -> CommandExplanation:
    parts = tuple(part._replace(span=_span(part.span, by)) for part in command.parts)
    findings = tuple(_finding(one, by) for one in command.findings)
    return command._replace(span=_span(command.span, by), parts=parts, findings=findings)


def _finding(one: Finding, by: int) -> Finding:
    return one._replace(span=_span(one.span, by)) if one.span else one


def _span(span: Span, by: int) -> Span:
    return span[0] - by, span[1] - by
