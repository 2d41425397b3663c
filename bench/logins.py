"""How well the users of a tracker are found among the authors of git, against who wrote what they opened.

    python bench/logins.py [--wrong] [--of REPO FILE HOST/OWNER/NAME]...

REPO is a clone, FILE saved tracker JSON of it. Scored are the accounts that opened a pull request whose commits git holds. The
truth of an account is whoever wrote most of what it opened (70 % at least; the few others are not scored as right or wrong).

Who opened what is one of the signals, so it is held out three ways:

`all`    nothing is held out: the share of accounts that are linked, and how many of these links agree with the truth
`names`  no pull request and no merge is seen: links by names, addresses and handles alone
`half`   links from every other pull request, judged by the rest, and the reverse; accounts with pull requests in both
`pulls`  logins and numbers are hidden; judged where `names` has an answer, which knows nothing of pull requests
"""

import argparse
from pathlib import Path

import polars as pl

from tracked import Tracked, tracked


def half(items: pl.LazyFrame, which: int) -> pl.LazyFrame:
    """Every other pull request."""
    return items.filter(pl.col("number") % 2 == which)


def hidden(rows: dict[str, pl.LazyFrame]) -> dict[str, pl.LazyFrame]:
    """Accounts whose login and number say nothing."""
    veiled = pl.concat_str(pl.lit("@veiled-"), pl.col("account"))
    return {
        "accounts": rows["accounts"].with_columns(account=veiled, login=veiled, name=None),
        "items": rows["items"].with_columns(author=pl.concat_str(pl.lit("@veiled-"), "author")),
        "item_events": rows["item_events"].with_columns(actor=pl.concat_str(pl.lit("@veiled-"), "actor")),
    }


def show(
    name: str, one: Tracked, found: dict[str, tuple[str, str]], truth: dict[str, str | None], *, wrong: bool
) -> None:
    """A line: accounts, the share linked, the share of links that are right, and the wrong ones if asked."""
    linked = {account: found[account] for account in truth if account in found}
    judged = {account: person for account, (person, _) in linked.items() if truth[account] is not None}
    right = sum(truth[account] == person for account, person in judged.items())
    print(
        f"  {name:8} {len(truth):8} {len(linked) / max(len(truth), 1):8.3f} {len(judged):8} {right / max(len(judged), 1):8.3f}"
    )
    if wrong:
        for account in truth:
            if account not in linked:
                print(f"      not linked: {one.login(account)}, {truth[account]}")
            elif truth[account] not in (None, linked[account][0]):
                print(f"      {one.login(account)}: {linked[account]}, wrote {truth[account]}")


def measure(one: Tracked, *, wrong: bool) -> None:
    """All ways of one tracker."""
    items = one.rows["items"]
    print(f"{one.name}: {one.rows['accounts'].select(pl.col('account').n_unique()).collect().item()} accounts")
    print(f"  {'':8} {'accounts':>8} {'linked':>8} {'judged':>8} {'right':>8}")
    everything, truth = one.links(), one.truth(items)
    show("all", one, everything, truth, wrong=wrong)
    none = {"items": items.clear(), "item_events": one.rows["item_events"].clear()}
    names = one.links(**none)
    show("names", one, names, truth, wrong=False)
    if wrong:
        for account, person in truth.items():
            if account in names and person not in (None, names[account][0]):
                print(f"      {one.login(account)}: {names[account]}, wrote {person}")
    for which in (0, 1):
        seen, rest = one.truth(half(items, which)), one.truth(half(items, 1 - which))
        both = {account: person for account, person in rest.items() if account in seen}
        show(f"half {which + 1}", one, one.links(items=half(items, which)), both, wrong=wrong)
    veiled = {account.removeprefix("@veiled-"): link for account, link in one.links(**hidden(one.rows)).items()}
    show(
        "pulls",
        one,
        veiled,
        {account: person for account, (person, _) in names.items() if account in truth},
        wrong=wrong,
    )


def main() -> None:
    """Measure the trackers named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--of", nargs=3, action="append", default=[], metavar=("REPO", "FILE", "TRACKER"))
    parser.add_argument("--wrong", action="store_true", help="print who was not linked, or to somebody else")
    chosen = parser.parse_args()
    for repository, file, tracker in chosen.of:
        measure(tracked(Path(repository), Path(file), tracker), wrong=chosen.wrong)


if __name__ == "__main__":
    main()
