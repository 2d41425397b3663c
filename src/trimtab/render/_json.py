"""An answer as JSON and back: every field of the value, in the order in which it is declared.

The schema is published in docs/reference/schemas/answer.schema.json and explained in docs/reference/json.md. Within one
version keys are only added, so a reader must take what it knows and leave the rest, as `from_json` does.
"""

from __future__ import annotations

import json as stdlib_json
import re
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from trimtab.advice.answer import Answer

VERSION = 1
"""Version of the schema; a change of meaning or a key that goes is a new version."""

_T = TypeVar("_T", bound="DataclassInstance")

# Legal inside JSON strings, yet they act on a terminal, reorder a line, or cannot be encoded.
_ACTING = re.compile("[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufff9-\ufffb]")


def json(answer: Answer) -> str:
    """The answer as JSON text, ended by a newline; the same answer gives the same text.

    Raises ValueError for a figure that is not a finite number, which JSON cannot hold.
    """
    document = {"schema": f"trimtab.{answer.verb}/{VERSION}"} | plain_fields(answer)
    text = stdlib_json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2)
    return escaped(text) + "\n"


def escaped(text: str) -> str:
    """JSON text with every character that acts on a terminal written as its escape."""
    return _ACTING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def from_json(text: str) -> Answer:
    """The answer that `json` wrote, equal to the one it was made from.

    Instants come back with their offset from UTC, without the name of a zone. Raises ValueError when the text is not an
    answer of this version; what is wrong, and where, stands in the message.
    """
    from trimtab.advice.answer import Answer

    document = stdlib_json.loads(text)
    if not isinstance(document, dict):
        raise _wrong("answer", "an object", document)
    expected = f"trimtab.{document.get('verb')}/{VERSION}"
    if document.get("schema") != expected:
        raise ValueError(f"not an answer of this version: schema is {document.get('schema')!r}, not {expected!r}")
    return _dataclass(Answer, document, "answer")


def plain_fields(value: DataclassInstance) -> dict[str, object]:
    """The fields of a frozen value, in the order declared, as what JSON can hold."""
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return plain_fields(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(value[key]) for key in sorted(value)}
    return value.isoformat() if isinstance(value, datetime) else value


def _dataclass(of: type[_T], found: object, place: str) -> _T:
    """A value of a dataclass; keys that it does not declare are left, absent ones take their default."""
    if not isinstance(found, Mapping):
        raise _wrong(place, "an object", found)
    hints = _hints(of)
    known: dict[str, object] = {}
    for field in fields(of):
        if field.name in found:
            known[field.name] = _typed(hints[field.name], found[field.name], f"{place}.{field.name}")
        elif field.default is MISSING:
            raise ValueError(f"{place}: {field.name} is missing")
    return of(**known)


@cache
def _hints(of: type[DataclassInstance]) -> Mapping[str, object]:
    return get_type_hints(of)


def _typed(hint: object, found: object, place: str) -> object:
    """What was found, as the type that a field declares."""
    if get_origin(hint) in (UnionType, Union):
        inner = next(one for one in get_args(hint) if one is not NoneType)
        return None if found is None else _typed(inner, found, place)
    if get_origin(hint) is tuple:
        if not isinstance(found, list):
            raise _wrong(place, "a list", found)
        return tuple(_typed(get_args(hint)[0], item, f"{place}[{index}]") for index, item in enumerate(found))
    if get_origin(hint) is Literal:
        if found not in get_args(hint):
            raise _wrong(place, f"one of {', '.join(get_args(hint))}", found)
        return found
    if hint is datetime:
        return _instant(found, place)
    if isinstance(hint, type) and is_dataclass(hint):
        return _dataclass(hint, found, place)
    return _scalar(hint, found, place)


def _scalar(hint: object, found: object, place: str) -> object:
    accepted = (int, float) if hint is float else hint
    if (
        not isinstance(accepted, type | tuple)
        or not isinstance(found, accepted)
        or isinstance(found, bool) is not (hint is bool)
    ):
        raise _wrong(place, getattr(hint, "__name__", str(hint)), found)
    return found


def _instant(found: object, place: str) -> datetime:
    try:
        at = datetime.fromisoformat(found) if isinstance(found, str) else None
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise _wrong(place, "an instant with its offset", found)
    return at


def _wrong(place: str, expected: str, found: object) -> ValueError:
    return ValueError(f"{place}: expected {expected}, found {found!r}")
