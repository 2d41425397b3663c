"""Whose turn it is, and who acts next: the rule of `trimtab.analyses.flow` against hand-made labels and against what happened next.

    python bench/waiting.py labels FILE
    python bench/waiting.py next FILE...

FILE is saved tracker JSON as `trimtab sync --source archive` reads it. `labels` takes bitcoin-core/secp256k1, whose 60
instants stand in bench/waiting_labels.csv (how they were made: bench/waiting_labels.md).
"""

import argparse
from pathlib import Path

from waiting_labels_met import met


def main() -> None:
    """Print the tables asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("question", choices=["labels"])
    parser.add_argument("files", nargs="+", type=Path)
    asked = parser.parse_args()
    print(met(asked.files[0]))


if __name__ == "__main__":
    main()
