"""Two clerks move or spend the same money at the same moment: no fund is overdrawn, nothing moves twice."""

import pytest

from minzheng.accounts.scope import everywhere
from minzheng.payments.domain import fund_move
from minzheng.payments.queries.doctor import problems
from tests.factories import payments
from tests.factories.accounts import county_officer, finance_officer
from tests.factories.payments import AT
from tests.payments.side_by_side import at_once, found
from tests.payments.test_fund_move import central, county, propose, stand

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_confirmations_at_once_move_money_once(real_database):
    source, target = central(), county()
    move = propose(source, target)
    dave, erin = finance_officer(), county_officer()
    _areas = dave.area, erin.area
    real_database()

    ends = at_once(*(lambda by=by: fund_move.confirm(move=move, by=by, at=AT) for by in (dave, erin)))

    assert ends == ["MoveEnded", "done"]
    assert found(lambda: stand(target)) == (300_00, 300_00)
    assert found(problems) == []


def test_two_clerks_at_once_cannot_move_more_than_there_is(real_database):
    source, target = central(500_00), county()
    first = propose(source, target, amount_fen=300_00)
    other = propose(source, target, amount_fen=300_00, document="示例财调〔2026〕2号")
    erin, frank = county_officer(), county_officer()
    _areas = erin.area, frank.area
    real_database()

    ends = at_once(
        lambda: fund_move.confirm(move=first, by=erin, at=AT), lambda: fund_move.confirm(move=other, by=frank, at=AT)
    )

    assert ends == ["Overdrawn", "done"]
    assert found(lambda: (stand(source), stand(target))) == ((200_00, 200_00), (300_00, 300_00))
    assert found(problems) == []


def test_an_approval_and_a_move_at_once_do_not_both_take_the_last_money(real_database):
    source, target = central(500_00), county()
    move = propose(source, target, amount_fen=300_00)
    payments.paid_household(amount_fen=400_00)
    with everywhere("测试"):
        draft = payments.checked()
    dave, erin = finance_officer(), county_officer()
    _areas = dave.area, erin.area
    real_database()

    ends = at_once(
        lambda: fund_move.confirm(move=move, by=erin, at=AT), lambda: payments.run.approve(run=draft, by=dave, at=AT)
    )

    # Whoever comes first: the run is borne by both levels or by the centre alone, and no fund goes below zero.
    assert ends in (["done", "done"], ["Overdrawn", "done"])
    assert found(lambda: min(*stand(source), *stand(target))) >= 0
    assert found(problems) == []
