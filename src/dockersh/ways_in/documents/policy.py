"""What a person wants told of their files: what is left out, how grave a finding is, for whom the files are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from dockersh.explanation import Finding
from dockersh.finding import Severity
from dockersh.startup.typed import NamedTuple, cast
from dockersh.ways_in.documents.check import Checked
from dockersh.ways_in.documents.judged import BLANKS, IN_PART

EVERYONE, READERS, CI = AUDIENCES = ("everyone", "readers", "ci")
OFF = "off"
# What a reader of a tutorial puts in, or finds elsewhere on the page.
FOR_READERS = frozenset((*BLANKS, *IN_PART, "image-without-tag", "prompt"))
GRAVE = frozenset(("error", "danger"))


class Policy(NamedTuple):
    """*severities* by code, `off` for none; *exclude* patterns as git ignores; *kinds* that are read, empty for all.

    *also* is what is read on wish.
    """

    ignore: AbstractSet[str] = frozenset()
    severities: Mapping[str, str] = {}
    exclude: Sequence[str] = ()
    kinds: Sequence[str] = ()
    audience: str = EVERYONE
    fail_on: str = "error"
    also: AbstractSet[str] = frozenset()

    def applied(self, one: Checked) -> Checked:
        """A docker line with the findings that are wanted, as grave as they are wanted."""
        found = ((place, self._graded(finding)) for place, finding in one.findings)
        return one._replace(findings=tuple((place, finding) for place, finding in found if self._wants(finding)))

    def _graded(self, one: Finding) -> Finding:
        severity = self.severities.get(one.code, one.severity)
        return one if severity in (OFF, one.severity) else one._replace(severity=cast("Severity", severity))

    def _wants(self, one: Finding) -> bool:
        if one.code in self.ignore or self.severities.get(one.code) == OFF:
            return False
        if self.audience == READERS:
            return one.code not in FOR_READERS
        return self.audience != CI or one.severity in GRAVE or one.code in self.severities
