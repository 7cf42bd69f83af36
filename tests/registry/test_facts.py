"""Facts and their versions: the day before and after, learnt later, corrected twice, no fork."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import within
from minzheng.registry.domain import account as account_of
from minzheng.registry.domain import facts
from minzheng.registry.domain.composition import HouseholdNotFound
from minzheng.registry.domain.facts import FactRefused
from minzheng.registry.domain.versions import KnownEarlier, PeriodRefused, SourceMissing
from minzheng.registry.models import AssetItem, BankAccount, DatedFact, IncomeItem, PersonCondition
from minzheng.services.audit.guards import missing_guards, protected
from minzheng.services.audit.queries import of_object
from tests.factories import registry as make
from tests.factories.accounts import AT, auditor, county_officer, neighbour_officer, village_worker

pytestmark = pytest.mark.usefixtures("county")

FIRST = dt.date(2026, 1, 1)
DAY = dt.date(2026, 7, 1)
BEFORE = DAY - dt.timedelta(days=1)
LATER, LATER_STILL = AT + dt.timedelta(days=1), AT + dt.timedelta(days=2)


@pytest.fixture
def family():
    return make.household(*make.couple_with_child(), **make.full_means())


@pytest.fixture
def husband(family):
    return make.people(family)[0]


@pytest.fixture
def income(family, husband):
    def record(amount_fen, *, at=LATER, **fields):
        given = {
            "kind": "wage",
            "period": "month",
            "holds_from": DAY,
            "by": county_officer(),
            "source": "工资单",
        } | fields
        return facts.record_income(household=family, person=husband, amount_fen=amount_fen, at=at, **given)

    return record


def wage(husband, day, moment):
    row = IncomeItem.objects.as_of(day, moment).filter(person=husband, kind="wage").first()
    return None if row is None else row.amount_fen


def test_new_income_counts_from_its_day_and_the_old_until_the_day_before(husband, income):
    income(150000)

    assert wage(husband, FIRST - dt.timedelta(days=1), LATER) is None
    assert wage(husband, FIRST, LATER) == 120000
    assert wage(husband, BEFORE, LATER) == 120000
    assert wage(husband, DAY, LATER) == 150000


def test_new_income_was_not_known_the_moment_before(husband, income):
    income(150000)

    assert wage(husband, DAY, LATER - dt.timedelta(microseconds=1)) == 120000
    assert wage(husband, DAY, LATER) == 150000


def test_corrected_twice_each_moment_has_its_own_belief(husband, income):
    second = income(150000, holds_from=FIRST)
    third = income(160000, holds_from=FIRST, at=LATER_STILL)

    assert (third.replaces_id, third.replaces.replaces_id) == (second.pk, second.replaces_id)
    assert [wage(husband, DAY, moment) for moment in (AT, LATER, LATER_STILL)] == [120000, 150000, 160000]


def test_income_of_one_month_leaves_the_rest_as_it_was(husband, income):
    income(0, holds_until=dt.date(2026, 7, 31))

    days = [BEFORE, DAY, dt.date(2026, 7, 31), dt.date(2026, 8, 1)]
    assert [wage(husband, day, LATER) for day in days] == [120000, 0, 0, 120000]


def test_income_over_several_versions_replaces_them_all(husband, income):
    income(150000)
    income(170000, holds_from=FIRST, at=LATER_STILL)

    assert [wage(husband, day, LATER_STILL) for day in (FIRST, BEFORE, DAY)] == [170000] * 3
    assert IncomeItem.objects.latest_versions().filter(person=husband, is_withdrawn=False).count() == 1
    assert [wage(husband, day, LATER) for day in (BEFORE, DAY)] == [120000, 150000]


def test_income_one_fen_and_zero_are_known_values(husband, income):
    income(1)
    assert wage(husband, DAY, LATER) == 1

    income(0, at=LATER_STILL)
    assert wage(husband, DAY, LATER_STILL) == 0


def test_no_fork_is_possible(husband, income):
    first = IncomeItem.objects.get(person=husband)
    income(150000, holds_from=FIRST)
    fork = IncomeItem(
        household_id=first.household_id,
        person=husband,
        kind="wage",
        period="month",
        amount_fen=1,
        holds_from=FIRST,
        known_at=LATER,
        source="另一份",
        recorded_by=first.recorded_by,
        replaces=first,
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        fork.save()


def test_facts_can_be_neither_changed_nor_deleted(husband):
    row = IncomeItem.objects.get(person=husband)

    with pytest.raises(IntegrityError), transaction.atomic():
        IncomeItem.objects.filter(pk=row.pk).update(amount_fen=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()


def test_every_table_of_facts_is_guarded():
    guarded = {guard.model_name.lower() for guard in protected() if guard.app_label == "registry"}

    assert guarded == {model.__name__.lower() for model in DatedFact.__subclasses__()} | {"deathcorrection"}
    assert len(guarded) == 14
    assert [problem for problem in missing_guards() if "registry" in problem] == []


@pytest.mark.parametrize(
    ("fields", "refusal", "reason"),
    [
        ({"amount_fen": -1}, FactRefused, "收入不能小于零"),
        ({"kind": "lottery"}, FactRefused, "种类“lottery”不在代码表中"),
        ({"period": "week"}, FactRefused, "计量期“week”不明"),
        ({"source": " "}, SourceMissing, "没有写明来源"),
        ({"source": "长" * 201}, SourceMissing, "超过 200 个字"),
        ({"holds_until": BEFORE}, PeriodRefused, "终止日期 2026-06-30 早于起始日期 2026-07-01"),
        ({"at": AT - dt.timedelta(seconds=1)}, KnownEarlier, "不能用更早的时间"),
    ],
)
def test_income_refused(income, fields, refusal, reason):
    given = {"amount_fen": 100} | fields

    with pytest.raises(refusal, match=reason):
        income(given.pop("amount_fen"), **given)

    assert IncomeItem.objects.count() == 2


def test_income_of_a_stranger_is_refused(family):
    stranger = make.people(make.household())[0]

    with pytest.raises(FactRefused, match="不是户 HH-420581-000001 的成员"):
        facts.record_income(
            household=family,
            person=stranger,
            kind="wage",
            amount_fen=1,
            period="month",
            holds_from=DAY,
            by=county_officer(),
            at=LATER,
            source="工资单",
        )


def test_income_by_the_neighbour_township_is_refused(income):
    with pytest.raises(NotAllowed):
        income(1, by=neighbour_officer())


def test_income_by_an_auditor_is_refused(income):
    with pytest.raises(NotAllowed):
        income(1, by=auditor())


def test_income_is_audited_with_what_it_replaces(family, income):
    fact = income(150000, holds_from=FIRST)

    event = of_object("household", family.pk).last()
    assert event.action == "incomeitem.recorded"
    assert (event.after["fact"], event.after["replaces"], event.after["amount_fen"]) == (
        fact.pk,
        fact.replaces_id,
        150000,
    )


def test_withdrawn_income_never_held(husband):
    row = IncomeItem.objects.get(person=husband)

    facts.withdraw(fact=row, by=county_officer(), at=LATER, source="录错了人")

    assert wage(husband, DAY, LATER) is None
    assert wage(husband, DAY, AT) == 120000
    with pytest.raises(FactRefused, match="已有更新的版本"):
        facts.withdraw(fact=row, by=county_officer(), at=LATER_STILL, source="再撤一次")


def test_asset_count_zero_is_a_known_none(family):
    facts.record_asset(
        household=family,
        kind="vehicle",
        use="passenger",
        count=0,
        holds_from=DAY,
        by=county_officer(),
        at=LATER,
        source="车管所核对",
    )

    assert AssetItem.objects.as_of(DAY, LATER).get(kind="vehicle").count == 0


def test_asset_of_another_use_stands_beside(family):
    for use in ("passenger", "mobility_aid"):
        facts.record_asset(
            household=family, kind="vehicle", use=use, holds_from=DAY, by=county_officer(), at=LATER, source="核对"
        )

    assert AssetItem.objects.as_of(DAY, LATER).filter(kind="vehicle").count() == 2


@pytest.mark.parametrize(
    "fields",
    [{"kind": "yacht"}, {"use": "racing"}, {"count": -1}, {"amount_fen": -1}, {"acquired_on": dt.date(2027, 1, 1)}],
)
def test_asset_refused(family, fields):
    given = {"kind": "vehicle", "holds_from": DAY, "by": county_officer(), "at": LATER, "source": "核对"} | fields

    with pytest.raises(FactRefused):
        facts.record_asset(household=family, **given)


def test_condition_of_a_person_is_replaced(husband):
    for code, at in (("4.3", LATER), ("4.2", LATER_STILL)):
        facts.record_condition(
            person=husband, kind="disability", code=code, holds_from=DAY, by=county_officer(), at=at, source="残疾人证"
        )

    assert PersonCondition.objects.as_of(DAY, LATER).get().code == "4.3"
    assert PersonCondition.objects.as_of(DAY, LATER_STILL).get().code == "4.2"


def test_condition_with_a_wrong_grade_is_refused(husband):
    with pytest.raises(FactRefused, match=r"残疾类别等级“4\.5”不对"):
        facts.record_condition(
            person=husband,
            kind="disability",
            code="4.5",
            holds_from=DAY,
            by=county_officer(),
            at=LATER,
            source="残疾人证",
        )


def account(family, holder, **fields):
    given = {
        "bank_name": "宜都农商银行",
        "account_number": "６２２２ 0000 0000 0000 026",
        "by": county_officer(),
        "at": LATER,
        "source": "存折复印件",
    } | fields
    return account_of.set_account(household=family, holder=holder, **given)


def test_account_is_sealed_and_replaced_from_its_day(family):
    wife = make.people(family)[1]

    kept = account(family, wife)

    assert b"6222000000000000026" not in bytes(kept.account_sealed)
    today = LATER.date()
    assert BankAccount.objects.as_of(today, LATER).get().account_last4 == "0026"
    assert BankAccount.objects.as_of(today - dt.timedelta(days=1), LATER).get().account_last4 == "0018"


def test_account_of_a_guardian_needs_a_note(family):
    guardian = make.people(make.household())[0]

    with pytest.raises(FactRefused, match="由监护人代领的，请写明监护关系及依据"):
        account(family, guardian)

    assert account(family, guardian, guardian_note="祖父，村委会指定监护证明").holder_id == guardian.pk


@pytest.mark.parametrize("number", ["", "1234567", "62220000X0000018", "1" * 33])
def test_account_with_a_wrong_number_is_refused(family, husband, number):
    with pytest.raises(FactRefused, match="银行账号应为 8 至 32 位数字"):
        account(family, husband, account_number=number)


def test_account_is_not_set_by_village_workers(family, husband):
    with pytest.raises(NotAllowed):
        account(family, husband, by=village_worker())


def test_account_audit_has_only_the_last_four(family, husband):
    account(family, husband)

    event = of_object("household", family.pk).last()
    assert event.after["last4"] == "0026"
    assert "62220000" not in str(event.after)


def test_facts_of_a_household_out_of_sight_are_not_found(income):
    stranger = neighbour_officer()
    with within(stranger.area), pytest.raises(HouseholdNotFound):
        income(1, by=stranger)
