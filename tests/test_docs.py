"""The documents hold: a reader who follows them block by block gets what they show."""

from __future__ import annotations

import ast
import contextlib
import io
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from documents import Block, blocks, headings, missing
from helpers import ROOT

from iomodel import cli
from iomodel.scenario import STUDY, read_scenario, read_study

READMES = (ROOT / "README.md", ROOT / "README.ko.md")
FORMATS = (ROOT / "docs" / "scenario-files.md", ROOT / "docs" / "scenario-files.ko.md")
DOCUMENTS = sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md")})
PAIRS = [(p.with_name(p.name.replace(".ko.", ".")), p) for p in DOCUMENTS if ".ko." in p.name]

# Pages of the site alone, which docs/site_hooks.py makes.
GENERATED = re.findall(
    r'"(reference/[\w-]+\.md)":', (ROOT / "docs" / "site_hooks.py").read_text("utf-8")
)

# What a reader's shell does besides iomodel: not run here, because it installs or runs the suite.
LEFT_ALONE = ("make", "python", "pip", ".venv/bin/python", "git")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# ------------------------------------------------------------------ following a document
@dataclass
class Reader:
    """Somebody with a copy of the repository's text, who does what a document says."""

    folder: Path
    python: dict[str, Any] = field(default_factory=lambda: {"__name__": "__main__"})

    def follow(self, block: Block) -> None:
        if "skip" in block.notes:
            return
        if "file" in block.notes:
            self.save(block)
        elif "output" in block.notes:
            self.compare(block)
        elif block.language in ("sh", "console"):
            for words in block.commands:
                self.command(words)
        elif block.language == "python":
            self.run_python(block)

    def save(self, block: Block) -> None:
        path = self.folder / block.notes["file"]
        path.parent.mkdir(exist_ok=True)
        path.write_text(block.body, "utf-8")

    def command(self, words: list[str]) -> None:
        match words:
            case ["iomodel", *arguments]:
                code, printed = iomodel(arguments)
                assert code == 0, printed
            case ["mkdir", folder]:
                Path(folder).mkdir()
            case ["cp", "-r", source, target]:
                shutil.copytree(source, target)
            case _:
                assert words[0] in LEFT_ALONE, f"what is {words}?"

    def compare(self, block: Block) -> None:
        code, printed = iomodel(block.notes["output"].split()[1:])
        assert code == int(block.notes.get("exit", 0)), printed
        lost = missing(block.body, printed)
        assert not lost, "no longer printed:\n" + "\n".join(lost)

    def run_python(self, block: Block) -> None:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(block.body, f"block at line {block.line}", "exec"), self.python)
        shown = re.findall(r"^print\(.*\)  # (.*)$", block.body, re.M)
        if shown:
            assert printed.getvalue().splitlines() == shown


def iomodel(arguments: list[str]) -> tuple[int, str]:
    """Return the exit code of the command line, and both of its streams."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        try:
            code = cli.main(arguments)
        except SystemExit as stop:  # argparse refuses the line
            code = int(stop.code or 0)
    return code, printed.getvalue()


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    for folder in ("scenarios", "docs"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    for name in ("IOMODEL_TABLES", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    return Reader(tmp_path)


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_following_it_works(path: Path, reader: Reader) -> None:
    for block in blocks(path):
        try:
            reader.follow(block)
        except Exception as error:
            raise AssertionError(f"{name_of(path)}, block at line {block.line}: {error}") from error


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_toml_is_saved_somewhere_or_says_why_not(path: Path) -> None:
    for block in blocks(path):
        if block.language == "toml":
            assert {"file", "skip"} & set(block.notes), f"{name_of(path)}: line {block.line}"


@pytest.mark.parametrize("path", [*READMES, *FORMATS], ids=name_of)
def test_its_toml_reads_as_studies_and_scenarios(path: Path, reader: Reader) -> None:
    saved = []
    for block in blocks(path):
        if "file" in block.notes:
            reader.save(block)
            saved.append(reader.folder / block.notes["file"])
        elif block.language == "sh":
            for words in block.commands:
                if words[0] in ("cp", "mkdir"):
                    reader.command(words)
    right = [file for file in saved if "wrong" not in file.parent.name]
    assert right
    for file in right:
        read_study(file) if file.name == STUDY else read_scenario(file)


def test_the_fourth_district_is_part_of_the_study(reader: Reader) -> None:
    for block in blocks(ROOT / "README.ko.md"):
        if block.notes.get("file") == "my-sejong/bio.toml":
            shutil.copytree("scenarios/sejong", "my-sejong")
            reader.save(block)
    districts = [s.id for s in read_study("my-sejong").scenarios]
    assert districts == ["technology", "smart-services", "materials", "bio"]
    code, printed = iomodel(["run", "my-sejong", "--lang", "ko"])
    assert code == 0
    assert "바이오 연계지구" in printed
    assert "30/30" in printed


# ------------------------------------------------------------------ two languages, one document
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: name_of(pair[0]))
def test_both_languages_keep_step(pair: tuple[Path, Path]) -> None:
    english, korean = pair  # a page without a twin in English fails here
    assert headings(english) == headings(korean)
    ours, theirs = blocks(english), blocks(korean)
    assert [b.language for b in ours] == [b.language for b in theirs]
    for one, other in zip(ours, theirs, strict=True):
        if one.language != "text":  # what is printed differs by language, what is typed does not
            assert (one.body, one.notes) == (other.body, other.notes), f"line {one.line}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_its_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)[^)]*\)", path.read_text("utf-8")):
        made = path.parent == ROOT / "docs" and target in GENERATED  # by the site's hook
        assert made or (path.parent / target).exists(), target


# ------------------------------------------------------------------ the map of the code
def modules() -> set[str]:
    """Return the modules of the package, and its sub-packages by their folder."""
    package = ROOT / "iomodel"
    files = {p.name for p in package.glob("*.py")} - {"__init__.py"}
    return files | {f"{p.parent.name}/" for p in package.glob("*/__init__.py")}


def listed() -> list[str]:
    """Return the modules and packages in the order of docs/architecture.md."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    return re.findall(r"^\| `(\w+(?:\.py|/))` \|", text, re.M)


def test_architecture_names_every_module_once() -> None:
    assert sorted(listed()) == sorted(modules())


def test_imports_point_one_way_along_the_list() -> None:
    order = [name.removesuffix(".py").removesuffix("/") for name in listed()]
    package = ROOT / "iomodel"
    against = []
    for path in sorted(package.rglob("*.py")):
        own = path.relative_to(package).parts[0].removesuffix(".py")
        if own == "__init__":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("iomodel"):
                parts = str(node.module).split(".")
                names = parts[1:2] or [alias.name for alias in node.names]
                below = [n for n in names if order.index(n) > order.index(own)]
                against += [f"{path.relative_to(package)} imports {name}" for name in below]
    assert not against


def test_architecture_says_where_each_rule_lives() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rules = re.findall(r"^\| R(\d+) .*\|(.*)\|$", text, re.M)
    assert [int(number) for number, _ in rules] == list(range(1, 13))
    for number, homes in rules:
        named = re.findall(r"`([\w./]+\.py)(?:: ([\w.]+))?`", homes)
        assert named, f"R{number} has no home"
        for file, symbol in named:
            home = ROOT / "iomodel" / file
            assert home.is_file(), f"R{number}: {file}"
            for word in filter(None, symbol.split(".")):
                assert re.search(rf"\b{word}\b", home.read_text("utf-8")), f"R{number}: {symbol}"
