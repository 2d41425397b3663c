"""What `trimtab.render` offers, and what it costs to name it."""

import subprocess
import sys

import pytest

from trimtab import render

PUBLIC = [
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


def test_the_public_names_are_listed_once_and_all_exist():
    assert render.__all__ == PUBLIC
    assert all(callable(getattr(render, name)) for name in PUBLIC)


def test_a_name_that_does_not_exist_is_refused_as_by_any_module():
    with pytest.raises(AttributeError, match="has no attribute 'pdf'"):
        _ = render.pdf  # type: ignore[attr-defined] # that it is missing is the point


def test_text_is_drawn_without_importing_rich_jinja2_or_polars():
    script = "import sys; from trimtab.render import text, why, table, json, markdown; print(*sys.modules)"

    modules = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout.split()

    assert "trimtab.render._text" in modules
    assert {"rich", "jinja2", "polars", "pydantic"}.isdisjoint(modules)
