"""Every key of the schema: used by a shipped scenario or a test, described, in step with docs."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from full import EAST, STUDY, WEST, write_full
from helpers import ROOT
from pydantic import BaseModel

from iomodel import cli, estimate
from iomodel.deflators import shipped_deflators
from iomodel.jsonschema import json_schema
from iomodel.reference import reference
from iomodel.schema import KO, ScenarioFile, StudyFile
from iomodel.summary import Summary
from iomodel.views import views

DOCS = ROOT / "docs"
Key = tuple[str, str]  # the model, the key


def inner(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (inner(part) for part in get_args(annotation))
    return next((model for model in found if model is not None), None)


def keys_of(model: type[BaseModel]) -> set[Key]:
    """Every key of a model and of the parts below it."""
    found: set[Key] = set()
    for name, field in model.model_fields.items():
        found.add((model.__name__, field.alias or name))
        part = inner(field.annotation)
        if part is not None:
            found |= keys_of(part)
    return found


def used_in(document: Any, model: type[BaseModel]) -> Iterator[Key]:
    """Every key that a document uses, by the model that has it."""
    by_alias = {field.alias or name: field for name, field in model.model_fields.items()}
    for key, value in document.items():
        yield model.__name__, key
        part = inner(by_alias[key].annotation)
        if part is None:
            continue
        named = str(by_alias[key].annotation).startswith("dict[")
        parts = value if isinstance(value, list) else value.values() if named else [value]
        for one in parts:
            yield from used_in(one, part)


def shipped() -> Iterator[tuple[str, type[BaseModel]]]:
    for path in sorted((ROOT / "scenarios").rglob("*.toml")):
        if path.parent.name != "uncertainty":
            study = path.name == "study.toml"
            yield path.read_text("utf-8"), StudyFile if study else ScenarioFile


def test_every_key_is_used_by_a_shipped_scenario_or_by_the_full_study() -> None:
    texts = [*shipped(), (STUDY, StudyFile), (WEST, ScenarioFile), (EAST, ScenarioFile)]
    used = {key for text, model in texts for key in used_in(tomllib.loads(text), model)}
    terms = {key for model, key in used}  # a term is one key, wherever it stands
    every = keys_of(StudyFile) | keys_of(ScenarioFile)
    missing = {
        (model, key)
        for model, key in every - used
        if key not in terms or model not in ("Announced", "Terms", "Programme", "Vector")
    }
    assert {f"{model}.{key}" for model, key in missing - _terms_of_lines(terms)} == set()


def _terms_of_lines(used: set[str]) -> set[Key]:
    """Terms of a line that the full study states further up: tests of prices state them there."""
    from iomodel.schema import Terms

    assert set(Terms.model_fields) <= used
    return {("SpendingLine", name) for name in Terms.model_fields}


def test_a_study_with_every_key_validates_and_runs(tmp_path: Path) -> None:
    study, tables = write_full(tmp_path)
    assert cli.main(["validate", str(study), "--tables", str(tables)]) == 0
    made = estimate(study, readings=("announced",), tables=tables)
    shown = [view.id for view in views(Summary(made))]
    assert shown == [
        "operation",
        "by_year",
        "jobs",
        "displaced",
        "households",
        "other_reading",
        "goals",
        "hires",
    ]
    for variant in made.study.variants:
        estimate(study, readings=("announced",), tables=tables, variant=variant)


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("format", ["text", "json", "markdown", "csv"])
def test_it_is_shown_in_every_form(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str, format: str
) -> None:
    study, tables = write_full(tmp_path)
    words = ["run", str(study), "--reading", "announced", "--tables", str(tables)]
    assert cli.main([*words, "--format", format, "--lang", lang]) == 0
    page = capsys.readouterr().out
    if format == "json":
        document = json.loads(page)
        told = {view["id"]: view for view in document["views"]}
        assert len(told) == 8
        assert told["goals"]["rows"][0]["goal"] == {"ko": "일자리", "en": "jobs"}[lang]
    elif format != "csv":
        assert {"ko": "연도별 효과", "en": "Effects by year"}[lang] in page


def test_every_key_says_what_it_is_in_both_languages() -> None:
    def undescribed(model: type[BaseModel]) -> Iterator[str]:
        for name, field in model.model_fields.items():
            extra = field.json_schema_extra
            korean = extra.get(KO) if isinstance(extra, dict) else ""
            if not field.description or not korean:
                yield f"{model.__name__}.{name}"
            part = inner(field.annotation)
            if part is not None:
                yield from undescribed(part)

    assert {*undescribed(StudyFile), *undescribed(ScenarioFile)} == set()


# ------------------------------------------------------------------ what is made of the schema
@pytest.mark.parametrize("kind", ["study", "district"])
def test_the_committed_json_schema_is_current(kind: Any) -> None:
    """After a change: iomodel validate --json-schema KIND > docs/KIND.schema.json."""
    committed = json.loads((DOCS / f"{kind}.schema.json").read_text("utf-8"))
    assert committed == json_schema(kind)


@pytest.mark.parametrize(
    ("lang", "name"), [("en", "scenario-reference.md"), ("ko", "scenario-reference.ko.md")]
)
def test_the_committed_reference_is_current(lang: Any, name: str) -> None:
    """After a change: iomodel validate --reference --lang LANG > docs/NAME."""
    assert (DOCS / name).read_text("utf-8") == reference(lang)


def test_the_reference_names_every_key_and_every_series() -> None:
    for lang in ("ko", "en"):
        page = reference(lang)  # type: ignore[arg-type]
        for _, key in keys_of(StudyFile) | keys_of(ScenarioFile):
            assert f"| `{key}` |" in page or key in ("ko", "en"), key
        for one in shipped_deflators():
            assert f"| `{one.id}` |" in page
            assert f"–{one.last} |" in page


def checked(document: Any, schema: dict[str, Any]) -> list[str]:
    """What a JSON Schema finds wrong with a document."""
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(schema)
    plain = json.loads(json.dumps(document, default=str))
    return [error.message for error in Draft202012Validator(schema).iter_errors(plain)]


def test_the_json_schema_accepts_what_is_shipped() -> None:
    for text, model in [*shipped(), (STUDY, StudyFile), (WEST, ScenarioFile), (EAST, ScenarioFile)]:
        kind: Any = "study" if model is StudyFile else "district"
        assert checked(tomllib.loads(text), json_schema(kind)) == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("hires = 12", "hirse = 12", "'hirse' was unexpected"),
        ('basis = "assumed"', 'basis = "guessed"', "'guessed' is not one of"),
        ("schema = 1", "schema = 2", "1 was expected"),
        ("displaced = 0.1", 'displaced = "10%"', "is not valid under any"),
        ("[district]", "[distrikt]", "'district' is a required property"),
    ],
)
def test_the_json_schema_finds_what_an_editor_should(old: str, new: str, found: str) -> None:
    told = checked(tomllib.loads(WEST.replace(old, new, 1)), json_schema("district"))
    assert any(found in message for message in told), told


@pytest.mark.parametrize("kind", ["study", "district"])
def test_the_schema_is_printed(kind: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["validate", "--json-schema", kind]) == 0
    assert json.loads(capsys.readouterr().out) == json_schema(kind)


def test_the_reference_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["validate", "--reference", "--lang", "ko"]) == 0
    assert capsys.readouterr().out == reference("ko")
