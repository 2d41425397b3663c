"""What a text says for whoever waits: a question, whom it mentions, an approval. As expressions over a column of Markdown.

Quotes, code, links and comments hidden in HTML are no part of what its writer says. Where a source leaves texts out and tells
facts about them instead, the facts are used. They are JSON that a source wrote, and are searched for keys: in a string of JSON
no quote stands bare, so a text cannot pass for one. That is many times faster than to parse them.
"""

import polars as pl

_LEFT_OUT = (
    r"(?s)```.*?(?:```|\z)",
    r"(?s)<!--.*?(?:-->|\z)",
    r"(?m)^ {0,3}>.*$",
    r"`[^`\n]*`",
    r"<?https?://[^\s>)]+>?",
)
_MENTION = r"(?:^|[^\w`/@.-])@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:/[A-Za-z0-9._-]*[A-Za-z0-9_])?"
# ACK as reviewers write it (ACK, utACK, tACK, re-ACK). Agreement with the idea alone approves no code.
_IDEA = r"(?i)\b(?:concept|approach)\s+n?ack\b"
_ACK = r"(?:^|[^A-Za-z-])[a-z]{0,2}(?:re-?)?ACK\b"
_REFUSED = r"\bNACK\b"


def said(text: pl.Expr) -> pl.Expr:
    """The writer's own words: without quotes, code, links and hidden comments."""
    for pattern in _LEFT_OUT:
        text = text.str.replace_all(pattern, " ")
    return text


def asks(said: pl.Expr, facts: pl.Expr) -> pl.Expr:
    """Whether a question is asked."""
    told = facts.str.contains(r'"asks":\s*true')
    return pl.coalesce(said.str.contains("?", literal=True), told, pl.lit(value=False))


def mentions(said: pl.Expr, facts: pl.Expr) -> pl.Expr:
    """Whom it mentions, as found; null where nobody. `login` makes a login of each. An address of mail mentions nobody."""
    told = facts.str.extract(r'"mentions":\s*\[([^\]]*)\]')
    found = pl.coalesce(said.str.extract_all(_MENTION), told.str.extract_all(r"[A-Za-z0-9][A-Za-z0-9_/.-]*"))
    return pl.when(found.list.len() > 0).then(found)


def login(found: pl.Expr) -> pl.Expr:
    """The login of a mention, in lower case; of a team, `organisation/team`."""
    return found.str.extract(r"([A-Za-z0-9][^@]*)$").str.to_lowercase()


def approves(said: pl.Expr, facts: pl.Expr) -> pl.Expr:
    """Whether it is an ACK of the code."""
    return _has(_ack(said, facts), approval=True)


def agrees(said: pl.Expr, facts: pl.Expr) -> pl.Expr:
    """Whether it agrees with the idea or the approach alone."""
    return _has(_ack(said, facts), approval=False)


def review(facts: pl.Expr) -> pl.Expr:
    """The review that a line comment belongs to."""
    return facts.str.extract(r'"pull_request_review_id":\s*"?([^",}\s]+)')


def _ack(said: pl.Expr, facts: pl.Expr) -> pl.Expr:
    return pl.coalesce(said, facts.str.extract(r'"ack":\s*"([^"]*)"'))


def _has(words: pl.Expr, *, approval: bool) -> pl.Expr:
    beside = words.str.replace_all(_IDEA, " ")
    approved = beside.str.contains(_ACK) & ~beside.str.contains(_REFUSED)
    if approval:
        return approved.fill_null(value=False)
    idea = words.str.contains(_IDEA) & ~words.str.contains(r"(?i)\bnack\b")
    return (idea & ~approved).fill_null(value=False)
