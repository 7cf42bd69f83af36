"""Agreements that officials keep a household's card: what they need, whom they cover, and accounts without one."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.accounts.scope import within
from minzheng.kernel.idnumber import IdNumberError
from minzheng.kernel.moment import SHANGHAI
from minzheng.registry.domain.facts import FactRefused
from minzheng.registry.models import BankAccount, Person
from minzheng.relatives.domain import custody, payee
from minzheng.relatives.enums import CustodyState
from minzheng.relatives.models import CustodyAgreement
from minzheng.relatives.queries.custody import Card, without_agreement
from minzheng.services.audit.models import AuditEvent
from tests.factories import accounts, registry, relatives

DAY = dt.date(2026, 11, 24)
AT = dt.datetime(2026, 11, 24, 9, 0, tzinfo=SHANGHAI)
LATER = dt.datetime(2026, 11, 25, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def county(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    officer = accounts.county_officer()
    with within(officer.area):
        yield officer


@pytest.fixture
def home():
    return registry.household(*registry.couple_with_child())


@pytest.fixture
def director():
    """A neighbour, registered in a household of the own, who is director of the village committee."""
    person = registry.people(registry.household())[0]
    relatives.committee_member(relatives.number_of(person), name=person.name)
    return person


def account(household, holder=None, **fields):
    given = {
        "bank_name": "农商行", "account_number": "6222000000000000026", "by": accounts.county_officer(), "at": AT,
        "source": "存折", "guardian_note": "代管",
    } | fields  # fmt: skip
    return payee.set_account(household=household, holder=holder, **given)


def agreed(household, person, **fields):
    return relatives.agreement(household, relatives.number_of(person), **({"holder_name": person.name} | fields))


def why_not(household, person, day=DAY, at=AT):
    card = Card(household.pk, person)
    return without_agreement([card], day=day, at=at).get(card, "")


def test_an_officials_card_is_refused_until_an_agreement_is_confirmed(home, director):
    with pytest.raises(payee.OfficialsCard, match="是村（居）委会主任，不是该户成员，也没有生效的代管协议"):
        account(home, director)
    row = agreed(home, director, is_confirmed=False)
    with pytest.raises(payee.OfficialsCard):
        account(home, director)
    custody.confirm(agreement=row, by=accounts.county_officer(), at=AT)

    assert account(home, director).holder == director


def test_staff_are_officials_while_their_account_is_open(home):
    person = registry.people(registry.household())[0]
    officer = accounts.finance_officer()
    relatives.identify(officer, relatives.number_of(person))
    assert f"是{officer.get_role_display()}，不是该户成员" in why_not(home, person)

    officer.is_active = False
    officer.save()

    assert not why_not(home, person)


def test_the_agreement_counts_from_its_first_day_to_its_last(home, director):
    agreed(home, director, from_on=DAY, until_on=DAY + dt.timedelta(days=10))

    days = [DAY - dt.timedelta(days=1), DAY, DAY + dt.timedelta(days=10), DAY + dt.timedelta(days=11)]
    assert [bool(why_not(home, director, day)) for day in days] == [True, False, False, True]


def test_the_term_counts_from_its_first_day_to_its_last(home):
    person = registry.people(registry.household())[0]
    member = relatives.committee_member(relatives.number_of(person), from_on=dt.date(2026, 2, 1))
    relatives.roll_ends(member, dt.date(2026, 3, 1))

    days = [dt.date(2026, 1, 31), dt.date(2026, 2, 1), dt.date(2026, 3, 1), dt.date(2026, 3, 2)]
    assert [bool(why_not(home, person, day)) for day in days] == [False, True, True, False]


def test_an_official_of_the_household_itself_needs_none(home):
    member = registry.people(home)[1]
    relatives.committee_member(relatives.number_of(member))

    assert not why_not(home, member)
    assert account(home, member, guardian_note="").holder == member
    with pytest.raises(custody.CustodyRefused, match="代管人就是该户成员"):
        agreed(home, member)


def test_the_neighbours_agreement_covers_the_neighbour_alone(home, director):
    neighbour = registry.household()
    agreed(neighbour, director)

    assert (bool(why_not(home, director)), bool(why_not(neighbour, director))) == (True, False)


def test_an_agreement_ended_covers_no_more_and_what_was_known_before_stays(home, director):
    row = agreed(home, director)

    custody.end(agreement=row, by=accounts.township_officer(), at=LATER, reason="本人收回存折")

    assert (bool(why_not(home, director, at=AT)), bool(why_not(home, director, at=LATER))) == (False, True)
    row.refresh_from_db()
    assert row.state_on(DAY) == CustodyState.ENDED
    with pytest.raises(custody.CustodyRefused, match="已经终止"):
        custody.confirm(agreement=row, by=accounts.county_officer(), at=LATER)


def test_two_people_file_and_confirm(home, director):
    officer = accounts.county_officer()
    row = agreed(home, director, by=officer, is_confirmed=False)

    with pytest.raises(TwoPeopleNeeded, match="代管协议备案是您本人"):
        custody.confirm(agreement=row, by=officer, at=AT)
    with pytest.raises(NotAllowed):
        custody.confirm(agreement=row, by=accounts.township_officer(), at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        CustodyAgreement.objects.filter(pk=row.pk).update(confirmed_by=officer, confirmed_at=AT)


def test_the_official_neither_files_nor_confirms_the_own_agreement(home):
    officer, other = accounts.county_officer(), accounts.county_officer()
    number = relatives.identify(officer)

    with pytest.raises(NotAllowed, match="代管人是您本人"):
        relatives.agreement(home, number, by=officer)
    row = relatives.agreement(home, number, by=other, is_confirmed=False)
    with pytest.raises(NotAllowed, match="代管人是您本人"):
        custody.confirm(agreement=row, by=officer, at=AT)


@pytest.mark.parametrize("make", [accounts.village_worker, accounts.finance_officer, accounts.auditor])
def test_others_do_not_file(home, director, make):
    with pytest.raises(NotAllowed):
        agreed(home, director, by=make())


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"until_on": dt.date(2025, 12, 31)}, "截止日应在起始日之后"),
        ({"at": dt.datetime(2027, 1, 1, tzinfo=SHANGHAI)}, "今天或今天以后"),
        ({"relation": " "}, "请写明代管人与该户的关系"),
        ({"reason": ""}, "请写明代管人与该户的关系"),
        ({"paper": relatives.paper(b"MZ program")}, "不是JPEG、PNG图片或PDF"),
        ({"holder_name": ""}, "代管人姓名不能登记"),
    ],
)
def test_what_is_missing_is_refused_in_words(home, director, given, why):
    with pytest.raises(custody.CustodyRefused, match=why):
        agreed(home, director, **given)
    assert not CustodyAgreement.objects.exists()


def test_a_wrong_number_and_a_stranger_who_signs_are_refused(home, director):
    with pytest.raises(IdNumberError):
        relatives.agreement(home, "429999199001010010")
    with pytest.raises(custody.CustodyRefused, match="须由家庭成员本人同意"):
        agreed(home, director, resident=director)


def test_a_child_needs_a_guardian_who_signs(home, director):
    with pytest.raises(custody.CustodyRefused, match="未满18周岁"):
        agreed(home, director, resident=young(home))
    assert agreed(home, director, resident=young(home), signed_for="李兰").signed_for == "李兰"


def young(home):
    people = registry.people(home)
    return max(people, key=lambda person: person.birth_date)


def test_one_agreement_at_a_time_and_a_new_one_after_it(home, director):
    agreed(home, director, until_on=dt.date(2026, 11, 30))

    with pytest.raises(custody.CustodyRefused, match="已有一份同期的代管协议"):
        agreed(home, director, from_on=dt.date(2026, 11, 30))
    assert agreed(home, director, from_on=dt.date(2026, 12, 1))


def test_the_number_is_sealed_and_the_row_does_not_change(home, director):
    row = agreed(home, director)
    number = relatives.number_of(director)

    assert number.encode() not in bytes(row.id_number_sealed)
    assert number not in str([event.after for event in AuditEvent.objects.filter(object_kind="custody_agreement")])
    assert custody.read_paper(row) == b"%PDF-1.7 signed"
    for statement in ("UPDATE relatives_custodyagreement SET until_on = '2030-01-01'",
                      "DELETE FROM relatives_custodyagreement"):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_paper_changed_on_disk_is_not_shown(home, director):
    row = agreed(home, director)
    with row.file.storage.open(row.file.name, "wb") as content:
        content.write(b"%PDF-1.7 another")

    with pytest.raises(custody.CustodyRefused, match="与备案时的指纹不符"):
        custody.read_paper(row)


def test_an_outsider_is_named_once_and_found_the_next_time(home):
    number = registry.id_number()
    first = account(home, holder_name="李远", holder_id_number=number)
    again = account(home, holder_name="李远", holder_id_number=number, at=LATER)

    assert first.holder == again.holder
    assert Person.objects.filter(name="李远").count() == 1
    with pytest.raises(FactRefused, match="登记在另一个姓名之下"):
        account(home, holder_name="王远", holder_id_number=number, at=LATER)


def test_a_refused_outsider_leaves_nothing_behind(home):
    number = registry.id_number()
    relatives.committee_member(number, name="李远")
    before = BankAccount.objects.count()

    with pytest.raises(payee.OfficialsCard):
        account(home, holder_name="李远", holder_id_number=number)

    assert (BankAccount.objects.count(), Person.objects.filter(name="李远").exists()) == (before, False)


def test_asking_for_many_cards_costs_as_much_as_for_one(home, director, django_assert_max_num_queries):
    cards = [Card(registry.household().pk, director) for _ in range(3)]

    with django_assert_max_num_queries(4):
        assert len(without_agreement(cards, day=DAY, at=AT)) == 3
