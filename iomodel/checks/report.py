"""What an examination found, gravest first, and what to do with it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from iomodel.checks.base import Finding
from iomodel.errors import TableFileError
from iomodel.table import IOTable
from iomodel.text import Text
from iomodel.units import MoneyUnit


@dataclass(frozen=True)
class Report:
    """The findings of one examination.

    Attributes
    ----------
    origin : str
        The table or file.
    sectors : int
    unit : MoneyUnit
        Of the gaps.
    tolerance : float
        How far rounding may part sums, in that unit.
    findings : tuple of Finding
        Errors, root causes first, then warnings.
    complete : bool
        Whether all was looked at; False where a part, a line or labels have to be mended first.
    """

    origin: str
    sectors: int
    unit: MoneyUnit
    tolerance: float
    findings: tuple[Finding, ...]
    complete: bool

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What refuses the table."""
        return tuple(one for one in self.findings if one.severity == "error")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What stays with the table."""
        return tuple(one for one in self.findings if one.severity == "warning")

    @property
    def sound(self) -> bool:
        """Whether there is no error."""
        return not self.errors

    def require_sound(self) -> None:
        """Raise if there is an error.

        Raises
        ------
        TableFileError
            With every error as a problem; its `data` is this report.
        """
        if not self.sound:
            raise TableFileError(self.origin, [one.problem for one in self.errors], data=self)

    def caveats(self) -> tuple[Text, ...]:
        """Return the warnings as sentences, for the table's caveats."""
        return tuple(
            Text(
                f"{one.where('ko')}: {one.what.ko}: {one.found.ko}",
                f"{one.where('en')}: {one.what.en}: {one.found.en}",
            )
            for one in self.warnings
        )

    def noted(self, table: IOTable) -> IOTable:
        """Return the table with the warnings among its caveats, which every run on it tells."""
        info, told = table.info, self.caveats()
        caveats = {
            "caveats_ko": (*info.caveats_ko, *(text.ko for text in told)),
            "caveats_en": (*info.caveats_en, *(text.en for text in told)),
        }
        return replace(table, info=info.model_copy(update=caveats))
