"""Make the inputs and published figures of reproductions/ from the cases as they were obtained.

    python coefficients/convert_reproductions.py SOURCE

SOURCE holds a folder a case. What stands in each case.toml is written by hand; only its checksums
are rewritten. Published figures get back the digits they were printed with; a figure that has more
stops the conversion. A second run changes no byte.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from iomodel.audit.formula import Quantity, read_formula
from iomodel.audit.interval import Interval
from iomodel.audit.measures import PURE
from iomodel.files import csv_bytes, figure, write_whole
from iomodel.storage import seal

NEAR = Decimal("1e-9")  # how far a double may stand from the decimal that was typed in
Printed = tuple[str, str, str]  # series, of, value


@dataclass(frozen=True)
class Table:
    """A CSV file whose first column holds labels."""

    columns: tuple[str, ...]
    rows: dict[str, tuple[str, ...]]

    def column(self, name: str) -> dict[str, str]:
        """Return a column by its labels."""
        at = self.columns.index(name)
        return {label: row[at] for label, row in self.rows.items()}

    def only(
        self, rows: Iterable[str] | None = None, columns: Iterable[str] | None = None
    ) -> Table:
        """Return some of the rows and columns."""
        at = [self.columns.index(name) for name in (columns or self.columns)]
        return Table(
            tuple(self.columns[i] for i in at),
            {label: tuple(self.rows[label][i] for i in at) for label in (rows or self.rows)},
        )


def read(path: Path) -> Table:
    """Return a CSV file whose first column holds labels."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = list(csv.reader(file))
    return Table(tuple(header[1:]), {row[0]: tuple(row[1:]) for row in rows})


def printed(value: str, decimals: int) -> str:
    """Return a figure with the decimals it was printed with."""
    found = round(Decimal(value), decimals)
    if abs(found - Decimal(value)) > NEAR:
        raise SystemExit(f"{value} has more than {decimals} decimals")
    return f"{found:f}"


def listed(series: str, column: dict[str, str], decimals: int, tail: str = "") -> list[Printed]:
    """Return one published figure a label."""
    return [(series, label + tail, printed(v, decimals)) for label, v in column.items() if v]


def cells(series: str, table: Table, decimals: int) -> list[Printed]:
    """Return one published figure a cell."""
    return [
        (series, f"{row} > {column}", printed(value, decimals))
        for row, values in table.rows.items()
        for column, value in zip(table.columns, values, strict=True)
    ]


def inputs(folder: Path, name: str, table: Table) -> None:
    """Write a matrix of inputs, every number in its shortest form."""
    rows = [(label, *(figure(float(v)) for v in values)) for label, values in table.rows.items()]
    write_whole(folder / "inputs" / f"{name}.csv", csv_bytes(["row", *table.columns], rows))


def published(folder: Path, rows: Sequence[Printed]) -> None:
    """Write the published figures of a case."""
    write_whole(folder / "published" / "figures.csv", csv_bytes(["series", "of", "value"], rows))


def miller_blair(source: Path, folder: Path) -> None:
    """Write the two-sector example, with its households."""
    Z, totals = read(source / "inputs/Z.csv"), read(source / "inputs/fd_x.csv")
    new = read(source / "expected/impact.csv")
    households = read(source / "inputs/households_coef.csv")
    own = read(source / "inputs/households_self.csv").column("value")["a_hh"]
    inputs(folder, "Z", Z)
    rows = {label: (*row, new.column("f_new")[label]) for label, row in totals.rows.items()}
    inputs(folder, "totals", Table((*totals.columns, "f_new"), rows))
    income, spent = (households.column(f"household_{k}_coef") for k in ("row", "col"))
    both = {"income": (*income.values(), own), "consumption": (*spent.values(), own)}
    inputs(folder, "households", Table((*income, "households"), both))
    closed = read(source / "expected/L_typeII.csv")
    names = {"hh": "households"}
    closed = Table(
        tuple(names.get(c, c) for c in closed.columns),
        {names.get(label, label): row for label, row in closed.rows.items()},
    )
    multipliers = read(source / "expected/output_multipliers.csv")
    peer = read(source / "expected/hem_price_peer.csv").column("value")
    published(
        folder,
        [
            *cells("A", read(source / "expected/A.csv"), 2),
            *cells("L", read(source / "expected/L.csv"), 8),
            *cells("L_closed", closed, 3),
            *listed("output", new.column("x_new"), 1),
            *listed("labour", new.column("labour"), 2),
            *listed("simple_multiplier", multipliers.column("simple_output_mult"), 3),
            *listed("total_multiplier", multipliers.column("total_output_mult_incl_hh_row"), 3),
            ("extraction_loss", "sec1", printed(peer["extract_sector1_loss_sector1"], 10)),
            ("extraction_loss", "sec2", printed(peer["extract_sector1_loss_sector2"], 10)),
            ("extraction_loss", "total", printed(peer["extract_sector1_total_loss"], 10)),
            ("price_change", "sec1", printed(peer["dp_sector1_when_dva_0.10_in_sector1"], 10)),
            ("price_change", "sec2", printed(peer["dp_sector2"], 10)),
        ],
    )


