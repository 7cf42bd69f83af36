"""Two people prepare, sign or read at the same moment: it happens once. Two real connections, so real commits."""

import sqlite3
import threading

import pytest
from django.db import connection

from minzheng.accounts.scope import everywhere
from minzheng.kernel.refusal import Refused
from minzheng.ledger.enums import Why
from minzheng.ledger.models import Transfer
from minzheng.payments.domain import reconcile, run
from minzheng.payments.models import BankResult, PayLine
from minzheng.payments.queries import fund_position
from minzheng.payments.queries.doctor import problems
from tests.factories import payments
from tests.factories.accounts import finance_officer
from tests.factories.payments import AT, LATER

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def real_database(tmp_path):
    """Return a function: from then on other threads work on what stands now; on SQLite in a file, as in service."""
    name = connection.settings_dict["NAME"]

    def stand():
        if connection.vendor == "sqlite":
            path = tmp_path / "county.sqlite3"
            with sqlite3.connect(path) as file:
                connection.connection.backup(file)
            file.close()
            connection.settings_dict["NAME"] = str(path)

    yield stand
    connection.settings_dict["NAME"] = name


def found(look):
    """Return what a thread of its own sees."""
    seen = []
    assert at_once(lambda: seen.append(look())) == ["done"]
    return seen[0]


def at_once(*acts):
    """Run the acts in threads that start together; return how each ended: "done" or the kind of refusal."""
    start = threading.Barrier(len(acts))
    ends = []

    def one(act):
        try:
            start.wait()
            act()
            ends.append("done")
        except Refused as refusal:
            ends.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ends)


def test_two_approvals_reserve_once(real_database):
    payments.allocate()
    payments.paid_household(amount_fen=500_00)
    with everywhere("测试"):
        draft = payments.draft()
    dave, erin = finance_officer(), finance_officer()
    real_database()

    ends = at_once(*(lambda by=by: run.approve(run=draft, by=by, at=AT) for by in (dave, erin)))

    assert ends == ["NotInState", "done"]
    assert found(lambda: Transfer._base_manager.filter(why=Why.RESERVE).count()) == 1
    assert found(lambda: fund_position(draft.fund).reserved_fen) == 500_00
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
    assert found(lambda: fund_position(sent.fund).paid_fen) == 500_00
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
