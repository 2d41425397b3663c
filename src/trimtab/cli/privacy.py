"""`trimtab privacy`: every host and every file involved."""

from pathlib import Path

import click

from trimtab.cli._options import Common, shared_options
from trimtab.cli._work import coloured, opened


@click.command("privacy")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@shared_options
def command(common: Common, path: Path | None) -> None:
    """List every host that would be contacted and every file that is kept."""
    from trimtab import render
    from trimtab.advice.privacy import account

    found = account(opened(common, path))
    if common.as_json:
        click.echo(render.record("privacy", found), nl=False)
        return
    click.echo(f"Hosts: {', '.join(found.hosts) or 'none'}")
    rows = [(one.path, one.what, f"{one.bytes:,}", "yes" if one.safe_to_delete else "no") for one in found.kept]
    if rows:
        click.echo()
        click.echo(render.table(("KEPT", "WHAT", "BYTES", "SAFE TO DELETE"), rows, colour=coloured()), nl=False)
    click.echo()
    for line in found.never:
        click.echo(click.wrap_text(line, 80, initial_indent="- ", subsequent_indent="  "))
