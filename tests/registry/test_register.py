"""Registering a household: what is kept, what is refused, and that a refusal leaves nothing behind."""

import datetime as dt

import pytest

from minzheng.accounts.permissions import NotAllowed
from minzheng.kernel.idnumber import impossible, mask
from minzheng.kernel.refusal import Refused
from minzheng.registry.domain import household as household_domain
from minzheng.registry.domain import membership
from minzheng.registry.domain.checking import HouseholdRefused
from minzheng.registry.domain.intake import NewAccount, NewAsset, per_month, per_year
from minzheng.registry.domain.person import reveal
from minzheng.registry.domain.registration import RegisteredMeanwhile
from minzheng.registry.models import (
    AssetItem,
    BankAccount,
    Household,
    IncomeItem,
    Membership,
    NameToken,
    Person,
    PersonCondition,
)
from minzheng.services.audit.queries import of_object
from tests.factories import registry as make
from tests.factories.accounts import AT, NEIGHBOUR_VILLAGE, VILLAGE, auditor, county_officer, township_officer

pytestmark = pytest.mark.usefixtures("county")


def register(*members, by=None, **fields):
    given = {"division_code": VILLAGE, "address": "一组 12 号", "area_kind": "rural", "source": "户口簿"} | fields
    return household_domain.register(members=list(members), by=by or county_officer(), at=AT, **given)


def refusal(*members, **fields):
    with pytest.raises(HouseholdRefused) as caught:
        register(*members, **fields)
    assert (Household.objects.count(), Person.objects.count(), Membership.objects.count()) == (0, 0, 0)
    return [str(problem) for problem in caught.value.problems]


def test_register_keeps_people_relations_and_means():
    husband, wife, child = make.couple_with_child()

    household = register(husband, wife, child, **make.full_means())

    rows = Membership.objects.filter(household=household).order_by("pk").select_related("person")
    assert household.number == "HH-420581-000001"
    assert [(row.relation, row.person.name, row.person.sex) for row in rows] == [
        ("02", husband.name, "1"),
        ("12", wife.name, "2"),
        ("20", child.name, "1"),
    ]
    assert {row.known_at for row in rows} == {AT}
    assert {row.holds_from for row in rows} == {dt.date(2026, 11, 24)}
    assert list(IncomeItem.objects.order_by("pk").values_list("kind", "amount_fen", "period")) == [
        ("wage", 120000, "month"),
        ("wage", 0, "month"),
    ]
    assert AssetItem.objects.get(kind="deposit").amount_fen == 2000000
    assert BankAccount.objects.get().account_last4 == "0018"


def test_register_numbers_households_one_after_the_other():
    first, second = register(make.new_member()), register(make.new_member())

    assert [first.number, second.number] == ["HH-420581-000001", "HH-420581-000002"]


def test_register_seals_the_id_number_and_shows_it_masked():
    member = make.new_member()

    register(member)

    person = Person.objects.get()
    assert member.id_number.encode() not in bytes(person.id_number_sealed)
    assert person.id_number_masked == mask(member.id_number)


def test_register_audits_without_private_data():
    member = make.new_member()

    household = register(member)

    event = of_object("household", household.pk).get()
    assert (event.action, event.chain, event.division_code) == ("household.registered", "registry", VILLAGE)
    assert member.id_number not in str(event.after)
    assert event.after["members"] == [[Person.objects.get().pk, "02"]]


def test_register_a_child_born_after_the_first_day_is_a_member_from_birth():
    born = dt.date(2026, 6, 1)

    register(make.new_member(), make.new_member("20", born=born), holds_from=dt.date(2026, 1, 1))

    assert list(Membership.objects.order_by("pk").values_list("holds_from", flat=True)) == [dt.date(2026, 1, 1), born]


def test_register_two_heads_are_refused_by_name():
    problems = refusal(make.new_member(name="王大"), make.new_member(name="王二"))

    assert problems == ["有 2 名户主（王大、王二）。每户只能有一名户主，请更正其余成员与户主的关系"]


def test_register_without_a_head_is_refused():
    problems = refusal(make.new_member("20"))

    assert problems == ["没有户主。每户须有且只有一名户主，请把户主的关系填为“户主（02）”"]


@pytest.mark.parametrize("name", ["", "  ", "　", "无名氏", "未知", "姓名", "·", "？？", "王1"])
def test_register_nobody_unnamed(name):
    (problem,) = refusal(make.new_member(name=name))

    assert problem.startswith("第 1 位成员：姓名")


def test_register_a_name_no_paper_could_print_is_refused():
    (problem,) = refusal(make.new_member(name="王\ue863"))

    assert problem.startswith("第 1 位成员：姓名“王\ue863”中有不能登记的字符“\ue863”（U+E863）")


def test_register_tells_every_problem_at_once():
    problems = refusal(
        make.new_member(name="", incomes={"wage": per_month(-1)}),
        make.new_member("54", sex="2", id_number="42999918990101001X"),
        division_code="420581101999",
        address=" ",
        area_kind="",
        source=" ",
        assets=[NewAsset(kind="yacht"), NewAsset(kind="house", count=-1)],
    )

    assert len(problems) == 9


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (impossible(dt.date(1890, 1, 1), 1), "年龄超过130岁"),
        ("429999190102290027", "出生日期 1901-02-29 不存在"),
        ("42999918990101001X", "出生日期|最后一位应为 1"),
        ("4.29999E+17", "科学计数"),
        ("", "没有填写身份证号码"),
    ],
)
def test_register_a_wrong_id_number_is_refused_with_the_reason(number, reason):
    (problem,) = refusal(make.new_member(id_number=number))

    assert any(part in problem for part in reason.split("|"))


