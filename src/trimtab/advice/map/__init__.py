"""Who knows what: the areas with size, heat and holders, who can take a piece of work, the truck factor.

Each room is imported when it is first named: one run answers one question.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trimtab.advice.map._hotspots import hotspots_of
    from trimtab.advice.map._map import map_of
    from trimtab.advice.map._questions import answers
    from trimtab.advice.map._screen import first_screen
    from trimtab.advice.map._truck import truck
    from trimtab.advice.map._where import Where, where
    from trimtab.advice.map._who import who

__all__ = [
    "LETTER",
    "VERB",
    "WHOLE",
    "Where",
    "answers",
    "first_screen",
    "hotspots_of",
    "map_of",
    "truck",
    "where",
    "who",
]

VERB, LETTER = "map", "m"
# The whole map is kept beside the map last printed, so that its lines still open after one of them was drawn closer.
WHOLE = "map-whole"

_ROOMS = {
    "Where": "_where",
    "answers": "_questions",
    "first_screen": "_screen",
    "hotspots_of": "_hotspots",
    "map_of": "_map",
    "truck": "_truck",
    "where": "_where",
    "who": "_who",
}

if not TYPE_CHECKING:  # a type checker would take it as leave to name anything

    def __getattr__(name: str) -> object:
        if name not in _ROOMS:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)
