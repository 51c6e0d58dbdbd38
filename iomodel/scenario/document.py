"""From a document to what it says: parsed, its rows read, its goals and currencies checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from iomodel.errors import Problem, ScenarioFileError, UnitError
from iomodel.scenario.lines import Item
from iomodel.scenario.refusals import not_persons, other_currency
from iomodel.schema import ScenarioFile, SpendingLine, StudyFile, Target, Terms
from iomodel.schema.base import no_such_programme
from iomodel.units import PERSONS, money_unit
from iomodel.validation import problems_of

MONEY_GOALS = ("investment", "production", "value_added", "imports", "sales")
PERSON_GOALS = ("employment", "employees", "hires")

Rows = Mapping[str, tuple[tuple[SpendingLine, Terms], ...]]
_M = TypeVar("_M", bound=BaseModel)


def parse(model: type[_M], origin: str, document: dict[str, Any], context: dict[str, Any]) -> _M:
    """Return a document as the schema reads it; every finding of the schema is a problem."""
    try:
        return model.model_validate(document, context=context)
    except ValidationError as error:
        raise ScenarioFileError(origin, problems_of(error, model)) from error


def takes_profiles(document: Any) -> bool:
    """Return whether any part of a file says that money buys what a profile says."""
    if isinstance(document, dict):
        if document.get("spent_on") == "profile":
            return True
        return any(map(takes_profiles, document.values()))
    return isinstance(document, list) and any(map(takes_profiles, document))


def rows_of(
    file: ScenarioFile, folder: Path, context: Mapping[str, Any]
) -> tuple[Rows, list[Problem]]:
    """Return the lines of the files that a district names, and what is wrong with them."""
    vectors = [
        (programme.name, f"programmes[{p}].vectors[{i}]", vector)
        for p, programme in enumerate(file.programmes, 1)
        for i, vector in enumerate(programme.vectors, 1)
    ]
    if not vectors:
        return {}, []
    from iomodel.scenario.rows import lines_of

    rows: dict[str, tuple[tuple[SpendingLine, Terms], ...]] = {}
    problems: list[Problem] = []
    for programme, place, vector in vectors:
        lines, wrong = lines_of(folder, vector, place, context)
        problems += wrong
        rows[programme] = (*rows.get(programme, ()), *((line, vector) for line in lines))
    return rows, problems


def currencies(items: Sequence[Item], currency: str) -> Iterator[Problem]:
    """Yield a problem for every line in another currency than the first."""
    for item in items:
        if money_unit(item.line.unit).currency != currency:
            yield other_currency(f"{item.place}.unit", item.line.unit, currency)


def goals(targets: tuple[Target, ...], study: StudyFile) -> Iterator[Problem]:
    """Yield what is wrong with targets in the light of the study."""
    for i, target in enumerate(targets):
        place = f"targets[{i + 1}]"
        if target.programme and target.programme not in study.programmes:
            yield no_such_programme(f"{place}.programme", target.programme, study.programmes)
        if target.measure == "share":
            continue
        if target.indicator in PERSON_GOALS and target.unit != PERSONS.ko:
            yield not_persons(f"{place}.unit", target.unit)
        if target.indicator in MONEY_GOALS:
            try:
                money_unit(target.unit)
            except UnitError as error:
                yield replace(error.problems[0], place=f"{place}.unit")
