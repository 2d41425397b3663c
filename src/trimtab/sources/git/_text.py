"""The text in a commit: bytes to words, identities, dates, and trailers.

A commit's bytes obey few rules. What is read here is what git stores, not what git shows: it re-encodes, maps names,
and drops what it cannot convert.
"""

import codecs
import re
from functools import lru_cache
from typing import NamedTuple

_INT64 = 1 << 63
_INT16 = 1 << 15
_SECONDS = re.compile(rb"-?[0-9]{1,19}\Z")
_ZONE = re.compile(rb"([+-])([0-9]{1,6})\Z")

# Codecs of Python that are no encodings of text people write, or that read almost any bytes as something.
_NOT_FOR_TEXT = ("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf_7", "utf_16", "utf_32")


class Signature(NamedTuple):
    """Who and when, as one header line says it. `guessed` tells that the name had to be read as Latin-1."""

    name: str
    email: str
    seconds: int | None
    offset: int | None
    guessed: bool


def decoded(raw: bytes, declared: bytes) -> tuple[str, bool]:
    """Text of `raw`: UTF-8, else what the commit declared, else Latin-1; the flag says that it was the last."""
    codec = _codec(declared)
    if b"\x1b" in raw and codec.startswith("iso2022"):
        # A seven-bit encoding is valid UTF-8 too, and only its escapes give it away.
        return raw.decode(codec, errors="replace"), False
    try:
        return raw.decode("utf-8"), False
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode(codec), False
    except (UnicodeError, LookupError):
        return raw.decode("latin-1"), True


@lru_cache(maxsize=256)
def _codec(declared: bytes) -> str:
    """The name of a codec that a commit may choose; UTF-8 for all others."""
    try:
        found = codecs.lookup(declared.decode("ascii"))
        "".encode(found.name)
    except (LookupError, UnicodeError, ValueError):
        return "utf-8"
    return "utf-8" if found.name.replace("-", "_").startswith(_NOT_FOR_TEXT) else found.name


def signature(line: bytes, declared: bytes) -> Signature:
    """Read `name <email> seconds zone`: name to the first `<`, mail to the next `>`, time after the last `>`."""
    name, email, guessed = identity(line[: line.rfind(b">") + 1] or line, declared)
    seconds, offset = moment(line[line.rfind(b">") + 1 :]) if b">" in line else (None, None)
    return Signature(name, email, seconds, offset, guessed)


@lru_cache(maxsize=8192)
def identity(raw: bytes, declared: bytes) -> tuple[str, str, bool]:
    """Name and mail address of an identity, and whether Latin-1 had to be guessed."""
    name, _, rest = raw.partition(b"<")
    email = rest.partition(b">")[0]
    text, guessed = decoded(name.strip() + b"\0" + email.strip(), declared)
    decoded_name, _, decoded_email = text.partition("\0")
    return decoded_name, decoded_email, guessed


def moment(raw: bytes) -> tuple[int | None, int | None]:
    """Seconds since 1970 and minutes east of UTC; None for what is no number or does not fit the lake."""
    words = raw.split()
    if not words or not _SECONDS.match(words[0]):
        return None, None
    seconds = int(words[0])
    return seconds if -_INT64 <= seconds < _INT64 else None, _offset(words[1]) if len(words) > 1 else None


@lru_cache(maxsize=256)
def _offset(zone: bytes) -> int | None:
    found = _ZONE.match(zone)
    if not found:
        return None
    hours, minutes = divmod(int(found[2]), 100)
    offset = (hours * 60 + minutes) * (-1 if found[1] == b"-" else 1)
    return offset if -_INT16 <= offset < _INT16 else None


def paragraphs(message: str) -> tuple[str, str]:
    """The subject (first paragraph on one line) and the rest of a message."""
    subject, _, body = message.strip("\n").partition("\n\n")
    return subject.replace("\n", " "), body.strip("\n")


_CHERRY_PICKED = "(cherry picked from commit "
_SIGNED = "Signed-off-by: "
_TRAILER = re.compile(r"([A-Za-z0-9-]+)[ \t]*:(.*)", re.DOTALL)


def trailers(body: str) -> list[tuple[str, str]]:
    """Keys and values of the last paragraph of `body`, if git would take it for trailers.

    It does when every line is one, or when a quarter are and one is git's own (a sign-off, a cherry-pick note). Lines
    that begin with a blank continue the one before.
    """
    last = body[body.rfind("\n\n") + 1 :]
    if ":" not in last:
        return []
    found: list[tuple[str, str]] = []
    good = other = 0
    recognised = False
    open_line = False
    for line in last.strip("\n").split("\n"):
        match = _TRAILER.match(line)
        if line.startswith("#"):
            open_line = False
        elif line[:1] in (" ", "\t"):
            if not open_line:
                other += 1
            elif found:
                found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}".strip())
        elif line.startswith(_CHERRY_PICKED):
            good, recognised, open_line = good + 1, True, False
        elif match:
            good, recognised, open_line = good + 1, recognised or line.startswith(_SIGNED), True
            found.append((match[1], match[2].strip()))
        else:
            other, open_line = other + 1, False
    return found if good and (not other or (recognised and good * 3 >= other)) else []
