"""Every program's own examples, whichever programs there are."""

import pytest

from minzheng.programs import catalogue
from tests.programs.worked import cases, reckoned

ALL = [
    pytest.param(code, number, id=f"{code}: {case.name}")
    for code in catalogue.codes()
    for number, case in enumerate(cases(code))
]


@pytest.mark.must_show("spine", 3)
@pytest.mark.parametrize(("code", "number"), ALL)
def test_example(code, number):
    example = cases(code)[number]

    assert example.found(reckoned(code, number)) == dict(example.expect)
