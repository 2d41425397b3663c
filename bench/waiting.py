"""Whose turn it is, and who acts next: the rule of `trimtab.analyses.flow` against hand-made labels and against what happened next.

    python bench/waiting.py labels FILE
    python bench/waiting.py next [--last-year] FILE...
    python bench/waiting.py load FILE...
    python bench/waiting.py absence FILE...
    python bench/waiting.py next FILE...

FILE is saved tracker JSON as `trimtab sync --source archive` reads it. `labels` takes bitcoin-core/secp256k1, whose 60
instants stand in bench/waiting_labels.csv (how they were made: bench/waiting_labels.md).
`next` asks of every moment of the later half of the pull requests who acted next (bench/waiting_next.py); with --last-year
only those of the year before the end of FILE. `load` asks who did how much of each quarter's reviewing, `absence`
whether the one who merged most in a year is told by what was merged without them.
"""

import argparse
from pathlib import Path

from trackers_read import Tracker
from waiting_labels_met import met
from waiting_next import table
from waiting_people import absences, loads


def main() -> None:
    """Print the tables asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("question", choices=["labels", "next", "load", "absence"])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--last-year", action="store_true")
    asked = parser.parse_args()
    for file in asked.files:
        if asked.question == "labels":
            print(met(file))
        elif asked.question == "next":
            print(table(Tracker(file), last_year=asked.last_year), end="\n\n", flush=True)
        else:
            print((loads if asked.question == "load" else absences)(Tracker(file)), flush=True)


if __name__ == "__main__":
    main()
