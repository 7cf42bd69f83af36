"""A run draws on the levels of its program and year: in order, each line whole, each fen back where it came from."""

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.scope import everywhere
from minzheng.ledger.enums import Why
from minzheng.ledger.models import Transfer
from minzheng.payments.domain import run as pay_run
from minzheng.payments.domain.share import FundsShort
from minzheng.payments.enums import FundLevel, RunState
from minzheng.payments.models import Fund, LineShare, RunShare
from minzheng.payments.queries import run_positions
from minzheng.payments.queries.doctor import problems
from tests.factories import payments
from tests.factories.accounts import finance_officer
from tests.factories.payments import AT, answer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def scope():
    with everywhere("测试"):
        yield


def money(central=0, province=0, county=0):
    for level, amount in (("central", central), ("province", province), ("county", county)):
        if amount:
            payments.allocate(amount, level=level, document=f"示例财社〔2026〕{level}号")


def shares(run):
    rows = LineShare.objects.filter(line__run=run).order_by("line__seq", "pk")
    return [(seq, level, fen) for seq, level, fen in rows.values_list("line__seq", "fund__level", "amount_fen")]


def stand(run):
    return {each.fund.level: (each.available_fen, each.reserved_fen, each.paid_fen) for each in run_positions(run)}


def test_the_centres_money_goes_first_and_one_line_is_split():
    money(central=600_00, county=5_000_00)
    payments.paid_household(amount_fen=400_10)
    payments.paid_household(amount_fen=600_00)

    run = payments.approved()

    assert shares(run) == [
        (1, "central", 400_10),
        (2, "central", 199_90),
        (2, "county", 400_10),
    ]
    assert sorted(RunShare.objects.values_list("fund__level", "amount_fen")) == [
        ("central", 600_00),
        ("county", 400_10),
    ]
    assert stand(run) == {"central": (0, 600_00, 0), "county": (4599_90, 400_10, 0)}
    assert problems() == []


def test_each_fen_goes_back_to_the_fund_it_came_from():
    money(central=600_00, province=100_00, county=5_000_00)
    payments.paid_household(amount_fen=400_10)
    payments.paid_household(amount_fen=600_00)
    run = payments.sent()

    payments.read(
        run, answer((f"{run.number}-00001", "400.10", "成功", ""), (f"{run.number}-00002", "600.00", "失败", "销户"))
    )
    payments.read(run, answer((f"{run.number}-00001", "400.10", "失败", "退票")), name="退票.csv")

    assert stand(run) == {"central": (600_00, 0, 0), "province": (100_00, 0, 0), "county": (5_000_00, 0, 0)}
    moved = Transfer.objects.filter(reference_id=f"{run.number}-00002", why=Why.VOID).values_list(
        "amount_fen", flat=True
    )
    assert sorted(moved) == [100_00, 199_90, 300_10]
    assert problems() == []


def test_a_list_that_is_short_names_the_fund_and_pays_nobody():
    money(central=500_00, county=300_00)
    for amount in (400_00, 300_00, 200_00):
        payments.paid_household(amount_fen=amount)
    run = payments.checked()

    with pytest.raises(FundsShort) as refusal:
        pay_run.approve(run=run, by=finance_officer(), at=AT)

    assert str(refusal.value).splitlines()[1:] == [
        "2026年低保专项资金（县级）：可用 300.00 元，需要 400.00 元，还差 100.00 元"
    ]
    assert "共 3 笔 900.00 元" in str(refusal.value)
    assert "现有资金够发 2 笔 700.00 元" in str(refusal.value)
    run.refresh_from_db()
    assert (run.state, RunShare.objects.count(), LineShare.objects.count()) == (RunState.CHECKED, 0, 0)
    assert {reserved for _available, reserved, _paid in stand(run).values()} == {0}


def test_the_money_of_another_year_or_program_is_not_touched():
    money(county=100_00)
    payments.allocate(9_000_00, year=2027, level=FundLevel.CENTRAL)
    payments.paid_household(amount_fen=100_01)
    run = payments.checked()

    with pytest.raises(FundsShort):
        pay_run.approve(run=run, by=finance_officer(), at=AT)


def test_the_database_refuses_a_share_of_another_years_fund():
    money(county=500_00)
    other = payments.allocate(500_00, year=2027).fund
    payments.paid_household(amount_fen=500_00)
    run = payments.checked()

    with pytest.raises(IntegrityError, match="只能动用本项目本年度的资金"), transaction.atomic():
        RunShare.objects.create(run=run, fund=other, amount_fen=1)
    with pytest.raises(IntegrityError, match="只能动用本项目本年度的资金"), transaction.atomic():
        LineShare.objects.create(line=run.lines.get(), fund=other, amount_fen=1)


def test_the_database_refuses_a_share_after_the_signature():
    money(county=500_00)
    payments.paid_household(amount_fen=400_00)
    run = payments.approved()
    central = Fund.objects.create(
        code="x", name="x", program="dibao", year=2026, level="central", opened_by=finance_officer(), opened_at=AT
    )

    with pytest.raises(IntegrityError, match="资金分担在签批时登记"), transaction.atomic():
        LineShare.objects.create(line=run.lines.get(), fund=central, amount_fen=1)


def test_the_database_refuses_a_signature_without_shares():
    money(county=500_00)
    payments.paid_household(amount_fen=400_00)
    run = payments.checked()

    with pytest.raises(IntegrityError, match="资金分担合计与清单不符，不能审批"), transaction.atomic():
        type(run).objects.filter(pk=run.pk).update(state="approved", approved_by=finance_officer(), approved_at=AT)
