"""Every program's own examples, whichever programs there are."""

import pytest

from minzheng.programs import catalogue
from minzheng.rules import examples


def all_examples():
    return [
        pytest.param(code, one, id=f"{code}: {one.name}")
        for code in catalogue.codes()
        for one in examples.load(catalogue.get(code).folder / "examples.yaml")
    ]


@pytest.mark.must_show("spine", 3)
@pytest.mark.parametrize(("code", "example"), all_examples())
def test_example(code, example):
    program = catalogue.get(code)

    result = program.evaluate(facts=example.facts, on=example.on, at=example.at, figures=example.figures)

    assert example.found(result) == dict(example.expect)
