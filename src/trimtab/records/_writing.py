"""Records as YAML text: values quoted where they must be, and whole files in which each key is explained."""

import textwrap
from collections.abc import Collection, Mapping, Sequence

from pydantic import BaseModel

from trimtab.records._nodes import resolve

# Characters that mean something to YAML at the start of a value, or anywhere in one.
_OPENERS = tuple("!&*-?|>@`\"'%#,[]{}:=~")


def quoted(text: str, flow: bool = False) -> str:
    """The text as YAML reads it back: bare where that is safe, else in quotes; `flow` when it stands in brackets."""
    if any(not character.isprintable() for character in text):
        return _double(text)
    risky = text.startswith(_OPENERS) or ": " in text or " #" in text or text.endswith(":") or text != text.strip()
    if flow:
        risky = risky or any(character in text for character in ",[]{}:")
    if text and not risky and isinstance(resolve(text), str) and not text.startswith(("---", "...")):
        return text
    return "'" + text.replace("'", "''") + "'"


def written(value: Mapping[str, str] | Sequence[str]) -> str:
    """A mapping or list, below its key: two spaces in, entries already quoted."""
    lines = (
        [f"  {key}: {item}" for key, item in value.items()]
        if isinstance(value, Mapping)
        else [f"  - {item}" for item in value]
    )
    return "\n".join(["", *lines])


def comment(model: type[BaseModel], given: Mapping[str, str | None], without: Collection[str] = ()) -> str:
    """Every key of a model with its meaning above it; a key that is not given is commented out with an example."""
    parts = []
    for name, described in model.model_fields.items():
        if name in without:
            continue
        key = described.alias or name
        meaning = textwrap.fill(described.description or "", 96, initial_indent="# ", subsequent_indent="# ")
        value = given.get(key)
        if value is None:
            line = f"# {key}: {(described.examples or [''])[0]}"
        else:
            line = f"{key}:{value}" if value.startswith("\n") else f"{key}: {value}"
        parts.append(f"{meaning}\n{line}\n")
    return "\n".join(["", *parts]) if parts else ""


def _double(text: str) -> str:
    escaped = "".join(_escaped(character) for character in text)
    return f'"{escaped}"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    number = ord(character)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
