"""One line of the plate: the item, what the lead is to do on it, for whom, since when, and what it holds back."""

from trimtab.advice._moves import Move
from trimtab.advice._scene import Scene
from trimtab.advice.answer import Claim, Window

ANCHOR = "docs/reference/plate.md#what-is-on-it"
_ASKED = (
    "an open item on which the next move is yours, by what happened on it; what others wait for comes first, then the one "
    "that waited longest, counted once for itself and once for each item it holds back"
)
_OWN = "your own open pull request, on which you are the one to go on: it is a draft, or somebody wants a change"
_DO = {
    "review": "review it for",
    "look": "look again for",
    "merge": "merge it for",
    "answer": "answer",
    "report": "answer",
}
_WRONG = ("logins: in people/*.md", "close what is done")


def subject_of(move: Move) -> str:
    """What a line is about, so that its id stays."""
    return f"plate:{move.item['tracker']}#{move.item['number']}"


def asked_line(scene: Scene, move: Move) -> Claim:
    """What others wait for, or what holds back something."""
    words = scene.words
    text = f"{_do(scene, move)}, {words.waited(move)}: {words.title(move.item)}"
    return _claim(scene, move, text, tuple(words.holds(move)), _ASKED)


def own_line(scene: Scene, move: Move) -> Claim:
    """The lead's own work that waits for the lead."""
    words = scene.words
    title = words.title(move.item)
    if move.what == "draft":
        return _claim(scene, move, f"your draft, {words.waited(move)}: {title}", tuple(words.holds(move)), _OWN)
    wanted = f"changes wanted by {words.waiter(move)}" if move.waiters else "changes wanted"
    return _claim(scene, move, f"{wanted}, {words.waited(move)}: {title}", tuple(words.holds(move)), _OWN)


def _do(scene: Scene, move: Move) -> str:
    if move.what not in _DO:
        return "go on with your own" if move.what == "changes" else "your draft"
    beside = [one for one in move.named if one != scene.lead]
    also = f", or {scene.names.listed(beside)}" if beside else ""
    return f"{_DO[move.what]} {scene.words.waiter(move)}{also}"


def _claim(scene: Scene, move: Move, text: str, details: tuple[str, ...], meaning: str) -> Claim:
    words = scene.words
    return Claim(
        id="",
        subject=subject_of(move),
        name=words.number(move.item),
        text=text,
        headline=f"{words.number(move.item)} waits for you: {_do(scene, move)}",
        details=details,
        because=tuple(words.because(move)),
        window=Window(scene.local(move.since), scene.local(scene.sight.as_of), f"{move.hours:.0f} working hours"),
        meaning=meaning,
        anchor=ANCHOR,
        left_out=scene.left_out,
        wrong=_WRONG,
        sure=scene.sure_of(move),
    )
