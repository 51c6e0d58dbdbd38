"""JSON Schemas of scenario files, by which editors complete and check them."""

from __future__ import annotations

from typing import Any, Literal

from iomodel.schema import ScenarioFile, StudyFile

Kind = Literal["study", "district"]
MODELS: dict[Kind, type[StudyFile] | type[ScenarioFile]] = {
    "study": StudyFile,
    "district": ScenarioFile,
}
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(kind: Kind) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of study.toml or of a district's TOML.

    What depends on other files (codes of sectors, programmes of the study) is text there; iomodel
    itself checks it.

    Examples
    --------
    >>> from iomodel.jsonschema import json_schema
    >>> json_schema("district")["required"]
    ['schema', 'district', 'programmes']
    """
    model = MODELS[kind]
    title = {"study": "study.toml", "district": "DISTRICT.toml"}[kind]
    return {"$schema": DRAFT, **model.model_json_schema(), "title": f"iomodel {title}"}
