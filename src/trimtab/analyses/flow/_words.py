"""What a text says for whoever waits: a question, whom it mentions, an approval. As expressions over a column of Markdown.

Quotes, code, links and comments hidden in HTML are no part of what its writer says. Where a source leaves texts out and tells facts
about them instead, the facts are used.
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
    told = facts.str.json_path_match("$.asks") == "true"
    return pl.coalesce(said.str.contains("?", literal=True), told, pl.lit(value=False))


def mentions(said: pl.Expr, facts: pl.Expr) -> pl.Expr:
    """Logins mentioned, in lower case; a team as `organisation/team`. An address of mail mentions nobody."""
    written = said.str.extract_all(_MENTION).list.eval(pl.element().str.extract(r"@(.*)$"))
    told = facts.str.json_path_match("$.mentions").str.extract_all(r"[A-Za-z0-9][A-Za-z0-9_/.-]*")
    return pl.coalesce(written, told, pl.lit([], pl.List(pl.String))).list.eval(pl.element().str.to_lowercase())


def approves(said: pl.Expr, facts: pl.Expr) -> pl.Expr:
    """Whether it is an ACK of the code."""
    return _has(pl.coalesce(said, facts.str.json_path_match("$.ack")), approval=True)


def agrees(said: pl.Expr, facts: pl.Expr) -> pl.Expr:
    """Whether it agrees with the idea or the approach alone."""
    return _has(pl.coalesce(said, facts.str.json_path_match("$.ack")), approval=False)


def _has(words: pl.Expr, *, approval: bool) -> pl.Expr:
    beside = words.str.replace_all(_IDEA, " ")
    approved = beside.str.contains(_ACK) & ~beside.str.contains(_REFUSED)
    if approval:
        return approved.fill_null(value=False)
    idea = words.str.contains(_IDEA) & ~words.str.contains(r"(?i)\bnack\b")
    return (idea & ~approved).fill_null(value=False)
