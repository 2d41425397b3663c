"""How well who is who is found, against repositories' own `.mailmap`, hidden from the method.

    python bench/identity.py [--wrong] REPO... [--held-out REPO...]

All names and addresses of all refs are in view: authors, committers, and people in trailers. Scored are the authors and
committers of whom the `.mailmap` speaks: it maps them, or maps somebody to their address. Their person is the proper
address. Pairwise: of all pairs put together, how many belong together (precision), and the reverse (recall).

A `.mailmap` is often incomplete: it may leave one person two proper addresses. `P named` is precision where the same proper
full name also makes one person. `--wrong` prints what counts as wrongly joined, with the reasons, to be judged by eye.
"""

import argparse
import re
import subprocess
import time
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from trimtab.analyses import identity

Written = tuple[str, str]

FORMAT = "--format=%an%x00%ae%x00%cn%x00%ce%x00%(trailers:only,unfold,separator=%x01)"
TRAILER = re.compile(r"(?i)^[a-z][a-z-]*-by: *([^<]*?) *<([^<>]*)>")


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs put together rightly, pairs put together, pairs that belong together."""

    right: int
    joined: int
    true: int

    @property
    def precision(self) -> float:
        return self.right / self.joined if self.joined else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class History:
    """Every identity with how often it is named, and which of them wrote or committed."""

    name: str
    counts: Mapping[Written, int]
    committed: frozenset[Written]
    mailmap: str


def read(repository: Path) -> History:
    """Names and addresses of all refs, as stored."""
    log = _git(repository, "log", "--all", "--no-mailmap", FORMAT)
    counts: Counter[Written] = Counter()
    committed: set[Written] = set()
    for line in log.splitlines():
        parts = line.split("\0")
        if len(parts) == 5:
            roles = {(parts[0], parts[1]), (parts[2], parts[3])}
            committed |= roles
            counts.update(roles)
            counts.update((m[1], m[2]) for text in parts[4].split("\1") if (m := TRAILER.match(text)))
    name = next(part for part in reversed(repository.resolve().parts) if part not in ("repo", ".git"))
    return History(name.removesuffix(".git"), counts, frozenset(committed), _git(repository, "show", "HEAD:.mailmap"))


def _git(repository: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(repository), *arguments], capture_output=True, check=True)
    return done.stdout.decode("utf-8", "replace")


def truth(history: History) -> dict[Written, tuple[str, str]]:
    """Proper address and name of each identity the `.mailmap` speaks of."""
    mailmap = identity.Mailmap(history.mailmap)
    proper = {address.lower() for address in mailmap.addresses()}
    found = {}
    for name, email in sorted(history.committed):
        said = mailmap.proper(name, email)
        proper_name, proper_email = said or (None, None)
        if said is not None or email.lower() in proper:
            found[name, email] = ((proper_email or email).lower(), (proper_name or name).lower())
    return found


def by_proper_name(people: Mapping[Written, tuple[str, str]]) -> dict[Written, Hashable]:
    """The truth in which one proper full name is one person as well."""
    return _joined(
        people, lambda one: [f"<{people[one][0]}>", *([people[one][1]] if " " in people[one][1].strip() else [])]
    )


def same_address(history: History) -> dict[Written, Hashable]:
    """Baseline: equal addresses are one person."""
    return _joined(history.counts, lambda one: [one[1].lower() or f"{one[0]} without an address"])


def same_address_or_name(history: History) -> dict[Written, Hashable]:
    """Baseline: equal addresses, or equal names of at least two words, are one person."""
    return _joined(
        history.counts,
        lambda one: [
            f"<{one[1].lower()}>" if one[1] else f"{one[0]} without an address",
            *([one[0].lower()] if " " in one[0].strip() else []),
        ],
    )


def _joined(written: Iterable[Written], keys) -> dict[Written, Hashable]:  # type: ignore[no-untyped-def]  # a local rule
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        while parent.setdefault(key, key) != key:
            key = parent[key]
        return key

    written = list(written)
    for one in written:
        first, *rest = keys(one)
        for key in rest:
            parent[root(key)] = root(first)
    return {one: root(keys(one)[0]) for one in written}


def ours(history: History) -> tuple[dict[Written, Hashable], pl.DataFrame, float]:
    """What Trimtab says without the `.mailmap`, its reasons, and the seconds it took."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    rows = [(name, email, count, count, at, at) for (name, email), count in history.counts.items()]
    raw = pl.DataFrame(rows, identity.RAW, orient="row")
    start = time.perf_counter()
    found = identity.resolve(raw)
    seconds = time.perf_counter() - start
    return {(name, email): person for name, email, person, _ in found.people.rows()}, found.reasons, seconds


