"""What failed, in which line, and whom to ask: what every look at the circumstances is given."""

from __future__ import annotations

from dockersh.afterwards.failures.failure import Failure
from dockersh.engine import Engine, Question, State
from dockersh.finding import Arg
from dockersh.reading.invocation import Invocation
from dockersh.reading.invocation.questions import assignments, global_options
from dockersh.startup.typed import NamedTuple

Found = dict[str, Arg]


class Case(NamedTuple):
    """What failed, in which line, and whom to ask."""

    failure: Failure
    invocation: Invocation
    engine: Engine

    def ask(self, *questions: Question) -> State:
        """The engine's answers, with the line's own docker options."""
        return self.engine.ask(questions, global_options(self.invocation), assignments(self.invocation.call))

    def arg(self, name: str) -> str:
        """A word that docker's line named."""
        value = self.failure.args.get(name, "")
        return value if isinstance(value, str) else ""
