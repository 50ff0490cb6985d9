"""An engine that let us wait once is not asked again: a line, a Tab, a failure cost one time box, however much they ask."""

from __future__ import annotations

from dockersh.engine.question import Question
from dockersh.engine.state import State
from dockersh.startup.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from dockersh.engine import Engine


class Patient:
    """Asks an engine until it is silent."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.kin = getattr(engine, "kin", "docker")
        self.silent = False

    def another(self, program: str) -> Engine:
        """The engine of another program, as patiently; where this one knows of none, nobody."""
        from dockersh.engine import NoEngine  # noqa: PLC0415  the package's door opens after us

        turn: Callable[[str], Engine] | None = getattr(self.engine, "another", None)
        return Patient(turn(program)) if turn else NoEngine()

    def ask(self, questions: tuple[Question, ...], options: tuple[str, ...] = (), env: dict[str, str] | None = None) -> State:
        """The engine's answers; without it, that there are none."""
        if self.silent and questions:
            return State("silent")
        state = self.engine.ask(questions, options, env)
        self.silent = state.status == "silent"
        return state
