"""What an estimate has to say besides its numbers: assumptions, vintage, prices."""

from __future__ import annotations

from collections.abc import Sequence

from iomodel.provenance import Manifest
from iomodel.readings import Reading
from iomodel.scenario import Scenario, Study
from iomodel.text import Text


def assumptions(
    study: Study, scenarios: Sequence[Scenario], readings: Sequence[Reading]
) -> list[Text]:
    """Return every assumption behind the readings shown, ours and the study's, as such."""
    statements: list[Text] = []
    shown = {reading.id for reading in readings if reading.impact is not None}
    if "announced" in shown:
        statements += [s.text for s in study.file.readings.announced.assumptions]
        for scenario in scenarios:
            statements += [s.text for s in scenario.file.assumptions]
            for programme in scenario.file.programmes:
                for excluded in programme.excluded:
                    left = f"{excluded.item} {excluded.amount:,g}{excluded.unit}"
                    statements.append(
                        Text(
                            f"제외: {left}. {excluded.reason.ko}",
                            f"Left out: {left}. {excluded.reason.en}",
                        )
                    )
    how = study.file.readings.reconciled
    if "reconciled" in shown and how is not None:
        for exclusion in how.exclusions:
            why, codes = exclusion.reason.text, " ".join(exclusion.sectors)
            statements.append(
                Text(
                    f"재구성의 후보에서 뺀 부문 {codes}: {why.ko}",
                    f"Sectors left out of the reconciliation, {codes}: {why.en}",
                )
            )
        for prior in how.priors:
            whose = " ".join(filter(None, (prior.scenario, prior.programme)))
            why = prior.reason.text
            statements.append(
                Text(
                    f"재구성의 사전 부문, {whose}: {why.ko}",
                    f"Prior sectors of the reconciliation, {whose}: {why.en}",
                )
            )
    return statements


def warnings(study: Study, readings: Sequence[Reading], manifest: Manifest) -> list[Text]:
    """Return what has to be said of vintage (R11) and of prices without a deflator (R3)."""
    warnings = []
    document = study.file.document_date
    for stamp in manifest.tables:
        if stamp.published is None:
            warnings.append(
                Text(
                    f"{stamp.id}: 표의 공표일을 알지 못합니다 (R11)",
                    f"{stamp.id}: the table's date of publication is not known (R11)",
                )
            )
        elif stamp.published > document:
            warnings.append(
                Text(
                    f"{stamp.id}은(는) {stamp.published}에 공표되어, {document} 문서의 저자가 "
                    "쓸 수 없었던 표입니다 (R11)",
                    f"{stamp.id} was published on {stamp.published}; the authors of the document "
                    f"of {document} cannot have used it (R11)",
                )
            )
    years = study.file.readings.announced.price_year
    if years is None and any(r.id == "announced" and r.impact for r in readings):
        warnings.append(
            Text(
                "발표 금액의 가격 연도가 없어 표의 연도와 맞는지 알 수 없습니다. study.toml의 "
                "[readings.announced]에 price_year를 적으십시오 (R3)",
                "the price year of the announced amounts isn't stated, so it may differ from the "
                "table's; put price_year under [readings.announced] in study.toml (R3)",
            )
        )
    for reading in readings:
        for impact in (reading.impact, reading.regional):
            for stamp in impact.manifest.tables if impact and reading.id == "announced" else ():
                if years is not None and years != stamp.price_year:
                    warnings.append(
                        Text(
                            f"{stamp.id}: {years}년 가격의 금액을 {stamp.price_year}년 표에 "
                            "디플레이트하지 않고 넣었습니다 (R3)",
                            f"{stamp.id}: amounts at prices of {years} enter a table of "
                            f"{stamp.price_year} without a deflator (R3)",
                        )
                    )
    return warnings
