"""dockersh explains a docker command line before it runs: what each piece means, what will happen, what to mind.

>>> from dockersh import explain
>>> explain("docker run -d nginx").commands[0].parts[0].shown
'-d'
"""

from dockersh.explain import Situation, explain
from dockersh.explanation import CommandExplanation, Explanation, Finding, Note, Part, Step
from dockersh.version import __version__

__all__ = ["CommandExplanation", "Explanation", "Finding", "Note", "Part", "Situation", "Step", "__version__", "explain"]
