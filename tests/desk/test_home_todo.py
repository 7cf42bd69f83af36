"""Whoever works in a home sees on the first page what waits there: care, vouchers, what must be put right."""

import pytest

from minzheng.accounts.scope import within
from minzheng.institutions.domain import incident, money
from tests.factories import institutions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def told(sign_in, staff):
    groups = sign_in(staff).get("/").context["groups"]
    return {str(row["what"]): row["action_url"] for group in groups for row in group.items}


@pytest.fixture
def home():
    made = institutions.Home()
    with within(made.director.area):
        stay = institutions.admitted(made, unable=2)
        money.draw(
            pot=stay.pot, direction="in", matter="own_income", amount_fen=100, receipt="收据1", signed_by="本人",
            by=made.carer, at=institutions.on(3),
        )  # fmt: skip
        incident.complain(
            institution=made.row, said_by="本人", text="走廊太吵", received_on=institutions.on(3).date(), by=made.carer,
            at=institutions.on(3),
        )  # fmt: skip
    return made


def test_the_director_sees_care_vouchers_and_complaints(home, sign_in):
    found = told(sign_in, home.director)

    assert found == {
        "今天的照护，7 项没有登记": f"/homes/{home.row.number}/round/",
        "复核收支凭证，1 张": f"/homes/{home.row.number}/money/",
        "答复投诉，1 件": f"/homes/{home.row.number}/life/",
    }


def test_a_carer_confirms_nothing_of_her_own_and_a_colleague_does(home, sign_in):
    assert list(told(sign_in, home.carer)) == ["今天的照护，7 项没有登记"]
    assert "复核收支凭证，1 张" in told(sign_in, home.second_carer)


def test_nobody_outside_the_home_is_told(home, sign_in):
    assert not any("照护" in what for what in told(sign_in, home.officer))
