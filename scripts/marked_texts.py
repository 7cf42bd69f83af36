"""The texts of the product that stand in data: law, figures, letters, the plan. For the catalogue (write_messages.py).

Citations of law are read, so only the names of instruments and their notes become texts of the catalogue.
"""

import csv
import pathlib
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import yaml

from minzheng.assessment.engine.sheet import load
from minzheng.kernel.citation import names_in
from minzheng.paperwork import forms
from minzheng.programs import catalogue
from minzheng.rules.declare import States
from minzheng.rules.figures import LEVEL_NAMES
from minzheng.rules.household_facts import SHARED_FACTS
from minzheng.rules.wording import CODED, UNITS
from minzheng.statute import home_rule
from minzheng.statute.daily_goods import basket
from minzheng.statute.instrument import instruments
from minzheng.statute.penalty import liabilities
from minzheng.statute.period import local_figures, periods
from minzheng.statute.price_rule import price_rules
from minzheng.statute.referral import referral_laws

HAN = re.compile(r"[\u4e00-\u9fff]")


PACKAGE = pathlib.Path(__file__).resolve().parent.parent / "src" / "minzheng"
# How a note of the calendar names its source, whatever the year.
HOLIDAY_NOTICE = "国务院办公厅关于%(year)s年部分节假日安排的通知"


def every_text() -> list[str]:
    """Return each text once, in order."""
    found = [
        *_programs(), *_standards(), *_statute(), *_plan(), *_calendar(), *_layouts(), *_retention(), *_values(),
        *_sheets(), *_forms(), *_prices(), *_bank_formats(), *_homes(), *_claims(),
    ]  # fmt: skip
    return sorted({text.strip() for text in found if HAN.search(text)})


def _programs() -> Iterator[str]:
    for code in catalogue.codes():
        loaded = catalogue.get(code)
        card = loaded.program
        yield from (card.name, card.short_name, *card.documents, card.more_income_may_pay_more, card.never_income)
        yield from (regime.name for regime in card.regimes)
        for cited in (*card.legal_basis, *(regime.name for regime in card.regimes)):
            yield from names_in(str(cited))
        yield from _card(card)
        for fact in (*SHARED_FACTS, *loaded.own_facts):
            yield from (fact.label, fact.help, *(label for _value, label in fact.choices))
        for plan in loaded.plans.values():
            for line in plan.steps:
                yield line.label
                yield from names_in(line.law)
                yield from _shown(line.shows)
        for figure in loaded.figures.values():
            yield figure.name
            yield from _references(figure)
        for letter in loaded.letters.values():
            yield from _letter(letter)


def _card(card: Any) -> Iterator[str]:
    for passport in card.passports:
        yield from names_in(passport.law)
    for path in card.paths:
        yield from names_in(path.law)
        yield from names_in(path.spot_check.law if path.spot_check else "")
        for step in path.steps:
            yield step.label
            yield from names_in(step.law)


def _bank_formats() -> Iterator[str]:
    for path in sorted((PACKAGE / "payments/formats").glob("*.yaml")):
        described = yaml.safe_load(path.read_text(encoding="utf-8"))
        yield described["name"]
        yield from described["answer"].get("reasons", {}).values()


def _claims() -> Iterator[str]:
    """How hospitals' formats and the rolls of other offices are called."""
    for path in sorted((PACKAGE / "claims/formats").glob("*.yaml")):
        yield yaml.safe_load(path.read_text(encoding="utf-8"))["name"]
    for roll in yaml.safe_load((PACKAGE / "claims/rolls.yaml").read_text(encoding="utf-8"))["rolls"]:
        yield from (roll["name"], roll["office"])


def _shown(shows: object) -> Iterator[str]:
    if isinstance(shows, States):
        yield from (shows.needs, shows.otherwise)


def _references(figure: Any) -> Iterator[str]:
    for dated in (*figure.values, *figure.setters):
        yield from names_in(dated.reference)


def _letter(letter: Any) -> Iterator[str]:
    for key, value in letter.items():
        if key == "laws":
            for law in value:
                yield from names_in(law if isinstance(law, str) else law["law"])
        elif key == "remedies":
            for row in value:
                yield from (text for name, text in row.items() if name != "law")
                yield from names_in(row["law"])
        elif isinstance(value, str):
            yield value


