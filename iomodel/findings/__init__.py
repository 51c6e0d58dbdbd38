"""What a publication's own figures and a table say about each other: computed, never typed."""

from __future__ import annotations

from iomodel.estimates import Estimate
from iomodel.findings.base import Finding
from iomodel.findings.demand import distance, factors, needed, reach, spending
from iomodel.findings.document import rounding, shared_ratio, stated_sums
from iomodel.inference import question
from iomodel.reconcile import tightness

__all__ = ["Finding", "findings"]


def findings(estimate: Estimate) -> tuple[Finding, ...]:
    """Return what the published figures of a whole study say; nothing for a part of one."""
    if not estimate.whole or not estimate.published:
        return ()
    found = [*rounding(estimate), *stated_sums(estimate), *shared_ratio(estimate)]
    how = estimate.study.file.readings.reconciled
    if how is not None:
        shelf = estimate.case.shelf
        model = shelf.model(how.table)
        asked = question(estimate.study, model, estimate.published, shelf.tables)
        if asked is not None and tightness(asked.system, asked.multipliers) <= 1.0:
            found += [*reach(estimate, asked), *spending(estimate, asked)]
            found += [*needed(estimate, asked), *distance(estimate, asked), *factors(asked)]
    return tuple(found)
