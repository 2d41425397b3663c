"""One area or one label of the whole: whether there is such a one, and how the answer names it."""

from difflib import get_close_matches

from trimtab.advice._sight import Sight
from trimtab.advice.flow._frames import Frames
from trimtab.errors import UsageError

_MOST_NAMED = 8


def narrowed(frames: Frames, sight: Sight, area: str | None, label: str | None) -> Frames:
    """The frames of one area or label; raises UsageError where no item of the window has it."""
    if area is not None:
        known = frames.work["area"].drop_nulls().unique().to_list()
        area = _known(area, known, "area")
    if label is not None:
        labels = frames.by_people["labels"].explode(empty_as_null=True, keep_nulls=True).drop_nulls()
        label = _known(label, labels.unique().to_list(), "label")
    if area is None and label is None:
        return frames
    return Frames(sight, area, label)


def _known(asked: str, known: list[str], sort: str) -> str:
    """The name as the items have it, whatever the case and the last slash."""
    by_name = {name.casefold().rstrip("/"): name for name in sorted(known)}
    found = by_name.get(asked.casefold().rstrip("/"))
    if found is not None:
        return found
    near = get_close_matches(asked.casefold(), list(by_name), n=3, cutoff=0.5)
    names = [by_name[one] for one in near] or sorted(known)[:_MOST_NAMED]
    instead = f" There is {', '.join(names)}." if names else ""
    raise UsageError(f'no item of the last 52 weeks has the {sort} "{asked}".{instead}')


def period(frames: Frames, weeks: int) -> str:
    """`52 weeks`, with what the answer is narrowed to."""
    parts = [f"{weeks} weeks"]
    parts += [f"area {frames.area}"] if frames.area is not None else []
    parts += [f"label {frames.label}"] if frames.label is not None else []
    return " · ".join(parts)
