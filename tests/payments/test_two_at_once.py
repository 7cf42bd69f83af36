"""Two people prepare, sign or read at the same moment: it happens once. Two real connections, so real commits."""

import pytest

from minzheng.accounts.scope import everywhere
from minzheng.ledger.enums import Why
from minzheng.ledger.models import Transfer
from minzheng.payments.domain import reconcile, run
from minzheng.payments.models import BankResult, PayLine
from minzheng.payments.queries.doctor import problems
from tests.factories import payments
from tests.factories.accounts import finance_officer
from tests.factories.payments import AT, LATER
from tests.payments.side_by_side import at_once, found

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_approvals_reserve_once(real_database):
    payments.allocate()
    payments.paid_household(amount_fen=500_00)
    with everywhere("测试"):
        draft = payments.checked()
    dave, erin = finance_officer(), finance_officer()
    real_database()

    ends = at_once(*(lambda by=by: run.approve(run=draft, by=by, at=AT) for by in (dave, erin)))

    assert ends == ["NotInState", "done"]
    assert found(lambda: Transfer._base_manager.filter(why=Why.RESERVE).count()) == 1
    assert found(lambda: payments.position(draft).reserved_fen) == 500_00
    assert found(problems) == []


def test_the_same_answer_read_twice_pays_once(real_database):
    payments.allocate()
    payments.paid_household(amount_fen=500_00)
    with everywhere("测试"):
        sent = payments.sent()
        content = payments.success(sent)
    dave, erin = finance_officer(), finance_officer()
    real_database()

    ends = at_once(
        *(
            lambda by=by: reconcile.read_result(run=sent, content=content, name="x.csv", by=by, at=LATER)
            for by in (dave, erin)
        )
    )

    assert ends == ["ReadBefore", "done"]
    assert found(BankResult.objects.count) == 1
    assert found(lambda: payments.position(sent).paid_fen) == 500_00
    assert found(problems) == []


def test_two_lists_prepared_at_once_hold_each_due_once(real_database):
    payments.allocate()
    payments.paid_household(amount_fen=500_00)
    carol, frank = payments.county_officer(), payments.county_officer()
    real_database()

    ends = at_once(
        *(
            lambda by=by: run.prepare(program=payments.PROGRAM, month=payments.MONTH, by=by, at=AT)
            for by in (carol, frank)
        )
    )

    assert ends == ["DraftStands", "done"]
    assert found(PayLine._base_manager.count) == 1
