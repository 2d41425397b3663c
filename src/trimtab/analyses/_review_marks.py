"""What commit messages say about who reviewed: trailers, blocks of ACKs in merges, lines of merge bots."""

import re
from collections.abc import Iterator

TRAILER_KINDS = {
    "reviewed-by": "reviewed",
    "approved-by": "reviewed",
    "acked-by": "acked",
    "tested-by": "tested",
    "signed-off-by": "signed",
}
"""Trailers that tell of a review. Co-authored-by and Helped-by tell of writing, Reported-by of neither."""

# An ACK as reviewers write it (ACK, utACK, tACK, re-ACK); a NACK is none.
_ACK = re.compile(r"(?<![A-Za-z])[a-z]{0,3}-?ACK\b")
_IDEA_ONLY = re.compile(r"\b(?:concept|approach|weak concept)\s+ACK\b", re.IGNORECASE)
_BLOCK = re.compile(r"^ACKs for (?:top commit|commit \S+):\s*$")
_LOGIN = re.compile(r"^ {2}(\S[^:]*):\s*$")
_BOT = re.compile(r"^Auto merge of #\d+ - [^,]+, r=(\S+?)\s*$")
_NOBODY = frozenset({"<try>", "me", "self"})
_ADDRESS = re.compile(r"^(.*?)\s*<([^<>]*)>")


def acks(body: str) -> Iterator[str]:
    """Logins of those who acknowledged the code in a merge's block of ACKs; agreement with the idea alone is none."""
    login: str | None = None
    within = False
    for line in body.splitlines():
        if _BLOCK.match(line):
            within, login = True, None
        elif within and line and not line.startswith(" "):
            within = False
        elif within and (found := _LOGIN.match(line)):
            login = found[1].strip()
        elif within and login and _ACK.search(_IDEA_ONLY.sub("", line)):
            yield login
            login = None  # once is enough


def approvers(subject: str) -> Iterator[str]:
    """Logins a merge bot names as those who approved: `Auto merge of #12 - tomas:fix, r=mara`."""
    if found := _BOT.match(subject):
        yield from (login for login in found[1].split(",") if login and login not in _NOBODY)


def people_named(value: str) -> Iterator[tuple[str, str]]:
    """Name and email of everyone a trailer's value names; the email is empty where there is none."""
    if found := _ADDRESS.match(value):
        yield found[1].strip().strip('"'), found[2].strip()
    else:
        yield from ((name.strip(), "") for name in value.split(",") if name.strip())
