"""The options that every verb understands, before and after its name."""

import functools
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import click

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Common:
    """What was said with the shared options; None and False mean that nothing was said."""

    folder: Path | None = None
    me: str | None = None
    as_of: str | None = None
    offline: bool = False
    as_json: bool = False
    debug: bool = False

    def over(self, earlier: "Common") -> "Common":
        """These options where something was said, else those said before the verb."""
        # Any: the values keep the types of the fields they came from, which a dict cannot say.
        said: dict[str, Any] = {
            field.name: getattr(self, field.name) for field in fields(self) if getattr(self, field.name)
        }
        return replace(earlier, **said)

    @property
    def now(self) -> datetime:
        """The present instant in the machine's zone. The clock is read nowhere else."""
        return datetime.now(UTC).astimezone()


_OPTIONS = (
    click.option(
        "-C", "folder", type=click.Path(path_type=Path, file_okay=False), help="The workspace or clone to work in."
    ),
    click.option("--me", metavar="EMAIL", help="Answer as this person would see it."),
    click.option("--as-of", metavar="DATE", help="Answer as of then: 2026-11-15, 2026-W46 or an instant."),
    click.option("--offline", is_flag=True, help="Contact no host, not even those the settings name."),
    click.option("--json", "as_json", is_flag=True, help="Print JSON (docs/reference/json.md)."),
    click.option("--debug", is_flag=True, help="Show the trace of a failure."),
)


def shared_options(function: Callable[Concatenate[Common, P], R]) -> Callable[..., R]:
    """Give a verb the shared options, as one first argument `common`."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        # Any: click hands each option over in the type that its declaration below names.
        options: dict[str, Any] = {field.name: kwargs.pop(field.name) for field in fields(Common)}
        said = Common(**options)
        context = click.get_current_context()
        common = said.over(context.obj) if isinstance(context.obj, Common) else said
        context.obj = common
        return function(common, *args, **kwargs)

    for option in reversed(_OPTIONS):
        run = option(run)
    return run
