"""The pipeline on one page: a line → what it will do → its explanation."""

from __future__ import annotations

from dockersh.explaining.foresee import Situation, foresee
from dockersh.explaining.word import word
from dockersh.reading import syntax
from dockersh.startup.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from dockersh.engine import Engine
    from dockersh.explanation import Explanation
    from dockersh.reading.catalogue.installed import Help

__all__ = ["Situation", "explain"]


def explain(
    line: str,
    *,
    lang: str = "en",
    engine: Engine | None = None,
    situation: Situation | None = None,
    help: Help | None = None,  # noqa: A002  the word people look for
) -> Explanation:
    """Explain every docker invocation of one logical line. Prints nothing, runs nothing, never raises for bad input.

    `engine` answers questions about what is there (default: nobody is asked); `lang` is one of `texts.LANGUAGES`;
    `help` says what the installed docker knows of what the catalogue does not (default: nobody is asked).
    """
    return word(foresee(syntax.parse(line), engine, situation, help), lang)
