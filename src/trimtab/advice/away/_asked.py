"""ASKED OF YOU: what only the one who goes is asked for by name on open items. It is for them to answer or to pass on."""

from trimtab.advice._ground import Ground
from trimtab.advice._moves import WAITED_FOR, Move
from trimtab.advice._names import counted, listed
from trimtab.advice._scene import Scene
from trimtab.advice.answer import Claim, Group, Section, Window
from trimtab.advice.away._words import Words

ASKED = "asked"

_SHOWN = 4
_MEANING = (
    "open items on which a review, a second look or an answer is asked of the one who goes and of nobody else by name; the "
    "time is that of whoever waits, in their working hours"
)


def section(ground: Ground, person: str, words: Words) -> Section:
    """One line; nothing where no items were read, or nothing is asked of them alone."""
    scene = Scene(ground.sight, ground)
    due = _due(scene, person) if scene.trackers.any else []
    return Section(words.asked(), (_claim(scene, due, words),) if due else ())


def _due(scene: Scene, person: str) -> list[Move]:
    """What is asked of that person alone, the longest and most costly first; what was long quiet is left."""
    return [
        move
        for move in scene.moves.due
        if move.what in WAITED_FOR and move.named == (person,) and not scene.moves.is_quiet(move)
    ]


def _claim(scene: Scene, due: list[Move], words: Words) -> Claim:
    said = scene.words
    told = [f"{said.number(move.item)} {said.noun(move)} for {said.waiter(move)}" for move in due]
    scene.trackers.load_acts([move.key for move in due])
    return Claim(
        id="",
        subject=ASKED,
        text=f"{listed(told, _SHOWN)}: nobody else is asked",
        headline=f"What only {words.who} {'are' if words.who == 'you' else 'is'} asked for",
        because=tuple(_item(scene, move) for move in due),
        window=Window(
            scene.local(min(move.since for move in due)), scene.local(scene.sight.as_of), counted(len(due), "item")
        ),
        meaning=_MEANING,
        anchor="docs/reference/away.md#asked-of",
        left_out=scene.left_out,
        wrong=("ask somebody else on the tracker",),
    )


def _item(scene: Scene, move: Move) -> Group:
    """What happened on one of the items lately."""
    said = scene.words
    rows = (said.item(move.item), *said.acts(move))
    return Group(said.number(move.item), f"{said.asked(move)}, {said.waited(move)}", rows, len(rows))
