"""JSON Schemas of what a lead writes, made from the models, for completion in editors."""

from datetime import date
from typing import Any

from pydantic import BaseModel, JsonValue, TypeAdapter

from trimtab.records._compose import parse
from trimtab.records._nodes import Plain, plain
from trimtab.records._text import Text
from trimtab.records.ledger import Entry, Outcome
from trimtab.records.people import FrontMatter
from trimtab.records.phase import Phases
from trimtab.records.plan import PlanFile
from trimtab.records.settings import Settings

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, dict[str, JsonValue]]:
    """The schema of each kind of text, by the name it is published under (`NAME.schema.json`)."""
    models: dict[str, type[BaseModel]] = {
        "settings": Settings,
        "person": FrontMatter,
        "phases": Phases,
        "plan": PlanFile,
    }
    made = {name: _headed(name, TypeAdapter(model)) for name, model in models.items()}
    return {**made, "ledger": _headed("ledger", TypeAdapter(Entry | Outcome))}


def _headed(
    name: str, adapter: TypeAdapter[Any]
) -> dict[str, JsonValue]:  # Any: adapters are invariant, and the type is not used
    body = _exemplified(adapter.json_schema(by_alias=True, mode="validation"))
    return {"$schema": _DIALECT, "$id": f"{name}.schema.json", **(body if isinstance(body, dict) else {})}


def _exemplified(schema: JsonValue) -> JsonValue:
    """Examples stand in the models as a lead would type them, and in a schema as the values they mean."""
    if isinstance(schema, list):
        return [_exemplified(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: [_json(plain(parse(Text("example", str(one))).root)) for one in value]
        if key == "examples" and isinstance(value, list)
        else _exemplified(value)
        for key, value in schema.items()
    }


def _json(value: Plain) -> JsonValue:
    if isinstance(value, tuple):
        return [_json(item) for item in value]
    if isinstance(value, dict):
        return {key: _json(item) for key, item in value.items()}
    return value.isoformat() if isinstance(value, date) else value
