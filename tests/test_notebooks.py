"""Every notebook runs, and the checks at its end fail when a figure is moved."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import nbformat
import pytest
from helpers import ROOT, SEJONG, edit
from nbclient import NotebookClient

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SECONDS = 300  # for one cell, on a slow machine


@pytest.fixture(autouse=True)
def _no_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MPLBACKEND", "agg")


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def run_here(path: Path, study: Path) -> None:
    """Run the notebook's code on another study, in this process, where all is imported.

    Cells tagged "display" only show something and are left out.
    """
    names: dict[str, object] = {"__name__": "__main__"}
    for number, cell in enumerate(read(path).cells):
        tags = cell.metadata.get("tags", ())
        if cell.cell_type == "code" and "display" not in tags:
            source = f"study = {str(study)!r}" if "parameters" in tags else cell.source
            exec(compile(source, f"{path.name}, cell {number}", "exec"), names)


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
@pytest.mark.parametrize("folder", [ROOT, ROOT / "notebooks"], ids=["root", "notebooks"])
def test_runs_from_the_root_and_from_its_own_folder(path: Path, folder: Path) -> None:
    if folder == ROOT and path != NOTEBOOKS[0]:
        pytest.skip("one notebook is enough to see that the folder does not matter")
    notebook = read(path)
    client = NotebookClient(
        notebook,
        timeout=SECONDS,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
    )
    client.execute(env=os.environ | {"MPLBACKEND": "agg"})
    assert not [o for c in notebook.cells for o in c.get("outputs", ()) if o.output_type == "error"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_is_kept_without_outputs(path: Path) -> None:
    notebook = read(path)
    assert set(notebook.metadata) == {"kernelspec"}
    assert notebook.metadata.kernelspec.name == "python3"
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert not any(cell.outputs or cell.execution_count for cell in code)
    assert "assert " in code[-1].source, "a notebook ends in a comparison"


def test_sejong_holds_on_a_copy(tmp_path: Path) -> None:
    study = Path(shutil.copytree(SEJONG, tmp_path / "copy"))
    run_here(ROOT / "notebooks" / "01_sejong.ipynb", study)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        pytest.param(
            "published.csv",
            "materials,기업투자유치,production,569723,",
            "materials,기업투자유치,production,569724,",
            id="one printed line by one unit",
        ),
        pytest.param(
            "published.csv",
            "total,total,employment,36050,",
            "total,total,employment,36051,",
            id="the total by one person",
        ),
        pytest.param(
            "reconciled.csv",
            "smart-services,기업투자유치,742,",
            "technology,기업투자유치,742,",
            id="one amount in another district",
        ),
    ],
)
def test_sejong_fails_when_a_figure_is_moved(tmp_path: Path, file: str, old: str, new: str) -> None:
    study = Path(shutil.copytree(SEJONG, tmp_path / "copy"))
    edit(study / file, old, new)
    with pytest.raises(AssertionError, match="공표값과 다른 칸"):
        run_here(ROOT / "notebooks" / "01_sejong.ipynb", study)


def test_sejong_fails_when_a_cell_is_missing(tmp_path: Path) -> None:
    study = Path(shutil.copytree(SEJONG, tmp_path / "copy"))
    text = (study / "published.csv").read_text("utf-8").splitlines(keepends=True)
    last = [line for line in text if not line.startswith("total,total,employment,")]
    (study / "published.csv").write_text("".join(last), "utf-8")
    with pytest.raises(AssertionError, match="30개가 아니라 29개"):
        run_here(ROOT / "notebooks" / "01_sejong.ipynb", study)
