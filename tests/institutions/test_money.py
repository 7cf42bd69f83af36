"""Money in trust: two signatures, never below zero, never mixed; and pocket money once a month."""

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.accounts.scope import everywhere
from minzheng.casework.queries.stated import stated
from minzheng.institutions.domain import money
from minzheng.institutions.domain.road import HomeRefused
from minzheng.institutions.models import Pot, Voucher
from minzheng.institutions.queries import support
from minzheng.institutions.queries.money import balance_of, statement
from minzheng.kernel.month import Month
from minzheng.ledger.domain.doctor import problems
from minzheng.ledger.models import Account, Transfer
from minzheng.registry.models.person import ID_NUMBER_CONTEXT
from minzheng.services import vault
from tests.factories import casework, institutions
from tests.factories.institutions import NOW, on


@pytest.fixture
def stay(home):
    return institutions.admitted(home)


def living(home):
    return Pot.objects.get(institution=home.row, purpose="living")


def fund_living(home, fen=1_000_000):
    row = money.draw(
        pot=living(home), direction="in", matter="support", amount_fen=fen, receipt="拨款单1", signed_by="财政所",
        by=home.director, at=NOW,
    )  # fmt: skip
    return money.confirm(voucher=row, by=home.officer, at=NOW)


def test_what_comes_in_and_goes_out_stands_in_the_statement(home, stay):
    institutions.paid(home, stay, 30_000)
    institutions.paid(home, stay, 12_050, way="out")

    assert balance_of(stay.pot) == 17_950
    assert [(line.is_in, line.after_fen) for line in statement(stay.pot)] == [(True, 30_000), (False, 17_950)]
    assert problems() == []


def test_two_sign_and_one_of_them_is_the_director(home, stay):
    given = {"pot": stay.pot, "direction": "in", "matter": "own_income", "amount_fen": 100, "receipt": "1",
             "signed_by": "本人", "at": NOW}  # fmt: skip
    row = money.draw(**given, by=home.carer)

    with pytest.raises(NotAllowed):
        money.confirm(voucher=row, by=home.second_carer, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Voucher.objects.filter(pk=row.pk).update(confirmed_by=home.carer, confirmed_at=NOW)
    by_director = money.draw(**given, by=home.director)
    with pytest.raises(TwoPeopleNeeded):
        money.confirm(voucher=by_director, by=home.director, at=NOW)
    money.confirm(voucher=by_director, by=home.carer, at=NOW)
    assert balance_of(stay.pot) == 100
    with pytest.raises(HomeRefused, match="已复核"):
        money.confirm(voucher=by_director, by=home.second_carer, at=NOW)
    assert balance_of(stay.pot) == 100


def test_the_trust_is_never_overdrawn_even_by_vouchers_that_wait(home, stay):
    institutions.paid(home, stay, 10_000)
    given = {"pot": stay.pot, "direction": "out", "matter": "drawn", "receipt": "1", "signed_by": "本人", "at": NOW}
    money.draw(**given, amount_fen=6_000, by=home.carer)

    with pytest.raises(HomeRefused, match=r"余额40.00元，不够支出60.00元"):
        money.draw(**given, amount_fen=6_000, by=home.carer)


def test_land_income_and_pensions_belong_to_the_person(home, stay):
    for purpose in ("living", "building", "farm"):
        with pytest.raises(HomeRefused, match="归本人，只能存入本人代管款"):
            money.draw(
                pot=Pot.objects.get(institution=home.row, purpose=purpose), direction="in", matter="own_income",
                amount_fen=100, receipt="1", signed_by="村会计", by=home.director, at=NOW,
            )  # fmt: skip


def test_the_database_keeps_the_pots_apart(home, stay):
    institutions.paid(home, stay, 10_000)
    fund_living(home)
    trust = Account.objects.get(fund_code=stay.pot.fund_code, kind="available")
    other = Account.objects.get(fund_code=living(home).fund_code, kind="available")

    for debit, credit in ((trust, other), (other, trust)):
        with pytest.raises(IntegrityError, match="不能互相转账"), transaction.atomic():
            Transfer(
                debit=debit, credit=credit, amount_fen=1, why="kept_out", reference_kind="x", reference_id="x",
                idempotency_key=f"x{debit.pk}", division_code=home.row.division_code, month="2026-11", made_by="x",
                made_at=NOW,
            ).save(force_insert=True)  # fmt: skip


def test_the_homes_own_money_is_confirmed_by_the_office(home):
    row = money.draw(
        pot=living(home), direction="in", matter="support", amount_fen=100, receipt="1", signed_by="财政所",
        by=home.director, at=NOW,
    )  # fmt: skip

    with pytest.raises(NotAllowed):
        money.confirm(voucher=row, by=home.carer, at=NOW)
    money.cancel(voucher=row, reason="金额写错", by=home.director, at=NOW)
    with pytest.raises(HomeRefused, match="已复核或作废"):
        money.confirm(voucher=row, by=home.officer, at=NOW)


def number_of(person):
    return vault.open_sealed(bytes(person.id_number_sealed), context=ID_NUMBER_CONTEXT)


def supported_here(monkeypatch):
    """Let a fact that decisions of this branch state stand for the form of support; a resident of a decided case."""
    case = casework.case("active")
    with everywhere("tests"):
        (_pk, known) = next(iter(stated("wage_income_fen", Month(2026, 11)).items()))
        person = case.applicant
    monkeypatch.setattr(support, "FORM_FACT", "wage_income_fen")
    monkeypatch.setattr(support, "IN_A_HOME", known.value)
    return person


def test_pocket_money_once_a_month_out_of_the_support_money(home, stay, monkeypatch):
    at = on(20)
    fund_living(home)
    person = supported_here(monkeypatch)
    with everywhere("tests"):
        entry = institutions.entered(home, number_of(person), at=at)
        institutions.examined(home, person, at=at)
        supported = institutions.signed(home, entry, bed=home.bed(label="2"), at=at)

    drawn = money.draw_pocket_money(
        institution=home.row, month=Month(2026, 11), receipt="零用钱11月", by=home.director, at=at
    )
    money.confirm_pocket_money(institution=home.row, by=home.carer, at=at)

    assert [row.pot for row in drawn] == [supported.pot]
    assert (balance_of(supported.pot), balance_of(living(home)), balance_of(stay.pot)) == (10_000, 990_000, 0)
    with pytest.raises(HomeRefused, match="没有要发零用钱的人"):
        money.draw_pocket_money(institution=home.row, month=Month(2026, 11), receipt="再", by=home.director, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Voucher.objects.create(
            number="PZ-2", pot=supported.pot, direction="in", matter="pocket", amount_fen=1, receipt="1",
            signed_by="1", month="2026-11", drawn_by=home.director, drawn_at=at,
        )  # fmt: skip
    assert problems() == []
