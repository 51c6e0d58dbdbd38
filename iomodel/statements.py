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
    statements += _variant(study, scenarios)
    if "announced" in shown:
        statements += [s.text for s in study.file.readings.announced.assumptions]
        for scenario in scenarios:
            statements += [s.text for s in scenario.file.assumptions]
            for programme in scenario.file.programmes:
                for excluded in programme.excluded:
                    left = f"{excluded.item} {excluded.amount:,g}{excluded.unit}"
                    kind = _CATEGORIES[excluded.category]
                    statements.append(
                        Text(
                            f"제외{kind.ko}: {left}. {excluded.reason.ko}",
                            f"Left out{kind.en}: {left}. {excluded.reason.en}",
                        )
                    )
    statements += [text for r in readings for notes in r.told for text in notes.assumptions]
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
    return list(dict.fromkeys(statements))


def _variant(study: Study, scenarios: Sequence[Scenario]) -> list[Text]:
    """Return what a variant changes, and why."""
    if not study.variant:
        return []
    label = study.variant_label(study.variant)
    found = [Text(f"변형: {label.ko}", f"Variant: {label.en}")]
    for file in (study.file, *(scenario.file for scenario in scenarios)):
        named = file.variants.get(study.variant)
        if named is not None and named.reason is not None:
            found.append(named.reason.text)
    return found


def about(study: Study, scenarios: Sequence[Scenario]) -> list[Text]:
    """Return where programmes are and who carries them out, as far as the files say."""
    found = []
    for scenario in scenarios:
        place = scenario.file.municipality or study.file.municipality
        sponsor = scenario.file.sponsor or study.file.sponsor
        where = " ".join(filter(None, (scenario.region, place)))
        if not place and not sponsor:
            continue
        by = Text(f", 시행 {sponsor}", f", carried out by {sponsor}") if sponsor else Text("", "")
        name = scenario.district
        found.append(Text(f"{name.ko}: {where}{by.ko}", f"{name.en}: {where}{by.en}"))
    return found


def warnings(study: Study, readings: Sequence[Reading], manifest: Manifest) -> list[Text]:
    """Return what has to be said of vintage (R11), of prices (R3) and of what amounts became."""
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
    warnings += _employment(study, readings)
    told = (note for reading in readings for notes in reading.told for note in notes.warnings)
    return [*warnings, *dict.fromkeys(told)]


def _publishes_employment(study: Study) -> bool:
    cells = (*study.published(), *study.published_further())
    return any(cell.indicator in ("employment", "employees") for cell in cells)


_CATEGORIES = {
    "land": Text("(토지)", " (land)"),
    "compensation": Text("(보상)", " (compensation)"),
    "transfer": Text("(이전지출)", " (transfer)"),
    "other": Text("", ""),
}
_COUNTED = {
    "employed": Text("취업자", "employed persons"),
    "employees": Text("피용자", "employees"),
    "unstated": Text("누구인지 밝히지 않음", "not said of whom"),
}
_MEASURED = {
    "headcount": Text("머릿수", "head count"),
    "fte": Text("전업환산", "full-time equivalents"),
    "unstated": Text("단위를 밝히지 않음", "not said in which unit"),
}


def _employment(study: Study, readings: Sequence[Reading]) -> list[Text]:
    """Return what computed employment counts, beside what published employment counts."""
    names: dict[Text, dict[Text, None]] = {}
    for reading in readings:
        for part in reading.impact.parts if reading.impact else ():
            for one in part.indicators:
                shown = one.id in study.file.readings.announced.indicators
                if shown and one.dimension == "persons" and one.concept.ko:
                    names.setdefault(one.concept, {})[one.name] = None
    told = [
        Text(
            f"{', '.join(name.ko for name in who)}의 기준: {what.ko}",
            f"Who is counted ({', '.join(name.en for name in who)}): {what.en}",
        )
        for what, who in names.items()
    ]
    if told and _publishes_employment(study):
        of = study.file.published
        who, unit = _COUNTED[of.employment], _MEASURED[of.measured]
        told.append(
            Text(
                f"공표된 고용의 기준: {who.ko}, {unit.ko}",
                f"Who is counted in published employment: {who.en}, {unit.en}",
            )
        )
    return told
