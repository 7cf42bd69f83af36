"""The packaged words of forms on which one household is written (forms.yaml), loaded once and checked for doubles."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from minzheng.integrations.roster.domain.columns import Column, Layout, full_title, layout, title

MEMBERS, INCOMES, SUPPORTERS = "members", "incomes", "supporters"


@dataclass(frozen=True)
class FormLayout:
    """A public form: which labels and columns tell it from the others, and how many of them must be there."""

    code: str
    name: str
    signs: frozenset[str]
    fewest: int


@dataclass(frozen=True)
class FormWords:
    """Labels, tables and word lists of forms."""

    labels: Mapping[str, Column]
    by_title: Mapping[str, str]
    tables: Mapping[str, Layout]
    layouts: tuple[FormLayout, ...]
    occupations: Mapping[str, str]
    illnesses: frozenset[str]
    healthy: frozenset[str]
    students: frozenset[str]
    self_care: Mapping[str, str]


@cache
def form_words() -> FormWords:
    """Return the packaged words; raise ValueError if one label would mean two things."""
    raw = yaml.safe_load(resources.files("minzheng.integrations.roster").joinpath("forms.yaml").read_text("utf-8"))
    labels: dict[str, Column] = {}
    by_title: dict[str, str] = {}
    for item in raw["labels"]:
        label = _label(item)
        labels[label.code] = label
        for text in {title(label.name), full_title(label.name), *map(title, label.synonyms)}:
            if by_title.setdefault(text, label.code) != label.code:
                raise ValueError(f"forms.yaml: “{text}” 同时是 {by_title[text]} 和 {label.code}")
    return FormWords(
        labels=labels,
        by_title=by_title,
        tables={code: layout(code, item) for code, item in raw["tables"].items()},
        layouts=tuple(
            FormLayout(item["code"], item["name"], frozenset(item["signs"]), item["fewest"]) for item in raw["layouts"]
        ),
        occupations=_inverted(raw["occupations"]),
        illnesses=frozenset(raw["illnesses"]),
        healthy=frozenset(raw["healthy"]),
        students=frozenset(raw["students"]),
        self_care=_inverted(raw["self_care"]),
    )


def _label(item: Mapping[str, Any]) -> Column:
    return Column(
        code=item["code"],
        name=item["name"],
        type=item["type"],
        form="",
        synonyms=tuple(item["synonyms"]),
        kind=item.get("kind", ""),
        span=item.get("span", ""),
    )


def _inverted(raw: Mapping[str, list[str]]) -> dict[str, str]:
    return {text: code for code, texts in raw.items() for text in texts}
