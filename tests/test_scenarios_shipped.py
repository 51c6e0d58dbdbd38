"""Every shipped study runs, says what is assumed, and states the document's own figures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers import ROOT

import iomodel
from iomodel.scenario import Study, read_study
from iomodel.units import money_unit

STUDIES = sorted(path.parent for path in ROOT.glob("scenarios/*/study.toml"))
SEEDS = {
    "industrial-complexes": "industrial-complex-renovation-2020-05-08.txt",
    "innovation-zones": "global-innovation-zones.txt",
    "sejong-2026": "sejong-economy-plan-2026.txt",
    "sejong": "sejong-odz-seminar-2024-05-28.txt",
}
UNIT = 100.0  # 억원, of every unit scenario
EXACT = 1e-12  # relative: sums of a few amounts


def tightened(words: str) -> str:
    """Without what typesetting puts in: blanks, line breaks, commas, marks of emphasis."""
    return re.sub(r"[\s,*`\u0300]", "", words)


@pytest.fixture(params=STUDIES, ids=lambda path: path.name)
def study(request: pytest.FixtureRequest) -> Study:
    return read_study(request.param)


def test_all_districts_of_the_sources_are_there() -> None:
    assert {
        path.name: sorted(s.region for s in read_study(path).scenarios) for path in STUDIES
    } == {
        "industrial-complexes": ["경북", "광주", "대구", "인천", "전남"],
        "innovation-zones": ["경남", "대구", "대전"],
        "sejong": ["세종"] * 3,
        "sejong-2026": ["세종"],
    }


def test_every_variant_runs(study: Study) -> None:
    for variant in ("", *study.variants):
        found = iomodel.estimate(study.path, readings=("announced",), variant=variant)
        (reading,) = found.readings
        assert reading.impact is not None
        assert reading.regional is not None, "every study goes through its region's table too"


def test_results_are_committed(study: Study) -> None:
    assert (study.path / "results" / "_manifest.json").is_file()


@pytest.mark.parametrize("name", ["industrial-complexes", "innovation-zones"])
def test_unit_scenarios_are_a_hundred_and_say_so(name: str) -> None:
    study = read_study(ROOT / "scenarios" / name)
    for variant in ("", *study.variants):
        for scenario in read_study(study.path, variant=variant).scenarios:
            amounts = [i.line.amount * money_unit(i.line.unit).per(_eok()) for i in scenario.items]
            assert sum(amounts) == pytest.approx(UNIT, rel=EXACT)
            assert {item.line.basis for item in scenario.items} == {"assumed"}
    assert any("단위 시나리오" in s.ko for s in study.file.readings.announced.assumptions)
    assert "단위 지출" in study.title.ko


def _eok() -> iomodel.units.MoneyUnit:
    return money_unit("억원")


def test_the_fund_is_varied_and_assumed() -> None:
    study = read_study(ROOT / "scenarios" / "sejong-2026")
    (fund,) = study.scenarios
    assert sum(item.line.amount for item in fund.items) == pytest.approx(800, rel=EXACT)
    assert {item.line.basis for item in fund.items} == {"assumed"}
    whole = iomodel.run(study.path, variant="spent=1").value("employment", table="bok-2020-83")
    for share in (0.3, 0.5, 0.8):
        part = iomodel.run(study.path, variant=f"spent={share:g}")
        assert part.value("employment", table="bok-2020-83") == pytest.approx(
            share * whole, rel=EXACT
        )


def test_sejongs_operation_is_the_documents_budget() -> None:
    """₩100, 500 and 500 million in 2024, 2025 and 2026."""
    found = iomodel.estimate("sejong", readings=("announced",), variant="operation")
    impact = found.readings[0].impact
    assert impact is not None
    spent = {
        line.year: float(part.demand.values[i].sum())
        for part in impact.parts
        for i, line in enumerate(part.demand.lines)
        if line.phase == "operation"
    }
    assert spent == pytest.approx({"2024": 100, "2025": 500, "2026": 500}, rel=EXACT)


def test_goals_are_worded_as_in_the_source(study: Study, shared: Path) -> None:
    """Every `printed` figure stands in the text of its document."""
    text = tightened((shared / "seeds" / SEEDS[study.id]).read_text("utf-8"))
    targets = [*study.file.targets, *(t for s in study.scenarios for t in s.file.targets)]
    lost = [t.printed for t in targets if tightened(t.printed) not in text]
    assert not lost
    assert all(target.printed for target in targets)


def test_hires_are_the_documents(shared: Path) -> None:
    text = (shared / "seeds" / SEEDS["sejong"]).read_text("utf-8")
    stated = {
        m[1]: float(m[2])
        for m in re.finditer(r"\t([A-J]사)\t.*\t([\d,]+)명$", text, re.M)
        if "," not in m[2]
    }
    told = {}
    for scenario in read_study(ROOT / "scenarios" / "sejong").scenarios:
        for item in scenario.items:
            told[item.line.source.rpartition(", ")[2]] = item.line.hires
    assert told == stated
