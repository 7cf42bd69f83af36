"""Households: list, page, registration at the door, operations, and revealing a number."""

import pytest
from django.urls import reverse

from minzheng.accounts.scope import within
from minzheng.registry.models import BankAccount, Household, IncomeItem
from minzheng.services.audit import queries as audit
from tests.factories import accounts, casework, registry

HTMX = {"HX-Request": "true"}
NEW = "/households/new/"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def block(prefix: str, name: str, id_number: str, relation: str, **more: str) -> dict[str, str]:
    fields = {"name": name, "id_number": id_number, "relation": relation, **more}
    return {f"{prefix}-{field}": value for field, value in fields.items()}


def family(*blocks: dict[str, str], **place: str) -> dict[str, object]:
    given = {
        "division_code": accounts.VILLAGE,
        "address": "二组 5 号",
        "area_kind": "rural",
        "source": "户口簿",
    } | place
    posted: dict[str, object] = {**given, "member": []}
    for one in blocks:
        posted |= one
        posted["member"].append(next(iter(one)).partition("-")[0])
    return posted


@pytest.fixture
def village(db):
    registry.divisions()
    return accounts.village_worker()


def test_village_worker_registers_a_family_at_the_door(sign_in, village):
    head = block(
        "m0", "王秀英", registry.id_number(sex="2"), "02", income_wage="0", disability_kind="4", disability_grade="2"
    )
    son = block("m3", "王建国", registry.id_number(), "20", income_wage="1,200.50")

    response = sign_in(village).post(NEW, family(head, son))

    with within(village.area):
        home = Household.objects.get()
        wages = list(IncomeItem.objects.order_by("amount_fen").values_list("kind", "amount_fen", "period"))
    assert response["Location"] == reverse("desk:household", args=[home.number])
    assert wages == [("wage", 0, "month"), ("wage", 120050, "month")]


def test_wrong_check_digit_is_said_beside_its_field_and_nothing_is_lost(sign_in, village):
    good = registry.id_number()
    wrong = good[:17] + ("1" if good[17] != "1" else "2")

    response = sign_in(village).post(NEW, family(block("m0", "王大力", wrong, "02", phone="13800000000")))

    page = response.content.decode()
    assert response.status_code == 422
    assert f"最后一位应为 {good[17]}" in str(response.context["members"][0].errors["id_number"])
    assert [word in page for word in ("王大力", wrong, "13800000000", "二组 5 号")] == [True] * 4


def test_two_heads_and_the_same_person_twice_are_both_named(sign_in, village):
    number = registry.id_number()

    response = sign_in(village).post(NEW, family(block("m0", "王一", number, "02"), block("m1", "王一", number, "02")))

    assert response.status_code == 422
    assert "户主" in response.context["refusal"]
    assert "同一人不能重复登记" in str(response.context["members"][1].errors["id_number"])
    with within(village.area):
        assert Household.objects.count() == 0


def test_person_known_in_the_neighbour_township_tells_whom_to_ask_and_no_more(sign_in, village):
    neighbour = accounts.neighbour_officer(name="赵红", phone="0717-4820002")
    known = registry.new_member(name="钱七")
    registry.household(known, division_code=accounts.NEIGHBOUR_VILLAGE)

    response = sign_in(village).post(NEW, family(block("m0", "钱七", known.id_number, "02")))

    told = str(response.context["members"][0].errors["id_number"])
    assert (response.status_code, f"{neighbour.name} {neighbour.phone}" in told) == (422, True)
    assert "HH-" not in told


def test_one_more_member_without_script_keeps_what_was_typed(sign_in, village):
    posted = family(block("m0", "王秀英", "还没抄完", "02")) | {"add": "1"}

    response = sign_in(village).post(NEW, posted)

    assert response.status_code == 200
    assert [form.prefix for form in response.context["members"]] == ["m0", "m1"]
    assert "还没抄完" in response.content.decode()


def test_one_more_member_with_htmx_is_a_block_and_the_next_button(sign_in, village):
    response = sign_in(village).get(NEW + "member/?n=4", headers=HTMX)

    page = response.content.decode()
    assert ('name="m4-name"' in page, "?n=5" in page, "hx-swap-oob" in page, "<html" in page) == (
        True,
        True,
        True,
        False,
    )


def test_drop_down_offers_the_own_villages_only(sign_in, village):
    response = sign_in(village).get(NEW)

    choices = response.context["place"].fields["division_code"].choices
    codes = [code for _township, villages in choices[1:] for code, _name in villages]
    assert codes == [accounts.VILLAGE]


def test_village_outside_the_area_is_no_choice(sign_in, village):
    posted = family(block("m0", "王秀英", registry.id_number(), "02"), division_code=accounts.NEIGHBOUR_VILLAGE)

    response = sign_in(village).post(NEW, posted)

    assert (response.status_code, list(response.context["place"].errors)) == (422, ["division_code"])