def test_register_negative_income_is_refused():
    (problem,) = refusal(make.new_member(name="王大", incomes={"business": per_year(-1)}))

    assert problem == "第 1 位成员：经营净收入为负数（-0.01 元），收入不能小于零；亏损请按 0 填写并说明"


def test_register_unknown_division_is_refused():
    township = "420581101000"

    assert refusal(make.new_member(), division_code=township) == [
        f"区划代码“{township}”不是区划表中的村（社区），请从列表中选择所在的村（社区）"
    ]


def test_register_husbands_mother_needs_a_woman_as_head():
    mother = make.new_member("54", name="李秀", sex="2", born=dt.date(1955, 1, 1))

    (problem,) = refusal(make.new_member(), mother)

    assert problem == "第 2 位成员：李秀 的与户主关系“婆婆”与户主性别不符：户主为男性，请核对关系或户主"


def test_register_a_daughter_is_no_man():
    (problem,) = refusal(make.new_member(), make.new_member("30", name="王二"))

    assert "与性别不符：身份证号码显示为男性" in problem


def test_register_the_same_person_twice_in_one_household_is_refused():
    member = make.new_member(name="王大")

    (problem,) = refusal(member, make.new_member("71", name="王大", id_number=member.id_number))

    assert problem == "第 2 位成员：王大 与第 1 位成员的身份证号码相同，同一人不能重复登记，请核对"


def test_register_someone_of_another_household_names_that_household():
    member = make.new_member(name="王大")
    register(member)

    with pytest.raises(HouseholdRefused) as caught:
        register(make.new_member(name="王大", id_number=member.id_number))

    assert "王大 已是户 HH-420581-000001 的成员，同一人不能同时在两户" in str(caught.value)
    assert Household.objects.count() == 1


def test_register_an_old_number_of_15_digits_is_the_same_person():
    born = dt.date(1960, 5, 1)
    whole = make.id_number(born=born)
    register(make.new_member(name="王大", id_number=whole))

    with pytest.raises(HouseholdRefused, match="已是户"):
        register(make.new_member(name="王大", id_number=whole[:6] + whole[8:17]))


def test_register_someone_of_no_household_keeps_the_person():
    first = register(make.new_member(), make.new_member("20", name="王二"))
    son = make.people(first)[1]
    membership.remove_member(
        household=first, person=son, on=dt.date(2026, 11, 24), by=county_officer(), at=AT, source="婚迁"
    )

    second = register(make.new_member(name="王二", id_number=plain(son)), division_code=NEIGHBOUR_VILLAGE)

    assert [person.pk for person in make.people(second)] == [son.pk]
    son.refresh_from_db()
    assert son.division_code == NEIGHBOUR_VILLAGE
    assert set(NameToken.objects.filter(person=son).values_list("division_code", flat=True)) == {NEIGHBOUR_VILLAGE}


def test_register_a_known_number_under_another_name_is_refused():
    first = register(make.new_member(), make.new_member("20", name="王二"))
    son = make.people(first)[1]
    membership.remove_member(
        household=first, person=son, on=dt.date(2026, 11, 24), by=county_officer(), at=AT, source="婚迁"
    )

    with pytest.raises(HouseholdRefused, match="李四 的身份证号码已登记在“王二”名下"):
        register(make.new_member(name="李四", id_number=plain(son)))


def test_register_a_race_for_one_person_ends_in_a_clear_refusal(monkeypatch):
    member = make.new_member()
    register(member)
    # The other officer committed after we looked: looking finds nobody, writing meets the unique index.
    monkeypatch.setattr("minzheng.registry.domain.registration.known_people", lambda *_args, **_kwargs: {})

    with pytest.raises(RegisteredMeanwhile, match="刚刚被登记在另一户"):
        register(make.new_member(id_number=member.id_number))

    assert (Household.objects.count(), Person.objects.count()) == (1, 1)


def test_register_outside_the_own_area_is_refused():
    with pytest.raises(NotAllowed):
        register(make.new_member(), by=township_officer(), division_code=NEIGHBOUR_VILLAGE)


def test_register_is_not_for_auditors():
    with pytest.raises(NotAllowed):
        register(make.new_member(), by=auditor())


def test_register_disability_is_kept_as_kind_and_grade():
    register(make.new_member(conditions={"disability": "5.3", "serious_illness": ""}))

    assert list(PersonCondition.objects.order_by("pk").values_list("kind", "code")) == [
        ("disability", "5.3"),
        ("serious_illness", ""),
    ]


@pytest.mark.parametrize("code", ["8.1", "5.5", "5", "53", "5.0", ""])
def test_register_a_disability_out_of_the_list_is_refused(code):
    (problem,) = refusal(make.new_member(conditions={"disability": code}))

    assert f"残疾类别等级“{code}”不对" in problem


def test_register_account_of_nobody_in_the_household_is_refused():
    account = NewAccount(bank_name="农商行", account_number="6222000000000018", holder=1)

    assert refusal(make.new_member(), account=account) == ["收款账户的持有人不在家庭成员之列，请从成员中选择持有人"]


def test_register_refusals_are_refusals():
    assert issubclass(HouseholdRefused, Refused)


def plain(person):
    return reveal(person=person, by=county_officer(), at=AT, purpose="测试核对号码")
