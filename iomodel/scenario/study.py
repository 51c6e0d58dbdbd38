"""Studies and scenarios: their files read whole, every problem told at once (R12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from iomodel import catalogue
from iomodel.demand import Demand, Line
from iomodel.errors import NotFoundError, ScenarioFileError
from iomodel.files import read_toml
from iomodel.published import PublishedCell, read_published
from iomodel.scenario.document import Rows, currencies, goals, parse, rows_of, takes_profiles
from iomodel.scenario.lines import Item, nearest, problems_of_item
from iomodel.scenario.refusals import (
    in_file,
    no_study,
    no_such_district,
)
from iomodel.scenario.variants import applied, for_district, label_of, names_of, unknown_variant
from iomodel.schema import Profile, ReadingId, ScenarioFile, SpendingLine, StudyFile, Terms
from iomodel.schema.spending import Sourced
from iomodel.sectors import Classification
from iomodel.text import Text
from iomodel.units import Money, MoneyUnit, money_unit

STUDY = "study.toml"
PUBLISHED = "published.csv"


@dataclass(frozen=True, eq=False)
class Study:
    """A folder of scenarios and what they share, in one variant; the empty one is as written."""

    path: Path
    file: StudyFile
    classification: Classification
    variant: str = ""

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
            problems = [in_file(path, p) for path, error in errors for p in error.problems]
            raise ScenarioFileError(str(self.path), problems)
        return tuple(scenarios)

    def source(self, figure: Sourced) -> str:
        """Return where a figure is from: a document's title where it names one, and the page."""
        document = self.file.documents.get(figure.source)
        told = [document.title, document.publisher] if document else [figure.source]
        return ", ".join(filter(None, (*told, figure.page)))

    def published(self) -> tuple[PublishedCell, ...]:
        """Return the published figures of one-off spending; none where there is no such file.

        Raises
        ------
        ScenarioFileError
            With every problem of the file.
        """
        return tuple(cell for cell in self._published if cell.plain)

    def published_further(self) -> tuple[PublishedCell, ...]:
        """Return the published figures of operation, and those a year."""
        return tuple(cell for cell in self._published if not cell.plain)

    @cached_property
    def _published(self) -> tuple[PublishedCell, ...]:
        names = [scenario.id for scenario in self.scenarios]
        return read_published(self.path / PUBLISHED, names, list(self.file.programmes))

    @property
    def variants(self) -> tuple[str, ...]:
        """The names of all variants of study.toml and of the districts."""
        return self.variants_with(self.scenarios)

    def variants_with(self, scenarios: Sequence[Scenario]) -> tuple[str, ...]:
        """Return the names of all variants of study.toml and of some districts."""
        files = [self.file, *(scenario.file for scenario in scenarios)]
        return names_of((f.variants for f in files), (f.grid for f in files))

    def variant_label(self, name: str) -> Text:
        """Return what a variant is called: its label, those of its axes, else its name."""
        files = (self.file, *(scenario.file for scenario in self.scenarios))
        return label_of(name, [f.variants for f in files], [f.grid for f in files])

    def require_variant(self) -> None:
        """Raise unless the study's variant is one of its files'.

        Raises
        ------
        NotFoundError
            Listing those there are.
        """
        if self.variant and self.variant not in self.variants:
            problem = unknown_variant(self.variant, self.variants)
            raise NotFoundError(str(self.path), problem, data=self.variants)


