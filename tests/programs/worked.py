"""The worked cases of every program, each reckoned once however many tests look at it."""

from functools import cache

from minzheng.programs import catalogue
from minzheng.rules import examples
from minzheng.rules.evaluation import Evaluation


@cache
def cases(code: str) -> tuple[examples.Example, ...]:
    """Return the worked cases of a program."""
    return examples.load(catalogue.get(code).folder / "examples.yaml")


@cache
def reckoned(code: str, number: int) -> Evaluation:
    """Return what came out of one of them; whoever reads it must leave it as it is."""
    case = cases(code)[number]
    return catalogue.get(code).evaluate(facts=case.facts, on=case.on, at=case.at, figures=case.figures)


def evaluated(code: str) -> list[tuple[examples.Example, Evaluation]]:
    """Return every worked case of a program with what came out."""
    return [(case, reckoned(code, number)) for number, case in enumerate(cases(code))]
