"""How right are the judgements? Back-tests on history that came after, against named baselines, the naive ones included.

    python bench/judgement.py WHAT REPO... [--markdown] [--published FILE] [--tracker REPO FILE HOST/OWNER/NAME]...

WHAT is one of `areas`, `experts`, `reviewers`, `heirs`, `truck-factor`, `oracle`, `hotspots`, or `all`. REPO is any clone, bare
ones too; it is only read. Each test cuts the history at the instant for real: rows later than it are removed before anything is
worked out. Every table says how many cases it rests on. What is scored, and why so, stands at the head of the module of
each test (bench/judge_*.py); the definitions of the judgements themselves in docs/reference/map.md.
"""

import argparse
from importlib import import_module
from pathlib import Path

TESTS = ("areas", "experts", "reviewers", "heirs", "truck-factor", "oracle", "hotspots")


def main() -> None:
    """Run the tests asked for and print their tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=(*TESTS, "all"))
    parser.add_argument("repositories", nargs="*", type=Path, metavar="REPO")
    parser.add_argument("--markdown", action="store_true", help="print the tables as docs/benchmarks.md has them")
    parser.add_argument(
        "--published", type=Path, metavar="FILE", help="the published truck factors, for `truck-factor`"
    )
    parser.add_argument(
        "--tracker",
        nargs=3,
        action="append",
        default=[],
        metavar=("REPO", "FILE", "NAME"),
        help="a clone and its saved tracker, for `reviewers`",
    )
    asked = parser.parse_args()
    if not asked.repositories and not asked.tracker:
        parser.error("name a clone")
    for what in TESTS if asked.what == "all" else (asked.what,):
        table = import_module(f"judge_{what.replace('-', '_')}").table
        more = {"truck-factor": {"source": asked.published}, "reviewers": {"trackers": asked.tracker}}.get(what, {})
        print(table(asked.repositories, markdown=asked.markdown, **more))


if __name__ == "__main__":
    main()
