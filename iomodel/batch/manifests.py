"""What a store says of itself: tables, inputs, parameters, assumptions, warnings."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from iomodel import catalogue, statements
from iomodel.batch.inputs import Input, TableInput
from iomodel.batch.keys import FORMAT, table_checksum
from iomodel.batch.rows import SPENDING, Terms
from iomodel.impact import Impact
from iomodel.models import Shelf
from iomodel.provenance import Manifest
from iomodel.readings import Reading
from iomodel.scenario import Scenario
from iomodel.schema import READINGS
from iomodel.spending.notes import Notes as Told
from iomodel.text import Text
from iomodel.units import MILLION_KRW, VALUATIONS
from iomodel.version import VERSION, code_version


@dataclass
class Notes:
    """What has to be said besides numbers, gathered while a run goes on."""

    shelf: Shelf
    manifest: Manifest = field(default_factory=lambda: Manifest(VERSION))
    skipped: list[Text] = field(default_factory=list)
    _known: set[tuple[str, str]] = field(default_factory=set)

    def table_used(self, id: str) -> Manifest:
        """Take in what results of a table rest on, and return it."""
        found = self.shelf.any_model(id).manifest()
        if ("", id) not in self._known:
            self._known.add(("", id))
            self.manifest = self.manifest.merge(found)
        return found

    def terms_used(self, terms: Terms, tables: Sequence[str]) -> None:
        """Take in what is assumed of a long or wide table's amounts."""
        prices = VALUATIONS[terms.valuation]
        year = terms.price_year
        self._say(
            Text(
                f"{terms.study}: 금액 전액을 {prices.ko}의 국산품 최종수요로 봅니다",
                f"{terms.study}: all amounts are taken as final demand for domestic products at "
                f"{prices.en}",
            )
        )
        for id in tables:
            stamp = catalogue.stamp(id, self.shelf.tables)
            self.table_used(id)
            if year is None:
                words = Text(
                    f"{terms.study}: 금액의 가격 연도가 없어 {id}({stamp.price_year}년)에 그대로 "
                    "넣었습니다 (R3)",
                    f"{terms.study}: amounts of no stated price year enter {id} "
                    f"({stamp.price_year}) as they are (R3)",
                )
            elif year != stamp.price_year:
                words = Text(
                    f"{terms.study}: {year}년 가격의 금액을 {stamp.price_year}년 표 {id}에 "
                    "디플레이트하지 않고 넣었습니다 (R3)",
                    f"{terms.study}: amounts at prices of {year} enter {id} of "
                    f"{stamp.price_year} without a deflator (R3)",
                )
            else:
                continue
            self.manifest = self.manifest.merge(Manifest(VERSION, (), (), (words,)))

    def scenarios_used(
        self, reading: str, scenarios: Sequence[Scenario], tables: Sequence[str], told: Told
    ) -> None:
        """Take in what a reading of a study's scenarios has to say."""
        study = scenarios[0].study
        rests = Manifest(VERSION)
        for id in tables:
            rests = rests.merge(self.table_used(id))
        shown = [Reading(id, Impact((), rests), notes=(told,)) for id in READINGS if id == reading]
        self.manifest = self.manifest.merge(
            Manifest(
                VERSION,
                (),
                tuple(statements.assumptions(study, scenarios, shown)),
                tuple(statements.warnings(study, shown, rests)),
            )
        )

    def _say(self, words: Text) -> None:
        self.manifest = self.manifest.merge(Manifest(VERSION, (), (words,)))


def units_of(shelf: Shelf, tables: Sequence[str]) -> dict[str, list[Text]]:
    """Return the units of each indicator that some table has; money is in 백만원."""
    found: dict[str, list[Text]] = {}
    for id in tables:
        for indicator in shelf.any_model(id).indicators:
            unit = indicator.measured_in(MILLION_KRW)
            if unit not in found.setdefault(indicator.id, []):
                found[indicator.id].append(unit)
    return found


def describe(
    folder: Path,
    inputs: Sequence[Input],
    parameters: dict[str, object],
    units: dict[str, Text],
) -> dict[str, object]:
    """Return the manifest of a run that has just begun."""
    return {
        "format": FORMAT,
        "complete": False,
        "version": VERSION,
        "code": code_version(),
        "parameters": parameters,
        "units": {SPENDING: MILLION_KRW.name.ko} | {id: unit.ko for id, unit in units.items()},
        "inputs": [
            {
                "study": one.name,
                "kind": "table" if isinstance(one, TableInput) else "study",
                "path": relative(_path(one), folder),
            }
            for one in inputs
        ],
    }


def _path(one: Input) -> Path:
    return one.source.path if isinstance(one, TableInput) else one.only or one.folder


def relative(path: Path, folder: Path) -> str:
    """Return how to reach `path` from a store, so that both may move together."""
    try:
        return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive
        return path.resolve().as_posix()


def tables_said(manifest: Manifest, tables: Path | None) -> list[dict[str, object]]:
    """Return the tables of a run with their checksums."""
    return [
        {
            "id": stamp.id,
            "title_ko": stamp.title.ko,
            "title_en": stamp.title.en,
            "level_of": stamp.level_of,
            "source": stamp.source,
            "published": stamp.published.isoformat() if stamp.published else None,
            "price_year": stamp.price_year,
            "checksum": table_checksum(stamp.id, tables),
        }
        for stamp in manifest.tables
    ]


def texts(said: Sequence[Text]) -> list[dict[str, str]]:
    """Return sentences in both languages."""
    return [{"ko": text.ko, "en": text.en} for text in said]