@dataclass(frozen=True, eq=False)
class Scenario:
    """One district: its programmes and their announced spending.

    Attributes
    ----------
    rows : dict
        Programme → lines from files beside the TOML, each with the terms of its file.
    """

    path: Path
    study: Study
    file: ScenarioFile
    rows: Rows = field(default_factory=dict)

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

    @property
    def origin(self) -> str:
        """The file, and the variant in which it is read."""
        return _origin(self.path, self.study.variant)

    @property
    def profiles(self) -> dict[str, Profile]:
        """The profiles by name, the district's before the study's."""
        return self.study.file.profiles | self.file.profiles

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every line of spending with the terms that hold for it, in the file's order."""
        upper = (self.file.announced, self.study.file.readings.announced)
        found = []
        for p, programme in enumerate(self.file.programmes, 1):
            lines: list[tuple[str, SpendingLine, tuple[Terms, ...]]] = [
                (f"programmes[{p}].lines[{i}]", line, (line, programme, *upper))
                for i, line in enumerate(programme.lines, 1)
            ]
            lines += [
                (f"programmes[{p}].vectors, {i}", line, (line, vector, programme, *upper))
                for i, (line, vector) in enumerate(self.rows.get(programme.name, ()), 1)
            ]
            for place, line, levels in lines:
                terms = nearest(levels)
                profile = self.profiles.get(terms.profile or "")
                found.append(Item(programme.name, place, line, terms, profile, programme.scale))
        return tuple(found)

    @property
    def files(self) -> tuple[str, ...]:
        """The names of files in the folder that the scenario reads."""
        named = [vector.file for programme in self.file.programmes for vector in programme.vectors]
        named += [item.profile.file for item in self.items if item.profile is not None]
        named += [item.terms.deflator or "" for item in self.items]
        return tuple(dict.fromkeys(name for name in named if (self.study.path / name).is_file()))

    @property
    def unit(self) -> MoneyUnit:
        """The million of the currency in which the scenario spends."""
        units = [money_unit(item.line.unit) for item in self.items]
        return million(units[0].currency if units else "KRW")

    def line(self, reading: ReadingId, programme: str, **labels: str) -> Line:
        """Return the label of one programme's results."""
        labels = {"phase": "construction", "variant": self.study.variant} | labels
        return Line(self.study.id, self.id, self.district.ko, reading, programme, **labels)

    def announced(self) -> Demand | None:
        """Return the one-off spending as announced, by sector, or None where there is none.

        Nothing is deflated, spread or split: in millions, at the prices of the amounts. Lines
        without a sector, of output or of displacement are left out.
        """
        kept = [
            item
            for item in self.items
            if item.line.phase == "construction"
            and item.line.kind == "spending"
            and item.line.sector is not None
            and item.terms.shock != "output"
        ]
        names = list(dict.fromkeys(item.programme for item in kept))
        if not names:
            return None
        values = np.zeros((len(names), len(self.study.classification)))
        for item in kept:
            position = self.study.classification.position(str(item.line.sector))
            amount = item.line.amount * money_unit(item.line.unit).per(self.unit)
            values[names.index(item.programme), position] += amount * item.scale
        terms = nearest((self.file.announced, self.study.file.readings.announced))
        return Demand(
            self.study.classification,
            values,
            Money(self.unit, terms.price_year, terms.valuation or "producers"),
            tuple(self.line("announced", name) for name in names),
            "assumed",
        )


def million(currency: str) -> MoneyUnit:
    """Return the million of a currency, in which demand is stated."""
    return money_unit(f"million {currency}")


def read_study(path: Path | str, tables: Path | str | None = None, variant: str = "") -> Study:
    """Return the study in a folder.

    Parameters
    ----------
    path : path
        The folder, or its study.toml.
    tables : path, optional
        Where to look first for the classification; see `iomodel.load_table`.
    variant : str, optional
        One of the variants of its files; as written where left out.

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
        raise no_study(toml)
    document = read_toml(toml, ScenarioFileError)
    if variant:
        document = applied(str(toml), document, variant)
    name, programmes = document.get("classification"), document.get("programmes")
    classification = catalogue.load_classification(name, tables) if isinstance(name, str) else None
    context = {
        "classification": classification,
        "programmes": programmes if isinstance(programmes, dict) else {},
    }
    file = parse(StudyFile, _origin(toml, variant), document, context)
    assert classification is not None
    there = {path.stem for path in folder.glob("*.toml") if path.name != STUDY}
    absent = [name for name in file.order if name not in there]
    problems = [no_such_district(name) for name in absent] if there else []
    problems += goals(file.targets, file)
    if problems:
        raise ScenarioFileError(str(toml), problems)
    return Study(folder, file, classification, variant)


def read_scenario(
    path: Path | str, tables: Path | str | None = None, variant: str = ""
) -> Scenario:
    """Return the scenario in a district's TOML file; its study.toml lies beside it.

    Parameters
    ----------
    path : path
    tables : path, optional
        Where to look first for the classification; see `iomodel.load_table`.
    variant : str, optional
        One of the variants of the study's files; as written where left out.

    Raises
    ------
    NotFoundError
        If the file or its study.toml isn't there.
    ScenarioFileError
        With every problem of the file and of the files it names: unknown keys, missing keys,
        unknown sectors and units, amounts that are negative or no number.

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.catalogue import shipped
    >>> scenario = iomodel.read_scenario(shipped("scenarios") / "sejong" / "materials.toml")
    >>> scenario.district.ko, float(scenario.announced().values.sum())
    ('첨단소재·부품 사업화지구', 153800.0)
    """
    file = Path(path).resolve()
    return _scenario(file, read_study(file.parent, tables, variant))


def _origin(path: Path, variant: str) -> str:
    return f"{path} ({variant})" if variant else str(path)


def _scenario(path: Path, study: Study) -> Scenario:
    context: dict[str, Any] = {
        "classification": study.classification,
        "programmes": study.file.programmes,
    }
    origin = _origin(path, study.variant)
    document = read_toml(path, ScenarioFileError)
    if study.variant:
        more = for_district(path.stem, study.file.variants, study.file.grid, study.variant)
        document = applied(str(path), document, study.variant, more)
    above = study.file.readings.announced.spent_on == "profile"
    context["profiles"] = above or takes_profiles(document)
    file = parse(ScenarioFile, origin, document, context)
    rows, problems = rows_of(file, study.path, context)
    scenario = Scenario(path, study, file, rows)
    for item in scenario.items:
        problems += problems_of_item(item, scenario.profiles)
    problems += currencies(scenario.items, scenario.unit.currency)
    problems += goals(file.targets, study.file)
    if problems:
        raise ScenarioFileError(origin, problems)
    return scenario
