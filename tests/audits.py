"""Small publications to audit, written as a reader would write them, and what was found."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from helpers import ROOT

from iomodel.audit import Audit, Finding, Library, Publication, audit, read_publication

AUDITS = ROOT / "notebooks" / "audits"
HEAD = 'audit = 1\n{more}\n[title]\nko = "발표"\nen = "A release"\n'


@cache
def library() -> Library:
    """The shipped tables, read once."""
    return Library.of()


def toml(figures: list[dict[str, Any]], **head: str) -> str:
    """Return a TOML file of figures; `head` holds TOML values of the publication's own keys."""
    text = HEAD.format(more="\n".join(f"{key} = {value}" for key, value in head.items()))
    for figure in figures:
        text += "\n[[figures]]\n"
        text += "".join(
            f"{key} = {json.dumps(v, ensure_ascii=False)}\n" for key, v in figure.items()
        )
    return text


def publication(tmp_path: Path, figures: list[dict[str, Any]], **head: str) -> Publication:
    """Return figures as a publication, by way of a file."""
    path = tmp_path / "release.toml"
    path.write_text(toml(figures, **head), "utf-8")
    return read_publication(path)


def audited(tmp_path: Path, figures: list[dict[str, Any]], **head: str) -> Audit:
    """Return the audit of figures."""
    return audit(publication(tmp_path, figures, **head), library=library())


@cache
def shipped(name: str) -> Audit:
    """Return the audit of one of the example files."""
    (path,) = AUDITS.glob(f"{name}.*")
    return audit(path, library=library())


def of_kind(found: Audit, *kinds: str) -> list[Finding]:
    """Return the findings of some kinds."""
    return [finding for finding in found.findings if finding.kind in kinds]


def objections(found: Audit) -> list[tuple[str, str]]:
    """Return kind and first figure of everything that is said to be wrong or hardly right."""
    return [(f.kind, f.figures[0]) for f in found.findings if f.objection]


def figure(id: str, value: str, unit: str, role: str, **more: Any) -> dict[str, Any]:
    """Return the keys of a figure; `unit` may be empty."""
    return {"id": id, "value": value, "role": role} | ({"unit": unit} if unit else {}) | more


def rate(id: str, value: str, indicator: str, **more: Any) -> dict[str, Any]:
    """Return the keys of a coefficient."""
    unit = "명/10억원" if indicator in ("employment", "employees") else "원/원"
    return figure(id, value, unit, "coefficient", indicator=indicator, **more)
