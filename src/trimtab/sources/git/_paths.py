"""Paths as text: UTF-8 as it is, anything else in git's own quoted form, which can be turned back."""

import re

_ESCAPES = {0x07: "a", 0x08: "b", 0x09: "t", 0x0A: "n", 0x0B: "v", 0x0C: "f", 0x0D: "r", 0x22: '"', 0x5C: "\\"}
_BYTES = {letter: byte for byte, letter in _ESCAPES.items()}

_PIECE = re.compile(r"""([^"\\]+)|\\(?:([abtnvfr"\\])|([0-3][0-7]{2}))""")
_QUOTED = re.compile(f'"(?:{_PIECE.pattern})*"')


def quote_path(path: bytes) -> str:
    """The text of a path: as it is when UTF-8 and not beginning with a quote, else quoted as git prints it."""
    try:
        text = path.decode("utf-8")
    except UnicodeDecodeError:
        return c_quoted(path)
    return c_quoted(path) if text.startswith('"') else text


def unquote_path(text: str) -> bytes:
    """The bytes of a path that `quote_path` gave. Raises ValueError for quotes that git would not print."""
    if not text.startswith('"'):
        return text.encode("utf-8")
    if not _QUOTED.fullmatch(text):
        raise ValueError(f"{text}: not a path as git quotes it")
    return b"".join(_piece(match) for match in _PIECE.finditer(text[1:-1]))


def c_quoted(raw: bytes) -> str:
    """Bytes between double quotes, with git's escapes for all that is not plain ASCII."""
    return '"' + "".join(map(_escaped, raw)) + '"'


def _escaped(byte: int) -> str:
    if byte in _ESCAPES:
        return "\\" + _ESCAPES[byte]
    return chr(byte) if 0x20 <= byte < 0x7F else f"\\{byte:03o}"


def _piece(match: re.Match[str]) -> bytes:
    plain, letter, octal = match.groups()
    if plain:
        return str(plain).encode("utf-8")
    return bytes([_BYTES[letter] if letter else int(octal, 8)])
