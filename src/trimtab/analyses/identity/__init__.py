"""Which names and addresses are one person, and which are a program.

    raw = identities(commits)                      every name and address in the commits
    resolved = resolve(raw, [mailmap], declared)   who they are, with a reason for each join
    found = find(resolved.persons, "mara")         the person somebody meant

The lead's words come first, then a `.mailmap`, then careful matching that gives nobody two distinct full names. What is not
sure becomes a proposal. Definitions and reasons: `docs/reference/people.md`. Reading records and asking the lead are left
to others.
"""

from trimtab.analyses.identity._declared import Declared
from trimtab.analyses.identity._find import Found, find
from trimtab.analyses.identity._frames import PEOPLE, PERSONS, PROPOSALS, RAW, REASONS, Resolved, identities, resolve
from trimtab.analyses.identity._mailmap import Mailmap

__all__ = [
    "PEOPLE",
    "PERSONS",
    "PROPOSALS",
    "RAW",
    "REASONS",
    "Declared",
    "Found",
    "Mailmap",
    "Resolved",
    "find",
    "identities",
    "resolve",
]
