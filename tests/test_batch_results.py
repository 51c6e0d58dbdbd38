"""The committed results under scenarios/: computed again, nothing may have moved."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import ROOT

from iomodel.batch import check_store, open_store
from iomodel.report import differences

pytest.importorskip("pyarrow")

STORES = sorted(path.parent for path in ROOT.glob("scenarios/*/results/_manifest.json"))
# Results of one table differ between machines and libraries by the rounding of a product over 165
# sectors, some 1e-14; what a reader could see is nine figures away from that.
TOLERANCE = 1e-9
MOST = 100_000  # bytes of a committed store


def test_there_are_committed_results() -> None:
    assert ROOT / "scenarios" / "sejong" / "results" in STORES


@pytest.mark.parametrize("store", STORES, ids=lambda path: path.parent.name)
def test_nothing_has_moved(store: Path) -> None:
    found = check_store(store, relative=TOLERANCE)
    lines = [line for section in differences.sections(found, "en") for line in section.lines]
    assert found.same, "\n".join(lines)
    assert found.compared == open_store(store).manifest["rows"]


@pytest.mark.parametrize("store", STORES, ids=lambda path: path.parent.name)
def test_committed_results_are_small_and_know_no_machine(store: Path) -> None:
    assert sum(path.stat().st_size for path in store.rglob("*")) <= MOST
    opened = open_store(store)
    assert opened.complete
    assert [one["path"] for one in opened.manifest["inputs"]] == [".."]
    assert str(ROOT) not in (store / "_manifest.json").read_text("utf-8")


def test_the_headline_is_in_the_committed_results() -> None:
    """36,050 jobs, as inferred from the published totals."""
    frame = open_store(ROOT / "scenarios" / "sejong" / "results").frame()
    inferred = frame[frame["reading"] == "reconciled"]
    assert round(inferred["employment"].sum()) == pytest.approx(36_050, abs=1)
