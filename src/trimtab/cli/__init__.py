"""The command line: parse, ask advice, hand the answer to render. One module per verb; `app` holds them together."""

from trimtab.cli.app import app, main

__all__ = ["app", "main"]
