"""What the parts of a batch hand to each other: terms, demand by rows, failures."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from iomodel.errors import Problem
from iomodel.sectors import Classification
from iomodel.units import Valuation

Array = NDArray[np.float64]
COLUMNS = ("scenario", "programme", "region", "variant", "phase", "year")  # labels of tables
LABELS = (*COLUMNS, "kind")
IDENTITY = (
    "study",
    "scenario",
    "programme",
    "reading",
    "region",
    "variant",
    "phase",
    "year",
    "kind",
    "table",
    "origin",
)
SPENDING = "spending"


@dataclass(frozen=True)
class Terms:
    """How the amounts of one input are to be read.

    Attributes
    ----------
    study : str
        What the results are filed under: a study's folder, or a table's name.
    unit, region : str
        Of every row; empty where a column states them.
    """

    study: str
    classification: Classification
    valuation: Valuation
    price_year: int | None = None
    reading: str = ""
    basis: str = "computed"
    unit: str = ""
    region: str = ""

    @cached_property
    def digest(self) -> bytes:
        """A checksum of all that changes results, the codes and names of sectors included."""
        said = [
            self.study,
            self.classification.id,
            [[s.code, s.name.ko, s.name.en] for s in self.classification.sectors],
            self.valuation,
            self.price_year,
            self.reading,
            self.basis,
            self.unit,
            self.region,
        ]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).digest()


@dataclass(frozen=True)
class Failure:
    """Why a scenario or study has no result at all, or none on one table."""

    study: str
    scenario: str
    reading: str
    problem: Problem
    table: str = ""


@dataclass(frozen=True, eq=False)
class Prepared:
    """The demand of one piece of input, checked; failing scenarios are left out.

    Attributes
    ----------
    labels : dict
        Arrow arrays of m strings under the names in LABELS.
    run : ndarray of int (m,)
        Which rows belong to one scenario.
    demand : ndarray (n, m) or scipy.sparse.csr_array (m, n)
    factor : float
        What turns `demand` into 백만원.
    failures : pyarrow.Table
        What failed, whatever the table; `row` counts from the beginning of the piece.
    """

    terms: Terms
    labels: dict[str, Any]
    run: NDArray[np.int64]
    demand: Any
    factor: float
    failures: Any
