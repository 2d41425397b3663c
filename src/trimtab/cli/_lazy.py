"""A group of commands whose modules are imported only when they are used, so that `--help` answers at once."""

from collections.abc import Mapping
from importlib import import_module

import click


class LazyGroup(click.Group):
    """A group that finds the click command `command` of a word in `PACKAGE.WORD`.

    `words` are the words with what each is for, in the order in which they are listed under `heading`.
    """

    words: Mapping[str, str] = {}
    package = ""
    heading = "Commands"

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.words)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.words:
            return None
        command = import_module(f"{self.package}.{cmd_name}").command
        assert isinstance(command, click.Command)  # noqa: S101 - a module here without a command is our own mistake
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(self.heading):
            formatter.write_dl(list(self.words.items()))
