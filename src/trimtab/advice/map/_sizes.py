"""How large each area is as of the instant: files, lines and depth of indentation, from the tree of that time."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from trimtab.advice._ground import Ground
from trimtab.analyses import areas

TREE = pl.Schema(
    {
        "repo": pl.String(),
        "path": pl.String(),
        "lines": pl.Int64(),
        "filled": pl.Int64(),
        "indent_sum": pl.Int64(),
        "indent_max": pl.Int64(),
    }
)


@dataclass(frozen=True, slots=True)
class Size:
    """Files of an area that are there, their lines (None where no content could be read), mean level of indentation."""

    files: int
    lines: int | None
    complexity: float | None


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes by repository and area."""

    by_area: Mapping[tuple[str, str], Size]

    def of(self, repo: str, area: str) -> Size | None:
        """The size of an area; None where its tree could not be read."""
        return self.by_area.get((repo, area))


def tree(ground: Ground) -> pl.DataFrame:
    """Every file as of the instant that an area may hold, with its lines; columns `TREE`."""
    sight = ground.sight
    out, back_in = pl.col("path").str.contains(sight.rules.out()), sight.rules.back_in()
    wanted = ~out if back_in is None else ~out | pl.col("path").str.contains(back_in)
    frames = [TREE.to_frame()]
    for slug, repository in sight.repositories.items():
        tip = repository.mainline_tip(sight.as_of)
        if tip:
            found = repository.sizes(tip, wanted=wanted).with_columns(repo=pl.lit(slug))
            frames.append(found.filter(~pl.col("binary").fill_null(value=False)).select(TREE.names()).cast(TREE))
    return pl.concat(frames).sort("repo", "path")


def sizes(ground: Ground, files: pl.DataFrame) -> Sizes:
    """The size of every area of the ground, given the files of its `tree`.

    A file that did not change in the window belongs to the area of its folder, where the folder is one area.
    """
    placed = files.join(areas.place(files.select("repo", "path"), ground.files), on=["repo", "path"])
    summed = placed.filter(pl.col("area").is_not_null()).group_by("repo", "area").agg(
        files=pl.len(),
        lines=pl.when(pl.col("lines").is_not_null().any()).then(pl.col("lines").sum()),
        filled=pl.col("filled").sum(),
        indent=pl.col("indent_sum").sum(),
    )  # fmt: skip
    return Sizes({(repo, area): _size(*rest) for repo, area, *rest in summed.iter_rows()})


def _size(files: int, lines: int | None, filled: int, indent: int) -> Size:
    return Size(files, lines, indent / filled if filled else None)
