"""Answers: the only floor that joins findings and records.

Each room answers one question with an `answer.Answer`, a frozen value that `trimtab.render` turns into every form. Nothing
here prints, and nothing here reads the clock. Rooms are imported by name, so that a verb pays only for its own.
"""

__all__ = [
    "answer", "away", "brief", "doctor", "flow", "forecast", "init", "kept", "map", "measured", "opened", "people", "plan", "plate",
    "privacy", "record", "trust", "waiting",
]  # fmt: skip
