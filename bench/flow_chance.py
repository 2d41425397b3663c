"""How often does `trimtab flow` say that something changed where nothing did, and how often in a real history?

    python bench/flow_chance.py CLONE [--shuffles 20]

CLONE is one whose lake holds a tracker. Its pull requests keep their instants of opening, and are dealt the times that all of
them took anew, at random: nothing then changes but by chance. Both lots are looked at every four weeks from the second
year on, each time with nothing later in view. Printed is the share of looks at which a change is said, of those at which enough
had ended to tell.
"""

import argparse
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from trimtab.advice._sight import look
from trimtab.advice.flow import _frames
from trimtab.analyses import throughput
from trimtab.workspace import open_clone

_STEP = timedelta(weeks=4)


def whole(clone: Path) -> dict[str, pl.DataFrame]:
    """All spans of pull requests that the lake tells of, by what they time."""
    sight = look(open_clone(clone), now=datetime.now(UTC))
    frames = _frames.Frames(sight)
    frames.since = datetime(1990, 1, 1, tzinfo=UTC)  # all that ever was
    return {
        "first answer": frames.of_kind(frames.answers, "pull"),
        "opening to end": frames.of_kind(frames.leads, "pull"),
    }


def seen(spans: pl.DataFrame, at: datetime) -> pl.DataFrame:
    """What could be seen of the spans at an instant."""
    over = pl.col("end") <= at
    return spans.filter(pl.col("start") <= at).with_columns(
        end=pl.min_horizontal("end", pl.lit(at)), done=pl.col("done") & over, counts=pl.col("counts") & over
    )


def looks(spans: pl.DataFrame) -> Iterator[bool]:
    """Whether a change is said at each look at which enough had ended."""
    first, last = spans["start"].min(), spans["end"].max()
    assert isinstance(first, datetime) and isinstance(last, datetime)  # noqa: PT018, S101 - a tracker with items
    at = first + timedelta(weeks=52)
    while at < last:
        found = throughput.change(seen(spans, at), at)
        if found is not None:
            yield found.direction != "none"
        at += _STEP


def shuffled(spans: pl.DataFrame, dice: random.Random) -> pl.DataFrame:
    """The same openings with the same times, dealt at random; what has not ended is dealt as such."""
    order = list(range(spans.height))
    dice.shuffle(order)
    took = (spans["end"] - spans["start"])[order]
    return spans.with_columns(end=pl.col("start") + took, done=spans["done"][order], counts=spans["counts"][order])


def main() -> None:
    """Print a line for each thing that is timed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clone", type=Path)
    parser.add_argument("--shuffles", type=int, default=20)
    asked = parser.parse_args()
    for name, spans in whole(asked.clone).items():
        real = list(looks(spans))
        dice = random.Random(11)
        chance = [one for _ in range(asked.shuffles) for one in looks(shuffled(spans, dice))]
        print(
            f"{name}: said at {sum(real)} of {len(real)} looks ({sum(real) / max(len(real), 1):.1%}), "
            f"shuffled at {sum(chance)} of {len(chance)} ({sum(chance) / max(len(chance), 1):.1%})"
        )


if __name__ == "__main__":
    main()
