"""The index of analyses and their common shape: named, documented, run, one way of imports."""

from __future__ import annotations

import ast
import inspect
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest
from helpers import ROOT

from iomodel import cli
from iomodel.analyses import FAMILIES, all_analyses
from iomodel.analyses.base import Analysis

PACKAGE = ROOT / "iomodel" / "analyses"
PAGES = ROOT / "docs" / "analyses"
ANALYSES = {analysis.name: analysis for analysis in all_analyses()}

# What families share, in the order of imports: a module needs only those before it.
SHARED = (
    "base",
    "options",
    "numerics",
    "arguments",
    "matrices",
    "spending",
    "regions",
    "frames",
    "charts",
)


@dataclass(frozen=True)
class Row:
    """A row of the index: an analysis, its command or why there is none, and its page."""

    name: str
    command: str
    page: str


def rows() -> dict[str, Row]:
    text = (PAGES / "README.md").read_text("utf-8")
    found = re.findall(r"^\| `([\w-]+)` \| .+? \| (.+?) \| \[[^]]+\]\(([\w.]+)\) \|$", text, re.M)
    return {name: Row(name, command, page) for name, command, page in found}


# ------------------------------------------------------------------ the index
def test_every_analysis_stands_in_the_index_once() -> None:
    text = (PAGES / "README.md").read_text("utf-8")
    listed = re.findall(r"^\| `([\w-]+)` \|", text, re.M)
    assert sorted(listed) == sorted(ANALYSES)
    assert set(rows()) == set(ANALYSES)


@pytest.mark.parametrize("name", ANALYSES)
def test_its_page_tells_of_it(name: str) -> None:
    page = (PAGES / rows()[name].page).read_text("utf-8")
    assert re.search(rf"`{name}`|iomodel analyse {name}\b", page)
    assert ANALYSES[name].run.__name__ in page


@pytest.mark.parametrize("name", ANALYSES)
def test_its_command_runs(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    command = rows()[name].command
    if not command.startswith("`"):
        assert "not on shipped tables: " in command
        return
    words = shlex.split(command.strip("`"))
    assert words[:3] == ["iomodel", "analyse", name]
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("IOMODEL_TABLES", raising=False)
    code = cli.main([*words[1:], "--format", "json"])
    printed = capsys.readouterr()
    assert code == 0, printed.err
    assert '"rows"' in printed.out


def test_few_have_no_command() -> None:
    without = [row.name for row in rows().values() if not row.command.startswith("`")]
    assert without == ["structural-decomposition"]


# ------------------------------------------------------------------ what all have in common
@pytest.mark.parametrize("analysis", ANALYSES.values(), ids=list(ANALYSES))
def test_titles_begin_with_a_capital(analysis: Analysis) -> None:
    assert analysis.title.en[0].isupper()
    assert analysis.title.ko


@pytest.mark.parametrize("analysis", ANALYSES.values(), ids=list(ANALYSES))
def test_options_are_keywords_with_the_same_default(analysis: Analysis) -> None:
    parameters = inspect.signature(analysis.run).parameters
    passed_on = any(p.kind is p.VAR_KEYWORD for p in parameters.values())
    for option in analysis.options:
        if option.name not in parameters:
            assert passed_on, option.name
        elif not option.required:
            assert option.default in (None, parameters[option.name].default), option.name


def test_options_of_one_name_are_read_alike() -> None:
    kinds: dict[str, set[str]] = {}
    for analysis in ANALYSES.values():
        for option in analysis.options:
            kinds.setdefault(option.name, set()).add(option.kind)
    # Miyazawa's groups come as files; everything else of one name is of one kind.
    mixed = {name for name, found in kinds.items() if len(found) > 1}
    assert mixed == {"income", "consumption"}


# ------------------------------------------------------------------ one way of imports
def imported(path: Path) -> set[str]:
    """Return what a file imports from analyses: the first part of each module's name."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("iomodel.analyses."):
            names.add(str(node.module).split(".")[2])
    return names


def test_every_module_is_shared_or_a_family() -> None:
    names = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py"} | {
        path.parent.name for path in PACKAGE.glob("*/__init__.py")
    }
    assert names - {"__init__"} == {*SHARED, *FAMILIES}


@pytest.mark.parametrize("name", SHARED)
def test_shared_modules_need_only_those_before(name: str) -> None:
    assert imported(PACKAGE / f"{name}.py") <= set(SHARED[: SHARED.index(name)])


@pytest.mark.parametrize("name", FAMILIES)
def test_families_do_not_need_one_another(name: str) -> None:
    files = [*PACKAGE.glob(f"{name}.py"), *PACKAGE.glob(f"{name}/*.py")]
    assert files
    for path in files:
        assert imported(path) <= {*SHARED, name}, path.name
