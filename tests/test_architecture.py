"""The shape of the package: one flow, quiet modules, light imports (design sections 1 and 3)."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "iomodel"

# Along the flow: a module may import what stands before it, never what stands after. Names are
# modules or whole subpackages; those on one line don't need each other.
FLOW: tuple[tuple[str, ...], ...] = (
    ("version", "text", "currencies"),
    ("errors",),
    ("extras", "progress"),
    ("units",),
    ("words",),
    ("sectors",),
    ("provenance",),
    ("validation",),
    ("files",),
    ("table",),
    ("storage",),
    ("catalogue", "saving"),
    ("concordances", "regions"),
    ("draft",),
    ("leontief",),
    ("iterative",),
    ("balancing",),
    ("multiregional",),
    ("cluster",),
    ("demand",),
    ("guards",),
    ("checks",),
    ("readers",),
    ("importing",),
    ("impact",),
    ("models",),
    ("analyses", "regional", "regionalisation"),
    ("coefficient_matrix", "published"),
    ("schema",),
    ("deflators", "grdp"),
    ("scenario",),
    ("spending",),
    ("reconcile", "ratios"),
    ("inference",),
    ("readings",),
    ("statements",),
    ("estimates",),
    ("rerun", "suppliers"),
    ("stages", "tiers"),
    ("findings",),
    ("summary",),
    ("mapped",),
    ("views",),
    ("inspection", "jsonschema", "reference", "template"),
    ("audit", "batch", "seek", "uncertainty"),
    ("reproduce",),
    ("report",),
    ("cli",),
)
RANK = {name: rank for rank, names in enumerate(FLOW) for name in names}

FILES = sorted(PACKAGE.rglob("*.py"))
COMMAND_LINE = {"cli"}
NUMERICAL = {"numpy", "scipy", "cvxpy"}
HEAVY = {"pandas", "xarray", "scipy", "numpy", "pydantic", "cvxpy", "rich"}


def module_of(path: Path) -> str:
    """iomodel/readers/bok.py → readers.bok; the package itself → the empty name."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def top(module: str) -> str:
    return module.split(".")[0]


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def imports_of(tree: ast.Module) -> set[str]:
    """Every absolute name that is imported, anywhere in the file."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide the flow"
            module = node.module or ""
            names |= (
                {f"{module}.{alias.name}" for alias in node.names}
                if module == "iomodel"
                else {module}
            )
    return names


def internal(tree: ast.Module) -> set[str]:
    return {
        name.removeprefix("iomodel.") for name in imports_of(tree) if name.startswith("iomodel.")
    }


def against_the_flow(module: str, imported: set[str]) -> list[str]:
    """What `module` imports that stands after it, or not in the flow at all."""
    here = RANK[top(module)]
    return sorted(
        name
        for name in imported
        if top(name) != top(module) and RANK.get(top(name), len(FLOW)) >= here
    )


def test_every_module_has_its_place_in_the_flow() -> None:
    modules = {top(module_of(path)) for path in FILES} - {""}
    assert modules - set(RANK) == set(), "give the new module its place in FLOW"


def test_imports_point_one_way_along_the_flow() -> None:
    """But for the front door, which opens onto everything, and only when asked."""
    offenders = {
        module: found
        for module, path in ((module_of(path), path) for path in FILES)
        if module and (found := against_the_flow(module, internal(tree_of(path))))
    }
    assert offenders == {}


def test_an_import_against_the_flow_would_be_seen() -> None:
    tree = ast.parse("from iomodel.estimates import run\nimport iomodel.text\nimport numpy\n")
    assert internal(tree) == {"estimates", "text"}
    assert against_the_flow("models.base", internal(tree)) == ["estimates"]
    assert against_the_flow("units", {"nowhere"}) == ["nowhere"]


def test_no_cycles_inside_a_subpackage() -> None:
    """Within readers, models, analyses … imports form no circle either."""
    graph = {module_of(path): internal(tree_of(path)) for path in FILES if module_of(path)}

    def resolved(name: str) -> str:
        return name if name in graph else name.rpartition(".")[0]

    edges = {module: {resolved(name) for name in names} for module, names in graph.items()}
    done: set[str] = set()

    def visit(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " → ".join((*way[way.index(module) :], module))
        if module in done:
            return
        for name in edges.get(module, ()):
            visit(name, (*way, module))
        done.add(module)

    for module in edges:
        visit(module, ())
    assert done >= set(edges)


def prints_of(tree: ast.Module) -> list[int]:
    """The lines that call print."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]


def test_only_the_command_line_prints() -> None:
    printing = {module_of(path): prints_of(tree_of(path)) for path in FILES}
    assert {top(module) for module, found in printing.items() if found} <= COMMAND_LINE
    assert printing["cli"]


def calls_of(path: Path) -> set[str]:
    return {
        node.func.attr
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }


REPORTING = [path for path in FILES if top(module_of(path)) in {"report"} | COMMAND_LINE]


def test_report_and_cli_never_compute() -> None:
    """They take numbers as they come: no numerics are imported, no model is solved."""
    numerics = {
        module_of(path): found
        for path in REPORTING
        if (found := {top(name) for name in imports_of(tree_of(path))} & NUMERICAL)
    }
    assert numerics == {}
    inner = {
        module_of(path): found
        for path in REPORTING
        if (found := {top(n) for n in internal(tree_of(path))} & {"leontief", "reconcile"})
    }
    assert inner == {}
    solving = {
        module_of(path): found
        for path in REPORTING
        if (found := calls_of(path) & {"solve", "induce", "inverse"})
    }
    assert solving == {}


def test_there_is_something_that_reports() -> None:
    assert {"cli", "report"} <= {top(module_of(path)) for path in REPORTING}


def test_numerics_know_nothing_of_labels_or_files() -> None:
    """leontief.py: arrays in, arrays out."""
    assert internal(tree_of(PACKAGE / "leontief.py")) == set()


def test_scenarios_are_read_against_a_classification_never_a_table() -> None:
    read = [path for path in FILES if top(module_of(path)) in ("scenario", "schema")]
    assert len(read) > 2
    for path in read:
        found = {top(n) for n in internal(tree_of(path))}
        assert found & {"table", "storage", "models", "leontief"} == set()
        assert calls_of(path) & {"load_table", "load_model"} == set()


def loaded_after(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nimport json\nprint(json.dumps(sorted(sys.modules)))"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PACKAGE.parent
    )
    return {top(name) for name in json.loads(run.stdout)}


def test_importing_iomodel_costs_little() -> None:
    loaded = loaded_after("import iomodel")
    assert "iomodel" in loaded
    assert loaded & HEAVY == set()


def test_what_is_not_needed_is_not_loaded() -> None:
    """A scenario is read without a table's linear algebra, frames or figures."""
    loaded = loaded_after("import iomodel; iomodel.read_study('scenarios/sejong').scenarios")
    assert loaded & {"pandas", "xarray", "scipy", "cvxpy", "matplotlib"} == set()


def test_a_run_loads_no_frames_unless_asked() -> None:
    statement = "import iomodel; iomodel.run('scenarios/sejong', reading='announced')"
    loaded = loaded_after(f"{statement}.value('production', table='bok-2020-165')")
    assert "scipy" in loaded
    assert loaded & {"pandas", "xarray", "cvxpy", "matplotlib"} == set()


def test_every_public_name_opens() -> None:
    import iomodel

    for name in iomodel.__all__:
        assert callable(getattr(iomodel, name))
    with pytest.raises(AttributeError, match="module 'iomodel' has no attribute 'nothing'"):
        _ = iomodel.nothing