def miller_blair_ras(source: Path, folder: Path) -> None:
    """Write the example of RAS: coefficients and margins."""
    inputs(folder, "A0", read(source / "inputs/A0.csv"))
    margins = read(source / "inputs/margins.csv")
    inputs(folder, "margins", Table(("x", "u", "v"), margins.rows))
    published(folder, cells("A1", read(source / "expected/A1_ras_recomputed.csv"), 14))


def gras(source: Path, folder: Path) -> None:
    """Write a matrix of either sign and its margins."""
    inputs(folder, "X0", read(source / "inputs/X0.csv"))
    inputs(folder, "rows", read(source / "inputs/row_totals.csv"))
    inputs(folder, "columns", read(source / "inputs/col_totals.csv"))
    published(folder, cells("X", read(source / "expected/X_gras.csv"), 9))


def ndgras(source: Path, folder: Path) -> None:
    """Write an array of three dimensions and its totals."""

    def labelled(path: Path) -> Table:
        found = read(path)
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))[1:]
        return Table((found.columns[-1],), {" ".join(r[:3]): (r[3],) for r in rows})

    inputs(folder, "X0", labelled(source / "inputs/X0.csv"))
    inputs(folder, "targets", read(source / "inputs/targets.csv"))
    found = labelled(source / "expected/X_ndgras.csv").column("x")
    published(folder, [("X", of, f"{float(value):.8g}") for of, value in found.items()])


def germany_1995(source: Path, folder: Path) -> None:
    """Write the table of the Eurostat manual and its results."""
    Z, final = read(source / "inputs/Z.csv"), read(source / "inputs/fd.csv")
    inputs(folder, "Z", Z)
    inputs(folder, "primary", read(source / "inputs/primary.csv"))
    uses = [name for name in final.columns if name != "total_use_published"]
    inputs(folder, "final_demand", final.only(columns=uses))
    found = read(source / "expected/multipliers_linkages.csv")
    spots = read(source / "expected/A_L_spot.csv")
    rows: list[Printed] = listed("total_use", final.column("total_use_published"), 0)
    for series, column in (
        ("backward_linkage", "backward_linkage"),
        ("forward_linkage", "forward_linkage"),
        ("gva_coefficient", "gva_coef"),
        ("gva_multiplier", "gva_mult"),
        ("employment_multiplier", "employment_mult"),
    ):
        rows += listed(series, found.column(column), 4)
    for series, column in (("A", "A_11_22_33"), ("L", "L_diag_first3")):
        rows += [(series, f"{k} > {k}", printed(v, 4)) for k, v in spots.column(column).items()]
    agriculture = found.column("ghosh_inverse_agri_column")
    rows += [
        ("G", f"{label} > agriculture_group", printed(v, 4)) for label, v in agriculture.items()
    ]
    published(folder, rows)


def germany_2009(source: Path, folder: Path) -> None:
    """Write the table of the UN handbook and its emission multipliers."""
    Z = read(source / "inputs/Z.csv")
    primary = read(source / "inputs/primary.csv")
    names = dict(zip(Z.rows, primary.columns, strict=True))
    inputs(folder, "Z", Table(Z.columns, {names[label]: row for label, row in Z.rows.items()}))
    inputs(folder, "primary", primary)
    found = read(source / "expected/emission_multipliers.csv")
    rows: list[Printed] = []
    for gas in ("CO2", "CH4", "N2O"):
        rows += listed(gas, dict(zip(found.columns, found.rows[gas], strict=True)), 3)
    published(folder, rows)


def netherlands_2000(source: Path, folder: Path) -> None:
    """Write the table and multipliers of the Spicosa report."""
    inputs(folder, "Z", read(source / "inputs/Z.csv"))
    inputs(folder, "primary", read(source / "inputs/primary.csv"))
    households = read(source / "inputs/fd.csv").only(columns=["final_consumption_households"])
    inputs(folder, "final_demand", households)
    inputs(folder, "closure", Table(("household_income",), {"inferred": ("210484",)}))
    found = read(source / "expected/income_multipliers.csv")
    second = found.column("income_mult_typeII")
    published(
        folder,
        [
            *listed("direct_income", found.column("income_direct_effect_L"), 3),
            *listed("type_1", found.column("income_mult_typeI"), 3),
            *listed("type_2_wages", second, 4),
            *listed("type_2_inferred", second, 4),
        ],
    )


