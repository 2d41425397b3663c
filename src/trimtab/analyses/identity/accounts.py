"""Which account of a tracker is which person of the history; who has no commit is a person of their own.

A wrong join gives one person another's reviews, so what is not sure is left apart and asked. The rules and their reasons
stand in docs/reference/people.md; what speaks for whom is found in the modules `_account_*`.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from trimtab.analyses.identity import _account_votes as ballots
from trimtab.analyses.identity._account_handles import Handles
from trimtab.analyses.identity._account_holders import Holder, Key, holders, named_by
from trimtab.analyses.identity._declared import Declared
from trimtab.analyses.item_commits import host, item_commits
from trimtab.lake.tables import INSTANT

LINKED = pl.Schema(
    {
        "tracker": pl.String(),  # the host
        "account": pl.String(),
        "login": pl.String(),
        "person": pl.String(),  # of the history; else `@login`, which no person of the history is called
        "display": pl.String(),
        "bot": pl.Boolean(),
        "rule": pl.String(),  # how it was linked; `alone` when it was not
        "how": pl.String(),  # the same as a sentence
        "first_at": INSTANT,  # of what they did on the tracker; null for whoever only had something done to them
        "last_at": INSTANT,
    }
)

ASKED = pl.Schema(
    {
        "tracker": pl.String(),
        "login": pl.String(),
        "person": pl.String(),  # who the account may be, and is not said to be
        "reason": pl.String(),
    }
)

ALONE = "alone"

# Of all votes of an account, those that must be for one person; and what makes several pull requests of one.
SHARE, SEVERAL = 0.7, 1.5
A_TEAM = 50  # accounts of a host, at most
ASKED_SHARE = 0.25  # from which on a person is asked about
_WHOLE = 0.99  # of sums of parts, what counts as one

Claim = tuple[str, str]  # a person, and why


@dataclass(frozen=True, slots=True)
class Accounts:
    """Every account with its person (`LINKED`), and the pairs that the lead may join (`ASKED`)."""

    linked: pl.DataFrame
    asked: pl.DataFrame


@dataclass(frozen=True, slots=True)
class _Vote:
    person: str
    pulls: float
    merges: float
    votes: float
    others: float

    @property
    def text(self) -> str:
        parts = [(self.pulls, "wrote {} of its pull requests"), (self.merges, "committed {} of its merges")]
        return " and ".join(text.format(f"{count:.0f}" if count >= 1 else "a part") for count, text in parts if count)


def link(
    accounts: pl.LazyFrame,
    items: pl.LazyFrame,
    events: pl.LazyFrame,
    links: pl.LazyFrame,
    commits: pl.LazyFrame,
    people: pl.DataFrame,
    persons: pl.DataFrame,
    declared: Sequence[Declared] = (),
    bots: Iterable[str] = (),
) -> Accounts:
    """Who has which account.

    The first five are the lake's tables, `people` and `persons` are those of `Resolved`, `bots` the patterns of the settings.
    Everything that is known today is looked at, as for names and addresses.
    """
    rows = accounts.select("tracker", "account", "login", "name", "bot", "seen_at", "batch").collect()
    every = holders(rows.sort("seen_at", "batch", "account"), named_by(bots))
    pulls = ballots.by_pulls(item_commits(items, links, commits), commits, people)
    votes = ballots.votes(pulls, ballots.by_merges(events, commits, people))
    linker = _Linker(every, votes, people, declared)
    linker.run()
    shown = dict(persons.select("person", "display").iter_rows())
    programs = set(persons.filter("bot")["person"])
    told = linker.linked(shown, programs).join(_seen(events), on=["tracker", "account"], how="left")
    return Accounts(told.select(LINKED.names()).cast(LINKED).sort("tracker", "account"), linker.questions())


def _seen(events: pl.LazyFrame) -> pl.DataFrame:
    """When each account first and last did something."""
    acts = events.filter(pl.col("actor").is_not_null()).group_by(host().alias("tracker"), account="actor")
    return acts.agg(first_at=pl.col("happened_at").min(), last_at=pl.col("happened_at").max()).collect()


class _Linker:
    """Gives holders to persons, rule by rule, the surest first."""

    def __init__(
        self, every: Mapping[Key, Holder], votes: pl.DataFrame, people: pl.DataFrame, declared: Sequence[Declared]
    ) -> None:
        self._every = every
        self._declared = declared
        self._crowd = Counter(host for host, _ in every)
        self._handles = Handles(people.filter(~pl.col("bot")).select("name", "email", "person").iter_rows())
        self._programs = Handles(people.filter("bot").select("name", "email", "person").iter_rows())
        self._apart = {
            (token.removeprefix("@").casefold(), one.person) for one in declared for token in one.distinct_from
        }
        self._votes = _votes(every, votes)
        self._person: dict[Key, tuple[str, str, str]] = {}  # person, rule, how
        self._taken: dict[tuple[str, str], Key] = {}  # host and person: one of their accounts
        self._asked: dict[tuple[Key, str], str] = {}

    def run(self) -> None:
        """Every rule, in order of how sure it is."""
        self._give("declared", self._by_word, shared=True)
        self._give("account-number", self._by_number, shared=True)
        self._give("no-reply", self._by_no_reply, shared=True)
        self._give("pulls", self._by_several, shared=True)
        self._give("same-name", self._by_name)
        self._give("handle", self._by_handle)
        self._give("one-pull", self._by_one)
        self._give("mailbox", self._by_mailbox)
        self._give("spelled-name", self._by_part)
        self._ask()

    def _give(self, rule: str, claims: Callable[[Holder], Claim | None], *, shared: bool = False) -> None:
        """Link whoever a rule claims. Unless accounts may be `shared`, a person has one account of a host."""
        wanted = {
            key: claim
            for key, holder in self._every.items()
            if key not in self._person and (claim := claims(holder)) and not self._barred(holder, claim[0])
        }
        rivals = Counter((key[0], person) for key, (person, _) in wanted.items())
        for key, (person, how) in wanted.items():
            if shared or ((key[0], person) not in self._taken and rivals[key[0], person] == 1):
                self._person[key] = person, rule, how
                self._taken.setdefault((key[0], person), key)
            else:
                self._asked[key, person] = how

    def _barred(self, holder: Holder, person: str) -> bool:
        return any((login, person) in self._apart for login in holder.logins)

    def _by_word(self, holder: Holder) -> Claim | None:
        found = {
            one.person
            for one in self._declared
            for login in one.logins
            if login.casefold().removeprefix("@") in holder.logins
        }
        return _only(found, lambda person: f"people/{person}.md says so")

    def _by_number(self, holder: Holder) -> Claim | None:
        known = self._programs if holder.bot else self._handles
        return _only(known.by_number(holder.host, holder.numbers), lambda _: "its number stands in a no-reply address")

    def _by_no_reply(self, holder: Holder) -> Claim | None:
        known = self._programs if holder.bot else self._handles
        found = known.by_no_reply(holder.host, holder.logins, holder.numbers)
        return _only(found, lambda _: "its login stands in a no-reply address")

    def _by_several(self, holder: Holder) -> Claim | None:
        """Whoever wrote nearly all of what the account opened, and made its merges.

        Several pull requests, and more than of anybody else's accounts; or where the login may be theirs too, any.
        """
        votes = self._votes.get((holder.host, holder.login.casefold()), [])
        best = max(votes, key=lambda vote: vote.votes, default=None)
        if holder.bot or best is None or best.votes < SHARE * sum(vote.votes for vote in votes):
            return None
        several = best.votes >= SEVERAL and best.votes > best.others
        agrees = best.votes >= _WHOLE and any(self._handles.agrees(login, best.person) for login in holder.logins)
        return (best.person, f"they {best.text}") if several or agrees else None

    def _by_one(self, holder: Holder) -> Claim | None:
        """Whoever wrote the one pull request of the account, and nothing that another account opened.

        What it carried of people who have an account is left aside.
        """
        key = holder.host, holder.login.casefold()
        every = self._votes.get(key, [])
        votes = [one for one in every if (holder.host, one.person) not in self._taken]
        if holder.bot or len(votes) != 1 or votes[0].others > 0:
            return None
        whole = sum(one.votes for one in every)
        if votes[0].votes < (SHARE * whole if whole > 1 else whole / 2):
            return None
        return votes[0].person, f"they {votes[0].text}, and of nobody else's"

    def _by_name(self, holder: Holder) -> Claim | None:
        return self._unless_others_wrote(holder, self._handles.by_name(holder.names), "it shows their full name")

    def _by_handle(self, holder: Holder) -> Claim | None:
        found = {person for login in holder.logins for person in self._handles.by_handle(login)}
        return self._unless_others_wrote(holder, found, "its login is their handle, or spells their name")

    def _by_mailbox(self, holder: Holder) -> Claim | None:
        """On a team's own tracker, where no strangers come by, a given name that is one person's mailbox is theirs."""
        if self._crowd[holder.host] > A_TEAM:
            return None
        found = {person for login in holder.logins for person in self._handles.by_mailbox(login)}
        return self._unless_others_wrote(holder, found, "its login is their mailbox")

    def _by_part(self, holder: Holder) -> Claim | None:
        found = {person for login in holder.logins for person in self._handles.by_part(login)}
        return self._unless_others_wrote(holder, found, "its login spells their name in part")

    def _unless_others_wrote(self, holder: Holder, found: set[str], how: str) -> Claim | None:
        """The one found, unless the account opened pull requests of which they wrote nothing: that is asked."""
        votes = self._votes.get((holder.host, holder.login.casefold()), [])
        found = found - self._handles.of_others(holder.host, holder.logins, holder.numbers)
        if holder.bot or len(found) != 1:
            return None
        person = next(iter(found))
        if votes and all(vote.person != person for vote in votes):
            self._asked[(holder.host, holder.login.casefold()), person] = f"{how}, but others wrote what it opened"
            return None
        return person, how

    def _ask(self) -> None:
        """Whoever has no account, and wrote a good part of what this one opened: it may be one person under two names."""
        for key, holder in self._every.items():
            votes = self._votes.get(key, [])
            every = sum(vote.votes for vote in votes)
            for vote in votes:
                free = (key[0], vote.person) not in self._taken
                if free and not holder.bot and vote.votes >= max(ASKED_SHARE * every, vote.others):
                    self._asked.setdefault((key, vote.person), f"they {vote.text}")

    def linked(self, shown: Mapping[str, str], programs: set[str]) -> pl.DataFrame:
        """All accounts: the columns of `LINKED` but for the instants."""
        hosts = Counter(login for _, login in self._every)
        rows = []
        for key, holder in self._every.items():
            alone = f"@{holder.login}" if hosts[key[1]] == 1 else f"@{holder.login}@{holder.host}"
            person, rule, how = self._person.get(key, (alone, ALONE, "no commit is known to be theirs"))
            display = shown.get(person) or min(holder.names, default=holder.login)
            bot = holder.bot or person in programs
            rows += [(holder.host, one, holder.login, person, display, bot, rule, how) for one in holder.accounts]
        return pl.DataFrame(rows, {name: LINKED[name] for name in LINKED.names()[:-2]}, orient="row")

    def questions(self) -> pl.DataFrame:
        """What was not sure enough (`ASKED`); nothing that a surer rule answered, or the lead refused."""
        rows = [
            (key[0], self._every[key].login, person, why)
            for (key, person), why in self._asked.items()
            if self._person.get(key, ("",))[0] != person and not self._barred(self._every[key], person)
        ]
        return pl.DataFrame(rows, ASKED, orient="row").sort("tracker", "login", "person")


def _votes(every: Mapping[Key, Holder], votes: pl.DataFrame) -> Mapping[Key, list[_Vote]]:
    """The votes of each holder, those of several accounts summed."""
    keys = {(holder.host, one): key for key, holder in every.items() for one in holder.accounts}
    sums: defaultdict[Key, dict[str, list[float]]] = defaultdict(dict)
    wrote: Counter[tuple[str, str]] = Counter()
    for on, account, person, pulls, merges in votes.iter_rows():
        wrote[on, person] += pulls + merges
        if key := keys.get((on, account)):
            sum_of = sums[key].setdefault(person, [0.0, 0.0])
            sum_of[0] += pulls
            sum_of[1] += merges
    return {
        key: [
            _Vote(person, pulls, merges, pulls + merges, max(round(wrote[key[0], person] - pulls - merges, 6), 0.0))
            for person, (pulls, merges) in found.items()
        ]
        for key, found in sums.items()
    }


def _only(found: set[str], how: Callable[[str], str]) -> Claim | None:
    person = next(iter(found)) if len(found) == 1 else None
    return (person, how(person)) if person is not None else None
