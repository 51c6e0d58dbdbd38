"""What the site has beyond the pages of this folder: generated reference, pages from the root.

Links out of this folder lead to the pages made here, or to plain file names; equations become
MathML, so that pages need no script and no network.
"""

from __future__ import annotations

import argparse
import html
import importlib
import inspect
import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FROM_ROOT = {
    "benchmarks/README.md": "project/benchmarks.md",
    "CHANGELOG.md": "project/changelog.md",
    "CONTRIBUTING.md": "project/contributing.md",
}
_LINK = re.compile(r"\]\((?P<to>(?:\.\./)*[^)#\s:]+)(?P<rest>#[^)]*)?\)")
_MATH = re.compile(r'<(?P<tag>span|div) class="arithmatex">(?P<tex>.*?)</(?P=tag)>', re.S)


def on_files(files: Any, config: Any) -> Any:
    """Add the generated pages."""
    from mkdocs.structure.files import File

    pages = {target: (ROOT / name).read_text("utf-8") for name, target in FROM_ROOT.items()}
    for uri, text in (pages | {uri: write() for uri, write in GENERATED.items()}).items():
        files.append(File.generated(config, uri, content=text))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Mend links that lead out of the folder; make titles of the tests' comments."""
    source = next((n for n, uri in FROM_ROOT.items() if uri == page.file.src_uri), None)
    here = (ROOT / source).parent if source else (ROOT / "docs" / page.file.src_uri).parent
    up = "../" * page.file.src_uri.count("/")

    def mend(found: re.Match[str]) -> str:
        target = (here / found["to"]).resolve()
        if not target.is_relative_to(ROOT) or "://" in found["to"]:
            return found[0]
        name = target.relative_to(ROOT).as_posix()
        if name in FROM_ROOT:
            return f"]({up}{FROM_ROOT[name]}{found['rest'] or ''})"
        if name.startswith("docs/") and target.suffix in _PAGES:
            inside = name.removeprefix("docs/")
            return f"]({up}{inside}{found['rest'] or ''})" if source else found[0]
        return f"][{_OUTSIDE}]({name})"

    text = _LINK.sub(mend, markdown)
    text = re.sub(rf"\[([^\]]*)\]\[{_OUTSIDE}\]\(([^)]*)\)", r"\1 (`\2`)", text)
    return _NOTES.sub(_titled, text)


def _titled(found: re.Match[str]) -> str:
    """Return the opening of a block, titled by its file or by the command that prints it."""
    notes = dict(re.findall(r"<!-- (\w+): (.*?) -->", found["notes"]))
    title = notes.get("file") or re.sub(r" --lang \w+", "", notes.get("output", ""))
    language = found["language"] or "text"
    shown = f" title={json.dumps(title, ensure_ascii=False)}" if title else ""
    return f"```{language}{shown}"


_NOTES = re.compile(r"(?P<notes>(?:^<!-- \w+: .*? -->\n)+)^```(?P<language>\w*)$", re.M)


_OUTSIDE = "outside-the-site"
_PAGES = (".md", ".svg", ".png", ".json")


def on_page_content(content: str, **_: Any) -> str:
    """Turn TeX into MathML."""
    from latex2mathml.converter import convert

    def render(found: re.Match[str]) -> str:
        tex = html.unescape(found["tex"]).strip()
        block = tex.startswith(r"\[")
        return convert(tex[2:-2], display="block" if block else "inline")

    return _MATH.sub(render, content)


def command_line() -> str:
    """Return the help of every command as a page."""
    from iomodel.cli import COMMANDS, parser

    lines = ["# Command line", "", "```text", _help(parser("en")), "```"]
    for command in COMMANDS:
        whole = parser("en", [command.name])
        (choices,) = (a.choices for a in whole._actions if isinstance(a.choices, dict))
        lines += [
            "",
            f"## iomodel {command.name}",
            "",
            "```text",
            _help(choices[command.name]),
            "```",
        ]
    return "\n".join(lines) + "\n"


def _help(parser: argparse.ArgumentParser) -> str:
    parser.formatter_class = lambda prog: argparse.HelpFormatter(prog, width=96)
    return parser.format_help().rstrip()


def tables() -> str:
    """Return what is known of every shipped table as a page."""
    from iomodel import catalogue
    from iomodel.report.tables import description

    lines = ["# Tables", ""]
    for folder in catalogue.table_folders():
        for id in folder.ids():
            lines += [f"## {id}", "", "| | |", "|---|---|"]
            for record in description(id, None, "en"):
                name, value = (str(cell).replace("|", r"\|") for cell in record.values())
                lines.append(f"| {name} | {value} |")
            lines.append("")
    return "\n".join(lines)


def python() -> str:
    """Return a page of what `import iomodel` offers, each name with its docstring."""
    import iomodel

    lines = ["# Python", "", "What `import iomodel` offers; its packages have more.", ""]
    return "\n".join([*lines, *_documented(iomodel)])


def packages() -> str:
    """Return a page of the functions and classes that users of Python import from packages."""
    lines = ["# Python, by package", "", "What is asked for by `from iomodel.PACKAGE import NAME`."]
    for name in PACKAGES:
        package = importlib.import_module(f"iomodel.{name}")
        about = (package.__doc__ or "").strip()
        lines += ["", f"## iomodel.{name}", "", about, "", *_documented(package, level=3)]
    return "\n".join(lines)


def analyses() -> str:
    """Return a page of the functions behind `iomodel analyse`, family by family."""
    from iomodel.analyses import all_analyses

    lines = ["# Python, analyses", "", "`iomodel analyse NAME` calls these functions.", ""]
    for one in all_analyses():
        lines += [f"## {one.name}", "", *_directive(one.run, level=3), ""]
    return "\n".join(lines)


def _documented(package: ModuleType, level: int = 2) -> list[str]:
    """Return the lines by which mkdocstrings shows the functions and classes of `__all__`."""
    found = [getattr(package, name) for name in sorted(package.__all__)]
    told = [one for one in found if inspect.isclass(one) or inspect.isfunction(one)]
    return [line for one in told for line in (*_directive(one, level), "")]


def _directive(target: Any, level: int) -> list[str]:
    name = f"{target.__module__}.{target.__qualname__}"
    return [f"::: {name}", "    options:", f"      heading_level: {level}"]


PACKAGES = (
    "audit",
    "balancing",
    "batch",
    "checks",
    "concordances",
    "multiregional",
    "regionalisation",
    "reproduce",
    "seek",
    "uncertainty",
)
GENERATED = {
    "reference/command-line.md": command_line,
    "reference/tables.md": tables,
    "reference/python.md": python,
    "reference/packages.md": packages,
    "reference/analyses.md": analyses,
}