def australia_1989(source: Path, folder: Path) -> None:
    """Write the worked multipliers of the Australian paper."""
    inputs(folder, "Z", read(source / "inputs/Z.csv"))
    inputs(folder, "primary", read(source / "inputs/primary.csv"))
    persons = read(source / "inputs/employment.csv")
    inputs(folder, "employment", Table(("persons",), persons.rows))
    households = read(source / "inputs/household_column.csv")
    inputs(folder, "households", Table(("printed", "implied"), households.rows))
    inverse = read(source / "expected/Bstar_as_printed_flagged_wrong_by_ABS.csv")
    rows = cells("L", read(source / "expected/L.csv"), 4)
    for which in ("printed", "implied"):
        rows += cells(f"B_{which}", inverse, 4)
    steps = ("initial", "first_round", "industrial_support", "production_induced", "simple")
    for measure, file, decimals in (
        ("output", "output_multipliers", 4),
        ("income", "income_multipliers", 4),
        ("employment", "employment_multipliers_per_million", 0),
        ("imports", "competing_imports_plus_duty_multipliers", 4),
    ):
        found = read(source / f"expected/{file}.csv")
        for step in steps:
            rows += listed(measure, found.column(step), decimals, f", {step}")
        for which in ("printed", "implied"):
            for step in ("consumption_induced", "total"):
                rows += listed(f"{measure}_{which}", found.column(step), decimals, f", {step}")
    published(folder, rows)


def japan_2011(source: Path, folder: Path) -> None:
    """Write the sectors' rows, and three coefficients of the linked table."""
    table = read(source / "inputs/table.csv")
    sectors = [label for label in table.rows if label.startswith("industry/")]
    columns = tuple(name.replace("finaldemand/", "final/") for name in table.columns)
    items = {name[:8]: name.removeprefix("final/") for name in columns if name[:6] == "final/"}
    inputs(folder, "table", Table(columns, table.only(rows=sectors).rows))
    found = read(source / "expected/agri_production_inducement_2011_nominal_linked_table.csv")
    by_item = found.column("published_linked_table")
    published(
        folder,
        [("agriculture", items["final/" + k[:2]], printed(v, 5)) for k, v in by_item.items()],
    )


def bok_33(source: Path, folder: Path) -> None:
    """Rows of 2021 and 2022 alone: what the columns are held to."""
    path = folder.parents[1] / "bok-2023-33" / "published" / "multipliers_2020_2023.csv"
    with path.open(encoding="utf-8", newline="") as file:
        found = [r for r in csv.DictReader(file) if r["measure"] == "production_row_sum"]
    by_code: dict[str, list[str]] = {}
    for row in found:
        if row["year"] in ("2021", "2022"):
            by_code.setdefault(row["code"], []).append(row["value"])
    table = Table(("2021", "2022"), {code: tuple(values) for code, values in by_code.items()})
    inputs(folder, "row_sums", table)


