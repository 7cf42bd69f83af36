"""What people keep at the desk, made by the domain functions."""

from minzheng.accounts.scope import within
from minzheng.workbench.domain import claim as claims
from minzheng.workbench.domain import note as notes
from tests.factories.accounts import AT


def note(case, by, text="请看一下", at=AT):
    """Write a note on a case."""
    with within(by.area):
        return notes.write(household=case.household, case=case, text=text, by=by, at=at)


def claim(case, by, at=AT):
    """Take a case up."""
    with within(by.area):
        return claims.take_up(case=case, by=by, at=at)
