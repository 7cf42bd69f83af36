"""What is asked of many families: which program's rules, of which day, for which results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from minzheng.programs import catalogue
from minzheng.rules.fact import FactSpec
from minzheng.rules.fused.engine import Fused
from minzheng.rules.fused.layout import RESULTS


@dataclass(frozen=True)
class Request:
    """A program, a day, the wanted outputs and replaced figures: plain data, so it travels to a cluster."""

    program: str
    on: date
    outputs: tuple[str, ...] = RESULTS
    figures: Mapping[str, Any] = field(default_factory=dict)

    def engine(self) -> Fused:
        """Return the compiled rules; raise UnknownProgram, NotInForce, RuleError."""
        return Fused(catalogue.get(self.program), self.on, self.outputs, figures=self.figures or None, is_compiled=True)


def facts_of(programs: Sequence[str]) -> tuple[FactSpec, ...]:
    """Return the facts that any of these programs asks, each once: what a file of families has columns for."""
    found: dict[str, FactSpec] = {}
    for code in programs:
        found.update({fact.code: fact for fact in catalogue.get(code).facts})
    return tuple(found.values())