def korea_studies(source: Path, folder: Path) -> None:
    """Chains of printed numbers; how bounds and double counts are put is written here."""
    with (source / "inputs/checks.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    formulas, figures = [], []
    for row in rows:
        of = f"{row['id']} {row['check']}"
        if row["id"] in NOT_SHIPPED or row["kind"] == "bound" or of in LEFT_OUT:
            continue
        value, formula = RESTATED.get(of, (row["published"], row["expr"]))
        formulas.append(("chain", of, formula, *edges(formula)))
        figures.append(("chain", of, value))
    for series, of, value, formula in BOUNDS:
        formulas.append((series, of, formula, *edges(formula)))
        figures.append((series, of, value))
    write_whole(
        folder / "inputs" / "formulas.csv",
        csv_bytes(["series", "of", "formula", "low", "high"], formulas),
    )
    published(folder, figures)


def edges(formula: str) -> tuple[str, str]:
    """Return the least and the most that a formula gives for numbers that round to its own."""
    found: dict[str, Quantity] = {}

    def named(literal: re.Match[str]) -> str:
        if literal[0] in EXACT:
            return literal[0]
        half = Fraction(COARSE.get(literal[0], Fraction(1, 2 * 10 ** len(literal[2] or ""))))
        name = f"n{len(found)}"
        value = Fraction(literal[0])
        found[name] = Quantity(Interval(value - half, value + half), PURE)
        return name

    words = re.sub(r"(\d+)(?:\.(\d+))?(?:e\d+)?", named, formula)
    interval = read_formula(words).of(found).interval
    return figure(float(interval.low)), figure(float(interval.high))


EXACT = ("1", "2", "100", "1e3", "1e4", "3.305785")  # counts, units, no printed figures
COARSE = {"7300": 50}  # printed as 7,300억, an amount in hundreds
NOT_SHIPPED = ("S23",)  # its table is for non-commercial use alone
LEFT_OUT = ("S28 생산유발 / 투자비",)  # a ratio that no document prints
LEFT_OUT += ("S20 생산유발계수", "S20 부가가치유발계수", "S20 취업(명/10억)")
# Headlines that add what overlaps: the headline, and the effect that it should be. And a headline
# in thousands.
RESTATED = {
    "S03 총 고용": ("54", "(31575+22441)/1e3"),
    "S08 경제효과 = 생산 + 부가가치": ("239", "161"),
    "S09 2020 합계": ("14045", "2156"),
}
# Series, what, the printed figure, and the printed figures that bound it.
BOUNDS = (
    ("at_most", "S05 승수를 곱한 금액 <= 용지보상비를 뺀 투자", "40086", "9280+11410+3076"),
    ("at_most", "S12 소득효과 <= 부가가치효과", "15800", "14310"),
    ("at_most", "S16 부가가치 <= 지출", "57201", "21590+12400"),
    ("at_least", "S21 생산유발 >= 공사비", "7550", "8218"),
    ("at_least", "S27 생산유발 >= 총사업비", "8206", "15000"),
)


def korea_coefficients(source: Path, folder: Path) -> None:
    """Identities of printed coefficients: one of them from the others, and from their rounding."""
    formulas: list[tuple[str, str, str, str, str]] = []
    figures: list[Printed] = []

    def add(series: str, of: str, value: str, how: Callable[[Sequence[Decimal]], str],
            parts: Sequence[str]) -> None:  # fmt: skip
        exact = [Decimal(part) for part in parts]
        half = [Decimal(5).scaleb(int(part.as_tuple().exponent) - 1) for part in exact]
        low = how([p - h for p, h in zip(exact, half, strict=True)])
        high = how([p + h for p, h in zip(exact, half, strict=True)])
        formulas.append((series, of, how(exact), low, high))
        figures.append((series, of, value))

    for row in _records(source / "inputs/region_sector_2020.csv"):
        of = f"{row['region']} {row['sector']}"
        add("value_added", of, row["value_added"], lambda p: f"1 - {p[0]}", [row["imports"]])
    for row in _records(source / "inputs/national_series.csv"):
        # Rounding of the two works in opposite ways: a higher rate of intermediates lowers it.
        rate, k = row["intermediate_input_rate"], row["production_coef"]
        of, value = row["year"], row["value_added_coef"]
        step = Decimal("0.0005")
        low = f"(1 - {Decimal(rate) + step}) * {Decimal(k) - step}"
        high = f"(1 - {Decimal(rate) - step}) * {Decimal(k) + step}"
        formulas.append(("nation", of, f"(1 - {rate}) * {k}", low, high))
        figures.append(("nation", of, value))
    for row in _records(source / "inputs/region_within_other_total.csv"):
        of = f"{row['region']} {row['year']} {row['indicator']}"
        parts = [row["within"], row["other"]]
        add("within_and_other", of, row["total"], lambda p: f"{p[0]} + {p[1]}", parts)
    write_whole(
        folder / "inputs" / "formulas.csv",
        csv_bytes(["series", "of", "formula", "low", "high"], formulas),
    )
    published(folder, figures)


def _records(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


CASES: dict[str, tuple[str, Callable[[Path, Path], None]]] = {
    "miller-blair": ("mb_two_sector", miller_blair),
    "miller-blair-ras": ("mb_ras", miller_blair_ras),
    "gras": ("gras_junius_oosterhaven", gras),
    "ndgras": ("ndgras_3d", ndgras),
    "germany-1995": ("germany_1995_eurostat_manual", germany_1995),
    "germany-2009": ("germany_2009_un_handbook", germany_2009),
    "netherlands-2000": ("netherlands_2000_spicosa", netherlands_2000),
    "australia-1989": ("abs_5246_1989_90_seven", australia_1989),
    "japan-2011": ("japan_2011_13sector", japan_2011),
    "bok-33": ("", bok_33),
    "korea-studies": ("korea_published_impact_studies", korea_studies),
    "korea-coefficients": ("korea_bok_coefficient_identities", korea_coefficients),
}


def convert(source: Path, target: Path) -> None:
    """Write the files of every case below `target`/reproductions."""
    for id, (name, make) in CASES.items():
        folder = target / "reproductions" / id
        make(source / name, folder)
        seal(folder, "case.toml")


def main() -> None:
    """Read the command line and convert."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("source", type=Path, help="folder of the cases as they were obtained")
    convert(parser.parse_args().source, Path(__file__).resolve().parent)


if __name__ == "__main__":
    main()
