"""The `--json` form of verbs that are no answer: a frozen value, its fields in the order in which they are declared."""

from __future__ import annotations

import json as stdlib_json
from typing import TYPE_CHECKING

from trimtab.render._json import VERSION, escaped, plain_fields

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def record(verb: str, value: DataclassInstance) -> str:
    """The value as JSON text under the schema `trimtab.VERB/1`, ended by a newline."""
    document = {"schema": f"trimtab.{verb}/{VERSION}"} | plain_fields(value)
    return escaped(stdlib_json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2)) + "\n"
