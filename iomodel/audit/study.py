"""The published figures of a study as a publication to audit."""

from __future__ import annotations

from pathlib import Path

from iomodel.audit.figures import Figure, Publication
from iomodel.audit.measures import measure
from iomodel.audit.printed import read_printed
from iomodel.audit.schema import EFFECTS, FigureKeys
from iomodel.errors import NotFoundError, Problem
from iomodel.estimates import open_study
from iomodel.published import SUBTOTAL, TOTAL, PublishedCell
from iomodel.scenario import PUBLISHED, Scenario, Study
from iomodel.text import Text


def study_publication(path: Path | str, tables: Path | str | None = None) -> Publication:
    """Return what a study's published.csv prints, lines and their sums.

    Parameters
    ----------
    path : path
        The study's folder, or the name of a shipped study.

    Raises
    ------
    NotFoundError
        If nothing was published.
    ScenarioFileError
        With every problem of the study's files.
    """
    study, _ = open_study(path, tables)
    cells = [cell for cell in study.published() if cell.indicator in EFFECTS]
    if not cells:
        raise NotFoundError(
            str(study.path / PUBLISHED),
            Problem(
                "",
                Text("공표된 값이 없습니다", "there are no published figures"),
                Text(f"{PUBLISHED}의 값 하나 이상", f"a figure in {PUBLISHED}"),
                Text("없음", "nothing"),
                Text(
                    "감사할 값을 CSV나 TOML로 적으십시오: iomodel audit --new FILE.toml",
                    "write the figures down: iomodel audit --new FILE.toml",
                ),
            ),
        )
    figures = tuple(_figure(study, cell, cells) for cell in cells)
    return Publication(
        str(study.path),
        study.title,
        study.file.document,
        study.file.document_date,
        study.classification.id,
        figures,
    )


def _figure(study: Study, cell: PublishedCell, cells: list[PublishedCell]) -> Figure:
    scenario = next((s for s in study.scenarios if s.id == cell.scenario), None)
    keys = FigureKeys.model_validate(
        {
            "id": _id(cell),
            "value": f"{cell.value:,}",
            "unit": cell.unit,
            "role": cell.indicator,
            "programme": _programme(scenario, cell),
            "region": scenario.region if scenario else study.file.region,
            "sectors": _sectors(scenario, cell),
            "total_of": [_id(part) for part in _parts(cell, cells)],
            "source": cell.source,
        }
    )
    printed, unit = read_printed(keys.value), measure(keys.unit)
    assert printed is not None
    assert unit is not None
    return Figure(keys, printed, unit, None)


def _id(cell: PublishedCell) -> str:
    words = f"{cell.scenario}_{cell.programme}_{cell.indicator}"
    return "".join(c if c.isalnum() else "_" for c in words)


def _programme(scenario: Scenario | None, cell: PublishedCell) -> str:
    district = scenario.district.ko if scenario else "합계"
    kind = {SUBTOTAL: "소계", TOTAL: ""}.get(cell.programme, cell.programme)
    return f"{district} {kind}".strip()


def _sectors(scenario: Scenario | None, cell: PublishedCell) -> tuple[str, ...]:
    """Return the sectors on which a programme's announced amounts are spent."""
    if scenario is None:
        return ()
    programmes = [p for p in scenario.file.programmes if p.name == cell.programme]
    codes = (line.sector for programme in programmes for line in programme.lines)
    return tuple(dict.fromkeys(code for code in codes if code))


def _parts(cell: PublishedCell, cells: list[PublishedCell]) -> list[PublishedCell]:
    """Return the lines of a subtotal; of the total its subtotals, lines where there are none."""
    alike = [c for c in cells if c.indicator == cell.indicator]
    lines = [c for c in alike if c.programme not in (SUBTOTAL, TOTAL)]
    if cell.programme == SUBTOTAL:
        return [c for c in lines if c.scenario == cell.scenario]
    if cell.programme == TOTAL:
        return [c for c in alike if c.programme == SUBTOTAL] or lines
    return []
