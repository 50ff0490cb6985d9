"""What a document makes of a finding: it is judged by what stands in it, not by this machine or by what a reader fills in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dockersh.explanation import Explanation, Finding
from dockersh.startup.typed import NamedTuple
from dockersh.ways_in.documents.shell_judge import refuses

BLANKS = frozenset(("placeholder", "placeholder-redirect", "placeholder-template"))
# What another machine may have, or a plugin bring.
ELSEWHERE = frozenset(
    (
        *("plugin-missing", "buildx-missing", "compose-missing", "docker-missing", "docker-compose-missing", "prints-its-own"),
        *("file-missing", "input-missing", "file-is-folder", "folder-missing", "no-such-context", "engine-too-old"),
        "build-no-ssh-agent",
    )
)
# On a page a line may be shown in part.
IN_PART = frozenset(("missing-argument", "argument-swallowed", "build-needs-context", "needs-one-of"))
# "give it with `docker run -e`", "`docker stack deploy` reads a compose file"
IN_SENTENCES = IN_PART | {
    *("flag-needs-value", "option-needs", "stack-without-file", "secret-without-file", "update-nothing"),
    *("alias-needs-network", "address-needs-network", "index-needs-service", "password-without-user", "load-without-input"),
    *("swap-without-memory", "login-needs-terminal"),
}
# What a page for other shells than ours shows.
OF_OTHER_SHELLS = frozenset(("powershell-continuation", "powershell-variable", "cmd-continuation", "cmd-variable"))
UNREAD = frozenset(
    ("line-syntax", "line-quote", "line-backslash", "line-parenthesis", "line-heredoc", "line-operator", "line-compound")
)
# What a page has where its reader will write something: `<name>`, `[OPTIONS]`, `{tag}`, `%%IMAGE%%`, `…`, `=..`, `IMAGE_NAME`,
# a word of another script. A template may begin with one word and end with another: `{{range .ARGS}}`.
FILL_IN = re.compile(
    r"<[^<>]*>|\[[^\]]*\]|\{[^{}]*\}|\{\{|%%\w+%%|\.\.\.|…|(?:^|=)\.\.$|(?<![A-Za-z0-9$])[A-Z][A-Z0-9]+(?:[_-][A-Z0-9]+)*(?![A-Za-z0-9])"
    r"|(?<![A-Za-z0-9])(?:your|my|some)[-_]|[^\W\d_a-zA-Z]"
)
TO_FILL_IN = re.compile(r"<[^<>\s]*>")
UNKNOWN = frozenset(("unknown-command", "unknown-command-near"))
ALTERNATIVES = re.compile(r"^(?:sudo )?docker \w+(?: / \w+)+")  # `docker run / exec / logs`
WORD = re.compile(r"[a-z][a-z-]*[a-z]")
# Errors of Linux's grammar about a path of Windows, which a client there takes, and Git's shell hands on.
OF_WINDOWS = frozenset(("bad-value", "bad-argument", "windows-path", "one-letter-volume"))
WINDOWS = re.compile(r"(?<![A-Za-z])[A-Za-z]:\\|\\\\|(?<![A-Za-z])[A-Za-z]:/[^:]*:|:[A-Za-z]:|class/[0-9A-Fa-f-]{8,}")
VARIABLE = re.compile(r"\b([A-Z][A-Z_]+)=")


class Setting(NamedTuple):
    """Where a docker line stands. *page*: a reader fills in; *filled*: a template does; *sure*: it is surely shell.

    *whole* is what a shell would be given, *document* the file's text. *part*: a sentence may show the line in part.
    """

    page: bool
    filled: bool
    sure: bool
    whole: str
    document: str
    part: bool = False


def judged(explanation: Explanation, setting: Setting) -> list[Finding] | None:
    """The findings of a docker line that are true of the document; None where it is no docker line at all."""
    found = [one for command in explanation.commands for one in command.findings] + list(explanation.findings)
    if _is_prose(explanation, found, setting):
        return None
    blanks = [one for one in found if one.code in BLANKS | OF_OTHER_SHELLS]
    kept = [one for one in found if not any(_overlap(one, blank) for blank in blanks)]
    told = list(_told(explanation.line, kept, setting))
    return told if told or explanation.commands else None


def _told(line: str, found: Sequence[Finding], setting: Setting) -> Iterator[Finding]:
    for one in found:
        if one.code in ELSEWHERE or _is_filled_in(line, one, setting) or _is_given(one, setting):
            continue
        if one.code in UNREAD and not _unread(line, setting):
            continue
        if one.code in IN_SENTENCES and setting.part:
            continue
        if one.code in IN_PART and setting.page:
            yield one._replace(severity="tip")
        elif one.code == "unknown-command":
            yield one._replace(severity="warning")
        else:
            yield one


def _is_prose(explanation: Explanation, found: Sequence[Finding], setting: Setting) -> bool:
    """Whether what seems to be a command of docker is a word of a sentence, or of another language."""
    if not setting.page or not explanation.commands:
        return False
    if ALTERNATIVES.match(explanation.line):
        return True
    unknown = {one.span for one in found if one.code in UNKNOWN and one.span}
    words = [explanation.line[begin:end].split()[-1:] for begin, end in unknown]
    sure = setting.sure and all(word and WORD.fullmatch(word[0]) for word in words)
    return len(unknown) >= len(explanation.commands) and not sure


def _is_filled_in(line: str, one: Finding, setting: Setting) -> bool:
    """Whether a finding is about what a reader or a template will put there, or about a path of Windows."""
    if one.code == "prompt" or (one.code in OF_OTHER_SHELLS and not setting.whole):
        return setting.page
    if one.code in BLANKS:
        return setting.page or (setting.filled and one.code == "placeholder-template")
    text = _stretch(line, one)
    if setting.filled and one.severity == "error" and "{{" in text:
        return True
    if WINDOWS.search(text) and (one.severity == "error" or one.code == "one-letter-volume"):
        return setting.page or one.code in OF_WINDOWS
    return setting.page and one.severity == "error" and one.code not in IN_PART and bool(FILL_IN.search(text))


def _stretch(line: str, one: Finding) -> str:
    """What a finding is about, and the `<name>` that it ends in, which a shell would not count to the word."""
    if one.span is None:
        return line
    behind = TO_FILL_IN.match(line, one.span[1])
    return line[one.span[0] : behind.end() if behind else one.span[1]]


def _is_given(one: Finding, setting: Setting) -> bool:
    """Whether the document itself speaks of the variable that a command needs."""
    name = VARIABLE.search(one.text) if one.code == "needs-variable" else None
    return name is not None and setting.document.count(name[1]) > 0


def _unread(line: str, setting: Setting) -> bool:
    """Whether a shell cannot read it either."""
    return bool(setting.whole) and not (setting.page and FILL_IN.search(line)) and refuses(setting.whole)


def _overlap(one: Finding, blank: Finding) -> bool:
    if one.severity != "error" or one.span is None or blank.span is None:
        return False
    return one.span[0] < blank.span[1] and blank.span[0] < one.span[1]
