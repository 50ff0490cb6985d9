"""A stretch of shell, explained as a whole → its docker lines: the physical lines each docker invocation stands on."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.explanation import CommandExplanation, Explanation, Finding, Span


def pieces(explanation: Explanation) -> Iterator[tuple[int, Explanation]]:
    """Each docker line with its offset; what is nested or stands on one line stays together."""
    stretches: list[Span] = []
    for command in explanation.commands:
        begin, end = _physical(explanation.line, command.span)
        if stretches and begin < stretches[-1][1]:
            begin, end = stretches[-1][0], max(end, stretches.pop()[1])
        stretches.append((begin, end))
    for index, stretch in enumerate(stretches):
        yield stretch[0], _cut(explanation, stretch, first=index == 0)


def _physical(text: str, span: Span) -> Span:
    """The lines of a stretch, without their indent."""
    begin = text.rfind("\n", 0, span[0]) + 1
    end = text.find("\n", span[1])
    line = text[begin : len(text) if end < 0 else end]
    return begin + len(line) - len(line.lstrip()), begin + len(line.rstrip())


def _cut(explanation: Explanation, stretch: Span, *, first: bool) -> Explanation:
    """What is said of a stretch. What is said of no place belongs to the line alone, or to the first of several."""
    begin, end = stretch
    commands = tuple(_moved(one, begin) for one in explanation.commands if begin <= one.span[0] < end)
    here = (one for one in explanation.findings if (begin <= one.span[0] < end if one.span else first))
    findings = tuple(_finding(one, begin) for one in here)
    return explanation._replace(line=explanation.line[begin:end], commands=commands, findings=findings)


def _moved(command: CommandExplanation, by: int) -> CommandExplanation:
    parts = tuple(part._replace(span=_span(part.span, by)) for part in command.parts)
    findings = tuple(_finding(one, by) for one in command.findings)
    return command._replace(span=_span(command.span, by), parts=parts, findings=findings)


def _finding(one: Finding, by: int) -> Finding:
    return one._replace(span=_span(one.span, by)) if one.span else one


def _span(span: Span, by: int) -> Span:
    return span[0] - by, span[1] - by
