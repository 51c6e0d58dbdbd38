"""Hypothetical extraction: what is lost when sectors, a region or a firm are taken out."""

from __future__ import annotations

from iomodel.analyses.base import Analysis, Option
from iomodel.analyses.extraction.choices import KINDS
from iomodel.analyses.extraction.ranking import ExtractionRanking, extract_each
from iomodel.analyses.extraction.selected import Extraction, extract
from iomodel.text import Text

__all__ = ["ANALYSES", "Extraction", "ExtractionRanking", "extract", "extract_each"]

_SHARE = Text("추출할 비중 (0 초과 1 이하)", "share to extract, above 0 and at most 1")
ANALYSES = (
    Analysis(
        "extraction",
        Text("부문·지역·기업의 가상추출", "Hypothetical extraction of sectors, a region or a firm"),
        extract,
        (
            Option("sectors", Text("추출할 부문", "sectors to extract"), many=True),
            Option("regions", Text("추출할 지역 (다지역표)", "regions to extract"), many=True),
            Option("share", _SHARE, "number", many=True, default=1.0),
            Option(
                "kind",
                Text("전체, 후방, 전방", "total, backward or forward"),
                choices=KINDS,
                default="total",
            ),
            Option(
                "keep_own",
                Text("추출 부문 사이의 거래는 남김", "keep flows among the extracted sectors"),
                "flag",
                default=False,
            ),
        ),
    ),
    Analysis(
        "extraction-ranking",
        Text("부문별 가상추출 순위", "Hypothetical extraction of each sector in turn"),
        extract_each,
        (Option("share", _SHARE, "number", default=1.0),),
    ),
)
