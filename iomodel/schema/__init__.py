"""What study.toml and a district's TOML may say: every key, its type, its rules, its meaning."""

from __future__ import annotations

from iomodel.schema.base import KO, FileBasis, Keys, Phase, ProgrammeName, SectorCode, Statement
from iomodel.schema.district import ScenarioFile
from iomodel.schema.shared import Axis, Document, Grdp, Profile, Target, Variant
from iomodel.schema.spending import ExcludedAmount, Programme, SpendingLine, Vector
from iomodel.schema.study import (
    READINGS,
    Announced,
    Households,
    Prior,
    Published,
    ReadingId,
    Reconciled,
    StatedSum,
    StudyFile,
)
from iomodel.schema.terms import Margins, Operation, Terms

__all__ = [
    "KO",
    "READINGS",
    "Announced",
    "Axis",
    "Document",
    "ExcludedAmount",
    "FileBasis",
    "Grdp",
    "Households",
    "Keys",
    "Margins",
    "Operation",
    "Phase",
    "Prior",
    "Profile",
    "Programme",
    "ProgrammeName",
    "Published",
    "ReadingId",
    "Reconciled",
    "ScenarioFile",
    "SectorCode",
    "SpendingLine",
    "StatedSum",
    "Statement",
    "StudyFile",
    "Target",
    "Terms",
    "Variant",
    "Vector",
]
