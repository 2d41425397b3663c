"""The `trimtab` program: its verbs, loaded when used, and how a run ends.

A verb is `trimtab/cli/VERB.py` holding a click command called `command`. Importing it costs nothing heavy; what a verb
needs is imported when it runs, so that `--help` answers at once.
"""

import gc
import sys
import traceback

import click

from trimtab import __version__
from trimtab.cli._lazy import LazyGroup
from trimtab.cli._options import Common, shared_options
from trimtab.errors import TrimtabError

# In the order of `trimtab --help`: answers, then the workspace, then the rest.
VERBS = {
    "brief": "the week on one screen",
    "waiting": "who cannot go on until somebody moves",
    "plate": "what waits for a move of yours",
    "away": "what stalls when somebody is gone",
    "flow": "how fast issues and pull requests go through",
    "forecast": "when open items are done, as ranges",
    "plan": "when a plan lands, and who is in its way",
    "map": "who knows what, and where you are blind",
    "trust": "how far to trust each kind of answer here",
    "why": "the evidence behind one line of an answer",
    "people": "who is who in the history",
    "init": "make a workspace for a clone",
    "sync": "take in what is new",
    "check": "what is wrong with the records",
    "doctor": "what works, what is missing, how to fix it",
    "privacy": "every host and every file involved",
    "demo": "make the demo team Harbour",
    "completion": "the script that completes words in your shell",
}

EXIT_FAILED = 4
EXIT_INTERRUPTED = 130


class Verbs(LazyGroup):
    """The verbs, each imported only when it is used."""

    words = VERBS
    package = "trimtab.cli"
    heading = "Verbs"


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.version_option(__version__, "-V", "--version", message="trimtab %(version)s")
@shared_options
def app(common: Common) -> None:
    """Tells a technical lead where the next hour has the most leverage.

    Start with `trimtab brief PATH` on any clone, or `trimtab demo`.
    """


def main() -> None:
    """Run the program and end it with the exit code that `docs/reference/cli.md` promises."""
    # Frames and their rows hold no circles, and the process ends in a second: looking for them costs a tenth of it.
    gc.set_threshold(100_000, 50, 50)
    sys.exit(_run())


def _run() -> int:
    try:
        result = app.main(standalone_mode=False)
    except click.exceptions.Exit as done:
        return done.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted; what was committed before is whole", err=True)
        return EXIT_INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except TrimtabError as error:
        _show_trace_if_asked()
        click.echo(f"trimtab: {error}", err=True)
        return error.exit_code
    except SystemExit as ended:
        # click itself ends a run for completion; and with 1, where whoever read our output has seen enough of it.
        return 0 if ended.code == 1 else int(ended.code or 0)
    except OSError as error:
        _show_trace_if_asked()
        where, what = error.filename or "the machine", (error.strerror or str(error)).lower()
        click.echo(f"trimtab: {where}: {what}. What was committed is whole; mend this and run it again.", err=True)
        return EXIT_FAILED
    except Exception as error:  # noqa: BLE001 - the last net: a bug is reported as one message, its trace with --debug
        _show_trace_if_asked()
        click.echo(
            f"trimtab: this is a bug: {type(error).__name__}: {error}\n"
            "Nothing that was committed is lost. Run it again with --debug and report what that prints.",
            err=True,
        )
        return EXIT_FAILED
    return result if isinstance(result, int) else 0


def _show_trace_if_asked() -> None:
    if "--debug" in sys.argv:
        traceback.print_exc()
