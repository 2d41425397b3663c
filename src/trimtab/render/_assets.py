"""The templates and style sheets that lie beside this module, and how templates are read."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Template


def asset(name: str) -> str:
    """The text of a file of this package."""
    return resources.files("trimtab.render").joinpath(name).read_text("utf-8")


@cache
def template(name: str) -> Template:
    """A template, every value in it escaped; a name that its context lacks is an error."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    return Environment(
        loader=FunctionLoader(asset), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    ).get_template(name)
