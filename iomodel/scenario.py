"""Studies and scenarios: reading their files.

Files are read against a classification, never a table (R10); every problem of a file is reported
at once (R12).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from pydantic import BaseModel, ValidationError

from iomodel import catalogue
from iomodel.demand import Demand, Line
from iomodel.errors import (
    NotFoundError,
    Problem,
    ScenarioFileError,
    UnitError,
    UnknownSectorError,
)
from iomodel.files import numbers, parse_csv, read_bytes, read_toml
from iomodel.published import PublishedCell, read_published
from iomodel.schema import ReadingId, ScenarioFile, StudyFile
from iomodel.sectors import Classification
from iomodel.text import Text, same
from iomodel.units import MILLION_KRW, Money, money_unit
from iomodel.validation import problems_of


@dataclass(frozen=True, eq=False)
class Study:
    """A folder of scenarios and what they share."""

    path: Path
    file: StudyFile
    classification: Classification

    @property
    def id(self) -> str:
        """The name of the folder."""
        return self.path.name

    @property
    def title(self) -> Text:
        """The title in both languages."""
        return self.file.title.text

    def programme(self, name: str) -> Text:
        """Return a programme's name in both languages."""
        return Text(name, self.file.programmes[name])

    @cached_property
    def scenarios(self) -> tuple[Scenario, ...]:
        """Every scenario of the folder: first those that `order` names, then by file name.

        Raises
        ------
        ScenarioFileError
            With the problems of every file that has any (R12).
        """
        first = {name: i for i, name in enumerate(self.file.order)}
        files = [p for p in self.path.glob("*.toml") if p.name != STUDY]
        files.sort(key=lambda p: (first.get(p.stem, len(first)), p.name))
        scenarios, errors = [], []
        for path in files:
            try:
                scenarios.append(_scenario(path, self))
            except ScenarioFileError as error:
                errors.append((path, error))
        if len(errors) == 1:
            raise errors[0][1]
        if errors:
            problems = [_in_file(path, p) for path, error in errors for p in error.problems]
            raise ScenarioFileError(str(self.path), problems)
        return tuple(scenarios)

    def published(self) -> tuple[PublishedCell, ...]:
        """Return the published figures of the study, none where it has no such file.

        Raises
        ------
        ScenarioFileError
            With every problem of the file.
        """
        names = [scenario.id for scenario in self.scenarios]
        return read_published(self.path / PUBLISHED, names, list(self.file.programmes))


@dataclass(frozen=True, eq=False)
class Scenario:
    """One district: its programmes and their announced spending."""

    path: Path
    study: Study
    file: ScenarioFile

    @property
    def id(self) -> str:
        """The name of the file without its ending."""
        return self.path.stem

    @property
    def district(self) -> Text:
        """The district's name in both languages."""
        return self.file.district.text

    @property
    def region(self) -> str:
        """The region in which the money is spent."""
        return self.file.region or self.study.file.region

    def line(self, reading: ReadingId, programme: str) -> Line:
        """Return the label of one programme's results."""
        return Line(self.study.id, self.id, self.district.ko, reading, programme)

    def announced(self) -> Demand | None:
        """Return the announced spending by programme, or None where there is none.

        The money is in 백만원 at the price year and valuation that study.toml states.
        """
        spending = [programme for programme in self.file.programmes if programme.lines]
        if not spending:
            return None
        values = np.zeros((len(spending), len(self.study.classification)))
        for row, programme in zip(values, spending, strict=True):
            for line in programme.lines:
                position = self.study.classification.position(line.sector)
                row[position] += line.amount * money_unit(line.unit).per(MILLION_KRW)
        how = self.study.file.readings.announced
        return Demand(
            self.study.classification,
            values,
            Money(MILLION_KRW, how.price_year, how.valuation),
            tuple(self.line("announced", programme.name) for programme in spending),
            "assumed",
        )


STUDY = "study.toml"
PUBLISHED = "published.csv"
VECTOR_COLUMNS = ("scenario", "programme", "sector", "name", "amount", "unit", "basis")


def read_study(path: Path | str, tables: Path | str | None = None) -> Study:
    """Return the study in a folder.

    Parameters
    ----------
    path : path
        The folder, or its study.toml.
    tables : path, optional
        Where to look first for the classification; see `iomodel.load_table`.

    Raises
    ------
    NotFoundError
        If the folder has no study.toml.
    ScenarioFileError
        With every problem of study.toml.
    """
    folder = Path(path)
    folder = (folder.parent if folder.name == STUDY else folder).resolve()
    toml = folder / STUDY
    if not toml.is_file():
        raise NotFoundError(
            str(toml),
            Problem(
                "",
                Text("study.toml이 없습니다", "there is no study.toml"),
                Text(
                    "시나리오 폴더마다 study.toml 하나", "one study.toml in a folder of scenarios"
                ),
                Text("없음", "nothing"),
                Text(
                    "scenarios/sejong/study.toml을 본떠 만드십시오",
                    "make one after the model of scenarios/sejong/study.toml",
                ),
            ),
        )
    document = read_toml(toml, ScenarioFileError)
    name, programmes = document.get("classification"), document.get("programmes")
    classification = catalogue.load_classification(name, tables) if isinstance(name, str) else None
    context = {"classification": classification, "programmes": programmes or {}}
    file = _parse(StudyFile, toml, document, context)
    assert classification is not None
    there = {path.stem for path in folder.glob("*.toml") if path.name != STUDY}
    absent = [name for name in file.order if name not in there]
    if there and absent:
        raise ScenarioFileError(str(toml), [_no_such_district(name) for name in absent])
    return Study(folder, file, classification)


