"""Every check: what it finds, how grave that is, and from where on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from iomodel.text import Text

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Kind:
    """A kind of finding.

    Attributes
    ----------
    id : str
    severity : "error" or "warning"
        An error refuses the table; a warning stays with it.
    what : Text
    threshold : Text
        From where on it is told.
    """

    id: str
    severity: Severity
    what: Text
    threshold: Text


_ANY = Text("하나라도", "any")
_TOLERANCE = Text("표의 허용오차(tolerance) 초과", "beyond the table's tolerance")
_HALF = Text(
    "고치면 어긋난 합계의 절반 이상, 두 개 이상이 맞을 때",
    "repairing it mends half of the sums missed, and two at least",
)

_ALL = (
    Kind(
        "missing-part",
        "error",
        Text(
            "국산거래, 최종수요, 본원적 투입 가운데 빠진 것",
            "domestic flows, final demand or primary inputs missing",
        ),
        _ANY,
    ),
    Kind(
        "shape",
        "error",
        Text("항목의 수가 표의 설명과 다름", "items differ in number from the table's description"),
        _ANY,
    ),
    Kind("missing-code", "error", Text("코드가 없는 줄", "a row or column without a code"), _ANY),
    Kind("duplicate-code", "error", Text("두 번 나오는 코드", "a code that occurs twice"), _ANY),
    Kind(
        "label-order",
        "error",
        Text(
            "행, 열, 시트마다 다른 이름표나 순서",
            "labels, or their order, that differ between rows, columns or sheets",
        ),
        _ANY,
    ),
    Kind("not-a-number", "error", Text("글자, NaN, 빈칸", "text, NaN or nothing in a cell"), _ANY),
    Kind(
        "swapped-names",
        "error",
        Text("다른 코드의 이름이 붙은 코드", "a code under the name of another code"),
        _ANY,
    ),
    Kind(
        "two-names",
        "warning",
        Text("한 코드의 다른 이름", "one code with two names"),
        Text("닮은 정도 0.6 미만", "likeness below 0.6"),
    ),
    Kind("same-name", "warning", Text("두 코드의 같은 이름", "two codes with one name"), _ANY),
    Kind(
        "total-inside",
        "error",
        Text("부문 사이에 남은 합계 줄", "a total left among the sectors"),
        Text(
            "합계가 맞지 않는 표에서, 나머지 줄들의 합과 모든 칸이 같을 때",
            "in a table whose sums are missed, every cell the sum of the others",
        ),
    ),
    Kind(
        "subtotal",
        "error",
        Text("부문으로 읽힌 소계", "a subtotal taken for a sector"),
        Text(
            "합계가 맞지 않는 표에서, 행과 열이 모두 이어진 줄들의 합일 때",
            "in a table whose sums are missed, row and column both the sum of a run of others",
        ),
    ),
    Kind(
        "transposed",
        "error",
        Text("행과 열이 바뀐 거래표나 표 전체", "flows, or the whole table, transposed"),
        _HALF,
    ),
    Kind(
        "unit-slip",
        "error",
        Text(
            "나머지와 단위가 다른 시트(10배~100만 배)",
            "sheets in another unit than the rest, by 10 to a million",
        ),
        _HALF,
    ),
    Kind(
        "foreign-sheet",
        "error",
        Text(
            "다른 두 시트와 맞지 않는 총거래·국산·수입 시트",
            "a sheet of total, domestic or imported flows that contradicts the other two",
        ),
        Text(
            "절반이 넘는 행에서 평균 두 칸 이상 어긋나고, 나머지 둘로는 부문의 90% 이상이 맞을 때",
            "apart in most rows, by two cells or more on average, while nine tenths of the sectors "
            "balance by the other two",
        ),
    ),
    Kind(
        "item-slip",
        "error",
        Text(
            "단위나 부호가 다른 최종수요·본원적 투입 항목",
            "an item of final demand or primary inputs in another unit, or with its sign reversed",
        ),
        _HALF,
    ),
    Kind(
        "item-twice",
        "error",
        Text(
            "최종수요나 본원적 투입에 섞인 합계나 중복",
            "a total, or an item twice, among final demand or primary inputs",
        ),
        _HALF,
    ),
    Kind(
        "swapped-lines",
        "error",
        Text("서로 자리가 바뀐 두 행이나 두 열", "two rows or two columns in each other's place"),
        _HALF,
    ),
    Kind(
        "cell",
        "error",
        Text("합계와 어긋나는 칸 하나", "one cell at odds with its sums"),
        Text(
            "고치면 둘 이상의 합계가 맞거나, 소수점·부호의 잘못으로 하나가 맞을 때",
            "mending it mends two sums; or one, by its decimal point or sign alone",
        ),
    ),
    Kind(
        "balance",
        "error",
        Text("판매와 투입이 다른 부문", "a sector whose sales are not its inputs (R4)"),
        _TOLERANCE,
    ),
    Kind(
        "rounding",
        "error",
        Text(
            "허용오차보다 크지만 반올림으로 설명되는 차이",
            "gaps beyond the tolerance that rounding explains",
        ),
        Text(
            "부문의 4분의 1 이상, 셋 이상이 반올림 표준편차의 4배 이내로 어긋날 때",
            "a quarter of the sectors, and three at least, apart by no more than four standard "
            "deviations of rounding",
        ),
    ),
    Kind(
        "sheets",
        "error",
        Text(
            "국산과 수입의 합이 아닌 총거래",
            "total flows that are not domestic and imported ones together",
        ),
        _TOLERANCE,
    ),
    Kind(
        "printed-total",
        "error",
        Text(
            "합과 다른 인쇄된 합계(부문도 맞지 않음)",
            "a printed total that is not its sum, in a sector out of balance",
        ),
        _TOLERANCE,
    ),
    Kind(
        "misprint",
        "warning",
        Text(
            "합과 다른 인쇄된 합계(부문의 칸들은 맞음)",
            "a printed total that is not its sum, in a sector that balances by its cells",
        ),
        _TOLERANCE,
    ),
    Kind(
        "contradiction",
        "error",
        Text(
            "거래표와 모순되는 다른 시트의 값(투입계수, 생산유발계수, 인원의 합계)",
            "figures of another sheet that contradict the flows (coefficients, the inverse, totals "
            "of persons)",
        ),
        Text("인쇄된 끝자리의 반올림 초과", "beyond rounding in the last digit printed"),
    ),
    Kind(
        "no-final-demand",
        "error",
        Text("모두 0인 최종수요", "final demand that is zero throughout"),
        _ANY,
    ),
    Kind(
        "no-output",
        "error",
        Text("산출 없이 판매하는 부문", "a sector that sells but has no output"),
        _TOLERANCE,
    ),
    Kind(
        "no-sales",
        "error",
        Text("산출이 있는데 판매가 없는 부문", "a sector with output that sells nothing"),
        _TOLERANCE,
    ),
    Kind(
        "empty-line",
        "error",
        Text("빈 행이나 열", "a row or column left empty"),
        Text(
            "부문이 맞지 않고, 다른 부문들이 반대쪽으로 그만큼 어긋날 때",
            "in a sector out of balance, while others miss as much in the opposite direction",
        ),
    ),
    Kind("negative-output", "error", Text("음수인 산출", "negative output"), _TOLERANCE),
    Kind("negative-flows", "warning", Text("거래의 음수", "negative flows"), _ANY),
    Kind(
        "negative-final-demand",
        "warning",
        Text("최종수요의 음수", "negative final demand"),
        Text(
            "재고·귀중품과 빼는 항목 말고는 하나라도",
            "any, but for changes in stocks, valuables and items that are deducted",
        ),
    ),
    Kind(
        "idle",
        "warning",
        Text("산출도 판매도 없는 부문", "a sector with neither output nor sales"),
        _TOLERANCE,
    ),
    Kind(
        "no-inputs",
        "warning",
        Text(
            "산출이 있는데 중간투입이 없는 부문", "a sector with output but no intermediate inputs"
        ),
        _TOLERANCE,
    ),
    Kind(
        "inputs-over-output",
        "warning",
        Text("산출보다 많은 중간투입", "intermediate inputs above output"),
        Text("투입계수의 열합 1 초과", "column of input coefficients above one"),
    ),
    Kind(
        "coefficient-over-one",
        "warning",
        Text("1보다 큰 투입계수", "an input coefficient above one"),
        Text("1 초과", "above one"),
    ),
    Kind(
        "not-productive",
        "error",
        Text("생산적이지 않은 투입계수", "input coefficients that are not productive (R5)"),
        Text("스펙트럼 반지름 1 이상", "spectral radius of one or more"),
    ),
    Kind(
        "unit-stated",
        "error",
        Text("표와 다른, 시트에 적힌 단위", "a sheet that states another unit than the table's"),
        _ANY,
    ),
    Kind(
        "unit-unknown",
        "warning",
        Text("시트에 적힌 모르는 단위", "a sheet that states an unknown unit"),
        _ANY,
    ),
    Kind(
        "roles",
        "error",
        Text(
            "서로 바뀐 최종수요와 본원적 투입의 이름",
            "items of final demand and of primary inputs named as each other's",
        ),
        _ANY,
    ),
    Kind(
        "employees-over-employed",
        "error",
        Text("취업자보다 많은 피용자", "more employees than employed persons"),
        Text("끝자리 하나 초과", "beyond one unit of the last digit"),
    ),
    Kind(
        "persons-scale",
        "error",
        Text("적힌 단위일 수 없는 인원", "persons that can't be in the unit stated"),
        Text(
            "산출 10억원당 1~50명 밖이면서 피용자보수도 1인당 1천만~2억원 밖 (이 프로그램의 범위, "
            "2000년 이후 가격)",
            "outside 1 to 50 per billion KRW of output while pay is outside 10 to 200 million KRW "
            "per employee (this program's own bands, prices since 2000)",
        ),
    ),
    Kind(
        "persons-band",
        "warning",
        Text(
            "산출이나 피용자보수에 비해 너무 많거나 적은 인원",
            "many or few persons for the output, or for the pay",
        ),
        Text(
            "위의 두 범위 가운데 하나만 벗어날 때", "outside one of these two bands, not the other"
        ),
    ),
    Kind(
        "pay-outlier",
        "warning",
        Text(
            "피용자보수에 견준 피용자 수가 이상한 부문",
            "a sector whose pay per employee is far from the others'",
        ),
        Text(
            "중앙값의 10배 초과나 10분의 1 미만", "above ten times, or below a tenth of, the median"
        ),
    ),
)

CHECKS: dict[str, Kind] = {kind.id: kind for kind in _ALL}
"""Every kind of finding by its id, root causes before what follows from them."""