def _standards() -> Iterator[str]:
    for file in sorted((PACKAGE / "standards").glob("*.yaml")):
        for found in re.finditer(r"reference: ([^},\n]+)", file.read_text(encoding="utf-8")):
            yield from names_in(found[1].strip().strip("\"'"))


def _statute() -> Iterator[str]:
    for clause in liabilities():
        yield from (clause.measures, clause.note)
        yield from names_in(clause.reference)
    for rows in periods().values():
        yield rows[0].name
        for row in rows:
            yield from names_in(row.reference)
    for instrument in instruments().values():
        yield instrument.note
        for name in (instrument.name, *instrument.also, instrument.superseded):
            yield from names_in(re.sub(r"（\d{4}年?）$", "", name))
    for figure in local_figures().values():
        yield figure.name
        yield from _references(figure)
    for rows in referral_laws().values():
        for row in rows:
            yield row.office
            yield from names_in(row.reference)


def _prices() -> Iterator[str]:
    for rule in price_rules():
        yield from (rule.name, rule.reference)
    yield basket().reference
    for good in basket().goods:
        yield from (good.name, good.unit)


def _homes() -> Iterator[str]:
    """What is said of homes: parts of the day, care, risks, checks. What may not be kept is matched, not shown."""
    yield from (row.name for row in (*home_rule.slots(), *home_rule.tasks(), *home_rule.risks()))
    for kind in home_rule.checks().values():
        yield from (kind.name, *(item.name for item in kind.items))
    yield from (home_rule.care_reference(), home_rule.risk_reference(), home_rule.never_kept_reference())


def _calendar() -> Iterator[str]:
    yield HOLIDAY_NOTICE
    with (PACKAGE / "services" / "calendar" / "days.csv").open(encoding="utf-8", newline="") as file:
        yield from (row["note"] for row in csv.DictReader(file))


def _sheets() -> Iterator[str]:
    for sheet in map(load, sorted((PACKAGE / "assessment" / "sheets").glob("*.yaml"))):
        yield from (sheet.name, sheet.source, sheet.unit.name, *(name for name, _bound in sheet.grades))
        yield from (section.name for section in sheet.sections)
        for item in sheet.items:
            yield from (item.name, item.guidance, item.gap)
            yield from names_in(item.reference)


def _values() -> Iterator[str]:
    yield from (f"%(n)s{suffix}" for suffix in UNITS.values())
    yield from (word for words in CODED.values() for word in words.values())
    yield from LEVEL_NAMES.values()


def _layouts() -> Iterator[str]:
    read = yaml.safe_load((PACKAGE / "integrations" / "roster" / "columns.yaml").read_text(encoding="utf-8"))
    yield from (layout["name"] for layout in read["layouts"].values())
    read = yaml.safe_load((PACKAGE / "integrations" / "roster" / "forms.yaml").read_text(encoding="utf-8"))
    yield from (layout["name"] for layout in read["layouts"])
    # What a form says that has no place in the register is named to whoever approves.
    yield from (label["name"] for label in read["labels"] if label["type"] == "text")


def _retention() -> Iterator[str]:
    rows = yaml.safe_load((PACKAGE / "archive" / "retention.yaml").read_text(encoding="utf-8"))
    yield from (row["source"] for row in rows)


def _forms() -> Iterator[str]:
    for form in forms.everything():
        yield from names_in(str(form.law))
        yield from _plain(form.body)


def _plain(node: Any) -> Iterator[str]:
    """Yield the texts of a form that are plain; those marked where they stand are collected with the code."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, tuple):
        for each in node:
            yield from _plain(each)
    elif is_dataclass(node):
        for name in (field.name for field in fields(node)):
            yield from _plain(getattr(node, name) if name not in {"path", "date_path", "name", "kind"} else "")


def _plan() -> Iterator[str]:
    yield from _strings(yaml.safe_load((PACKAGE / "plan" / "plan.yaml").read_text(encoding="utf-8")))


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from _strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value)
