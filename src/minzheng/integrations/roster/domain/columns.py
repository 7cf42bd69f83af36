"""The packaged list of columns, names and words (columns.yaml), loaded once and checked for doubles."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml
from django.utils.translation import gettext as _

UNIT = re.compile(r"[(\[【〔<].*?[)\]】〕>]")
NOISE = re.compile(r"[\s()\[\]【】〔〕<>、,，。.:：;；/\\|*＊'\"“”‘’_-]+")


@dataclass(frozen=True)
class Column:
    """One column of a layout. `kind` and `use` are registry codes of incomes, costs and property."""

    code: str
    name: str
    type: str
    form: str
    synonyms: tuple[str, ...]
    kind: str = ""
    use: str = ""
    span: str = ""


@dataclass(frozen=True)
class Layout:
    """A recognisable sheet: its columns, and the groups of which at least one column each must be there."""

    code: str
    name: str
    needs: tuple[tuple[str, ...], ...]
    columns: Mapping[str, Column]
    by_title: Mapping[str, str]
    always: tuple[str, ...] = ()

    def missing(self, found: set[str]) -> list[Column]:
        """Return the first column of every group that has none of its columns in `found`."""
        return [self.columns[group[0]] for group in self.needs if not found.intersection(group)]


@dataclass(frozen=True)
class Words:
    """Layouts and word lists of a roster. `relations` and `disability_kinds` map a text to a code."""

    program: str
    layouts: Mapping[str, Layout]
    totals: frozenset[str]
    footers: tuple[str, ...]
    relations: Mapping[str, str]
    disability_kinds: Mapping[str, str]
    area_kinds: Mapping[str, str]
    statistics_items: Mapping[str, str]
    statistics_names: Mapping[str, str]
    veteran_categories: Mapping[str, str]


def title(text: object) -> str:
    """Return a header text as it is compared: half-width, no spaces, punctuation, or bracketed unit."""
    plain = unicodedata.normalize("NFKC", str(text))
    without_unit = NOISE.sub("", UNIT.sub("", plain))
    return without_unit or NOISE.sub("", plain)


def full_title(text: object) -> str:
    """Return a header text with the content of its brackets kept: "与户主(申请人)关系" is a name, not a unit."""
    return NOISE.sub("", unicodedata.normalize("NFKC", str(text)))


@cache
def words() -> Words:
    """Return the packaged words; raise ValueError if one title would mean two columns."""
    raw = yaml.safe_load(resources.files("minzheng.integrations.roster").joinpath("columns.yaml").read_text("utf-8"))
    return Words(
        program=raw["program"],
        layouts={code: layout(code, item) for code, item in raw["layouts"].items()},
        totals=frozenset(raw["totals"]),
        footers=tuple(raw["footers"]),
        relations=_inverted(raw["relations"]),
        disability_kinds=_inverted(raw["disability_kinds"]),
        area_kinds=_inverted({"urban": raw["urban"], "rural": raw["rural"]}),
        statistics_items={
            text: item["code"]
            for item in raw["statistics_items"]
            for text in map(title, (item["name"], *item["synonyms"]))
        },
        statistics_names={item["code"]: item["name"] for item in raw["statistics_items"]},
        veteran_categories=_inverted(raw["veteran_categories"]),
    )


def layout(code: str, raw: Mapping[str, Any]) -> Layout:
    """Return a layout as the yaml describes it; raise ValueError if one title would mean two columns."""
    columns = {}
    by_title: dict[str, str] = {}
    for item in raw["columns"]:
        column = Column(
            code=item["code"],
            name=item["name"],
            type=item["type"],
            form=item.get("form", ""),
            synonyms=tuple(item["synonyms"]),
            kind=item.get("kind", ""),
            use=item.get("use", ""),
            span=item.get("span", ""),
        )
        columns[column.code] = column
        for text in {title(column.name), full_title(column.name), *map(title, column.synonyms)}:
            if by_title.setdefault(text, column.code) != column.code:
                raise ValueError(
                    _("columns.yaml: %(code)s: “%(text)s” 同时是 %(text2)s 和 %(code2)s")
                    % {"code": code, "text": text, "text2": by_title[text], "code2": column.code}
                )
    needs = tuple(map(tuple, raw["needs"]))
    return Layout(code, raw.get("name", code), needs, columns, by_title, tuple(raw.get("always", ())))


def _inverted(raw: Mapping[str, list[str]]) -> dict[str, str]:
    return {text: code for code, texts in raw.items() for text in texts}
