"""Paths as text: UTF-8 as it is, anything else in git's own quoted form, which can be turned back."""

_ESCAPES = {0x07: "a", 0x08: "b", 0x09: "t", 0x0A: "n", 0x0B: "v", 0x0C: "f", 0x0D: "r", 0x22: '"', 0x5C: "\\"}
_BYTES = {letter: byte for byte, letter in _ESCAPES.items()}


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
    if len(text) < 2 or not text.endswith('"'):
        raise ValueError(f"{text}: the closing quote is missing")
    return b"".join(_unescaped(text[1:-1]))


def c_quoted(raw: bytes) -> str:
    """Bytes between double quotes, with git's escapes for all that is not plain ASCII."""
    return '"' + "".join(map(_escaped, raw)) + '"'


def _escaped(byte: int) -> str:
    if byte in _ESCAPES:
        return "\\" + _ESCAPES[byte]
    return chr(byte) if 0x20 <= byte < 0x7F else f"\\{byte:03o}"


def _unescaped(text: str) -> list[bytes]:
    parts: list[bytes] = []
    place = 0
    while place < len(text):
        letter = text[place]
        if letter != "\\":
            parts.append(letter.encode("utf-8"))
            place += 1
        elif text[place + 1 : place + 2] in _BYTES:
            parts.append(bytes([_BYTES[text[place + 1]]]))
            place += 2
        else:
            parts.append(bytes([int(text[place + 1 : place + 4], 8)]))
            place += 4
    return parts
