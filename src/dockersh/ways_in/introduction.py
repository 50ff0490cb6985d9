"""That docker is podman here is said with the first line of a session, and not again."""

from __future__ import annotations

from dockersh.explanation import Explanation

NOTE = "program"


class Introduction:
    """Whether it was made."""

    def __init__(self) -> None:
        self.made = False

    def once(self, explanation: Explanation) -> Explanation:
        """The explanation as it is the first time that it says so, without the note afterwards."""
        known, self.made = self.made, self.made or _says(explanation)
        if not known:
            return explanation
        bare = (one._replace(notes=tuple(note for note in one.notes if note.note != NOTE)) for one in explanation.commands)
        return explanation._replace(commands=tuple(bare))


def _says(explanation: Explanation) -> bool:
    """Of a command that fails the notes are not shown."""
    shown = (one for one in explanation.commands if not any(found.severity == "error" for found in one.findings))
    return any(note.note == NOTE for command in shown for note in command.notes)
