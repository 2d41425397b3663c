"""One answer, many forms: text, Markdown, a page, JSON; CSV and drawings of a map or a schedule; tables and progress.

Every form is made from the same `trimtab.advice.answer.Answer` and adds nothing to it. How an answer is reached is the
business of `advice`; where the text goes, and whether there is colour, that of the surface that asks. Importing this
package costs next to nothing: each form is imported when it is first named, rich and jinja2 when they first draw.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trimtab.render._csv import csv
    from trimtab.render._ics import ics
    from trimtab.render._json import from_json, json
    from trimtab.render._left_out import left_out
    from trimtab.render._markdown import markdown
    from trimtab.render._mermaid import mermaid
    from trimtab.render._page import AnswerPage, html
    from trimtab.render._progress import Progress, progress
    from trimtab.render._record import record
    from trimtab.render._svg import svg
    from trimtab.render._table import table
    from trimtab.render._text import text
    from trimtab.render._why import why

__all__ = [
    "AnswerPage",
    "Progress",
    "csv",
    "from_json",
    "html",
    "ics",
    "json",
    "left_out",
    "markdown",
    "mermaid",
    "progress",
    "record",
    "svg",
    "table",
    "text",
    "why",
]

_ROOMS = {
    "AnswerPage": "_page",
    "Progress": "_progress",
    "csv": "_csv",
    "from_json": "_json",
    "html": "_page",
    "ics": "_ics",
    "json": "_json",
    "left_out": "_left_out",
    "markdown": "_markdown",
    "mermaid": "_mermaid",
    "progress": "_progress",
    "record": "_record",
    "svg": "_svg",
    "table": "_table",
    "text": "_text",
    "why": "_why",
}

if not TYPE_CHECKING:  # a type checker would take it as leave to name anything

    def __getattr__(name: str) -> object:
        if name not in _ROOMS:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)
