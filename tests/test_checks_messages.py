"""Every check once: what it says, word for word, in both languages."""

from __future__ import annotations

import pytest
from helpers import lines
from spoilt import EXAMPLES

from iomodel.checks import CHECKS, examine

# kind → the message of its first finding on the draft of that name in spoilt.py
MESSAGES: dict[str, tuple[str, str]] = {
    "missing-part": (
        lines(
            "  tiny-3: a part is missing: domestic final demand",
            "    expected: domestic flows, domestic final demand, primary inputs",
            "    found: domestic flows, imported flows, imported final demand, primary inputs",
            "    remedy: supply that part of the source, or mend the range that is read",
        ),
        lines(
            "  tiny-3: 빠진 부분: 국산 최종수요",
            "    기대한 것: 국산거래, 국산 최종수요, 본원적 투입",
            "    찾은 것: 국산거래, 수입거래, 수입 최종수요, 본원적 투입",
            "    고치는 법: 원자료의 해당 부분을 넣거나, 읽을 범위를 고치십시오",
        ),
    ),
    "shape": (
        lines(
            "  final_demand.csv: the items of domestic final demand differ in number",
            "    expected: 1: c",
            "    found: 2",
            "    remedy: look for an item left out or too many",
        ),
        lines(
            "  final_demand.csv: 국산 최종수요 항목의 수가 다릅니다",
            "    기대한 것: 1: c",
            "    찾은 것: 2",
            "    고치는 법: 빠지거나 남는 항목을 찾으십시오",
        ),
    ),
    "missing-code": (
        lines(
            "  domestic.csv R3C1: the code is missing",
            "    expected: a code for every row and column",
            '    found: "공산품"',
            "    remedy: put in the code of the source",
        ),
        lines(
            "  domestic.csv R3C1: 코드가 없습니다",
            "    기대한 것: 줄마다 코드 하나",
            '    찾은 것: "공산품"',
            "    고치는 법: 원자료의 코드를 넣으십시오",
        ),
    ),
    "duplicate-code": (
        lines(
            "  domestic.csv R3C1: the code occurs twice",
            "    expected: a code of its own for every row and column",
            '    found: "01 농산물", also at domestic.csv R2C1',
            "    remedy: remove one of them or mend its code",
        ),
        lines(
            "  domestic.csv R3C1: 코드가 두 번 나옵니다",
            "    기대한 것: 줄마다 다른 코드",
            '    찾은 것: "01 농산물", domestic.csv R2C1에도',
            "    고치는 법: 한 줄을 지우거나 코드를 고치십시오",
        ),
    ),
    "label-order": (
        lines(
            "  final_demand.csv R2C1: the labels stand in another order",
            '    expected: "01 농산물" as number 1',
            '    found: "03 서비스" as number 1',
            "    remedy: the figures are in their place and only the labels are exchanged "
            "(so the sums agree); mend the labels",
        ),
        lines(
            "  final_demand.csv R2C1: 이름표의 순서가 다릅니다",
            '    기대한 것: 1번째에 "01 농산물"',
            '    찾은 것: 1번째에 "03 서비스"',
            "    고치는 법: 수치는 제자리에 있고 이름표만 바뀌었습니다(합계가 맞음). "
            "이름표를 고치십시오",
        ),
    ),
    "not-a-number": (
        lines(
            "  domestic.csv, row 02, column 03: the cell is not a number",
            "    expected: a finite number",
            '    found: "n.a." (02 공산품 × 03 서비스)',
            "    remedy: put in the figure of the source",
        ),
        lines(
            "  domestic.csv, row 02, column 03: 숫자가 아닙니다",
            "    기대한 것: 유한한 수",
            '    찾은 것: "n.a." (02 공산품 × 03 서비스)',
            "    고치는 법: 원자료의 값을 넣으십시오",
        ),
    ),
    "swapped-names": (
        lines(
            "  domestic.csv R1C3: the name is that of another code",
            '    expected: "02 공산품"',
            '    found: "02 서비스"; the name belongs to "03 서비스"',
            "    remedy: mend the code or the name, whichever is wrong",
        ),
        lines(
            "  domestic.csv R1C3: 이름이 다른 코드의 것입니다",
            '    기대한 것: "02 공산품"',
            '    찾은 것: "02 서비스"; 이 이름은 "03 서비스"',
            "    고치는 법: 코드와 이름 가운데 잘못된 것을 원자료대로 고치십시오",
        ),
    ),
    "two-names": (
        lines(
            "  domestic.csv R1C3: one code has two names",
            '    expected: "02 공산품"',
            '    found: "02 광업"',
            "    remedy: check in the source that the sector is the same",
        ),
        lines(
            "  domestic.csv R1C3: 같은 코드의 이름이 다릅니다",
            '    기대한 것: "02 공산품"',
            '    찾은 것: "02 광업"',
            "    고치는 법: 같은 부문인지 원자료에서 확인하십시오",
        ),
    ),
    "same-name": (
        lines(
            "  domestic.csv R4C1: two codes have one name",
            "    expected: a name of its own for every sector",
            '    found: "02 공산품", "03 공산품"',
            "    remedy: the name alone finds neither; use the code",
        ),
        lines(
            "  domestic.csv R4C1: 두 코드의 이름이 같습니다",
            "    기대한 것: 부문마다 다른 이름",
            '    찾은 것: "02 공산품", "03 공산품"',
            "    고치는 법: 이름만으로는 찾을 수 없으니 코드를 쓰십시오",
        ),
    ),
    "total-inside": (
        lines(
            "  domestic.csv, row T: a total stands among the sectors",
            "    expected: sectors only, each once",
            '    found: "T 계": the sum of "01 농산물" to "03 서비스"',
            "    remedy: leave this line out",
        ),
        lines(
            "  domestic.csv, row T: 부문 사이에 합계가 들어 있습니다",
            "    기대한 것: 부문만, 한 번씩",
            '    찾은 것: "T 계": "01 농산물"부터 "03 서비스"까지의 합',
            "    고치는 법: 이 줄을 빼고 읽으십시오",
        ),
    ),
    "subtotal": (
        lines(
            "  domestic.csv, row A; domestic.csv, column A: a total stands among the sectors",
            "    expected: sectors only, each once",
            '    found: "A 계": the sum of "01 농산물" to "02 공산품"; explains 3 sums '
            "that don't agree",
            "    remedy: leave this line out",
        ),
        lines(
            "  domestic.csv, row A; domestic.csv, column A: 부문 사이에 합계가 들어 있습니다",
            "    기대한 것: 부문만, 한 번씩",
            '    찾은 것: "A 계": "01 농산물"부터 "02 공산품"까지의 합; 이 때문에 맞지 '
            "않는 합계 3개",
            "    고치는 법: 이 줄을 빼고 읽으십시오",
        ),
    ),
    "transposed": (
        lines(
            "  domestic.csv: rows and columns are exchanged: domestic flows",
            "    expected: sellers in the rows, buyers in the columns",
            "    found: the sums agree once rows and columns are exchanged; explains 3 "
            "sums that don't agree",
            "    remedy: exchange rows and columns",
        ),
        lines(
            "  domestic.csv: 국산거래의 행과 열이 바뀌었습니다",
            "    기대한 것: 행은 파는 부문, 열은 사는 부문",
            "    찾은 것: 행과 열을 바꾸면 합계가 맞음; 이 때문에 맞지 않는 합계 3개",
            "    고치는 법: 행과 열을 바꾸어 넣으십시오",
        ),
    ),
    "unit-slip": (
        lines(
            "  final_demand.csv: the unit of domestic final demand is not that of the rest",
            "    expected: one unit throughout (million KRW)",
            "    found: 1,000 times too large; explains 3 sums that don't agree",
            "    remedy: put all parts in one unit",
        ),
        lines(
            "  final_demand.csv: 국산 최종수요의 단위가 나머지와 다릅니다",
            "    기대한 것: 모두 같은 단위 (백만원)",
            "    찾은 것: 1,000배 큼; 이 때문에 맞지 않는 합계 3개",
            "    고치는 법: 한 단위로 맞추어 넣으십시오",
        ),
    ),
    "foreign-sheet": (
        lines(
            "  imports.csv: a sheet contradicts the other two, which agree: imported flows",
            "    expected: total flows that are domestic and imported ones together",
            "    found: 7 cells apart",
            "    remedy: see whether it is of the same year and the same prices",
        ),
        lines(
            "  imports.csv: 다른 두 시트와 맞지 않는 시트: 수입거래",
            "    기대한 것: 총거래 = 국산 + 수입",
            "    찾은 것: 7칸이 어긋남",
            "    고치는 법: 같은 해, 같은 가격평가의 시트인지 보십시오",
        ),
    ),
    "item-slip": (
        lines(
            "  primary_inputs.csv, row surplus: the unit of an item of primary inputs is "
            "not that of the others",
            "    expected: the sign and unit of the other items",
            '    found: "surplus 잉여" 10 times too large; explains 3 sums that don\'t agree',
            "    remedy: mend this line",
        ),
        lines(
            "  primary_inputs.csv, row surplus: 본원적 투입 항목 하나의 단위가 나머지와 다릅니다",
            "    기대한 것: 다른 항목과 같은 부호와 단위",
            '    찾은 것: "surplus 잉여" 10배 큼; 이 때문에 맞지 않는 합계 3개',
            "    고치는 법: 이 줄을 고치십시오",
        ),
    ),
    "item-twice": (
        lines(
            "  final_demand.csv R1C4: a total, or an item a second time, stands among "
            "domestic final demand",
            "    expected: the items without their total, each once",
            '    found: the sums agree once "t 계" is left out; explains 3 sums that don\'t agree',
            "    remedy: leave this line out",
        ),
        lines(
            "  final_demand.csv R1C4: 국산 최종수요에 합계가 섞여 있거나 항목이 두 번 들어 "
            "있습니다",
            "    기대한 것: 합계를 뺀 항목들, 한 번씩",
            '    찾은 것: "t 계" 줄을 빼면 합계가 맞음; 이 때문에 맞지 않는 합계 3개',
            "    고치는 법: 이 줄을 빼십시오",
        ),
    ),
    "swapped-lines": (
        lines(
            "  domestic.csv, row 02: two rows of domestic flows stand in each other's place",
            "    expected: figures under their own labels",
            '    found: the sums agree once "02 공산품" and "03 서비스" (domestic.csv, row '
            "03) are exchanged; explains 2 sums that don't agree",
            "    remedy: exchange their figures or their labels",
        ),
        lines(
            "  domestic.csv, row 02: 국산거래의 두 행이 서로의 자리에 있습니다",
            "    기대한 것: 이름표에 맞는 수치",
            '    찾은 것: "02 공산품", "03 서비스"(domestic.csv, row 03) 두 줄을 맞바꾸면 '
            "합계가 맞음; 이 때문에 맞지 않는 합계 2개",
            "    고치는 법: 두 줄의 수치나 이름표를 맞바꾸십시오",
        ),
    ),
    "cell": (
        lines(
            "  domestic.csv, row 01, column 02: the cell disagrees with the sums it is part of",
            "    expected: 60 (01 농산물 × 02 공산품)",
            "    found: 600 (+540, 10 times too large); explains 2 sums that don't agree",
            "    remedy: check it against the source; if it stands there so, look at the "
            "rest of its row and column",
        ),
        lines(
            "  domestic.csv, row 01, column 02: 이 칸이 합계들과 어긋납니다",
            "    기대한 것: 60 (01 농산물 × 02 공산품)",
            "    찾은 것: 600 (+540, 10배 큼); 이 때문에 맞지 않는 합계 2개",
            "    고치는 법: 원자료와 대조하십시오. 원자료도 이러하면 같은 행과 열의 다른 "
            "칸을 보십시오",
        ),
    ),
    "balance": (
        lines(
            "  domestic.csv, row 01: domestic sales do not add up to total inputs",
            "    expected: 200 million KRW (±0.5)",
            "    found: 207 (gap +7)",
            '    remedy: check the row and the column of "01 농산물" against the source',
        ),
        lines(
            "  domestic.csv, row 01: 국산 판매액 합계가 총투입과 다릅니다",
            "    기대한 것: 200 백만원 (±0.5)",
            "    찾은 것: 207 (차이 +7)",
            '    고치는 법: "01 농산물"의 행과 열을 원자료와 대조하십시오',
        ),
    ),
    "rounding": (
        lines(
            "  domestic.csv, row 02: sales and inputs of 3 sectors differ by more than the "
            "tolerance, though by no more than rounding explains",
            "    expected: ±0.5 (tolerance in table.toml)",
            "    found: at most -2 (02 공산품); explains 3 sums that don't agree",
            "    remedy: if the source is rounded, state so: tolerance = 2",
        ),
        lines(
            "  domestic.csv, row 02: 부문 3개의 판매와 투입이 허용오차보다 다르지만, "
            "반올림으로 설명됩니다",
            "    기대한 것: ±0.5 (table.toml의 tolerance)",
            "    찾은 것: 최대 -2 (02 공산품); 이 때문에 맞지 않는 합계 3개",
            "    고치는 법: 원자료가 반올림되어 있으면 이렇게 적으십시오: tolerance = 2",
        ),
    ),
    "sheets": (
        lines(
            "  total.csv, row 02, column 02: total flows are not domestic and imported "
            "ones together",
            "    expected: 100 domestic + 40 imported = 140 (02 공산품 × 02 공산품)",
            "    found: 147 (+7); 1 more cells in this row",
            "    remedy: check the cell on all three sheets",
        ),
        lines(
            "  total.csv, row 02, column 02: 총거래가 국산과 수입의 합이 아닙니다",
            "    기대한 것: 국산 100 + 수입 40 = 140 (02 공산품 × 02 공산품)",
            "    찾은 것: 147 (+7); 이 행에 1칸 더",
            "    고치는 법: 세 시트의 이 칸을 원자료와 대조하십시오",
        ),
    ),
    "printed-total": (
        lines(
            '  final_demand.csv, row 02, column 최종수요계: "최종수요계" differs from the '
            "sum of its cells",
            "    expected: 337 (02 공산품)",
            "    found: 330 (-7)",
            "    remedy: check this row or column against the source",
        ),
        lines(
            '  final_demand.csv, row 02, column 최종수요계: "최종수요계" 값이 합과 다릅니다',
            "    기대한 것: 337 (02 공산품)",
            "    찾은 것: 330 (-7)",
            "    고치는 법: 이 줄을 원자료와 대조하십시오",
        ),
    ),
    "misprint": (
        lines(
            '  domestic.csv, row 02, column 중간수요계: "중간수요계" differs from the sum '
            "of its cells",
            "    expected: 170 (02 공산품)",
            "    found: 124 (-46)",
            "    remedy: the cells of this sector agree among themselves and are believed; "
            "see whether the total is a misprint",
        ),
        lines(
            '  domestic.csv, row 02, column 중간수요계: "중간수요계" 값이 합과 다릅니다',
            "    기대한 것: 170 (02 공산품)",
            "    찾은 것: 124 (-46)",
            "    고치는 법: 이 부문의 칸들은 서로 맞으므로 칸을 믿었습니다. 원자료의 "
            "오식인지 확인하십시오",
        ),
    ),
    "contradiction": (
        lines(
            "  final_demand.csv, row 01, column c: the inducement differs",
            "    expected: 81 (±0.5)",
            "    found: 80 (-1); 6 cells in all, the next 01 × e (-1), 02 × c (-1), 02 × e "
            "(-1), 03 × c (-1)",
            "    remedy: check its row and column against the source",
        ),
        lines(
            "  final_demand.csv, row 01, column c: 유발계수가 다릅니다",
            "    기대한 것: 81 (±0.5)",
            "    찾은 것: 80 (-1); 모두 6칸, 다음으로 01 × e (-1), 02 × c (-1), 02 × e "
            "(-1), 03 × c (-1)",
            "    고치는 법: 이 칸이 든 행과 열을 원자료와 대조하십시오",
        ),
    ),
    "no-final-demand": (
        lines(
            "  final_demand.csv: all final demand is zero",
            "    expected: figures of consumption, investment, exports …",
            "    found: nothing but zeros; explains 3 sums that don't agree",
            "    remedy: put in final demand",
        ),
        lines(
            "  final_demand.csv: 최종수요가 모두 0입니다",
            "    기대한 것: 소비, 투자, 수출 등의 수치",
            "    찾은 것: 0뿐; 이 때문에 맞지 않는 합계 3개",
            "    고치는 법: 최종수요를 넣으십시오",
        ),
    ),
    "no-output": (
        lines(
            "  domestic.csv, column 01: the column of the sector is empty",
            "    expected: inputs of 180 in all (01 농산물)",
            "    found: 0; explains 3 sums that don't agree",
            "    remedy: fill the column if it was left empty; mend the sales if nothing "
            "is made there",
        ),
        lines(
            "  domestic.csv, column 01: 부문의 열이 비었습니다",
            "    기대한 것: 투입 합계 180 (01 농산물)",
            "    찾은 것: 0; 이 때문에 맞지 않는 합계 3개",
            "    고치는 법: 열이 비었으면 채우고, 생산이 없는 부문이면 그 판매를 고치십시오",
        ),
    ),
    "no-sales": (
        lines(
            "  domestic.csv, row 01: the row of the sector is empty",
            "    expected: sales of 180 in all (01 농산물)",
            "    found: 0; explains 3 sums that don't agree",
            "    remedy: fill the row if it was left empty",
        ),
        lines(
            "  domestic.csv, row 01: 부문의 행이 비었습니다",
            "    기대한 것: 판매 합계 180 (01 농산물)",
            "    찾은 것: 0; 이 때문에 맞지 않는 합계 3개",
            "    고치는 법: 행이 비었으면 채우십시오",
        ),
    ),
    "empty-line": (
        lines(
            "  domestic.csv, row 02: the row of the sector is empty",
            "    expected: sales of 400 in all (02 부문2)",
            "    found: 325; explains 4 sums that don't agree",
            "    remedy: fill the row if it was left empty",
        ),
        lines(
            "  domestic.csv, row 02: 부문의 행이 비었습니다",
            "    기대한 것: 판매 합계 400 (02 부문2)",
            "    찾은 것: 325; 이 때문에 맞지 않는 합계 4개",
            "    고치는 법: 행이 비었으면 채우십시오",
        ),
    ),
    "negative-output": (
        lines(
            "  domestic.csv, column 01: output is negative",
            "    expected: zero or more",
            "    found: -10 (01 부문1)",
            "    remedy: check the sector's column against the source",
        ),
        lines(
            "  domestic.csv, column 01: 산출이 음수입니다",
            "    기대한 것: 0 이상",
            "    찾은 것: -10 (01 부문1)",
            "    고치는 법: 이 부문의 열을 원자료와 대조하십시오",
        ),
    ),
    "negative-flows": (
        lines(
            "  domestic.csv, row 02, column 03: there are negative figures in domestic flows",
            "    expected: zero or more",
            "    found: 2 cells in 2 rows, the largest -30 (02 공산품 × 03 서비스)",
            "    remedy: leave them if the source has them, as scrap and by-products do; "
            "mend them if not",
        ),
        lines(
            "  domestic.csv, row 02, column 03: 국산거래에 음수가 있습니다",
            "    기대한 것: 0 이상",
            "    찾은 것: 2칸(2개 행), 가장 큰 것은 -30 (02 공산품 × 03 서비스)",
            "    고치는 법: 원자료의 잔폐물·부산물이면 그대로 두어도 됩니다. 아니면 고치십시오",
        ),
    ),
    "negative-final-demand": (
        lines(
            "  final_demand.csv, row 01, column c: there are negative figures in domestic "
            "final demand",
            "    expected: zero or more",
            "    found: 1 cell in 1 row, the largest -10 (01 농산물 × c 소비)",
            "    remedy: leave them if the source has them, as scrap and by-products do; "
            "mend them if not",
        ),
        lines(
            "  final_demand.csv, row 01, column c: 국산 최종수요에 음수가 있습니다",
            "    기대한 것: 0 이상",
            "    찾은 것: 1칸(1개 행), 가장 큰 것은 -10 (01 농산물 × c 소비)",
            "    고치는 법: 원자료의 잔폐물·부산물이면 그대로 두어도 됩니다. 아니면 고치십시오",
        ),
    ),
    "idle": (
        lines(
            "  domestic.csv, column 03: some sectors have neither output nor sales",
            "    expected: sectors with output and inputs",
            '    found: 1: "03 부문3"',
            "    remedy: demand on them will be refused; leave them if the source has them so",
        ),
        lines(
            "  domestic.csv, column 03: 산출과 판매가 모두 0인 부문이 있습니다",
            "    기대한 것: 산출과 투입이 있는 부문",
            '    찾은 것: 1개: "03 부문3"',
            "    고치는 법: 그대로 두면 이 부문에 대한 수요는 거절됩니다",
        ),
    ),
    "no-inputs": (
        lines(
            "  domestic.csv, column 02: some sectors have output but no intermediate inputs",
            "    expected: sectors with output and inputs",
            '    found: 1: "02 부문2"',
            "    remedy: unless they are such as domestic service, see whether their "
            "columns are empty",
        ),
        lines(
            "  domestic.csv, column 02: 산출이 있는데 중간투입이 없는 부문이 있습니다",
            "    기대한 것: 산출과 투입이 있는 부문",
            '    찾은 것: 1개: "02 부문2"',
            "    고치는 법: 가사서비스처럼 그런 부문이 아니면 열이 비었는지 보십시오",
        ),
    ),
    "inputs-over-output": (
        lines(
            "  domestic.csv, column 02: intermediate inputs exceed output",
            "    expected: input coefficients of at most one in all",
            "    found: 1.0500 (02 부문2)",
            "    remedy: see in the source whether value added is negative there",
        ),
        lines(
            "  domestic.csv, column 02: 중간투입이 산출보다 많습니다",
            "    기대한 것: 투입계수의 합 1 이하",
            "    찾은 것: 1.0500 (02 부문2)",
            "    고치는 법: 부가가치가 음수인 부문인지 원자료에서 확인하십시오",
        ),
    ),
    "coefficient-over-one": (
        lines(
            "  domestic.csv, row 01, column 02: an input coefficient exceeds one",
            "    expected: at most one",
            "    found: 1.2000 (01 부문1 × 02 부문2)",
            "    remedy: check the cell against the source",
        ),
        lines(
            "  domestic.csv, row 01, column 02: 투입계수가 1보다 큽니다",
            "    기대한 것: 1 이하",
            "    찾은 것: 1.2000 (01 부문1 × 02 부문2)",
            "    고치는 법: 이 칸을 원자료와 대조하십시오",
        ),
    ),
    "not-productive": (
        lines(
            "  domestic.csv: the input coefficients are not productive",
            "    expected: a spectral radius below one",
            "    found: 1.1000; led by 01 부문1, 02 부문2",
            "    remedy: check that inputs don't exceed output in the columns of these sectors",
        ),
        lines(
            "  domestic.csv: 투입계수행렬이 생산적이지 않습니다",
            "    기대한 것: 스펙트럼 반지름 1 미만",
            "    찾은 것: 1.1000; 주된 부문: 01 부문1, 02 부문2",
            "    고치는 법: 이 부문들의 열에서 중간투입이 산출을 넘지 않는지 보십시오",
        ),
    ),
    "unit-stated": (
        lines(
            "  imports.csv: the unit stated for imported flows is not the table's",
            "    expected: million KRW",
            '    found: "천원"',
            "    remedy: convert the figures to the table's unit, or mend the table's unit",
        ),
        lines(
            "  imports.csv: 수입거래에 적힌 단위가 표의 단위와 다릅니다",
            "    기대한 것: 백만원",
            '    찾은 것: "천원"',
            "    고치는 법: 수치를 표의 단위로 바꾸어 넣거나 표의 단위를 고치십시오",
        ),
    ),
    "unit-unknown": (
        lines(
            "  domestic.csv: the unit stated for domestic flows is not known",
            "    expected: million KRW",
            '    found: "백만"',
            "    remedy: write the unit in the way of the one expected",
        ),
        lines(
            "  domestic.csv: 국산거래에 적힌 단위를 알 수 없습니다",
            "    기대한 것: 백만원",
            '    찾은 것: "백만"',
            "    고치는 법: 단위를 위의 예처럼 적으십시오",
        ),
    ),
    "roles": (
        lines(
            "  final_demand.csv, primary_inputs.csv: final demand and primary inputs are exchanged",
            "    expected: consumption, investment, exports as final demand; compensation "
            "of employees, operating surplus as primary inputs",
            "    found: final demand: Compensation of employees; primary inputs: Consumption",
            "    remedy: see whether the table is transposed",
        ),
        lines(
            "  final_demand.csv, primary_inputs.csv: 최종수요와 본원적 투입이 서로 바뀌었습니다",
            "    기대한 것: 최종수요는 소비·투자·수출, 본원적 투입은 피용자보수·영업잉여",
            "    찾은 것: 최종수요: 피용자보수; 본원적 투입: 민간소비지출",
            "    고치는 법: 표의 행과 열이 바뀌지 않았는지 보십시오",
        ),
    ),
    "employees-over-employed": (
        lines(
            "  satellites.csv, row 02, column employees: there are more employees than "
            "employed persons",
            "    expected: employed persons: employees, the self-employed and unpaid "
            "family workers",
            "    found: 4,000 > 3,750 (02 공산품)",
            "    remedy: check the sector against the source",
        ),
        lines(
            "  satellites.csv, row 02, column employees: 피용자가 취업자보다 많습니다",
            "    기대한 것: 취업자는 피용자와 자영업자·무급가족종사자의 합",
            "    찾은 것: 4,000 > 3,750 (02 공산품)",
            "    고치는 법: 이 부문을 원자료와 대조하십시오",
        ),
    ),
    "persons-scale": (
        lines(
            "  satellites.csv, column employed: the unit of persons looks wrong",
            "    expected: 1 to 50 persons per billion KRW of output, with a pay of 10 to "
            "200 million KRW each (wide bands of this program's own)",
            '    found: 0.007727 per billion KRW if counted in "명", with a pay of '
            "50,000.0 million KRW each; they look 1,000 times too small",
            "    remedy: see in the source: persons, or thousands?",
        ),
        lines(
            "  satellites.csv, column employed: 인원의 단위가 의심스럽습니다",
            "    기대한 것: 산출 10억원당 1~50명, 피용자보수는 1인당 10~200백만원 (이 "
            "프로그램이 정한 넓은 범위)",
            '    찾은 것: 단위가 "명"이면 10억원당 0.007727명, 피용자보수는 1인당 '
            "50,000.0백만원; 원래보다 1,000분의 1로 작음",
            "    고치는 법: 명인지 천명인지 원자료에서 확인하십시오",
        ),
    ),
    "persons-band": (
        lines(
            "  satellites.csv, column employed: the unit of persons looks wrong",
            "    expected: 1 to 50 persons per billion KRW of output, with a pay of 10 to "
            "200 million KRW each (wide bands of this program's own)",
            '    found: 825 per billion KRW if counted in "명", with a pay of 50.0 million '
            "KRW each",
            "    remedy: see in the source: persons, or thousands?",
        ),
        lines(
            "  satellites.csv, column employed: 인원의 단위가 의심스럽습니다",
            "    기대한 것: 산출 10억원당 1~50명, 피용자보수는 1인당 10~200백만원 (이 "
            "프로그램이 정한 넓은 범위)",
            '    찾은 것: 단위가 "명"이면 10억원당 825명, 피용자보수는 1인당 50.0백만원',
            "    고치는 법: 명인지 천명인지 원자료에서 확인하십시오",
        ),
    ),
    "pay-outlier": (
        lines(
            "  satellites.csv, row 03, column employees: pay per employee is far from that "
            "of other sectors",
            "    expected: between a tenth and 10 times the median",
            "    found: 30 times the median (100 employees, 03 서비스)",
            "    remedy: check the employees and the compensation of the sector against the source",
        ),
        lines(
            "  satellites.csv, row 03, column employees: 피용자 1인당 피용자보수가 다른 "
            "부문과 너무 다릅니다",
            "    기대한 것: 중앙값의 10분의 1에서 10배 사이",
            "    찾은 것: 중앙값의 30배 (피용자 100, 03 서비스)",
            "    고치는 법: 이 부문의 피용자와 피용자보수를 원자료와 대조하십시오",
        ),
    ),
}


def test_every_check_has_its_example() -> None:
    assert list(MESSAGES) == list(CHECKS)
    assert set(EXAMPLES) == set(CHECKS)


@pytest.mark.parametrize("kind", CHECKS)
def test_what_a_check_says(kind: str) -> None:
    report = examine(EXAMPLES[kind]())
    first = next(one for one in report.findings if one.kind == kind)
    assert (first.problem.render("en"), first.problem.render("ko")) == MESSAGES[kind]
    assert first.severity == CHECKS[kind].severity
    assert first in (report.errors if first.severity == "error" else report.warnings)
