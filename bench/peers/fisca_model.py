"""The rules as variables of OpenFisca-Core or of PolicyEngine-Core, the way their own country models write them.

Money is a float (32 bits in both), a count an int, a yes or no a bool. A figure is a parameter; one that a place sets
for itself is a node with a child for each place, looked up by the household's place the way both document ("fancy
indexing"), once for all formulas that read it. Formulas are vectorised by np.where, np.minimum and np.maximum.
"""

from collections.abc import Iterable
from typing import Any

from minzheng.rules.declare import HOUSEHOLD, PERSON
from minzheng.rules.plan import FIGURE, TOTAL, PlanStep

from .formulas import Term, Words
from .rules import Rules

SINCE = "2000-01-01"
HEAD = {
    "openfisca": """\
import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, ParameterNode, Variable
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
""",
    "policyengine": """\
import numpy as np
from policyengine_core.entities import build_entity
from policyengine_core.enums import Enum
from policyengine_core.model_api import MONTH, ParameterNode, Variable
from policyengine_core.taxbenefitsystems import TaxBenefitSystem
""",
}
ENTITIES = """
Person = build_entity(key="person", plural="persons", label="person", is_person=True)
Household = build_entity(
    key="household", plural="households", label="household", roles=[{"key": "member", "plural": "members"}]
)
"""
PLACES = """
Place = Enum("Place", {{f"p{{number}}": f"p{{number}}" for number in range({count})}})


class place(Variable):
    value_type = Enum
    possible_values = Place
    default_value = Place.p0
    entity = Household
    definition_period = MONTH
    label = "place"
"""
SYSTEM = """

def system():
    found = TaxBenefitSystem([Person, Household])
    found.parameters = ParameterNode("", data=PARAMETERS)
    found.add_variables(*VARIABLES)
    return found
"""


def in_fisca(rules: Rules, engine: str) -> str:
    """Return a module with `system()`, for "openfisca" or "policyengine"."""
    writer = _Writer(rules)
    classes = [*writer.local(), *writer.facts(), *writer.steps(), *writer.results()]
    figures: dict[str, Any] = {code: _since(value) for code, value in rules.figures.items() if isinstance(value, int)}
    for code, values in rules.local.items():
        figures[code] = {f"p{number}": _since(value) for number, value in enumerate(values)}
    listed = f"VARIABLES = [{', '.join(writer.names)}]"
    return "\n".join([HEAD[engine], ENTITIES, *classes, "", f"PARAMETERS = {figures!r}", listed, SYSTEM])


def _since(value: int) -> dict[str, Any]:
    return {"values": {SINCE: {"value": value}}}


class _Writer:
    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.names: list[str] = []

    def local(self) -> list[str]:
        """Return the place, and a variable for each figure that it sets."""
        if not self.rules.local:
            return []
        self.names.append("place")
        found = [PLACES.format(count=len(self.rules.places))]
        for code in self.rules.local:
            body = [f'return parameters(period).{code}[household("place", period)]']
            is_money = self.rules.layout.step(code).unit.startswith("fen")
            found.append(self._variable(code, HOUSEHOLD, "float" if is_money else "int", body))
        return found

    def facts(self) -> list[str]:
        found = []
        for scope in (PERSON, HOUSEHOLD):
            found += [self._variable(step.code, scope, _kind(step)) for step in self.rules.facts(scope)]
        return found

    def steps(self) -> list[str]:
        return [self._total(step) if step.kind == TOTAL else self._formula(step) for step in self.rules.steps]

    def results(self) -> list[str]:
        found = []
        rests = {
            "failed": [step.code for step in self.rules.layout.conditions],
            "outcome": ["failed"],
            "amount_fen": ["outcome", self.rules.layout.amount],
            "layer": [step.code for step in self.rules.layout.layers],
        }
        for name in self.rules.results:
            words = _words()
            body = [f'{one} = household("{one}", period)' for one in rests[name]]
            body.append(f"return {self.rules.result(name, words).text}")
            found.append(self._variable(name, HOUSEHOLD, "float" if name == "amount_fen" else "int", body))
        return found

    def _variable(self, code: str, scope: str, kind: str, body: Iterable[str] = ()) -> str:
        self.names.append(code)
        lines = [
            "",
            f"class {code}(Variable):",
            f"    value_type = {kind}",
            f"    entity = {'Person' if scope == PERSON else 'Household'}",
            "    definition_period = MONTH",
            f'    label = "{code}"',
        ]
        body = list(body)
        if body:
            lines += ["", f"    def formula({scope}, period, parameters):", *(f"        {line}" for line in body)]
        return "\n".join([*lines, ""])

    def _formula(self, step: PlanStep) -> str:
        words = _words()
        names = self.rules.names(step, words)
        body: list[str] = []
        needs = dict.fromkeys([*step.needs, *([step.only_if] if step.only_if else [])])
        asks = [name for name in needs if name not in self.rules.nothing]
        fixed = [name for name in asks if self.rules.layout.step(name).kind == FIGURE and name not in self.rules.local]
        if fixed:
            body.append("figures = parameters(period)")
        for name in asks:
            needed = self.rules.layout.step(name)
            if name in fixed:
                body.append(f"{name} = figures.{name}")
                names[name] = Term(name, is_scalar=True)
            else:
                of_household = needed.scope == HOUSEHOLD or name in self.rules.local
                whose = "person.household" if step.scope == PERSON and of_household else step.scope
                body.append(f'{name} = {whose}("{name}", period)')
                names.setdefault(name, Term(name))
        words.lines = body
        term = self.rules.formula(step, names, words)
        body.append(f"return np.full({step.scope}.count, {term.text})" if term.is_scalar else f"return {term.text}")
        return self._variable(step.code, step.scope, _kind(step), body)

    def _total(self, step: PlanStep) -> str:
        parts = [f'household.members("{name}", period)' for name in (step.of, step.where) if name]
        added = "any" if step.total == "any" else "sum"
        body = f"return household.{added}({' * '.join(parts)})" if parts else "return household.nb_persons()"
        return self._variable(step.code, HOUSEHOLD, _kind(step), [body])


def _words() -> Words:
    return Words(widens=False, floats=True)


def _kind(step: PlanStep) -> str:
    if step.is_bool:
        return "bool"
    is_money = step.fact.type == "fen" if step.fact else step.unit.startswith("fen")
    return "float" if is_money else "int"
