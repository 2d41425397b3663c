"""The ground narrowed to one place: the place as one area among the others, and what is in it as areas of their own."""

from functools import cached_property

import polars as pl

from trimtab.advice._ground import Ground
from trimtab.advice._sight import CommitRows
from trimtab.advice.map._places import Place
from trimtab.analyses.areas import AREAS, common_folder, folder_name


class Closer(Ground):
    """The ground with other areas: the same evidence, the same people, files placed anew."""

    def __init__(self, base: Ground, files: pl.DataFrame) -> None:
        super().__init__(base.sight)
        self._base = base
        self._files = files

    @cached_property
    def files(self) -> pl.DataFrame:
        """The area of every file that is there."""
        return self._files

    @cached_property
    def touches(self) -> pl.DataFrame:
        """Files changed in the year."""
        return self._base.touches

    @cached_property
    def there(self) -> pl.DataFrame:
        """Who is there, by their own rhythm."""
        return self._base.there

    @cached_property
    def rows(self) -> CommitRows:
        """Commits as evidence."""
        return self._base.rows

    @cached_property
    def bots(self) -> int:
        """Commits of the year by programs."""
        return self._base.bots


def carved(ground: Ground, place: Place) -> Closer:
    """The place as one area; what it takes of other areas is theirs no more."""
    here = place.holds()
    mine = pl.when(here)
    # An area that goes by the name of one file has others besides, such as its tests.
    namesake = pl.when(pl.col("repo") == place.repo, pl.col("area") == place.path).then(pl.lit(f"beside {place.path}"))
    files = ground.files.with_columns(
        area=mine.then(pl.lit(place.name)).otherwise(namesake.otherwise("area")),
        folder=mine.then(pl.lit(_folder(ground, place))).otherwise("folder"),
        rest=mine.then(pl.lit(value=False)).otherwise("rest"),
    )
    return Closer(ground, files)


def _folder(ground: Ground, place: Place) -> str:
    if place.kind == "area":
        return str(ground.files.filter(place.holds())["folder"].first())
    return place.path if place.kind == "folder" else place.path.rpartition("/")[0]


def within(ground: Ground, place: Place) -> tuple[Closer, str]:
    """The folders and files directly within the place as areas, and the folder whose name they have in common."""
    files = ground.files.filter(place.holds())
    home = _folder(ground, place)
    below = Place("folder", place.repo, home).covers()
    base = common_folder(files.filter(below)["path"].to_list()) or home
    rows = [
        (repo, path, *_child(path if path.startswith(f"{base}/") or not base else _at_home(path, folder, base), base))
        for repo, path, folder in files.select("repo", "path", "folder").iter_rows()
    ]
    schema = {name: AREAS[name] for name in ("repo", "path", "area", "folder")}
    placed = pl.DataFrame(rows, schema=schema, orient="row").with_columns(rest=pl.lit(value=False))
    told = placed.join(files.select("repo", "path", "test", "text", "commits"), on=["repo", "path"])
    return Closer(ground, told.select(AREAS.names()).cast(AREAS).sort("repo", "path")), base


def _at_home(path: str, folder: str, base: str) -> str:
    """Where a test that lies elsewhere counts: in the folder of its code, where that is below `base`; else as itself."""
    return f"{folder}/{path.rpartition('/')[2]}" if folder.startswith(f"{base}/") else path


def _child(path: str, base: str) -> tuple[str, str]:
    """The folder or file directly below `base` that holds the path, and the folder it lies in."""
    if base and not path.startswith(f"{base}/"):
        return path, path.rpartition("/")[0]
    first, slash, _ = path.removeprefix(f"{base}/").partition("/")
    child = f"{base}/{first}" if base else first
    if not slash:
        return child, base
    return folder_name(child), child
