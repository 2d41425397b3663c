"""The holders of a tracker's accounts: everything that was read under one login of one host, put together.

A saved file may tell logins alone while a live reading tells numbers; both are one account where the login is the same. An
account that was renamed keeps its number, and its earlier logins speak for it unless somebody else has them now.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from trimtab.analyses.identity._bots import is_bot_login

GHOSTS = frozenset({"ghost", "(unknown)"})
"""What forges show in place of everybody who left: many people, so nobody."""

Key = tuple[str, str]  # host, login in small letters


@dataclass(slots=True)
class Holder:
    """One who has a login: its accounts, all logins they ever had (small letters), names they show."""

    host: str
    login: str
    accounts: list[str] = field(default_factory=list)
    logins: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    bot: bool = False

    @property
    def numbers(self) -> set[str]:
        """The native ids, where they were told."""
        return {account for account in self.accounts if not account.startswith("@")}


def holders(accounts: pl.DataFrame, is_named_bot: Callable[[str], bool]) -> Mapping[Key, Holder]:
    """By host and present login; `accounts` are the rows of the lake's table in the order they were read."""
    last: dict[tuple[str, str], str] = {}
    earlier: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    names: dict[tuple[str, str], str] = {}
    bots: dict[tuple[str, str], bool] = {}
    for host, account, login, name, bot in accounts.select("tracker", "account", "login", "name", "bot").iter_rows():
        if login and login.casefold() not in GHOSTS:
            last[host, account] = login
            earlier[host, account].add(login.casefold())
            names[host, account] = name or ""
            bots[host, account] = bool(bot)
    found: dict[Key, Holder] = {}
    for (host, account), login in sorted(last.items()):
        holder = found.setdefault((host, login.casefold()), Holder(host, login))
        holder.accounts.append(account)
        holder.logins |= earlier[host, account]
        holder.names |= {names[host, account]} - {""}
        holder.bot = holder.bot or bots[host, account] or is_named_bot(login) or is_bot_login(login)
    for (host, login), holder in found.items():
        holder.logins = {one for one in holder.logins if one == login or (host, one) not in found}
    return found


def named_by(patterns: Iterable[str]) -> Callable[[str], bool]:
    """Whether one of the patterns names a login; only `*` stands for something else."""
    anything = "|".join(".*".join(re.escape(part) for part in pattern.split("*")) for pattern in patterns)
    found = re.compile(f"(?i)^(?:{anything})$") if anything else None
    return lambda login: found is not None and found.match(login) is not None
