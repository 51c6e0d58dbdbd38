"""What an audit could not ask of a publication, and why: silence is no approval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from iomodel.audit.asking import VINTAGE, has_jobs_near
from iomodel.audit.figures import Publication
from iomodel.audit.groups import Group
from iomodel.audit.library import Library
from iomodel.audit.shared import Cluster
from iomodel.text import Text


def silences(
    publication: Publication,
    groups: Sequence[Group],
    clusters: Sequence[Cluster],
    library: Library,
) -> Iterator[Text]:
    """Yield one sentence a thing that couldn't be compared."""
    yield from _no_ratio(groups)
    yield from _other_models(clusters)
    yield from _other_money(clusters, library)
    yield from _other_regions(clusters, library)
    yield from _other_years(clusters, library)
    yield from _no_multiplier(publication)


def _names(things: Sequence[Group] | Sequence[Cluster]) -> Text:
    ko = list(dict.fromkeys(thing.name.ko for thing in things))
    en = list(dict.fromkeys(thing.name.en for thing in things))
    return Text(", ".join(ko), ", ".join(en))


def _no_ratio(groups: Sequence[Group]) -> Iterator[Text]:
    lone = [group for group in groups if not group.ratios]
    if lone:
        names = _names(lone)
        yield Text(
            f"{names.ko}: 견줄 금액이나 생산이 없어 비율을 볼 수 없습니다",
            f"{names.en}: no amount or production to take ratios to",
        )


def _other_models(clusters: Sequence[Cluster]) -> Iterator[Text]:
    closed = [cluster for cluster in clusters if cluster.first.method == "households"]
    if closed:
        names = _names(closed)
        yield Text(
            f"{names.ko}: 소득유발을 포함한 모형이어서 개방모형의 계수와 견주지 않았습니다",
            f"{names.en}: with induced income, not compared with open models' multipliers",
        )


def _other_money(clusters: Sequence[Cluster], library: Library) -> Iterator[Text]:
    known = {block.currency for block in library.blocks}
    unknown = {cluster.first.currency for cluster in clusters} - known - {None}
    for currency in sorted(str(code) for code in unknown):
        yield Text(
            f"{currency}: 이 통화의 표가 없어 어느 계수와도 견주지 않았습니다",
            f"{currency}: there is no table in it to compare with",
        )


def _other_regions(clusters: Sequence[Cluster], library: Library) -> Iterator[Text]:
    elsewhere = [c for c in clusters if not library.has_region(c.first.region)]
    if elsewhere:
        regions = ", ".join(dict.fromkeys(c.first.region for c in elsewhere))
        yield Text(
            f"{regions}: 이 지역의 표가 없어 출처를 찾지 않았습니다 (범위는 모든 지역과 견줌)",
            f"{regions}: there is no table of it, so that no source was sought (ranges were "
            "compared with those of all regions)",
        )


def _other_years(clusters: Sequence[Cluster], library: Library) -> Iterator[Text]:
    far = [
        cluster
        for cluster in clusters
        if ("employment", "total") in cluster.ratios
        and not has_jobs_near(library.blocks, cluster.first.year)
    ]
    if far:
        names = _names(far)
        yield Text(
            f"{names.ko}: 취업유발계수가 있는 표와 {VINTAGE}년 넘게 떨어졌거나 연도가 없어, 취업 "
            "비율이 범위 안인지 보지 않았습니다",
            f"{names.en}: more than {VINTAGE} years from any table with employment, or without a "
            "year, so that ratios of jobs were not held against ranges",
        )


def _no_multiplier(publication: Publication) -> Iterator[Text]:
    count = sum(figure.keys.method == "none" for figure in publication.figures)
    if count:
        yield Text(
            f"승수로 계산하지 않은 값 {count}개는 합계와 계산식만 보았습니다",
            f"{count} figures that no multiplier made were asked for sums and formulas alone",
        )
