"""`trimtab completion SHELL`: the script that completes words in a shell."""

import click
from click.shell_completion import get_completion_class

from trimtab.cli._options import Common, shared_options

_WHERE = {
    "bash": "trimtab completion bash > ~/.local/share/bash-completion/completions/trimtab",
    "zsh": "trimtab completion zsh > a folder of your $fpath, as _trimtab",
    "fish": "trimtab completion fish > ~/.config/fish/completions/trimtab.fish",
}


@click.command("completion", epilog="\n\n".join(_WHERE.values()))
@click.argument("shell", type=click.Choice(tuple(_WHERE)))
@shared_options
def command(common: Common, shell: str) -> None:  # noqa: ARG001 - understood everywhere, of no use here
    """Print the script that completes words in SHELL.

    Save it where your shell looks for such scripts:
    """
    from trimtab.cli.app import app

    script = get_completion_class(shell)
    if script is None:  # click knows these three; a fourth would have to be added to the choices first
        raise click.UsageError(f"no completion for {shell}")
    click.echo(script(app, {}, "trimtab", "_TRIMTAB_COMPLETE").source())
