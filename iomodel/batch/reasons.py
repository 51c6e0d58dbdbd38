"""Why results of two stores differ, as their manifests tell: table, scenario, code, parameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from iomodel.batch.store import Store
from iomodel.scenario import STUDY
from iomodel.text import Text


@dataclass(frozen=True)
class Change:
    """One thing that two runs don't share.

    Attributes
    ----------
    kind : str
        "table", "scenario", "code" or "parameter".
    name : str
        Its id, file or name.
    """

    kind: str
    name: str
    old: str
    new: str

    @property
    def text(self) -> Text:
        """The change in words."""
        ko, en = _KINDS[self.kind]
        old, new = self.old or "–", self.new or "–"
        return Text(f"{ko} {self.name}: {old} → {new}", f"{en} {self.name}: {old} → {new}")


_KINDS = {
    "table": ("표", "table"),
    "scenario": ("시나리오 파일", "scenario file"),
    "code": ("계산 코드", "code"),
    "parameter": ("설정", "parameter"),
}
_MOVING = ("classification", "unit", "region", "valuation")  # parameters that numbers hang on
REASONS = {
    "table": Text("표가 바뀜", "table changed"),
    "scenario": Text("시나리오가 바뀜", "scenario changed"),
    "code": Text("코드가 바뀜", "code changed"),
    "parameter": Text("설정이 바뀜", "parameters changed"),
    "unexplained": Text("알 수 없음", "unexplained"),
}


@dataclass(frozen=True)
class Reasons:
    """What two runs don't share, and what that says of single rows."""

    changes: tuple[Change, ...]

    @classmethod
    def between(cls, a: Store, b: Store) -> Reasons:
        """Compare the manifests of two stores."""
        changes = []
        for kind, left, right in (
            ("code", {"": a.manifest["code"]}, {"": b.manifest["code"]}),
            ("table", _tables(a), _tables(b)),
            ("scenario", _files(a), _files(b)),
            ("parameter", _parameters(a), _parameters(b)),
        ):
            for name in dict.fromkeys([*left, *right]):
                old, new = left.get(name, ""), right.get(name, "")
                if old != new:
                    changes.append(Change(kind, name, _short(old), _short(new)))
        return cls(tuple(changes))

    @property
    def scenarios(self) -> set[str]:
        """The names of scenarios with a changed file of their own."""
        names = {c.name.rpartition("/")[2] for c in self.changes if c.kind == "scenario"}
        return {name.removesuffix(".toml") for name in names if name.endswith(".toml")}

    def of(self, study: str, scenario: str, reading: str, table: str, respent: bool) -> list[str]:
        """Return why a row may have moved, most certain first.

        Parameters
        ----------
        respent : bool
            Whether its spending differs, which only another scenario explains.
        """
        kinds = []
        if respent or self._rewritten(study, scenario, reading):
            kinds.append("scenario")
        if any(c.kind == "table" and c.name == table for c in self.changes):
            kinds.append("table")
        if any(c.kind == "code" for c in self.changes):
            kinds.append("code")
        if any(c.kind == "parameter" and c.name in _MOVING for c in self.changes):
            kinds.append("parameter")
        return kinds or ["unexplained"]

    def _rewritten(self, study: str, scenario: str, reading: str) -> bool:
        """Return whether a file that the scenario is read from has changed."""
        inside = f"{study}/"
        names = {
            change.name.removeprefix(inside)
            for change in self.changes
            if change.kind == "scenario" and change.name.startswith(inside)
        }
        tomls = {name for name in names if name.endswith(".toml")}
        if not reading:  # a table: which of its rows changed, its checksum doesn't say
            return bool(names)
        own = tomls & {STUDY, f"{scenario}.toml"}
        return bool(own or (reading == "reconciled" and names - tomls))


def _tables(store: Store) -> dict[str, str]:
    return {t["id"]: t["checksum"] for t in store.manifest.get("tables", ())}


def _files(store: Store) -> dict[str, str]:
    return {
        f"{one['study']}/{name}": checksum
        for one in store.manifest["inputs"]
        for name, checksum in one.get("files", {}).items()
    }


def _parameters(store: Store) -> dict[str, str]:
    said: dict[str, Any] = store.manifest["parameters"]
    return {name: str(value) for name, value in said.items() if name != "tables"}


def _short(words: str) -> str:
    """Return a checksum by its first letters, anything else as it is."""
    return words[:12] if len(words) == 64 else words
