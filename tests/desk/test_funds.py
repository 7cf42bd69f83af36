"""The funds at the desk: the board, budgets, and money between funds by two people."""

import pytest
from django.urls import reverse

from minzheng.casework.queries.catalogue import benefits, programs
from minzheng.payments.models import Budget, Fund, FundMove
from minzheng.payments.queries import fund_position
from tests.factories import accounts, payments
from tests.factories.accounts import COUNTY

pytestmark = pytest.mark.django_db
FUNDS = "/runs/funds/"


def two_levels():
    central = payments.allocate(1_000_00, level="central", document="示例财社〔2026〕中1号").fund
    county = payments.allocate(500_00, document="示例财社〔2026〕县1号").fund
    return central, county


def move_of(central, county, **fields):
    usual = {
        "kind": "level", "source": central.pk, "target": county.pk, "amount_fen": "300", "reason": "县级不足",
        "document_number": "示例财调〔2026〕1号",
    }  # fmt: skip
    return usual | fields


def test_the_board_says_what_is_left_by_level(sign_in):
    two_levels()

    response = sign_in(accounts.leader()).get(FUNDS)

    page = response.content.decode()
    assert "2026年低保：还可用 ¥1,500.00 元，已发放 0%" in page
    assert [row["level"] for row in response.context["levels"]] == ["中央", "县级"]
    assert "不作预测" in page
    assert (response.context["form"], response.context["acts"]) == (None, [])


def test_another_program_and_year_is_chosen_by_its_address(sign_in):
    two_levels()
    payments.allocate(70_00, year=2027, document="示例财社〔2027〕1号")
    client = sign_in(accounts.auditor())

    newest, asked = client.get(FUNDS), client.get(FUNDS + "?year=2026&program=dibao")

    assert newest.context["chosen"]["year"] == 2027
    assert asked.context["board"].whole.position.available_fen == 1_500_00


def test_finance_writes_a_budget_and_its_supplement(sign_in):
    client = sign_in(accounts.finance_officer())
    form = {"program": "dibao", "year": "2026", "level": "central", "document_number": "预1号", "amount_fen": "900"}

    first = client.post(reverse("desk:run_fund_act", args=["budget"]), form, follow=True)
    second = client.post(
        reverse("desk:run_fund_act", args=["budget"]), form | {"document_number": "预2号"}, follow=True
    )
    other = client.post(reverse("desk:run_fund_act", args=["budget"]), form | {"amount_fen": "1"})

    assert "已登记年初预算 ¥900.00 元" in first.content.decode()
    assert "已登记追加预算 ¥900.00 元" in second.content.decode()
    assert (other.status_code, "一个文号只登记一次" in other.content.decode()) == (422, True)
    assert Budget.objects.count() == 2


def test_finance_allocates_to_what_nobody_applies_for_at_the_desk(sign_in):
    """Urgent help is asked for in a room of its own; its county fund is filled on the screen all the same."""
    client = sign_in(accounts.finance_officer())
    code = next(card.code for card in benefits() if card.code not in {one.code for one in programs()})
    form = {"program": code, "year": "2026", "level": "county", "amount_fen": "5000"}
    form["document_number"] = "县财〔2026〕9号"

    page = client.post(FUNDS, form, follow=True)

    assert page.status_code == 200
    assert fund_position(Fund.objects.get(program=code)).available_fen == 5_000_00


def test_an_allocation_above_the_budget_is_booked_with_a_warning(sign_in):
    client = sign_in(accounts.finance_officer())
    form = {"program": "dibao", "year": "2026", "level": "central", "document_number": "预1号", "amount_fen": "900"}
    client.post(reverse("desk:run_fund_act", args=["budget"]), form)

    response = client.post(FUNDS, form | {"document_number": "拨1号", "amount_fen": "1000"}, follow=True)

    assert "拨入已超过预算 ¥100.00 元" in response.content.decode()


def test_money_is_moved_by_two_people(sign_in):
    central, county = two_levels()
    proposer = sign_in(accounts.finance_officer())

    said = proposer.post(reverse("desk:run_fund_act", args=["move"]), move_of(central, county), follow=True)
    move = FundMove.objects.get()
    own = [act.verb for act in proposer.get(FUNDS).context["acts"]]
    confirmer = sign_in(accounts.county_officer())
    offered = [act.verb for act in confirmer.get(FUNDS).context["acts"]]
    done = confirmer.post(reverse("desk:run_fund_move", args=[move.number, "confirm"]), follow=True)

    assert "等待另一人复核" in said.content.decode()
    assert own == ["budget", "move", f"withdraw-{move.number}"]
    assert offered == [f"confirm-{move.number}", f"withdraw-{move.number}"]
    assert "已复核入账" in done.content.decode()
    assert (fund_position(central).available_fen, fund_position(county).available_fen) == (700_00, 800_00)


def test_a_refused_move_is_said_beside_its_form_with_what_was_typed(sign_in):
    central, county = two_levels()
    client = sign_in(accounts.finance_officer())

    response = client.post(reverse("desk:run_fund_act", args=["move"]), move_of(central, county, amount_fen="1000.01"))

    page = response.content.decode()
    assert (response.status_code, "还差 0.01 元" in page, 'value="1000.01"' in page) == (422, True, True)


def test_a_proposal_is_withdrawn_with_its_reason(sign_in):
    central, county = two_levels()
    client = sign_in(accounts.finance_officer())
    client.post(reverse("desk:run_fund_act", args=["move"]), move_of(central, county))
    number = FundMove.objects.get().number

    empty = client.post(reverse("desk:run_fund_move", args=[number, "withdraw"]), {"reason": ""})
    client.post(reverse("desk:run_fund_move", args=[number, "withdraw"]), {"reason": "写错金额"})

    assert empty.status_code == 422
    assert FundMove.objects.get().withdraw_reason == "写错金额"


@pytest.mark.parametrize("role", ["leader", "auditor", "county_officer"])
def test_only_finance_budgets_and_proposes(sign_in, role):
    client = sign_in(accounts.staff(role))

    codes = [client.post(reverse("desk:run_fund_act", args=[act])).status_code for act in ("budget", "move", "other")]

    assert codes == [404, 404, 404]


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_asks_the_same_number_of_queries(sign_in, django_assert_max_num_queries, count):
    central, county = two_levels()
    client = sign_in(accounts.finance_officer())
    for number in range(count):
        form = move_of(central, county, amount_fen="1", document_number=f"调{number}号")
        client.post(reverse("desk:run_fund_act", args=["move"]), form)

    with django_assert_max_num_queries(25):
        response = client.get(FUNDS)

    assert (response.status_code, COUNTY[:6]) == (200, "420581")