def score(true: Mapping[Written, Hashable], said: Mapping[Written, Hashable]) -> Score:
    """Pairs among the identities of which the truth speaks."""
    return Score(
        right=_pairs((true[one], said[one]) for one in true),
        joined=_pairs(said[one] for one in true),
        true=_pairs(true.values()),
    )


def _pairs(keys: Iterable[Hashable]) -> int:
    return sum(count * (count - 1) // 2 for count in Counter(keys).values())


def show_wrong(true: Mapping[Written, Hashable], said: Mapping[Written, Hashable], reasons: pl.DataFrame) -> None:
    """Every person we made of several true ones, with why."""
    together: dict[Hashable, list[Written]] = defaultdict(list)
    for one in true:
        together[said[one]].append(one)
    for person, written in together.items():
        if len({true[one] for one in written}) > 1:
            print(f"  {person}: {'; '.join(f'{name} <{email}> = {true[name, email]}' for name, email in written)}")
            for row in (
                reasons.filter(person=str(person)).select("name_a", "email_a", "name_b", "email_b", "reason").rows()
            ):
                print("      {} <{}> and {} <{}>: {}".format(*row))


HEAD = (
    f"{'repository':34} {'all':>5} {'scored':>6} {'people':>6} | {'address':>7} {'+ name':>7} {'(P)':>5} |"
    f" {'F1':>5} {'P':>5} {'R':>5} {'wrong':>5} {'missed':>6} | {'P named':>7} {'F1':>5} | {'s':>5}"
)


def measure(repository: Path, *, wrong: bool) -> tuple[float, ...]:
    """Print one line of the table; return what is averaged."""
    history = read(repository)
    people = truth(history)
    true = {one: address for one, (address, _) in people.items()}
    named = by_proper_name(people)
    said, reasons, seconds = ours(history)
    got, fair = score(true, said), score(named, said)
    first, second = score(true, same_address(history)), score(true, same_address_or_name(history))
    print(
        f"{history.name[:34]:34} {len(history.counts):5} {len(true):6} {len(set(true.values())):6} |"
        f" {first.f1:7.3f} {second.f1:7.3f} {second.precision:5.2f} | {got.f1:5.3f} {got.precision:5.3f} {got.recall:5.3f}"
        f" {got.joined - got.right:5} {got.true - got.right:6} | {fair.precision:7.3f} {fair.f1:5.3f} | {seconds:5.2f}",
        flush=True,
    )
    if wrong:
        show_wrong(named, said, reasons)
    return first.f1, second.f1, got.f1, got.precision, got.recall, fair.precision, fair.f1


def table(title: str, repositories: Sequence[Path], *, wrong: bool) -> None:
    """Print the lines of some repositories and their mean."""
    if not repositories:
        return
    print(f"\n{title}\n{HEAD}")
    rows = [measure(repository, wrong=wrong) for repository in repositories]
    first, second, f1, precision, recall, named, named_f1 = (
        sum(column) / len(rows) for column in zip(*rows, strict=True)
    )
    print(
        f"{'mean':53} | {first:7.3f} {second:7.3f} {'':5} | {f1:5.3f} {precision:5.3f} {recall:5.3f} {'':12} |"
        f" {named:7.3f} {named_f1:5.3f} |"
    )


def main() -> None:
    """Measure the repositories named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repository", nargs="*", type=Path, help="repositories the rules were tuned on")
    parser.add_argument("--held-out", nargs="+", default=[], type=Path, help="repositories they were not tuned on")
    parser.add_argument("--wrong", action="store_true", help="print what counts as wrongly joined")
    chosen = parser.parse_args()
    table("tuned on", chosen.repository, wrong=chosen.wrong)
    table("held out", chosen.held_out, wrong=chosen.wrong)


if __name__ == "__main__":
    main()