def test_page_shows_facts_with_sources_and_says_what_is_unknown(sign_in, township):
    home = registry.household(registry.new_member(incomes={"wage": registry.per_month(0)}), by=township)

    family_shown = sign_in(township).get(reverse("desk:household", args=[home.number])).context["family"]

    facts = {fact.label: fact for fact in family_shown.members[0].facts}
    assert (facts["工资性收入"].value, facts["工资性收入"].origin) == (
        "没有",
        "户口簿 · 自 2026-01-01 · 2026-11-24 获知",
    )
    assert (facts["经营净收入"].value, facts["经营净收入"].is_unknown) == ("未知", True)
    assert [fact.is_unknown for fact in family_shown.facts if fact.label == "收款账户"] == [True]


def test_operation_refused_keeps_what_was_typed(sign_in, township):
    home = casework.household(by=township)
    with within(township.area):
        head = registry.people(home)[0]
    address = reverse("desk:household_operation", args=[home.number, "death"])

    response = sign_in(township).post(
        address, {"person": head.pk, "died_on": "2026-11-20", "source": "死亡证明 123 号"}
    )

    assert response.status_code == 422
    assert "户主" in response.context["refusal"]
    assert "死亡证明 123 号" in response.content.decode()


def test_village_worker_may_not_change_the_account(sign_in, village):
    home = casework.household(by=village)
    page = reverse("desk:household", args=[home.number])
    with within(village.area):
        head = registry.people(home)[0]
    posted = {
        "holder": head.pk,
        "bank_name": "宜都农商银行",
        "account_number": "6222000000000000018",
        "holds_from": "2026-11-24",
        "source": "存折",
    }
    client = sign_in(village)

    offered = [work.verb for work in client.get(page).context["fact_works"]]
    refused = client.post(reverse("desk:household_operation", args=[home.number, "account"]), posted)

    assert ("income" in offered, "account" in offered) == (True, False)
    assert (refused.status_code, "乡镇（街道）经办人" in refused.context["refusal"]) == (422, True)


def test_moving_out_of_the_area_leaves_the_page_behind(sign_in):
    county = accounts.county_officer()
    home = casework.household(by=county)
    posted = {
        "division_code": accounts.NEIGHBOUR_VILLAGE,
        "address": "一组 1 号",
        "moved_on": "2026-11-24",
        "source": "迁移证",
    }

    response = sign_in(county).post(reverse("desk:household_operation", args=[home.number, "move"]), posted)

    moved = Household._base_manager.get(pk=home.pk)
    assert (response.status_code, moved.division_code) == (302, accounts.NEIGHBOUR_VILLAGE)


def test_whole_number_is_shown_once_for_a_reason_that_is_kept(sign_in, township):
    member = registry.new_member(name="孙八")
    home = registry.household(member, by=township)
    with within(township.area):
        person = registry.people(home)[0]
    address = reverse("desk:person_reveal", args=[person.pk])
    client = sign_in(township)

    asked, unexplained, shown = (
        client.get(address), client.post(address, {"purpose": " "}), client.post(address, {"purpose": "核对身份"}),
    )  # fmt: skip

    assert [member.id_number in page.content.decode() for page in (asked, unexplained, shown)] == [False, False, True]
    assert (unexplained.status_code, shown.status_code) == (422, 200)
    assert [row.reason for row in audit.reads_of("person", person.pk)] == ["核对身份"]


def test_the_forms_of_a_household_are_reads_of_it(sign_in, township):
    home = casework.household(by=township)
    client = sign_in(township)

    client.get(f"/households/{home.number}/income/")
    client.post(f"/households/{home.number}/income/", {})
    client.get(f"/cases/new/dibao/{home.number}/")

    assert [row.reason for row in reversed(audit.reads_of("household", home.pk))] == [
        "办理家庭事项", "办理家庭事项", "登记申请",
    ]  # fmt: skip


def test_account_number_is_masked_until_asked_for(sign_in, township):
    home = casework.household(by=township)
    client = sign_in(township)
    with within(township.area):
        account = BankAccount.objects.get(household=home)

    page = client.get(reverse("desk:household", args=[home.number])).content.decode()
    shown = client.post(reverse("desk:account_reveal", args=[account.pk]), {"purpose": "银行退回"}).content.decode()

    assert ("尾号 0018" in page, "6222000000000000018" in page) == (True, False)
    assert "6222000000000000018" in shown


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_the_same_queries_for_any_number_of_rows(sign_in, township, django_assert_num_queries, rows):
    for _row in range(rows):
        registry.household(by=township)
    client = sign_in(township)

    with django_assert_num_queries(11):
        response = client.get("/households/")

    assert len(response.context["table"]["rows"]) == rows


def test_list_and_its_filter_keep_to_the_area(sign_in, township, stranger):
    registry.household(by=township)

    mine = sign_in(township).get(f"/households/?division={accounts.VILLAGE}")
    theirs = sign_in(stranger).get(f"/households/?division={accounts.VILLAGE}")

    assert (mine.context["page"].total, theirs.context["page"].total) == (1, 0)
    assert accounts.VILLAGE not in dict(theirs.context["divisions"])
