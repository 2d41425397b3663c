"""Reads Harbour's saved items as they lie in their file, with nothing of Trimtab."""

import json
from collections.abc import Iterator
from typing import Any

from trimtab.demo import Harbour


def saved(harbour: Harbour) -> list[dict[str, Any]]:
    """Every item with its events and comments. Any: JSON as GitHub writes it."""
    return [json.loads(line) for line in harbour.items_file.read_text(encoding="utf-8").splitlines()]


def references(harbour: Harbour) -> Iterator[str]:
    """Everything that evidence can name."""
    for item in saved(harbour):
        yield f"item:{item[item['type']]['number']}"
        yield from (f"{event['event']}:{event['id']}" for event in item["events"] if "id" in event)
        yield from (f"line-commented:{comment['id']}" for comment in item["comments"])