def _in_file(path: Path, problem: Problem) -> Problem:
    """Return a problem whose place names its file too."""
    place = problem.place if isinstance(problem.place, Text) else same(problem.place)
    return replace(problem, place=Text(f"{path.name}, {place.ko}", f"{path.name}, {place.en}"))


def _no_amount(place: str, written: str, negative: bool) -> Problem:
    return Problem(
        place,
        Text("금액이 음수입니다", "the amount is negative")
        if negative
        else Text("금액이 숫자가 아닙니다", "the amount is not a number"),
        Text("0 이상의 수", "a number of zero or more") if negative else Text("수", "a number"),
        same(f'"{written}"'),
        Text("iomodel reconcile로 다시 만드십시오", "make it anew: iomodel reconcile"),
    )


def _no_such_pair(place: str, pair: tuple[str, str]) -> Problem:
    return Problem(
        place,
        Text("이 연구에 없는 시나리오나 사업입니다", "no such scenario or programme in the study"),
        Text("study.toml의 사업과 그 옆의 시나리오", "a programme and a scenario of the study"),
        same(" / ".join(pair)),
        Text("iomodel reconcile로 다시 만드십시오", "make the file anew: iomodel reconcile"),
    )


def _no_such_district(name: str) -> Problem:
    return Problem(
        "order",
        Text("그 이름의 시나리오가 없습니다", "there is no scenario of that name"),
        Text(f"study.toml 옆의 {name}.toml", f"{name}.toml beside study.toml"),
        same(f'"{name}"'),
        Text("이름을 고치거나 지우십시오", "correct the name or remove it"),
    )


def read_scenario(path: Path | str, tables: Path | str | None = None) -> Scenario:
    """Return the scenario in a district's TOML file; its study.toml lies beside it.

    Raises
    ------
    NotFoundError
        If the file or its study.toml isn't there.
    ScenarioFileError
        With every problem of the file: unknown keys, missing keys, unknown sectors and units,
        amounts that are negative or no number.

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.catalogue import shipped
    >>> scenario = iomodel.read_scenario(shipped("scenarios") / "sejong" / "materials.toml")
    >>> scenario.district.ko, float(scenario.announced().values.sum())
    ('첨단소재·부품 사업화지구', 153800.0)
    """
    file = Path(path).resolve()
    return _scenario(file, read_study(file.parent, tables))


def _scenario(path: Path, study: Study) -> Scenario:
    context = {"classification": study.classification, "programmes": study.file.programmes}
    document = read_toml(path, ScenarioFileError)
    return Scenario(path, study, _parse(ScenarioFile, path, document, context))


_M = TypeVar("_M", bound=BaseModel)


def _parse(model: type[_M], path: Path, document: dict[str, Any], context: dict[str, Any]) -> _M:
    try:
        return model.model_validate(document, context=context)
    except ValidationError as error:
        raise ScenarioFileError(str(path), problems_of(error, model)) from error


def read_vectors(
    scenarios: tuple[Scenario, ...], tables: Path | str | None = None
) -> Demand | None:
    """Return the inferred demand of `scenarios` from their study's CSV, None where it has none.

    Raises
    ------
    ScenarioFileError
        With every row that doesn't name a programme and sector of the study, or no amount.
    """
    study = scenarios[0].study
    how = study.file.readings.reconciled
    if how is None:
        return None
    path = study.path / how.vectors
    grid = parse_csv(str(path), read_bytes(path), VECTOR_COLUMNS)
    if grid.problems:
        raise ScenarioFileError(str(path), grid.problems)
    lines = [
        scenario.line("reconciled", name)
        for scenario in scenarios
        for name in study.file.programmes
    ]
    row_of = {(line.scenario, line.programme): i for i, line in enumerate(lines)}
    known = {(s.id, name) for s in study.scenarios for name in study.file.programmes}
    amounts, _ = numbers(grid, ["amount"], "sector")
    problems: list[Problem] = []
    values = np.zeros((len(lines), len(study.classification)))
    touched = np.zeros(len(lines), dtype=bool)
    columns = (grid.column(n) for n in ("scenario", "programme", "sector", "unit", "amount"))
    for place, scenario, programme, code, unit, written, amount in zip(
        grid.lines, *columns, amounts[:, 0], strict=True
    ):
        pair = (scenario, programme)
        if not amount >= 0 or np.isinf(amount):
            problems.append(_no_amount(f"line {place}", written, bool(amount < 0)))
        elif pair not in known:
            problems.append(_no_such_pair(f"line {place}", pair))
        elif pair in row_of:
            try:
                position = study.classification.position(code)
                values[row_of[pair], position] += amount * money_unit(unit).per(MILLION_KRW)
                touched[row_of[pair]] = True
            except (UnknownSectorError, UnitError) as error:
                problems.append(replace(error.problems[0], place=f"line {place}"))
    if problems:
        raise ScenarioFileError(str(path), problems)
    if not touched.any():
        return None
    kept = np.flatnonzero(touched)
    price_year = catalogue.stamp(how.table, tables).price_year
    return Demand(
        study.classification,
        values[kept],
        Money(MILLION_KRW, price_year, "producers"),
        tuple(lines[i] for i in kept),
        "inferred",
    )
